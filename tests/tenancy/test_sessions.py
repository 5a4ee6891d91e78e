"""Passwords that change, and what ends when they do."""

import asyncio

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.errors import ValidationFailed
from tests.conftest import Account, client_of

NEW = "a better password"


async def token_of(app: Litestar, email: str, password: str) -> str | None:
    async with client_of(app, {}) as client:
        answer = await client.post("/auth/token", json={"email": email, "password": password})
    token: str | None = answer.json().get("accessToken")
    return token


async def status_with(app: Litestar, token: str | None) -> int:
    async with client_of(app, {"Authorization": f"Bearer {token}"}) as client:
        return (await client.get("/users/me")).status_code


async def test_the_new_password_opens_and_the_old_one_does_not(
    app: Litestar, client: httpx.AsyncClient, account: Account
) -> None:
    answer = await client.post("/auth/password", json={"current": account.password, "new": NEW})

    assert answer.status_code == 200
    assert await token_of(app, account.email, account.password) is None
    assert await token_of(app, account.email, NEW) is not None


async def test_changing_the_password_ends_access_tokens_and_answers_with_a_fresh_one(
    app: Litestar, account: Account
) -> None:
    tokens = [await token_of(app, account.email, account.password) for _ in range(2)]
    before = [await status_with(app, token) for token in tokens]

    async with client_of(app, {"Authorization": f"Bearer {tokens[0]}"}) as client:
        answer = await client.post("/auth/password", json={"current": account.password, "new": NEW})

    after = [await status_with(app, token) for token in (*tokens, answer.json()["accessToken"])]
    assert (before, after) == ([200, 200], [401, 401, 200])


async def test_api_keys_outlive_a_password(client: httpx.AsyncClient, account: Account) -> None:
    await client.post("/auth/password", json={"current": account.password, "new": NEW})

    assert (await client.get("/users/me")).status_code == 200


@pytest.mark.parametrize("current", ["wrong", "", None])
async def test_without_the_current_password_nothing_changes(
    app: Litestar, client: httpx.AsyncClient, account: Account, current: str | None
) -> None:
    token = await token_of(app, account.email, account.password)

    refusal = await client.post("/auth/password", json={"current": current, "new": NEW})

    assert (refusal.status_code, list(refusal.json()["fields"])) == (422, ["current"])
    assert await status_with(app, token) == 200


async def test_a_short_password_is_refused(client: httpx.AsyncClient, account: Account) -> None:
    refusal = await client.post("/auth/password", json={"current": account.password, "new": "seven77"})

    assert (refusal.status_code, list(refusal.json()["fields"])) == (422, ["new"])


async def test_who_has_no_password_yet_sets_a_first_one(
    app: Litestar, services: Services, account: Account
) -> None:
    _, key = await services.tenancy.create_user(account.sub_account_id, "first@example.com", role="member")

    async with client_of(app, {"Authorization": f"Bearer {key}"}) as client:
        answer = await client.post("/auth/password", json={"new": NEW})

    assert answer.status_code == 200
    assert await token_of(app, "first@example.com", NEW) is not None


async def test_of_two_changes_at_once_one_is_made(services: Services, account: Account) -> None:
    outcomes = await asyncio.gather(
        *(
            services.sessions.change_password(account.owner, account.password, new=new)
            for new in ("first new one", "second new one")
        ),
        return_exceptions=True,
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Principal", ValidationFailed.__name__]


async def test_a_colleagues_sessions_go_on_when_somebody_changes_their_password(
    app: Litestar, services: Services, client: httpx.AsyncClient, account: Account
) -> None:
    await client.post("/users", json={"email": "eve@example.com", "role": "member", "password": NEW})
    token = await token_of(app, "eve@example.com", NEW)

    await client.post("/auth/password", json={"current": account.password, "new": "another password"})

    assert await status_with(app, token) == 200
