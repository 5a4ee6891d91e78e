"""Users, their roles, and what may be changed of them."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from tests.conftest import Account, client_of

MONDAYS = {"slots": [{"day": 1, "start": "10:00", "end": "12:00"}], "slotDuration": 20}


@pytest.fixture
async def member_id(services: Services, account: Account) -> int:
    user_id, _ = await services.tenancy.create_user(account.sub_account_id, "ann@example.com", role="member")
    return user_id


@pytest.fixture
async def member(app: Litestar, services: Services, account: Account) -> AsyncIterator[httpx.AsyncClient]:
    _, api_key = await services.tenancy.create_user(account.sub_account_id, "bob@example.com", role="member")
    async with client_of(app, {"Authorization": f"Bearer {api_key}"}) as client:
        yield client


async def test_a_new_user_takes_over_the_accounts_zone_and_usual_hours(
    client: httpx.AsyncClient, member_id: int
) -> None:
    users = (await client.get("/users")).json()["users"]

    made = next(user for user in users if user["id"] == member_id)
    assert made["role"] == "member"
    assert made["name"] == "ann"
    assert made["timezone"] == "America/New_York"
    assert made["bookingsTime"] == users[0]["bookingsTime"]


async def test_a_member_sees_only_themself(member: httpx.AsyncClient, member_id: int) -> None:
    users = (await member.get("/users")).json()["users"]

    assert [user["email"] for user in users] == ["bob@example.com"]
    assert (await member.patch(f"/users/{member_id}", json={"name": "Ann"})).status_code == 403


async def test_a_member_sets_their_own_hours(member: httpx.AsyncClient) -> None:
    answer = await member.patch("/users/me", json={"bookingsTime": MONDAYS, "timezone": "Europe/Berlin"})

    assert answer.status_code == 200
    assert (await member.get("/users/me")).json()["bookingsTime"] == MONDAYS


async def test_a_member_cannot_change_their_role(member: httpx.AsyncClient) -> None:
    answer = await member.patch("/users/me", json={"role": "owner", "name": "Bob"})

    assert answer.status_code == 403
    assert (await member.get("/users/me")).json()["role"] == "member"
    assert (await member.get("/users/me")).json()["name"] == "bob"


async def test_an_owner_changes_a_members_role_but_not_their_own(
    client: httpx.AsyncClient, member_id: int
) -> None:
    given = await client.patch(f"/users/{member_id}", json={"role": "admin"})
    own = await client.patch("/users/me", json={"role": "member"})

    assert given.json()["role"] == "admin"
    assert own.status_code == 403


async def test_an_admin_neither_makes_nor_unmakes_an_owner(
    app: Litestar, services: Services, account: Account, member_id: int
) -> None:
    _, key = await services.tenancy.create_user(account.sub_account_id, "adam@example.com", role="admin")
    async with client_of(app, {"Authorization": f"Bearer {key}"}) as admin:
        unmade = await admin.patch(f"/users/{account.user_id}", json={"role": "member"})
        made = await admin.patch(f"/users/{member_id}", json={"role": "owner"})

    assert (unmade.status_code, made.status_code) == (403, 403)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/integrations/gohighlevel"),
        ("PUT", "/integrations/gohighlevel"),
        ("DELETE", "/integrations/gohighlevel"),
        ("GET", "/integrations/gohighlevel/calendars"),
    ],
)
async def test_a_members_reach_ends_before_the_integration(
    member: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await member.request(method, path, json={"privateIntegrationToken": "pit-1"})

    assert answer.status_code == 403
    assert answer.json()["error"] == "FORBIDDEN"


async def test_what_is_not_named_stays(client: httpx.AsyncClient) -> None:
    before = (await client.patch("/users/me", json={"calendarId": "cal", "locationId": "loc"})).json()

    after = (await client.patch("/users/me", json={"calendarId": None})).json()

    assert after == {**before, "calendarId": None}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (
            {"bookingsTime": {"slots": [{"day": 7, "start": "09:00", "end": "17:00"}]}},
            "bookingsTime.slots[0].day",
        ),
        (
            {"bookingsTime": {"slots": [{"day": 1, "start": "9", "end": "17:00"}]}},
            "bookingsTime.slots[0].start",
        ),
        ({"bookingsTime": {"slotDuration": 0}}, "bookingsTime.slotDuration"),
        ({"bookingsTime": {"bufferMinutes": "ten"}}, "bookingsTime.bufferMinutes"),
        ({"bookingsTime": {"slotsDuration": 30}}, "bookingsTime.slotsDuration"),
        ({"bookingsTime": []}, "bookingsTime"),
        ({"role": "king"}, "role"),
        ({"name": ""}, "name"),
        ({"timezone": None}, "timezone"),
    ],
)
async def test_a_refused_change_names_the_field_and_writes_nothing(
    client: httpx.AsyncClient, change: dict[str, Any], field: str
) -> None:
    before = (await client.get("/users/me")).json()

    answer = await client.patch("/users/me", json={"name": "Somebody", "calendarId": "cal", **change})

    assert answer.status_code == 422
    assert answer.json()["error"] == "VALIDATION_ERROR"
    assert list(answer.json()["fields"]) == [field]
    assert (await client.get("/users/me")).json() == before


async def test_every_wrong_field_of_the_hours_is_named_at_once(client: httpx.AsyncClient) -> None:
    hours = {"slots": [{"day": 8, "start": "17:00", "end": "09:00"}], "slotDuration": -1}

    answer = await client.patch("/users/me", json={"bookingsTime": hours})

    assert {"bookingsTime.slots[0].day", "bookingsTime.slotDuration"} <= set(answer.json()["fields"])


async def test_a_zone_that_does_not_exist_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.patch("/users/me", json={"timezone": "Mars/Olympus"})

    assert answer.status_code == 422
    assert answer.json()["error"] == "INVALID_TIMEZONE"


async def test_an_owner_adds_a_user_who_signs_in_with_their_password(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    body = {"email": "dee@example.com", "role": "admin", "name": "Dee", "timezone": "Europe/Berlin"}

    answer = await client.post("/users", json={**body, "password": "long enough"})

    made = answer.json()
    assert (answer.status_code, made["apiKey"]) == (201, None)
    assert {name: made[name] for name in body} == body
    signed_in = {"email": "dee@example.com", "password": "long enough"}
    assert (await client.post("/auth/token", json=signed_in)).status_code == 200


async def test_a_user_without_a_password_is_given_a_key_once(
    client: httpx.AsyncClient, app: Litestar
) -> None:
    made = (await client.post("/users", json={"email": "dan@example.com", "role": "member"})).json()

    async with client_of(app, {"Authorization": f"Bearer {made['apiKey']}"}) as theirs:
        themself = (await theirs.get("/users/me")).json()
    assert themself == {name: value for name, value in made.items() if name != "apiKey"}
    assert (themself["name"], themself["timezone"]) == ("dan", "America/New_York")


async def test_a_member_adds_nobody(member: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    refusal = await member.post("/users", json={"email": "dan@example.com", "role": "member"})

    assert (refusal.status_code, refusal.json()["error"]) == (403, "FORBIDDEN")
    assert len((await client.get("/users")).json()["users"]) == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"role": "owner"}, "VALIDATION_ERROR"),
        ({"role": "king"}, "VALIDATION_ERROR"),
        ({"email": "dan"}, "VALIDATION_ERROR"),
        ({"name": ""}, "VALIDATION_ERROR"),
        ({"password": "short"}, "VALIDATION_ERROR"),
        ({"timezone": "Mars/Olympus"}, "INVALID_TIMEZONE"),
    ],
)
async def test_a_user_with_a_value_that_cannot_be_used_is_not_made(
    client: httpx.AsyncClient, change: dict[str, str], code: str
) -> None:
    refusal = await client.post("/users", json={"email": "dan@example.com", "role": "member", **change})

    assert (refusal.status_code, refusal.json()["error"]) == (422, code)
    assert len((await client.get("/users")).json()["users"]) == 1
