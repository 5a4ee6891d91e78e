"""Who did what to whom: written with each change, read by owners alone."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.tenancy.people import NewPerson
from frontdesk.tenancy.principal import AgencyPerson
from frontdesk.trail.entries import OPERATOR, Entry, Target, record
from tests.conftest import Account, TestServer, client_of, make_account
from tests.databases import rows

AT_TEN = {"date": "2026-12-01", "time": "10:00"}
TOKEN = "pit-never-to-be-read-again"


async def told(client: httpx.AsyncClient, **filters: Any) -> list[tuple[str, str, int | None]]:
    """Return what the trail says, oldest first: action, target's kind and id."""
    entries = (await client.get("/trail", params=filters)).json()["entries"]
    return [(one["action"], one["target"]["kind"], one["target"]["id"]) for one in reversed(entries)]


@pytest.fixture
async def admin(app: Litestar, services: Services, account: Account) -> AsyncIterator[httpx.AsyncClient]:
    _, key = await services.tenancy.create_user(account.sub_account_id, "adam@example.com", role="admin")
    async with client_of(app, {"Authorization": f"Bearer {key}"}) as client:
        yield client


async def test_what_is_done_to_people_and_keys_is_told(client: httpx.AsyncClient, account: Account) -> None:
    added = (await client.post("/users", json={"email": "ann@example.com", "role": "member"})).json()["id"]
    await client.patch(f"/users/{added}", json={"role": "admin", "bookingsTime": {"slots": []}})
    key = (await client.post("/api-keys", json={"name": "crm"})).json()["id"]
    await client.delete(f"/api-keys/{key}")
    await client.post("/widget-key")

    assert await told(client) == [
        ("sub_account.made", "sub_account", None),
        ("user.added", "user", added),
        ("user.changed", "user", added),
        ("api_key.made", "api_key", key),
        ("api_key.revoked", "api_key", key),
        ("widget_key.rotated", "sub_account", None),
    ]
    [changed] = (await client.get("/trail", params={"action": "user.changed"})).json()["entries"]
    assert changed["changes"] == {"role": ["member", "admin"], "bookingsTime": None}
    assert changed["actor"]["kind"] == "user"
    assert changed["actor"]["id"] == account.user_id
    assert changed["at"] == "2026-11-30T13:00:00Z"


async def test_a_line_names_the_key_that_its_actor_came_in_with(client: httpx.AsyncClient) -> None:
    [key] = (await client.get("/api-keys")).json()["apiKeys"]

    await client.post("/widget-key")

    [rotated] = (await client.get("/trail", params={"action": "widget_key.rotated"})).json()["entries"]
    assert rotated["actor"] == {"kind": "user", "id": key["userId"], "apiKeyId": key["id"]}


async def test_signing_in_and_a_new_password_are_told(
    client: httpx.AsyncClient, account: Account, app: Litestar
) -> None:
    async with client_of(app, {}) as nobody:
        right = {"email": account.email, "password": account.password}
        await nobody.post("/auth/token", json=right)
        await nobody.post("/auth/token", json={**right, "password": "wrong"})
    await client.post("/auth/password", json={"current": "wrong", "new": "a better password"})
    await client.post("/auth/password", json={"current": account.password, "new": "a better password"})

    of_owner = await told(client, targetKind="user", targetId=account.user_id)

    assert [action for action, _, _ in of_owner] == ["signed_in", "sign_in.refused", "password.changed"]


async def test_a_refused_sign_in_is_told_wherever_the_address_is_known_and_nowhere_else(
    client: httpx.AsyncClient, account: Account, app: Litestar, services: Services
) -> None:
    agency = await services.agencies.create("Agency", account.email, password="correct horse")
    wrong = {"email": account.email.upper(), "password": "wrong"}
    async with client_of(app, {}) as nobody:
        await nobody.post("/auth/token", json={**wrong, "subAccountId": account.sub_account_id})
        await nobody.post("/auth/token", json=wrong)
        await nobody.post("/auth/token", json={**wrong, "email": "nobody@example.com"})

    entries = (await client.get("/trail", params={"action": "sign_in.refused"})).json()["entries"]
    told = await services.agencies.sessions.trail(AgencyPerson(agency.agency_id, agency.person_id))

    assert [(one["actor"]["kind"], one["target"]["id"]) for one in entries] == [
        ("system", account.user_id)
    ] * 2
    assert [(line.action, line.person_id) for line in told] == [("sign_in.refused", agency.person_id)]


async def test_leads_are_told_by_what_was_changed_and_no_word_of_it(
    client: httpx.AsyncClient, account: Account
) -> None:
    lead = (await client.post("/leads", json={"name": "Zebulon", "email": "z@example.com"})).json()["id"]
    changes = {"name": "Zachary", "externalId": "crm-1", "email": "z@example.com"}
    await client.patch(f"/leads/{lead}", json=changes)
    await client.patch(f"/leads/{lead}", json=changes)  # nothing is changed by this

    answer = await client.get("/trail", params={"targetKind": "lead"})

    changed, made = answer.json()["entries"]
    assert (made["action"], made["target"]["id"], made["changes"]) == ("lead.made", lead, {})
    assert (changed["action"], changed["changes"]) == ("lead.changed", {"edited": ["name", "externalId"]})
    assert {entry["actor"]["id"] for entry in (made, changed)} == {account.user_id}
    assert "Za" not in answer.text
    assert "Ze" not in answer.text


async def test_a_lead_who_came_by_themself_is_told_as_such(
    client: httpx.AsyncClient, account: Account
) -> None:
    await client.post(f"/widget/{account.widget_key}/sessions", json={"name": "Ada"})

    [made] = (await client.get("/trail", params={"targetKind": "lead"})).json()["entries"]

    assert (made["action"], made["actor"]["kind"], made["actor"]["id"]) == ("lead.made", "lead", None)


async def test_an_integration_is_told_without_its_secret(client: httpx.AsyncClient) -> None:
    await client.put(
        "/integrations/gohighlevel", json={"privateIntegrationToken": TOKEN, "locationId": "loc"}
    )
    await client.delete("/integrations/gohighlevel")

    answer = await client.get("/trail", params={"targetKind": "integration"})

    disconnected, connected = answer.json()["entries"]
    assert connected["changes"] == {
        "provider": "gohighlevel", "method": "token", "locationId": "loc", "eventKind": "block_slot",
    }  # fmt: skip
    assert disconnected["action"] == "integration.disconnected"
    assert TOKEN not in answer.text


async def test_settings_of_the_chat_are_told_with_what_they_were(client: httpx.AsyncClient) -> None:
    await client.patch("/widget/settings", json={"title": "Ask us", "greetings": {"en": "Hello there"}})

    [changed] = (await client.get("/trail", params={"action": "settings.changed"})).json()["entries"]
    assert changed["changes"] == {"title": [None, "Ask us"], "greetings": None}


async def test_bookings_are_told_from_their_history(client: httpx.AsyncClient) -> None:
    held = (await client.post("/bookings/holds", json={**AT_TEN, "time": "15:00"})).json()["id"]
    await client.delete(f"/bookings/holds/{held}")
    booked = (await client.post("/bookings", json=AT_TEN)).json()["id"]
    await client.patch(f"/bookings/{booked}", json={"time": "11:00"})
    await client.patch(f"/bookings/{booked}", json={"notes": "bring the ladder"})
    await client.request("DELETE", f"/bookings/{booked}", json={"reason": "rain"})

    assert await told(client, targetKind="booking") == [
        ("booking.held", "booking", held),
        ("booking.cancelled", "booking", held),
        ("booking.made", "booking", booked),
        ("booking.moved", "booking", booked),
        ("booking.edited", "booking", booked),
        ("booking.cancelled", "booking", booked),
    ]
    [last] = (await client.get("/trail", params={"limit": 1})).json()["entries"]
    assert (last["reason"], last["actor"]["kind"]) == ("rain", "user")


async def test_pages_follow_each_other_without_gap_or_repeat(client: httpx.AsyncClient) -> None:
    for hour in range(9, 14):
        await client.post("/bookings", json={**AT_TEN, "time": f"{hour}:00"})
        await client.post("/api-keys", json={"name": f"key {hour}"})
    whole = (await client.get("/trail", params={"limit": 200})).json()["entries"]

    paged: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (
            await client.get("/trail", params={"limit": 3, **({"cursor": cursor} if cursor else {})})
        ).json()
        paged += page["entries"]
        cursor = page["nextCursor"]

    assert len(whole) == 11
    assert paged == whole


async def test_the_trail_is_narrowed_by_time_and_actor(
    client: httpx.AsyncClient, account: Account, admin: httpx.AsyncClient
) -> None:
    await admin.post("/bookings", json={**AT_TEN, "userId": account.user_id})
    await client.post("/widget-key")
    me = (await admin.get("/users/me")).json()["id"]

    assert [action for action, _, _ in await told(client, actorId=me)] == ["booking.made"]
    assert [action for action, _, _ in await told(client, actorKind="operator")] == [
        "sub_account.made", "user.added",
    ]  # fmt: skip
    assert await told(client, **{"from": "2026-11-30T13:00:00.000001Z"}) == []
    assert await told(client, to="2026-11-30T13:00:00Z") == []


@pytest.mark.parametrize("role", ["admin", "member"])
async def test_owners_alone_read_the_trail(
    app: Litestar, services: Services, account: Account, role: Any
) -> None:
    person = NewPerson("ada@example.com", role)
    _, key = await services.tenancy.add_user(account.sub_account_id, person)
    async with client_of(app, {"Authorization": f"Bearer {key}"}) as client:
        refusal = await client.get("/trail")

    assert (refusal.status_code, refusal.json()["error"]) == (403, "FORBIDDEN")


async def test_a_trail_holds_nothing_of_a_stranger(
    client: httpx.AsyncClient, services: Services, app: Litestar
) -> None:
    stranger = await make_account(services)
    async with client_of(app, stranger.headers) as theirs:
        await theirs.post("/bookings", json=AT_TEN)
        await theirs.post("/widget-key")
        cursor = (await theirs.get("/trail", params={"limit": 1})).json()["nextCursor"]

    assert [action for action, _, _ in await told(client)] == ["sub_account.made"]
    assert (await client.get("/trail", params={"cursor": cursor})).status_code == 422


async def test_a_line_is_rolled_back_with_its_change(
    services: Services, account: Account, server: TestServer
) -> None:
    async def be_interrupted() -> None:
        async with services.db.tenant(account.sub_account_id) as connection:
            entry = Entry(OPERATOR, "widget_key.rotated", Target("sub_account"))
            await record(connection, entry, now=services.clock.now())
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await be_interrupted()

    written = await rows(server, "SELECT action FROM trail WHERE sub_account_id = $1", account.sub_account_id)
    assert [row["action"] for row in written] == ["sub_account.made"]


async def test_a_refused_change_leaves_no_line(client: httpx.AsyncClient, admin: httpx.AsyncClient) -> None:
    me = (await admin.get("/users/me")).json()["id"]

    assert (await admin.patch(f"/users/{me}", json={"role": "owner"})).status_code == 403
    assert (await client.patch(f"/users/{me}", json={"timezone": "Mars/Olympus"})).status_code == 422

    assert await told(client, action="user.changed") == []
