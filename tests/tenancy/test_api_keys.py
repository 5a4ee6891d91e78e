"""API keys and the widget key: made, shown once, listed, revoked."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.clock import FixedClock
from tests.conftest import Account, TestServer, app_around, client_of, make_account
from tests.databases import rows

LAST_USED = "SELECT id, last_used_at FROM api_keys WHERE sub_account_id = $1 ORDER BY id"


@pytest.fixture
async def member(app: Litestar, services: Services, account: Account) -> AsyncIterator[httpx.AsyncClient]:
    _, api_key = await services.tenancy.create_user(account.sub_account_id, "bob@example.com", role="member")
    async with client_of(app, {"Authorization": f"Bearer {api_key}"}) as client:
        yield client


async def made(client: httpx.AsyncClient, name: str = "website") -> dict[str, Any]:
    answer = await client.post("/api-keys", json={"name": name})
    assert answer.status_code == 201, answer.text
    key: dict[str, Any] = answer.json()
    return key


async def listed(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    keys: list[dict[str, Any]] = (await client.get("/api-keys")).json()["apiKeys"]
    return keys


async def status_with(app: Litestar, key: str) -> int:
    async with client_of(app, {"Authorization": f"Bearer {key}"}) as client:
        return (await client.get("/users/me")).status_code


async def test_a_made_key_opens_the_api_as_its_maker(
    app: Litestar, client: httpx.AsyncClient, account: Account
) -> None:
    key = await made(client)

    async with client_of(app, {"Authorization": f"Bearer {key['key']}"}) as other:
        assert (await other.get("/users/me")).json()["id"] == account.user_id
    assert (key["name"], key["userId"], key["lastFour"]) == ("website", account.user_id, key["key"][-4:])


async def test_a_key_is_shown_when_it_is_made_and_never_again(client: httpx.AsyncClient) -> None:
    key = await made(client)

    answer = await client.get("/api-keys")

    shown = answer.json()["apiKeys"][-1]
    assert set(shown) == {"id", "name", "lastFour", "userId", "createdAt", "lastUsedAt"}
    assert key["key"] not in answer.text


async def test_a_revoked_key_opens_nothing_from_then_on(app: Litestar, client: httpx.AsyncClient) -> None:
    key = await made(client)
    before = await status_with(app, key["key"])

    answers = [await client.delete(f"/api-keys/{key['id']}") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [204, 204]
    assert (before, await status_with(app, key["key"])) == (200, 401)
    assert key["id"] not in [one["id"] for one in await listed(client)]


async def test_a_member_sees_and_revokes_only_their_own_keys(
    client: httpx.AsyncClient, member: httpx.AsyncClient
) -> None:
    owners, members = await made(client), await made(member)

    refusal = await member.delete(f"/api-keys/{owners['id']}")

    assert refusal.status_code == 404
    assert {key["userId"] for key in await listed(member)} == {members["userId"]}
    assert {owners["id"], members["id"]} <= {key["id"] for key in await listed(client)}


async def test_an_owner_revokes_a_members_key(
    app: Litestar, client: httpx.AsyncClient, member: httpx.AsyncClient
) -> None:
    key = await made(member)

    await client.delete(f"/api-keys/{key['id']}")

    assert await status_with(app, key["key"]) == 401


async def test_a_key_is_seen_to_be_used(client: httpx.AsyncClient) -> None:
    unused = await made(client)

    first, second = await listed(client)

    assert first["lastUsedAt"] == "2026-11-30T13:00:00Z"
    assert (second["id"], second["lastUsedAt"]) == (unused["id"], None)


async def test_the_last_use_is_written_down_once_a_minute_at_most(
    services: Services, account: Account, server: TestServer, clock: FixedClock
) -> None:
    began = clock.instant
    noted = []
    for seconds in (0, 59, 61):
        clock.instant = began + timedelta(seconds=seconds)
        services.tenancy._ground.callers.cache.forget_all()
        await services.tenancy.authenticate(account.api_key)
        [key] = await rows(server, LAST_USED, account.sub_account_id)
        noted.append((key["last_used_at"] - began).total_seconds())

    assert noted == [0, 0, 61]


@pytest.mark.parametrize("name", ["", "x" * 101, None])
async def test_a_key_without_a_usable_name_is_not_made(client: httpx.AsyncClient, name: str | None) -> None:
    refusal = await client.post("/api-keys", json={"name": name})

    assert (refusal.status_code, list(refusal.json()["fields"])) == (422, ["name"])
    assert len(await listed(client)) == 1


async def test_a_strangers_keys_are_not_listed(services: Services, client: httpx.AsyncClient) -> None:
    stranger = await make_account(services)

    async with client_of(app_around(services), stranger.headers) as theirs:
        key = await made(theirs)

    assert key["id"] not in [one["id"] for one in await listed(client)]


async def test_a_new_widget_key_ends_the_old_one(client: httpx.AsyncClient, account: Account) -> None:
    answer = await client.post("/widget-key")

    statuses = [
        (await client.post(f"/widget/{key}/sessions", json={})).status_code
        for key in (account.widget_key, answer.json()["widgetKey"])
    ]
    assert (answer.status_code, statuses) == (200, [404, 201])


async def test_a_visitor_has_to_begin_anew_when_the_widget_key_changes(
    client: httpx.AsyncClient, app: Litestar, account: Account
) -> None:
    session = (await client.post(f"/widget/{account.widget_key}/sessions", json={})).json()
    await client.post("/widget-key")

    async with client_of(app, {"Authorization": f"Bearer {session['token']}"}) as visitor:
        answers = [
            await visitor.get("/widget/messages"),
            await visitor.post("/widget/messages", json={"content": "Hello?"}),
            await visitor.post("/widget/token"),
        ]
    assert [answer.status_code for answer in answers] == [401] * 3


async def test_a_member_cannot_change_the_widget_key(
    member: httpx.AsyncClient, client: httpx.AsyncClient, account: Account
) -> None:
    assert (await member.post("/widget-key")).status_code == 403
    assert (await client.post(f"/widget/{account.widget_key}/sessions", json={})).status_code == 201
