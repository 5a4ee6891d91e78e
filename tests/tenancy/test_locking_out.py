"""Locking users out, letting them in again, and accounts that keep an owner."""

import asyncio
from dataclasses import replace
from itertools import count
from typing import Any

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.errors import Forbidden
from frontdesk.tenancy.people import NewPerson
from frontdesk.tenancy.principal import Principal
from tests.conftest import Account, client_of
from tests.web.conftest import Browser

PASSWORD = "a good long password"
_numbers = count(1)
AT_TEN = {"date": "2026-12-01", "time": "10:00"}


@pytest.fixture
async def ann(client: httpx.AsyncClient) -> dict[str, Any]:
    body = {"email": f"ann{next(_numbers)}@example.com", "role": "admin", "password": PASSWORD}
    made: dict[str, Any] = (await client.post("/users", json=body)).json()
    return made


@pytest.fixture
async def credentials(app: Litestar, ann: dict[str, Any]) -> list[str]:
    """A token and a key of Ann's."""
    async with client_of(app, {}) as nobody:
        answer = await nobody.post("/auth/token", json={"email": ann["email"], "password": PASSWORD})
    token: str = answer.json()["accessToken"]
    async with client_of(app, {"Authorization": f"Bearer {token}"}) as hers:
        key: str = (await hers.post("/api-keys", json={"name": "hers"})).json()["key"]
    return [token, key]


async def statuses(app: Litestar, credentials: list[str]) -> list[int]:
    found = []
    for credential in credentials:
        async with client_of(app, {"Authorization": f"Bearer {credential}"}) as client:
            found.append((await client.get("/users/me")).status_code)
    return found


async def let(client: httpx.AsyncClient, user_id: int, *, is_active: bool) -> httpx.Response:
    return await client.patch(f"/users/{user_id}", json={"isActive": is_active})


async def test_nothing_of_theirs_opens_anything_while_somebody_is_locked_out(
    app: Litestar, client: httpx.AsyncClient, ann: dict[str, Any], credentials: list[str]
) -> None:
    before = await statuses(app, credentials)

    locked = await let(client, ann["id"], is_active=False)
    during = await statuses(app, credentials)
    async with client_of(app, {}) as nobody:
        refusal = await nobody.post("/auth/token", json={"email": ann["email"], "password": PASSWORD})
    await let(client, ann["id"], is_active=True)

    assert (locked.json()["isActive"], refusal.status_code) == (False, 401)
    assert (before, during) == ([200, 200], [401, 401])
    assert await statuses(app, credentials) == [401, 200]  # the token has ended for good


async def test_a_session_ends_when_its_user_is_locked_out(
    client: httpx.AsyncClient, app: Litestar, ann: dict[str, Any]
) -> None:
    async with client_of(app, {}) as http:
        await Browser(http).sign_in(ann["email"], PASSWORD)
        before = (await http.get("/app")).status_code
        await let(client, ann["id"], is_active=False)
        after = (await http.get("/app")).status_code

    assert (before, after) == (200, 303)


async def test_bookings_of_somebody_locked_out_stay_and_no_more_are_made(
    client: httpx.AsyncClient, ann: dict[str, Any]
) -> None:
    booked = (await client.post("/bookings", json={**AT_TEN, "userId": ann["id"]})).json()

    await let(client, ann["id"], is_active=False)

    refusal = await client.post("/bookings", json={**AT_TEN, "time": "11:00", "userId": ann["id"]})
    assert refusal.status_code == 404
    assert (await client.get(f"/bookings/{booked['id']}")).json() == booked
    assert (await client.delete(f"/bookings/{booked['id']}")).json()["status"] == "cancelled"


async def test_the_chat_books_with_an_owner_when_its_user_is_locked_out(
    client: httpx.AsyncClient, services: Services, account: Account, ann: dict[str, Any]
) -> None:
    owner = Principal(account.sub_account_id, ann["id"], "owner")
    await client.patch(f"/users/{ann['id']}", json={"role": "owner"})
    user = await services.tenancy.user(owner, account.user_id)

    await services.tenancy.update_user(owner, replace(user, is_active=False))

    assert (await services.tenancy.front_desk(account.sub_account_id)).user_id == ann["id"]


@pytest.mark.parametrize("role", ["admin", "member"])
async def test_an_owner_is_locked_out_by_owners_alone(
    app: Litestar, services: Services, account: Account, role: Any
) -> None:
    _, key = await services.tenancy.add_user(account.sub_account_id, NewPerson("bob@example.com", role))
    async with client_of(app, {"Authorization": f"Bearer {key}"}) as bob:
        refusal = await let(bob, account.user_id, is_active=False)
        own = await bob.patch("/users/me", json={"isActive": False})

    assert (refusal.status_code, own.status_code) == (403, 403)


@pytest.mark.parametrize("change", [{"role": "member"}, {"is_active": False}])
async def test_of_two_owners_who_unmake_each_other_at_once_one_stays(
    services: Services, account: Account, change: dict[str, Any]
) -> None:
    other_id, _ = await services.tenancy.create_user(account.sub_account_id, "two@example.com", role="admin")
    first, second = account.owner, Principal(account.sub_account_id, other_id, "owner")
    other = await services.tenancy.user(first, other_id)
    await services.tenancy.update_user(first, replace(other, role="owner"))

    outcomes = await asyncio.gather(
        services.tenancy.change_user(first, other_id, lambda user: replace(user, **change)),
        services.tenancy.change_user(second, account.user_id, lambda user: replace(user, **change)),
        return_exceptions=True,
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [Forbidden.__name__, "User"]
    owners = [user for user in await services.tenancy.users(first) if user.role == "owner" and user.is_active]
    assert len(owners) == 1


async def test_edits_of_one_user_at_once_all_stay(client: httpx.AsyncClient) -> None:
    edits = [{"name": "Ann"}, {"calendarId": "cal"}, {"locationId": "loc"}, {"timezone": "Europe/Berlin"}]

    await asyncio.gather(*(client.patch("/users/me", json=edit) for edit in edits * 3))

    me = (await client.get("/users/me")).json()
    assert [{name: me[name]} for edit in edits for name in edit] == edits


async def test_signing_out_everywhere_ends_tokens_and_no_key(app: Litestar, credentials: list[str]) -> None:
    async with client_of(app, {"Authorization": f"Bearer {credentials[0]}"}) as hers:
        answer = await hers.post("/auth/sign-out")

    assert answer.status_code == 204
    assert await statuses(app, credentials) == [401, 200]
