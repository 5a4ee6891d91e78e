"""Nobody reaches another sub-account through any route: a stranger's id and an unknown id are the same."""

import re
from typing import Any

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.leads.repository import LeadFields
from tests.conftest import Account, TestServer, app_around, client_of, make_account
from tests.tenancy.inhabited import Inhabited, everything_of, inhabit

UNKNOWN = 987_654_321_012
_ID = re.compile(r"\{(\w+_id)\}")
# What a request needs in its body to get as far as the id.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("PATCH", "/bookings/{booking_id}"): {"notes": "changed"},
    ("PATCH", "/leads/{lead_id}"): {"name": "changed"},
    ("PATCH", "/users/{user_id}"): {"name": "changed"},
}
AT_TEN = {"date": "2026-12-03", "time": "10:00"}
# Requests that name somebody in their body.
NAMED = [
    ("/bookings", {**AT_TEN, "leadId": "lead_id"}),
    ("/bookings", {**AT_TEN, "userId": "user_id"}),
    ("/bookings", {"holdId": "hold_id"}),
    ("/bookings/holds", {**AT_TEN, "leadId": "lead_id"}),
    ("/bookings/holds", {**AT_TEN, "userId": "user_id"}),
    ("/bookings/availability", {"date": "2026-12-03", "userId": "user_id"}),
    ("/bookings/availability/explain", {**AT_TEN, "userId": "user_id"}),
    ("/bookings/availability/bulk", {"userIds": ["user_id"], "from": "2026-12-03", "to": "2026-12-03"}),
    ("/chat/messages", {"leadId": "lead_id", "content": "Hello"}),
]


@pytest.fixture
async def stranger(services: Services) -> Inhabited:
    return await inhabit(services)


def addresses(app: Litestar) -> list[tuple[str, str]]:
    """Return every method and address that takes an id, new ones included."""
    paths = app.openapi_schema.to_schema()["paths"]
    return [(method.upper(), path) for path, item in paths.items() for method in item if _ID.search(path)]


def filled(value: Any, ids: dict[str, int]) -> Any:
    """Return a body with the names of ids replaced by ids."""
    if isinstance(value, dict):
        return {name: filled(inner, ids) for name, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, ids) for inner in value]
    return ids.get(value, value) if isinstance(value, str) else value


def unknown(stranger: Inhabited) -> dict[str, int]:
    return dict.fromkeys(stranger.ids, UNKNOWN)


async def test_addresses_do_not_tell_a_strangers_id_from_an_unknown_one(
    app: Litestar, client: httpx.AsyncClient, stranger: Inhabited, server: TestServer
) -> None:
    before = await everything_of(server, stranger.account.sub_account_id)
    found = addresses(app)

    for method, path in found:
        answers = [
            await client.request(method, path.format(**ids), json=BODIES.get((method, path), {}))
            for ids in (stranger.ids, unknown(stranger))
        ]
        assert [answer.status_code for answer in answers] == [404, 404], (method, path)
        assert answers[0].json() == answers[1].json(), (method, path)
        assert answers[0].json()["error"] == "NOT_FOUND"

    assert len(found) >= 8
    assert await everything_of(server, stranger.account.sub_account_id) == before


@pytest.mark.parametrize(("path", "body"), NAMED)
async def test_bodies_do_not_tell_a_strangers_id_from_an_unknown_one(
    client: httpx.AsyncClient, stranger: Inhabited, server: TestServer, path: str, body: dict[str, Any]
) -> None:
    before = await everything_of(server, stranger.account.sub_account_id)

    answers = [await client.post(path, json=filled(body, ids)) for ids in (stranger.ids, unknown(stranger))]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    assert await everything_of(server, stranger.account.sub_account_id) == before


async def test_a_strangers_conversation_cannot_be_joined_by_a_lead_of_ours(
    client: httpx.AsyncClient, services: Services, account: Account, stranger: Inhabited
) -> None:
    lead = await services.leads.create(account.sub_account_id, LeadFields())

    answers = [
        await client.post(
            "/chat/messages",
            json={"leadId": lead.id, "content": "Hello", "conversationId": ids["conversation_id"]},
        )
        for ids in (stranger.ids, unknown(stranger))
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()


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


@pytest.mark.parametrize("name", ["userId", "leadId"])
async def test_a_list_narrowed_to_a_stranger_is_empty(
    client: httpx.AsyncClient, stranger: Inhabited, name: str
) -> None:
    wanted = {"userId": stranger.account.user_id, "leadId": stranger.ids["lead_id"]}[name]

    assert (await client.get("/bookings", params={name: wanted})).json()["bookings"] == []


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
