"""Whatever is sent to whatever endpoint by whomever: the answer is one that the OpenAPI document promises."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import pytest
from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from frontdesk.assembly import Services
from frontdesk.assistant import event_streams
from frontdesk.clock import FixedClock
from frontdesk.errors import NotFound
from frontdesk.leads.repository import LeadFields
from frontdesk.limits import Limits
from frontdesk.settings import Settings
from frontdesk.tenancy.principal import Principal, Role
from frontdesk.tenancy.routes import ApiKeyList
from tests.calendars.oauth_world import CLIENT_ID, CLIENT_SECRET
from tests.calendars.signing import KEY, public
from tests.calendars.simulation import Simulation, simulate
from tests.conftest import Account, TestServer, client_of, make_account, with_changes
from tests.input.fuzzing import Caller, configured, fuzz
from tests.input.good_requests import AGENCY_PASSWORD, NEEDS, World, book_in_a_chat
from tests.tenancy.inhabited import Inhabited, inhabit, spread_ids

ROLES: tuple[Role, ...] = ("owner", "admin", "member")
FOR_VISITORS = {
    "GET /widget/events",
    "GET /widget/messages",
    "POST /widget/messages",
    "POST /widget/token",
    "GET /widget/bookings",
}
# They take the token of an agency's person.
FOR_AGENCIES = {
    "GET /agency/sub-accounts",
    "POST /agency/sub-accounts",
    "POST /agency/sub-accounts/{sub_account_id}/switch",
    "POST /agency/password",
    "POST /agency/sign-out",
    "GET /agency/trail",
}
# They take no credential: what opens them is in the request.
FOR_EVERYBODY = {
    "POST /auth/token",
    "GET /widget/{widget_key}",
    "POST /widget/{widget_key}/sessions",
    "GET /widget/{widget_key}/days",
    "POST /widget/{widget_key}/bookings",
    "GET /manage/{token}",
    "GET /manage/{token}/days",
    "POST /manage/{token}/move",
    "POST /manage/{token}/cancel",
    "GET /integrations/gohighlevel/callback",
    "POST /webhooks/gohighlevel",
}


@pytest.fixture
async def simulation(clock: FixedClock) -> AsyncIterator[Simulation]:
    """Return a GoHighLevel that has our app, and a calendar."""
    async with simulate() as running:
        running.clock.instant = clock.instant
        running.add_calendar("event", "event")
        running.state.apps[CLIENT_ID] = CLIENT_SECRET
        yield running


@pytest.fixture
def settings(settings: Settings, simulation: Simulation) -> Settings:
    return with_changes(
        settings,
        ghl_base_url=simulation.base_url,
        ghl_client_id=CLIENT_ID,
        ghl_client_secret=CLIENT_SECRET,
        ghl_webhook_keys=(public(KEY),),
        public_url="http://test",
    )


@pytest.fixture
async def inhabited(services: Services, server: TestServer) -> Inhabited:
    await spread_ids(server)
    made = await inhabit(services)
    account = made.account
    # Whom one books with is another than whose hours are edited.
    made.ids["clerk_id"], _ = await services.tenancy.create_user(
        account.sub_account_id, "clerk@example.com", role="member"
    )
    await services.connections.disconnect(made.account.sub_account_id)
    return made


@pytest.fixture
async def world(services: Services, inhabited: Inhabited, simulation: Simulation) -> World:
    account, agency_email = inhabited.account, agency_email_of(inhabited.account)
    agency = await services.agencies.create("Agency", agency_email, password=AGENCY_PASSWORD)
    await services.agencies.take_in(agency.agency_id, account.sub_account_id)
    talked_about_id = await book_in_a_chat(services, account)
    return World(services, account, await make_account(services), simulation, talked_about_id)


@pytest.fixture
async def caller(
    request: pytest.FixtureRequest, app: Litestar, services: Services, world: World, inhabited: Inhabited
) -> AsyncIterator[Caller]:
    needs = {label: partial(need, world) for label, need in NEEDS.items()}
    async with client_of(app, {}) as http:
        loop = asyncio.get_running_loop()
        yield Caller(
            http, loop, named_ids(inhabited), needs, CREDENTIALS[request.param](services, inhabited.account)
        )


@pytest.fixture(autouse=True)
def _short_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """End what goes on for minutes after its first word."""
    monkeypatch.setattr(event_streams, "LONGEST_SECONDS", 0.0)


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count nothing: hundreds of requests a second are what this is about."""

    async def unlimited(*_: object) -> None:
        pass

    monkeypatch.setattr(Limits, "take", unlimited)


def named_ids(inhabited: Inhabited) -> dict[str, int | str]:
    """Return ids that exist, by the names in addresses and by those in bodies."""
    ids = inhabited.ids
    bodies = {
        "conversationId": ids["conversation_id"],
        "leadId": ids["lead_id"],
        "userId": ids["clerk_id"],
    }
    paths: dict[str, int | str] = {
        "widget_key": inhabited.account.widget_key,
        "sub_account_id": inhabited.account.sub_account_id,
        "step": "hours",
        "number": 1,  # the first version of the assistant's settings
    }
    return {**ids, **bodies, **paths}


def as_role(role: Role) -> Callable[[Services, Account], Callable[[], Awaitable[str]]]:
    """Return what makes API keys of a user with a role."""

    def made_for(services: Services, account: Account) -> Callable[[], Awaitable[str]]:
        async def api_key() -> str:
            principal = account.owner
            if role != "owner":
                email = f"{role}-{services.clock.now()}@example.com"
                people = {user.role: user.id for user in await services.tenancy.users(account.owner)}
                if role not in people:
                    people[role], _ = await services.tenancy.create_user(
                        account.sub_account_id, email, role=role
                    )
                principal = Principal(account.sub_account_id, people[role], role)
            return (await services.api_keys.make(principal, "made for fuzzing")).secret

        return api_key

    return made_for


def as_visitor(services: Services, account: Account) -> Callable[[], Awaitable[str]]:
    """Return what makes visitors' tokens."""

    async def token() -> str:
        return (await services.widget.start(account.widget_key, LeadFields()))[0]

    return token


def agency_email_of(account: Account) -> str:
    return f"agency-of-{account.email}"


def as_agency(services: Services, account: Account) -> Callable[[], Awaitable[str]]:
    """Return what makes tokens of a person of the account's agency."""

    async def token() -> str:
        person = await services.agencies.sign_in(agency_email_of(account), AGENCY_PASSWORD)
        assert person is not None
        return services.agencies.token(person)

    return token


CREDENTIALS: dict[str, Callable[[Services, Account], Callable[[], Awaitable[str]] | None]] = {
    **{role: as_role(role) for role in ROLES},
    "visitor": as_visitor,
    "agency": as_agency,
    "nobody": lambda _services, _account: None,
}


def require_promises_kept(caller: Caller, app: Litestar, *, at_limits: bool) -> set[str]:
    """Send everything as a caller; returns the endpoints that did what was asked."""
    fuzz(app.openapi_schema.to_schema(), caller, configured(at_limits=at_limits))
    assert caller.failures == {}, "\n\n".join(caller.failures.values())
    return caller.done()


@pytest.mark.parametrize("caller", ["owner"], indirect=True)
def test_an_owner_gets_everything_done_and_promised_refusals(app: Litestar, caller: Caller) -> None:
    done = require_promises_kept(caller, app, at_limits=True)

    asked = {label for label, _ in caller.answers}
    assert asked - done == FOR_VISITORS | FOR_AGENCIES


@pytest.mark.parametrize("caller", ["admin", "member"], indirect=True)
def test_others_of_the_account_get_promised_answers(app: Litestar, caller: Caller) -> None:
    done = require_promises_kept(caller, app, at_limits=False)

    assert done > FOR_EVERYBODY
    assert len(done - FOR_EVERYBODY) > 15
    assert not done & (FOR_VISITORS | FOR_AGENCIES)


@pytest.mark.parametrize(
    ("caller", "theirs"),
    [("visitor", FOR_VISITORS), ("agency", FOR_AGENCIES), ("nobody", set())],
    indirect=["caller"],
)
def test_who_stands_outside_the_account_does_what_is_theirs_and_nothing_else(
    app: Litestar, caller: Caller, theirs: set[str]
) -> None:
    done = require_promises_kept(caller, app, at_limits=False)

    assert done == FOR_EVERYBODY | theirs


@get("/probe/{number:int}", tags=["probe"])
async def crashing_probe(number: FromPath[int]) -> None:
    """Stand for an endpoint with a bug in it."""
    raise ZeroDivisionError(number)


@get("/probe/{number:int}", tags=["probe"])
async def lying_probe(number: FromPath[int]) -> ApiKeyList:
    """Stand for an endpoint that answers something else than it promises."""
    raise NotFound(f"There is no {number}.")


@pytest.mark.parametrize("caller", ["nobody"], indirect=True)
@pytest.mark.parametrize(
    ("probe", "found"), [(crashing_probe, "ServerError (500)"), (lying_probe, "UndefinedStatusCode (404)")]
)
def test_a_bug_behind_an_endpoint_is_found(
    caller: Caller, app: Litestar, probe: HTTPRouteHandler, found: str
) -> None:
    app.register(probe)
    document = app.openapi_schema.to_schema()
    document["paths"] = {path: item for path, item in document["paths"].items() if path.startswith("/probe")}

    fuzz(document, caller, configured(at_limits=False))

    assert f"GET /probe/{{number}}: {found}" in caller.failures
