"""Whatever is sent to whatever endpoint by whomever: the answer is one that the OpenAPI document promises."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from litestar import Litestar, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from frontdesk.assembly import Services
from frontdesk.assistant import event_streams
from frontdesk.errors import NotFound
from frontdesk.leads.repository import LeadFields
from frontdesk.limits import Limits
from frontdesk.tenancy.principal import Principal, Role
from frontdesk.tenancy.routes import ApiKeyList
from tests.conftest import Account, TestServer, client_of
from tests.input.fuzzing import Caller, configured, fuzz
from tests.tenancy.inhabited import Inhabited, inhabit, spread_ids

ROLES: tuple[Role, ...] = ("owner", "admin", "member")
BEGIN_A_CHAT = "POST /widget/{widget_key}/sessions"
KNOW_A_PASSWORD = "POST /auth/token"
FOR_VISITORS = {
    "GET /widget/events",
    "GET /widget/messages",
    "POST /widget/messages",
    "POST /widget/token",
    "GET /widget/bookings",
}
# They take an agency's token (tests/tenancy/test_agencies.py).
FOR_AGENCIES = {
    "GET /agency/sub-accounts",
    "POST /agency/sub-accounts",
    "POST /agency/sub-accounts/{sub_account_id}/switch",
    "POST /agency/password",
    "POST /agency/sign-out",
    "GET /agency/trail",
}
SEE_A_CHAT = "GET /widget/{widget_key}"
# Leads' own endpoints: good days and times are seldom guessed, a booking's link never.
FOR_LEADS = {
    "GET /widget/{widget_key}/days": "days and a zone that fit each other are seldom made up",
    "POST /widget/{widget_key}/bookings": "a free time is seldom made up",
    "GET /manage/{token}": "nobody guesses the link",
    "GET /manage/{token}/days": "the same",
    "POST /manage/{token}/move": "the same",
    "POST /manage/{token}/cancel": "the same",
}
# What an owner's good requests may fail to get done, and why.
SELDOM_DONE = {
    BEGIN_A_CHAT: "the key was changed by a request before",
    "DELETE /leads/{lead_id}": "the others are about that lead",
    SEE_A_CHAT: "the same",
    **FOR_LEADS,
    "GET /integrations/gohighlevel": "nothing is connected before it is asked",
    "DELETE /integrations/gohighlevel": "the same",
    "GET /integrations/gohighlevel/calendars": "the same",
    "GET /integrations/gohighlevel/agency": "the same",
    "POST /integrations/gohighlevel/bulk": "the same",
    "GET /integrations/gohighlevel/events/{event_id}": "the same",
    "GET /integrations/gohighlevel/callback": "no browser went away to come back",
    "GET /bookings/{booking_id}/conversation": "few bookings were made in one",
    "POST /first-run/{step}": "few words are a step's name",
    "POST /assistant/settings/versions/{number}/restore": "few numbers are a version's",
    **dict.fromkeys(
        (
            f"POST /chat/conversations/{{conversation_id}}/suggestions/{{position}}/{deed}"
            for deed in ("approve", "edit", "discard")
        ),
        "few positions have a suggestion",
    ),
    "GET /integrations/gohighlevel/connect": "no app is set up to connect with",
    "POST /auth/password": "nobody guesses the password there is",
    KNOW_A_PASSWORD: "the same",
    "POST /webhooks/gohighlevel": "nobody guesses the signature",
}


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
async def caller(
    request: pytest.FixtureRequest, app: Litestar, services: Services, inhabited: Inhabited
) -> AsyncIterator[Caller]:
    async with client_of(app, {}) as http:
        loop = asyncio.get_running_loop()
        yield Caller(
            http, loop, named_ids(inhabited), CREDENTIALS[request.param](services, inhabited.account)
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
    return {**ids, **bodies, "widget_key": inhabited.account.widget_key}


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


CREDENTIALS: dict[str, Callable[[Services, Account], Callable[[], Awaitable[str]] | None]] = {
    **{role: as_role(role) for role in ROLES},
    "visitor": as_visitor,
    "nobody": lambda _services, _account: None,
}


def require_promises_kept(caller: Caller, app: Litestar, *, at_limits: bool) -> set[str]:
    """Send everything as a caller; returns the endpoints that did what was asked."""
    fuzz(app.openapi_schema.to_schema(), caller, configured(at_limits=at_limits))
    assert caller.failures == {}, "\n\n".join(caller.failures.values())
    return {label for label, status in caller.answers if status < 300}


@pytest.mark.parametrize("caller", ["owner"], indirect=True)
def test_an_owner_gets_everything_done_and_promised_refusals(app: Litestar, caller: Caller) -> None:
    done = require_promises_kept(caller, app, at_limits=True)

    undone = {label for label, _ in caller.answers} - done
    assert undone <= FOR_VISITORS | FOR_AGENCIES | set(SELDOM_DONE)


@pytest.mark.parametrize("caller", ["admin", "member"], indirect=True)
def test_others_of_the_account_get_promised_answers(app: Litestar, caller: Caller) -> None:
    assert len(require_promises_kept(caller, app, at_limits=False)) > 15


@pytest.mark.parametrize("caller", ["visitor"], indirect=True)
def test_a_visitor_may_chat_and_nothing_else(app: Litestar, caller: Caller) -> None:
    done = require_promises_kept(caller, app, at_limits=False)

    assert done - {KNOW_A_PASSWORD, *FOR_LEADS} == FOR_VISITORS | {BEGIN_A_CHAT, SEE_A_CHAT}


@pytest.mark.parametrize("caller", ["nobody"], indirect=True)
def test_nobody_may_begin_a_chat_and_nothing_else(app: Litestar, caller: Caller) -> None:
    done = require_promises_kept(caller, app, at_limits=False)

    assert done - {KNOW_A_PASSWORD, *FOR_LEADS} == {BEGIN_A_CHAT, SEE_A_CHAT}


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
