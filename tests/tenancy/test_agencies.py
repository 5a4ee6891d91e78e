"""An agency's people: their list, their sub-accounts, and what they may do in them and for how long."""

from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count
from typing import Any

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.clock import FixedClock
from frontdesk.errors import NotFound, Unauthorized, ValidationFailed
from frontdesk.tenancy.agencies import NewAgency
from tests.conftest import Account, client_of, make_account

PASSWORD = "a good long password"
_numbers = count(1)


def address() -> str:
    return f"agency{next(_numbers)}@example.com"


@pytest.fixture
async def email() -> str:
    return address()


@pytest.fixture
async def agency(services: Services, email: str) -> NewAgency:
    return await services.agencies.create("Sunny Marketing", email, password=PASSWORD)


async def token_of(app: Litestar, email: str, password: str = PASSWORD, **more: Any) -> dict[str, Any]:
    async with client_of(app, {}) as nobody:
        answer = await nobody.post("/auth/token", json={"email": email, "password": password, **more})
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
async def person(app: Litestar, agency: NewAgency, email: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client that speaks as the agency's owner, at the agency's own level."""
    async with client_of(app, bearer((await token_of(app, email))["accessToken"])) as client:
        yield client


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def made(person: httpx.AsyncClient, **fields: Any) -> dict[str, Any]:
    answer = await person.post("/agency/sub-accounts", json={"name": "Acme", "timezone": "UTC", **fields})
    assert answer.status_code == 201, answer.text
    account: dict[str, Any] = answer.json()
    return account


async def switched(person: httpx.AsyncClient, account: dict[str, Any]) -> dict[str, str]:
    answer = await person.post(f"/agency/sub-accounts/{account['subAccountId']}/switch")
    assert answer.status_code == 200, answer.text
    return bearer(answer.json()["accessToken"])


async def test_an_agency_makes_sub_accounts_and_lists_its_own_alone(
    person: httpx.AsyncClient, services: Services
) -> None:
    await make_account(services)  # of no agency
    other = await services.agencies.create("Others", address())
    await services.agencies.take_in(other.agency_id, (await make_account(services)).sub_account_id)

    first, second = [await made(person, name=name) for name in ("Acme", "Best")]

    listed = (await person.get("/agency/sub-accounts")).json()["subAccounts"]
    assert [(one["id"], one["name"]) for one in listed] == [
        (first["subAccountId"], "Acme"), (second["subAccountId"], "Best"),
    ]  # fmt: skip
    assert set(listed[0]) == {"id", "name", "timezone", "createdAt"}


async def test_whoever_switched_acts_as_the_owner_and_is_told_as_the_agencys(
    app: Litestar, person: httpx.AsyncClient, agency: NewAgency
) -> None:
    account = await made(person)
    async with client_of(app, await switched(person, account)) as inside:
        me = (await inside.get("/users/me")).json()
        await inside.post("/widget-key")
        await inside.post("/bookings", json={"date": "2026-12-01", "time": "10:00"})
        entries = (await inside.get("/trail")).json()["entries"]

    assert (me["id"], me["role"]) == (account["userId"], "owner")
    told = [(entry["action"], entry["actor"]["kind"], entry["actor"]["id"]) for entry in entries]
    assert sorted(told) == [
        (action, "agency", agency.person_id)
        for action in ("agency.entered", "booking.made", "sub_account.made", "widget_key.rotated")
    ]


async def test_an_agencys_token_opens_nothing_of_a_tenant(app: Litestar, person: httpx.AsyncClient) -> None:
    await made(person)
    paths = app.openapi_schema.to_schema()["paths"]
    reading = [path for path, item in paths.items() if "get" in item and "{" not in path]

    statuses = {path: (await person.get(path)).status_code for path in reading if "/agency" not in path}

    assert len(statuses) > 8
    assert set(statuses.values()) <= {401, 403, 422}  # what is not even a request is told so first


@pytest.mark.parametrize("path", ["/agency/sub-accounts"])
async def test_nobody_but_an_agencys_person_sees_its_list(
    app: Litestar, person: httpx.AsyncClient, client: httpx.AsyncClient, path: str
) -> None:
    inside = await switched(person, await made(person))

    assert (await client.get(path)).status_code == 401
    async with client_of(app, inside) as acting, client_of(app, {}) as nobody:
        assert [(await one.get(path)).status_code for one in (acting, nobody)] == [401, 401]


async def test_another_agencys_sub_account_does_not_exist(
    app: Litestar, person: httpx.AsyncClient, services: Services, account: Account
) -> None:
    other = await services.agencies.create("Others", address())
    await services.agencies.take_in(other.agency_id, account.sub_account_id)
    nobodys = (await make_account(services)).sub_account_id

    answers = [
        await person.post(f"/agency/sub-accounts/{number}/switch")
        for number in (account.sub_account_id, nobodys, 987_654_321_012)
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1


async def test_a_switch_ends_when_the_agency_loses_the_sub_account(
    app: Litestar, person: httpx.AsyncClient, services: Services, agency: NewAgency
) -> None:
    account = await made(person)
    async with client_of(app, await switched(person, account)) as inside:
        before = (await inside.get("/users/me")).status_code
        await services.agencies.let_go(agency.agency_id, account["subAccountId"])
        after = (await inside.get("/users/me")).status_code

    assert (before, after) == (200, 401)
    assert (await person.get("/agency/sub-accounts")).json()["subAccounts"] == []


async def test_switches_and_tokens_end_with_the_persons_password(
    app: Litestar, person: httpx.AsyncClient, email: str
) -> None:
    inside = await switched(person, await made(person))

    changed = await person.post("/agency/password", json={"current": PASSWORD, "new": "another password"})

    async with (
        client_of(app, inside) as acting,
        client_of(app, bearer(changed.json()["accessToken"])) as fresh,
    ):
        assert (await acting.get("/users/me")).status_code == 401
        assert (await person.get("/agency/sub-accounts")).status_code == 401
        assert (await fresh.get("/agency/sub-accounts")).status_code == 200
    assert (await token_of(app, email))["error"] == "UNAUTHORIZED"


@pytest.mark.parametrize("current", ["wrong", ""])
async def test_without_the_current_password_an_agencys_stays(person: httpx.AsyncClient, current: str) -> None:
    refusal = await person.post("/agency/password", json={"current": current, "new": "another password"})

    assert (refusal.status_code, list(refusal.json()["fields"])) == (422, ["current"])
    assert (await person.get("/agency/sub-accounts")).status_code == 200


async def test_an_agencys_token_ends_with_its_hour(person: httpx.AsyncClient, clock: FixedClock) -> None:
    clock.instant += timedelta(hours=1, seconds=1)

    assert (await person.get("/agency/sub-accounts")).status_code == 401


async def test_who_acts_for_an_agency_cannot_change_the_owners_password(
    app: Litestar, person: httpx.AsyncClient
) -> None:
    account = await made(person)
    body = {"current": account["password"], "new": "another password"}
    async with client_of(app, await switched(person, account)) as inside:
        refusal = await inside.post("/auth/password", json=body)

    assert (refusal.status_code, refusal.json()["error"]) == (403, "FORBIDDEN")


async def test_a_browser_session_of_an_agencys_person_ends_with_the_switch(
    person: httpx.AsyncClient, services: Services, agency: NewAgency, email: str
) -> None:
    account = await made(person)
    someone = await services.agencies.sign_in(email, PASSWORD)
    assert someone is not None
    principal = await services.agencies.enter(someone, account["subAccountId"])
    until = services.clock.now() + timedelta(hours=1)
    session = await services.sessions.begin(principal, until=until)
    number, epoch = account["subAccountId"], principal.session_epoch

    found = await services.sessions.caller(number, session, epoch=epoch)
    await services.agencies.let_go(agency.agency_id, number)

    assert (found, found.agency_person) == (principal, someone)
    with pytest.raises(Unauthorized):
        await services.sessions.caller(number, session, epoch=epoch)


async def test_one_address_is_a_persons_and_a_users_and_the_password_decides(
    app: Litestar, services: Services, agency: NewAgency, email: str
) -> None:
    made = await services.tenancy.create_account("Acme", email, timezone="UTC", password="the users own one")

    as_person, as_user = await token_of(app, email), await token_of(app, email, "the users own one")

    assert (as_person["agencyId"], as_person["subAccountId"]) == (agency.agency_id, None)
    assert (as_user["agencyId"], as_user["subAccountId"]) == (None, made.sub_account_id)


async def test_of_one_address_with_one_password_the_agency_comes_first_unless_a_sub_account_is_named(
    app: Litestar, services: Services, agency: NewAgency, email: str
) -> None:
    made = [
        await services.tenancy.create_account("Acme", email, timezone="UTC", password=PASSWORD)
        for _ in range(2)
    ]

    named = [await token_of(app, email, subAccountId=one.sub_account_id) for one in made]

    assert (await token_of(app, email))["agencyId"] == agency.agency_id
    assert [one["subAccountId"] for one in named] == [one.sub_account_id for one in made]
    assert (await services.tenancy.sign_in(email, PASSWORD)).sub_account_id == made[0].sub_account_id
    refused = await token_of(app, email, subAccountId=(await make_account(services)).sub_account_id)
    assert refused["error"] == "UNAUTHORIZED"


async def test_a_sub_account_has_one_agency_at_most(
    services: Services, agency: NewAgency, account: Account
) -> None:
    other = await services.agencies.create("Others", address())
    await services.agencies.take_in(agency.agency_id, account.sub_account_id)

    with pytest.raises(NotFound):
        await services.agencies.take_in(other.agency_id, account.sub_account_id)
    with pytest.raises(NotFound):
        await services.agencies.let_go(other.agency_id, account.sub_account_id)
    with pytest.raises(NotFound):
        await services.agencies.take_in(987_654_321, account.sub_account_id)


async def test_an_agency_needs_a_name_and_its_owner_an_address(services: Services) -> None:
    with pytest.raises(ValidationFailed, match="name: must not be empty; email: must look like"):
        await services.agencies.create(" ", "nobody")
