"""Who may do what: the table in docs/tenancy.md is asked of the server, row by row."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from litestar import Litestar

from frontdesk.assembly import Services
from tests.conftest import client_of
from tests.docs.pages import DOCS, rows
from tests.tenancy.inhabited import Inhabited, inhabit

TABLE = rows(DOCS / "tenancy.md", "Who may do what")
ROLES = ("owner", "admin", "member")
# Rows that are plain: an endpoint, and for each role yes or no. The others are asked by tests of their own.
PLAIN = [row for row in TABLE if re.fullmatch(r"`[A-Z]+ /\S+`", row[0]) and {*row[1:]} <= {"yes", "no"}]
BODIES = {
    "POST /users": {"email": "new@example.com", "role": "member"},
    "POST /api-keys": {"name": "one more"},
    "PUT /integrations/gohighlevel": {"privateIntegrationToken": "pit-1"},
}


@pytest.fixture
async def inhabited(services: Services) -> Inhabited:
    return await inhabit(services)


@pytest.fixture
async def callers(
    services: Services, app: Litestar, inhabited: Inhabited
) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    account = inhabited.account
    keys = {"owner": account.api_key}
    for role in ("admin", "member"):
        made = await services.tenancy.create_user(account.sub_account_id, f"{role}@example.com", role=role)
        keys[role] = made[1]
    async with (
        client_of(app, _bearer(keys["owner"])) as owner,
        client_of(app, _bearer(keys["admin"])) as admin,
        client_of(app, _bearer(keys["member"])) as member,
    ):
        yield {"owner": owner, "admin": admin, "member": member}


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_the_table_has_rows_that_can_be_asked() -> None:
    assert len(PLAIN) >= 9
    assert all(len(row) == 1 + len(ROLES) for row in TABLE)


@pytest.mark.parametrize("row", PLAIN, ids=lambda row: row[0])
async def test_a_role_may_do_what_the_table_says_and_nothing_that_it_denies(
    callers: dict[str, httpx.AsyncClient], inhabited: Inhabited, row: list[str]
) -> None:
    method, path = row[0].strip("`").split(" ")
    address = path.replace("{id}", str(inhabited.ids["lead_id"]))

    # Those who may not come first: what is deleted is gone.
    said = {
        role: (await callers[role].request(method, address, json=BODIES.get(f"{method} {path}"))).status_code
        for role in reversed(ROLES)
    }

    for role, allowed in zip(ROLES, row[1:], strict=True):
        assert (said[role] == 403) == (allowed == "no"), (role, said)


@pytest.mark.parametrize("role", ["admin", "member"])
async def test_an_owner_is_unmade_or_locked_out_by_owners_alone(
    callers: dict[str, httpx.AsyncClient], inhabited: Inhabited, role: str
) -> None:
    for change in ({"role": "member"}, {"isActive": False}):
        refusal = await callers[role].patch(f"/users/{inhabited.account.user_id}", json=change)
        assert refusal.status_code == 403


async def test_a_member_reaches_nobody_elses_calendar(
    callers: dict[str, httpx.AsyncClient], inhabited: Inhabited
) -> None:
    body = {"date": "2026-12-01", "time": "10:00", "userId": inhabited.account.user_id}

    assert (await callers["member"].post("/bookings", json=body)).status_code == 403
    assert (await callers["member"].get("/bookings")).json()["bookings"] == []
    assert (await callers["admin"].get("/bookings")).json()["bookings"] != []
