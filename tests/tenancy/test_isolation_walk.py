"""Every route, every place where an id may stand, every id of a stranger, as anybody: nothing gives way."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Annotated, Any

import asyncpg
import pytest
from litestar import Litestar, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, QueryParameter

from frontdesk.assembly import Services, assembled
from frontdesk.assistant import event_streams
from frontdesk.clock import FixedClock
from frontdesk.http import AnyRequest
from frontdesk.leads.repository import LeadFields
from frontdesk.limits import Limits
from frontdesk.settings import Settings
from frontdesk.tenancy.principal import AgencyPerson
from tests.conftest import TestServer, app_around, client_of
from tests.databases import own_database, rows
from tests.tenancy.inhabited import inhabit, spread_ids
from tests.tenancy.page_walk import walk_pages
from tests.tenancy.positions import Unclassified, operations
from tests.tenancy.walking import Walk
from tests.web.conftest import Browser


@pytest.fixture(autouse=True)
def _short_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_streams, "LONGEST_SECONDS", 0.0)


# What our own ids do not get either, and why.
UNHEARD = {"GET /bookings/{booking_id}/conversation booking_id": "that booking came of no conversation"}


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    async def unlimited(*_: object) -> None:
        pass

    monkeypatch.setattr(Limits, "take", unlimited)


async def begun(stack: AsyncExitStack, server: TestServer, services: Services, app: Litestar) -> Walk:
    """Make two sub-accounts, and callers of every role in one of them."""
    await spread_ids(server)
    stranger, ours = await inhabit(services), await inhabit(services)
    for one in (stranger, ours):
        one.ids["sub_account_id"] = one.account.sub_account_id
    account = ours.account
    await services.connections.disconnect(account.sub_account_id)
    credentials = {"owner": account.api_key}
    for role in ("admin", "member"):
        made = await services.tenancy.create_user(account.sub_account_id, f"{role}@example.com", role=role)
        credentials[role] = made[1]
    credentials["visitor"], _ = await services.widget.start(account.widget_key, LeadFields())
    agency = await services.agencies.create("Ours", account.email.replace("owner", "agency"))
    await services.agencies.take_in(agency.agency_id, account.sub_account_id)
    credentials["agency"] = services.agencies.token(AgencyPerson(agency.agency_id, agency.person_id))
    headers = {role: {"Authorization": f"Bearer {shown}"} for role, shown in credentials.items()}
    callers = {
        role: await stack.enter_async_context(client_of(app, shown))
        for role, shown in {**headers, "nobody": {}}.items()
    }
    return Walk(server, ours, stranger, callers)


@pytest.fixture
async def walk(server: TestServer, services: Services, app: Litestar) -> AsyncIterator[Walk]:
    async with AsyncExitStack() as stack:
        yield await begun(stack, server, services, app)


def published(app: Litestar) -> dict[str, Any]:
    document: dict[str, Any] = app.openapi_schema.to_schema()
    return document


async def test_a_strangers_ids_open_nothing_anywhere(walk: Walk, app: Litestar) -> None:
    found = operations(published(app))

    await walk.along(found)

    assert walk.findings == []
    assert walk.requests > 400
    # The same requests with ids of our own are heard: what was refused was the id.
    heard = await walk.with_our_own(found)
    unheard = {place for place, status in heard.items() if status in {401, 403, 404, 422}}
    assert unheard <= set(UNHEARD)


async def test_no_page_of_the_dashboard_shows_or_changes_what_is_a_strangers(
    walk: Walk, app: Litestar
) -> None:
    account = walk.ours.account
    async with client_of(app, {}) as http:
        browser = Browser(http)
        await browser.sign_in(account.email, account.password)
        assert (await http.get(f"/app/leads/{walk.ours.ids['lead_id']}")).status_code == 200

        await walk_pages(walk, browser, app)

    assert walk.findings == []


@post("/leaky/{lead_id:int}/rename")
async def rename_anybodys(lead_id: FromPath[int], request: AnyRequest) -> None:
    """Stand for a route that writes past the tenant."""
    owner = await asyncpg.connect(request.app.state.owner_dsn)
    await owner.execute("UPDATE leads SET name = 'renamed' WHERE id = $1", lead_id)
    await owner.close()


@get("/leaky")
async def read_whoever_is_named(
    request: AnyRequest, named: Annotated[int, QueryParameter(name="subAccountId")]
) -> list[dict[str, Any]]:
    """Stand for a route that takes the tenant from the request."""
    async with request.app.state.services.db.tenant(named) as connection:
        return [dict(row) for row in await connection.fetch("SELECT id, name FROM leads")]


@get("/leaky/{gadget_id:int}")
async def read_gadget(gadget_id: FromPath[int]) -> None:
    """Stand for a route with an id that nobody has told the walk of."""
    del gadget_id


@pytest.mark.parametrize(
    ("leak", "found"),
    [(rename_anybodys, "changed the stranger's rows"), (read_whoever_is_named, "GET /leaky tells of")],
)
async def test_a_route_that_leaks_is_found(
    walk: Walk, app: Litestar, server: TestServer, leak: HTTPRouteHandler, found: str
) -> None:
    app.register(leak)
    app.state.owner_dsn = server.owner_dsn

    await walk.along([one for one in operations(published(app)) if one.path.startswith("/leaky")])

    assert any(found in finding for finding in walk.findings)


async def test_a_new_kind_of_id_has_to_be_classified(app: Litestar) -> None:
    app.register(read_gadget)

    with pytest.raises(Unclassified, match="the number gadget_id is neither"):
        operations(published(app))


async def test_a_lost_policy_is_found(server: TestServer, settings: Settings, clock: FixedClock) -> None:
    async with AsyncExitStack() as stack:
        spoilt = await stack.enter_async_context(own_database(server, "no_policy"))
        for statement in ("DROP POLICY tenant ON leads", "CREATE POLICY tenant ON leads USING (true)"):
            await rows(spoilt, statement)
        services = await stack.enter_async_context(assembled(settings, spoilt.app, clock=clock))
        app = app_around(services)
        walk = await begun(stack, spoilt, services, app)

        await walk.along([one for one in operations(published(app)) if one.path == "/leads/{lead_id}"])

    assert "PATCH /leads/{lead_id} changed the stranger's rows" in walk.findings
    assert any(finding.startswith("GET /leads/{lead_id} lead_id as member: 200") for finding in walk.findings)
