"""Who reaches which calendar, through every door; and lists that stand still while the table does not."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from tests.conftest import Account, client_of, make_account

AT_TEN = {"date": "2026-12-01", "time": "10:00"}
DAYS = {"from": "2026-12-01", "to": "2026-12-01"}


@pytest.fixture
async def member_key(services: Services, account: Account) -> str:
    _, key = await services.tenancy.create_user(account.sub_account_id, "member@example.com", role="member")
    return key


@pytest.fixture
async def member(app: Litestar, member_key: str) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app, {"Authorization": f"Bearer {member_key}"}) as http:
        yield http


async def made(client: httpx.AsyncClient, path: str = "/bookings", **members: object) -> int:
    answer = await client.post(path, json={**AT_TEN, **members})
    assert answer.status_code == 201, answer.text
    booking_id: int = answer.json()["id"]
    return booking_id


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/bookings?userId={user}", None),
        ("GET", "/bookings/{booking}", None),
        ("GET", "/bookings/{booking}/history", None),
        ("PATCH", "/bookings/{booking}", {"notes": "mine"}),
        ("PATCH", "/bookings/{booking}", {"time": "15:00"}),
        ("DELETE", "/bookings/{booking}", None),
        ("DELETE", "/bookings/holds/{hold}", None),
        ("POST", "/bookings", {"date": "2026-12-01", "time": "15:00", "userId": "user"}),
        ("POST", "/bookings", {"holdId": "hold"}),
        ("POST", "/bookings/holds", {"date": "2026-12-01", "time": "15:00", "userId": "user"}),
        ("POST", "/bookings/availability", {"date": "2026-12-01", "userId": "user"}),
        ("POST", "/bookings/availability/explain", {**AT_TEN, "userId": "user"}),
        ("POST", "/bookings/availability/bulk", {**DAYS, "userIds": ["user"]}),
    ],
)
async def test_a_member_reaches_nobody_elses_calendar(
    client: httpx.AsyncClient, member: httpx.AsyncClient, account: Account, method: str, path: str, body: Any
) -> None:
    ids = {
        "user": account.user_id,
        "booking": await made(client),
        "hold": await made(client, "/bookings/holds", time="14:00"),
    }

    def filled(value: Any) -> Any:
        return [filled(one) for one in value] if isinstance(value, list) else ids.get(value, value)

    asked = body and {name: filled(value) for name, value in body.items()}
    answer = await member.request(method, path.format(**ids), json=asked)

    assert answer.status_code == 403, answer.text
    assert (await client.get(f"/bookings/{ids['booking']}")).json()["status"] == "confirmed"


async def test_a_member_does_all_of_it_on_their_own_calendar(member: httpx.AsyncClient) -> None:
    booking_id, hold_id = await made(member), await made(member, "/bookings/holds", time="14:00")

    answers = [
        await member.post("/bookings/availability", json={"date": "2026-12-01"}),
        await member.post("/bookings/availability/bulk", json=DAYS),
        await member.get(f"/bookings/{booking_id}/history"),
        await member.patch(f"/bookings/{booking_id}", json={"time": "11:00"}),
        await member.delete(f"/bookings/{booking_id}"),
        await member.delete(f"/bookings/holds/{hold_id}"),
    ]

    assert [answer.status_code for answer in answers] == [200] * 6
    assert len(answers[1].json()["results"]) == 1


async def test_a_members_lists_hold_their_own_bookings_alone(
    client: httpx.AsyncClient, member: httpx.AsyncClient
) -> None:
    lead = (await client.post("/leads", json={"name": "Ann"})).json()["id"]
    await made(client, leadId=lead)
    own = await made(member, leadId=lead)

    for path in ("/bookings", f"/bookings?leadId={lead}", f"/bookings/lead/{lead}"):
        assert [one["id"] for one in (await member.get(path)).json()["bookings"]] == [own]
        assert len((await client.get(path)).json()["bookings"]) == 2


async def test_a_batch_refuses_a_member_item_by_item(member: httpx.AsyncClient, account: Account) -> None:
    items = [{**AT_TEN, "userId": account.user_id}, AT_TEN]

    results = (await member.post("/bookings/batch", json={"bookings": items})).json()["results"]

    assert [one.get("error") for one in results] == ["FORBIDDEN", None]


async def pages(client: httpx.AsyncClient, **filters: int) -> AsyncIterator[list[int]]:
    cursor: dict[str, str] = {}
    while True:
        page = (await client.get("/bookings", params={"limit": 3, **filters, **cursor})).json()
        yield [one["id"] for one in page["bookings"]]
        if page["nextCursor"] is None:
            return
        cursor = {"cursor": page["nextCursor"]}


@pytest.mark.parametrize("own", [False, True])
async def test_paging_neither_repeats_nor_skips_while_bookings_come_and_go(
    client: httpx.AsyncClient, account: Account, own: bool
) -> None:
    days = ("2026-12-01", "2026-12-02", "2026-12-03")
    before = [await made(client, date=day, time=f"{hour}:00") for day in days for hour in (10, 12, 14)]
    filters = {"userId": account.user_id} if own else {}

    seen: list[int] = []
    async for page in pages(client, **filters):
        seen += page
        await made(client, date="2026-12-04", time=f"{9 + len(seen) // 3}:00")
        await client.delete(f"/bookings/{before[0]}")

    assert seen == before[::-1]


async def test_bookings_that_start_together_are_all_listed_once(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    ids = [await made(client)]
    for number in range(4):
        user_id, _ = await services.tenancy.create_user(
            account.sub_account_id, f"user{number}@example.com", role="member"
        )
        ids.append(await made(client, userId=user_id))

    seen = [one async for page in pages(client) for one in page]

    assert seen == sorted(ids, reverse=True)


async def test_a_forged_cursor_is_refused(client: httpx.AsyncClient, services: Services) -> None:
    for hour in (10, 12):
        await made(client, time=f"{hour}:00")
    cursor = (await client.get("/bookings", params={"limit": 1})).json()["nextCursor"]
    flipped = cursor[:-5] + ("A" if cursor[-5] != "A" else "B") + cursor[-4:]
    stranger = await make_account(services)

    refused = [
        await client.get("/bookings", params={"cursor": text}) for text in (flipped, "x", "2026-12-01,5", "")
    ]
    foreign = await client.get("/bookings", params={"cursor": cursor}, headers=stranger.headers)

    assert [answer.status_code for answer in refused[:3]] == [422, 422, 422]
    assert foreign.status_code == 422
    assert list(foreign.json()["fields"]) == ["cursor"]
