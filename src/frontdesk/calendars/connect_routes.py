"""Connecting by OAuth, as a browser sees it: away to GoHighLevel's page, and back again."""

from typing import Annotated

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect
from litestar.status_codes import HTTP_302_FOUND, HTTP_303_SEE_OTHER

from frontdesk.calendars.connections import EventKind
from frontdesk.calendars.consent import LIFE, Consents, Departure, Return
from frontdesk.calendars.routes import IntegrationView, view
from frontdesk.errors import Forbidden
from frontdesk.http import AnyRequest, is_https, refusals
from frontdesk.limits import limit_by_address
from frontdesk.tenancy.principal import Principal

CALLBACK = "/integrations/gohighlevel/callback"
COOKIE = "frontdesk_connect"


def send_away(departure: Departure, *, is_secure: bool) -> Redirect:
    """Return the answer that sends a browser to the page on which an owner says yes."""
    cookie = Cookie(
        key=COOKIE,
        value=departure.browser_secret,
        path=CALLBACK,
        max_age=int(LIFE.total_seconds()),
        httponly=True,
        secure=is_secure,
        # The way back comes from GoHighLevel's page: a strict cookie would stay at home.
        samesite="lax",
    )
    return Redirect(departure.url, status_code=HTTP_302_FOUND, cookies=[cookie])


@get(
    "/integrations/gohighlevel/connect",
    status_code=HTTP_302_FOUND,
    responses=refusals(403, 502),
    tags=["integrations"],
)
async def connect(
    request: AnyRequest,
    principal: NamedDependency[Principal],
    consents: NamedDependency[Consents],
    event_kind: Annotated[EventKind, QueryParameter(name="eventKind", required=False)] = "block_slot",
) -> Redirect:
    """Send the browser to GoHighLevel, where an owner chooses a location, or an agency, and says yes."""
    departure = await consents.begin(principal, event_kind)
    return send_away(departure, is_secure=is_https(request))


@get(
    CALLBACK,
    guards=[limit_by_address],
    responses=refusals(403, 502),
    security=[{}],
    tags=["integrations"],
)
async def come_back(
    request: AnyRequest,
    consents: NamedDependency[Consents],
    code: Annotated[str | None, QueryParameter(required=False, max_length=2_000)] = None,
    sealed: Annotated[str | None, QueryParameter(name="state", required=False, max_length=2_000)] = None,
) -> Response[IntegrationView | None]:
    """Take the browser back and connect what was chosen; pages go on to the dashboard."""
    secret = request.cookies.get(COOKIE, "")
    if not code or not sealed or not secret:
        raise Forbidden("GoHighLevel was not connected: the answer is not complete. Begin again.")
    integration = await consents.finish(Return(code, sealed, secret))
    used_up = [Cookie(key=COOKIE, value="", path=CALLBACK, max_age=0)]
    if "text/html" in request.headers.get("Accept", ""):
        return Redirect("/app", status_code=HTTP_303_SEE_OTHER, cookies=used_up)
    return Response(view(integration), cookies=used_up)


handlers = [connect, come_back]
