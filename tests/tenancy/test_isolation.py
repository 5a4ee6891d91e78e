"""What the walk cannot see: cursors, lists that name nobody, a batch of good and bad together."""

import httpx
import pytest

from frontdesk.assembly import Services
from tests.conftest import Account, TestServer, app_around, client_of, make_account
from tests.tenancy.inhabited import Inhabited, everything_of, inhabit

AT_TEN = {"date": "2026-12-03", "time": "10:00"}


@pytest.fixture
async def stranger(services: Services) -> Inhabited:
    return await inhabit(services)


async def test_one_strangers_user_in_a_batch_fails_alone(
    client: httpx.AsyncClient, stranger: Inhabited, server: TestServer
) -> None:
    before = await everything_of(server, stranger.account.sub_account_id)
    wanted = [
        {**AT_TEN, "userId": stranger.account.user_id},
        {**AT_TEN, "leadId": stranger.ids["lead_id"]},
        AT_TEN,
    ]

    answer = (await client.post("/bookings/batch", json={"bookings": wanted})).json()

    assert [result["success"] for result in answer["results"]] == [False, False, True]
    assert {result.get("error") for result in answer["results"][:2]} == {"NOT_FOUND"}
    assert await everything_of(server, stranger.account.sub_account_id) == before


@pytest.mark.parametrize("path", ["/users", "/leads", "/bookings", "/chat/conversations"])
async def test_lists_hold_nothing_of_a_stranger(
    client: httpx.AsyncClient, account: Account, stranger: Inhabited, path: str
) -> None:
    [rows] = [value for value in (await client.get(path)).json().values() if isinstance(value, list)]

    assert [row["id"] for row in rows] == ([account.user_id] if path == "/users" else [])


async def test_a_cursor_of_one_sub_account_is_no_cursor_in_another(
    services: Services, stranger: Inhabited
) -> None:
    other = await make_account(services)
    app = app_around(services)
    async with client_of(app, stranger.account.headers) as client:
        await client.post("/bookings/holds", json=AT_TEN)
        cursor = (await client.get("/bookings", params={"limit": 1})).json()["nextCursor"]
    assert cursor

    async with client_of(app, other.headers) as client:
        refusal = await client.get("/bookings", params={"cursor": cursor})

    assert refusal.status_code == 422
    assert list(refusal.json()["fields"]) == ["cursor"]


async def test_a_strangers_integration_is_none_of_ours(
    client: httpx.AsyncClient, stranger: Inhabited, server: TestServer
) -> None:
    before = await everything_of(server, stranger.account.sub_account_id)

    assert (await client.get("/integrations/gohighlevel")).status_code == 404
    assert (await client.delete("/integrations/gohighlevel")).status_code == 404
    assert await everything_of(server, stranger.account.sub_account_id) == before
