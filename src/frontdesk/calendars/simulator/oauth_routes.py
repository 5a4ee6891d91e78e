"""OAuth over HTTP: the owner's yes, tokens, an agency's locations, and the way back from a lost token."""

from urllib.parse import parse_qsl, urlencode

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect

from frontdesk.calendars.simulator import agencies, oauth
from frontdesk.calendars.simulator.access import Admitted
from frontdesk.calendars.simulator.calendar_routes import AnyRequest
from frontdesk.calendars.simulator.refusals import bad_request
from frontdesk.calendars.simulator.state import SimulatorState
from frontdesk.calendars.simulator.wire_types import Json

AGENCY_ONLY = {"isForAgencies": True, "isForAgenciesAlone": True}


@get("/v2/oauth/chooselocation")
async def choose_location(request: AnyRequest) -> Response[str]:
    """Stand for the page on which an owner says yes: says it at once, and sends the browser back.

    Which location they choose is `_location` in the query (the real page asks), else the first; `_company`
    chooses a whole agency. The `state` comes back as it was given.
    """
    query = dict(request.query_params)
    for name in ("client_id", "redirect_uri", "scope"):
        if not query.get(name):
            raise bad_request(f"Missing parameter: {name}")
    state: SimulatorState = request.app.state.simulator
    code = oauth.say_yes(state, query)
    back = {"code": code, **({"state": query["state"]} if "state" in query else {})}
    return Redirect(f"{query['redirect_uri']}?{urlencode(back)}")


@post("/oauth/token", status_code=200)
async def give_tokens(request: AnyRequest) -> Json:
    """Exchange a code or a refresh token; the body is a form. No Version and no token are needed here."""
    form = dict(parse_qsl((await request.body()).decode()))
    return oauth.give_tokens(request.app.state.simulator, form, now=request.app.state.clock.now())


@post("/oauth/reconnect", status_code=200)
async def reconnect(request: AnyRequest) -> Json:
    """Give an installed app a new code when it lost its refresh token; the body is JSON."""
    form = msgspec.json.decode(await request.body() or b"{}", type=dict[str, str])
    return oauth.reconnect(request.app.state.simulator, form, now=request.app.state.clock.now())


@post("/oauth/locationToken", status_code=200, opt={"scope": "oauth.write", **AGENCY_ONLY})
async def give_location_token(request: AnyRequest, desk: Admitted) -> Json:
    """Make a location's token out of an agency's."""
    form = dict(parse_qsl((await request.body()).decode()))
    return agencies.location_token(desk, form)


@get("/oauth/installedLocations", opt={"scope": "oauth.readonly", **AGENCY_ONLY})
async def list_installed(request: AnyRequest, desk: Admitted) -> Json:
    """List an agency's locations, and whether the app is installed there."""
    return agencies.installed_locations(desk, dict(request.query_params))


oauth_routes = [choose_location, give_tokens, reconnect, give_location_token, list_installed]
