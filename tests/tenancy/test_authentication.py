"""Who is calling: by key, by token, by address and password."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.clock import FixedClock
from frontdesk.sealing import Sealer
from frontdesk.tenancy import passwords
from frontdesk.tenancy.authentication import ACCESS_TOKEN_LIFE, MOST_TRIED, AccessToken
from tests.conftest import Account, client_of, make_account


async def me(app: Litestar, credential: str | None) -> httpx.Response:
    headers = {} if credential is None else {"Authorization": credential}
    async with client_of(app, headers) as client:
        return await client.get("/users/me")


async def signed_in(app: Litestar, email: str, password: str) -> httpx.Response:
    async with client_of(app, {}) as client:
        return await client.post("/auth/token", json={"email": email, "password": password})


def forged(**changes: Any) -> str:
    """Return a token sealed with a key that is not the server's."""
    token = AccessToken(**{"sub_account_id": 1, "user_id": 1, "expires_at": 4e9, **changes})
    return "fdt_" + Sealer((b"x" * 32,), "tokens").seal_text(token, "access token")


async def test_an_api_key_speaks_for_its_user(app: Litestar, account: Account) -> None:
    answer = await me(app, f"Bearer {account.api_key}")

    assert answer.status_code == 200
    assert answer.json()["id"] == account.user_id


async def test_the_scheme_is_read_in_any_case(app: Litestar, account: Account) -> None:
    assert (await me(app, f"bearer {account.api_key}")).status_code == 200


@pytest.mark.parametrize(
    "credential",
    [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer nonsense", "Bearer fdt_nonsense"],
)
async def test_whoever_shows_no_valid_credential_is_told_the_same_way(
    app: Litestar, credential: str | None
) -> None:
    answer = await me(app, credential)

    assert answer.status_code == 401
    assert answer.json()["error"] == "UNAUTHORIZED"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_keys_secret_opens_no_other_sub_account(
    app: Litestar, services: Services, account: Account
) -> None:
    stranger = await make_account(services)
    kind, theirs, _ = stranger.api_key.split("_", 2)
    _, _, our_secret = account.api_key.split("_", 2)

    answer = await me(app, f"Bearer {kind}_{theirs}_{our_secret}")

    assert answer.status_code == 401


async def test_a_revoked_key_opens_nothing(app: Litestar, services: Services, account: Account) -> None:
    async with services.db.tenant(account.sub_account_id) as connection:
        await connection.execute("UPDATE api_keys SET revoked_at = $1", services.clock.now())

    assert (await me(app, f"Bearer {account.api_key}")).status_code == 401


async def test_a_password_is_exchanged_for_a_token(app: Litestar, account: Account) -> None:
    answer = await signed_in(app, account.email.upper(), account.password)

    token = answer.json()
    assert answer.status_code == 200
    assert token["expiresIn"] == 3600
    assert (await me(app, f"Bearer {token['accessToken']}")).json()["id"] == account.user_id


async def test_a_token_ends_with_its_time(app: Litestar, account: Account, clock: FixedClock) -> None:
    token = (await signed_in(app, account.email, account.password)).json()["accessToken"]

    clock.instant += ACCESS_TOKEN_LIFE
    assert (await me(app, f"Bearer {token}")).status_code == 200
    clock.instant += timedelta(seconds=1)
    assert (await me(app, f"Bearer {token}")).status_code == 401


async def test_a_token_that_somebody_else_sealed_is_none(app: Litestar, account: Account) -> None:
    token = forged(sub_account_id=account.sub_account_id, user_id=account.user_id)

    assert (await me(app, f"Bearer {token}")).status_code == 401


async def test_a_text_sealed_for_another_purpose_is_no_token(
    app: Litestar, services: Services, account: Account
) -> None:
    token = AccessToken(account.sub_account_id, account.user_id, 4e9)
    cookie = Sealer(services.settings.secret_keys, "web sessions").seal_text(token, "access token")

    assert (await me(app, f"Bearer fdt_{cookie}")).status_code == 401


async def test_a_role_taken_away_is_gone_from_tokens_at_once(
    app: Litestar, services: Services, account: Account
) -> None:
    token = services.tenancy.access_token(account.owner)
    async with services.db.tenant(account.sub_account_id) as connection:
        await connection.execute("UPDATE users SET role = 'member'")

    async with client_of(app, {"Authorization": f"Bearer {token}"}) as client:
        assert (await client.get("/integrations/gohighlevel")).status_code == 403


async def test_a_wrong_password_and_an_unknown_address_are_told_the_same(
    app: Litestar, account: Account
) -> None:
    wrong = await signed_in(app, account.email, "not the password")
    unknown = await signed_in(app, "nobody@example.com", account.password)

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.content == unknown.content


async def test_a_user_without_a_password_cannot_sign_in(
    app: Litestar, services: Services, account: Account
) -> None:
    await services.tenancy.create_user(account.sub_account_id, "ann@example.com", role="member")

    assert (await signed_in(app, "ann@example.com", "")).status_code == 401


async def test_the_password_decides_between_accounts_with_one_address(
    app: Litestar, services: Services
) -> None:
    made = [
        await services.tenancy.create_account("Acme", "shared@example.com", timezone="UTC", password=password)
        for password in ("first password", "second password")
    ]

    tokens = [
        (await signed_in(app, "shared@example.com", password)).json()["accessToken"]
        for password in ("first password", "second password")
    ]

    found = [await services.tenancy.authenticate(token) for token in tokens]
    assert [one.sub_account_id for one in found] == [one.sub_account_id for one in made]


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Collect what passwords are held against, each of which takes its time."""
    held: list[str | None] = []

    async def is_password(password: str, hashed: str | None) -> bool:
        held.append(hashed)
        return hashed is not None and await really(password, hashed)

    really = passwords.is_password
    monkeypatch.setattr(passwords, "is_password", is_password)
    return held


@pytest.mark.parametrize("who", ["nobody", "known", "locked out", "without a password"])
async def test_the_wait_does_not_tell_whose_address_it_is(
    app: Litestar, services: Services, account: Account, hashes: list[str | None], who: str
) -> None:
    email = "nobody@example.com" if who == "nobody" else account.email
    if who in {"locked out", "without a password"}:
        email = f"{who.replace(' ', '-')}@example.com"
        user_id, _ = await services.tenancy.create_user(account.sub_account_id, email, role="member")
        if who == "locked out":
            user = await services.tenancy.user(account.owner, user_id)
            await services.tenancy.update_user(account.owner, replace(user, is_active=False))

    assert (await signed_in(app, email, "guess")).status_code == 401

    assert len(hashes) == 1


async def test_an_address_that_is_known_nearly_everywhere_costs_no_more_than_a_few_hashes(
    app: Litestar, services: Services, hashes: list[str | None]
) -> None:
    email = "all@over.example"
    made = [
        await services.tenancy.create_account(f"No. {number}", email, timezone="UTC") for number in range(12)
    ]

    assert (await signed_in(app, "all@over.example", "guess")).status_code == 401
    assert len(hashes) == MOST_TRIED

    body = {"email": "all@over.example", "password": made[-1].password}
    async with client_of(app, {}) as client:
        by_address = await client.post("/auth/token", json=body)
        named = await client.post("/auth/token", json={**body, "subAccountId": made[-1].sub_account_id})
    assert (by_address.status_code, named.status_code) == (401, 200)


async def test_an_address_that_cannot_be_kept_is_refused(app: Litestar) -> None:
    assert (await signed_in(app, "an\x00n@example.com", "x")).status_code == 422
