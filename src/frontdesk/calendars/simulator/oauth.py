"""OAuth installations: a code becomes tokens once, and a refresh token works once."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from frontdesk.calendars.simulator.refusals import bad_request, not_found, unauthorized
from frontdesk.calendars.simulator.state import EVERY_SCOPE, Install, SimulatorState, Token, new_id
from frontdesk.calendars.simulator.wire import trace
from frontdesk.calendars.simulator.wire_types import Json

CODE_LIFE = timedelta(minutes=10)


def install(
    state: SimulatorState, *, client_id: str, client_secret: str, location_id: str, scopes: frozenset[str]
) -> str:
    """Record that a location's owner said yes to an app, and return the code for its callback.

    Saying yes again takes the place of the yes before; the older tokens live out their time.
    """
    location = state.location(location_id)
    made = Install(
        client_id, client_secret, location.id, scopes, company_id=location.company_id, approved={location.id}
    )
    return _record(state, made)


def install_agency(
    state: SimulatorState,
    *,
    client_id: str,
    client_secret: str,
    company_id: str,
    scopes: frozenset[str] = EVERY_SCOPE,
) -> str:
    """Record that an agency's owner said yes for all its locations; returns the code for the callback."""
    approved = {found.id for found in state.locations.values() if found.company_id == company_id}
    if not approved:
        raise not_found("Company not found")
    made = Install(client_id, client_secret, None, scopes, company_id=company_id, approved=approved)
    return _record(state, made)


def say_yes(state: SimulatorState, query: Mapping[str, str]) -> str:
    """Install the app that the query names where the query says; its secret is the one registered."""
    client_id, scopes = query["client_id"], frozenset(query["scope"].split())
    secret = state.apps.get(client_id)
    if secret is None:
        raise bad_request("Invalid parameter: client_id")
    if "_company" in query:
        return install_agency(
            state, client_id=client_id, client_secret=secret, company_id=query["_company"], scopes=scopes
        )
    location_id = query.get("_location") or next(iter(state.locations), "")
    return install(state, client_id=client_id, client_secret=secret, location_id=location_id, scopes=scopes)


def give_tokens(state: SimulatorState, form: Mapping[str, str], *, now: datetime) -> Json:
    """Answer `POST /oauth/token`."""
    for name in ("client_id", "client_secret", "grant_type"):
        if not form.get(name):
            raise bad_request(f"Missing parameter: {name}")
    match form["grant_type"]:
        case "authorization_code":
            found = _redeem(state, form, field="code")
        case "refresh_token":
            found = _redeem(state, form, field="refresh_token")
        case _:
            raise bad_request("Invalid parameter: grant_type")
    return _issue(state, found, now=now)


def reconnect(state: SimulatorState, form: Mapping[str, str], *, now: datetime) -> Json:
    """Answer `POST /oauth/reconnect`: a new code for an app that is installed."""
    wanted = (form.get("clientKey"), form.get("clientSecret"))
    for found in state.installs:
        where = form.get("locationId") or form.get("companyId")
        if (found.client_id, found.client_secret) == wanted and (
            (found.location_id or found.company_id) == where
        ):
            found.code = secrets.token_urlsafe(24)
            return {
                "authorizationCode": found.code,
                "expiresAt": (now + CODE_LIFE).isoformat(),
                **trace(),
            }
    raise bad_request("App is not installed")


def uninstall(state: SimulatorState, location_id: str) -> Install | None:
    """Take every app out of a location and end its tokens; returns an installation that was there."""
    state.tokens = {
        value: token
        for value, token in state.tokens.items()
        if token.location_id != location_id or token.expires_at is None
    }
    found = next((each for each in state.installs if location_id in each.approved), None)
    for each in state.installs:
        each.approved.discard(location_id)
    state.installs = [each for each in state.installs if each.approved]
    return found


def app_id_of(client_id: str) -> str:
    """Return the app that a client id belongs to: the id is the app's, with a suffix."""
    return client_id.partition("-")[0]


def _record(state: SimulatorState, made: Install) -> str:
    made.code = secrets.token_urlsafe(24)
    place = (made.client_id, made.location_id, made.company_id)
    state.installs = [
        each for each in state.installs if (each.client_id, each.location_id, each.company_id) != place
    ]
    state.installs.append(made)
    return made.code


def _redeem(state: SimulatorState, form: Mapping[str, str], *, field: str) -> Install:
    """Find the installation whose unused code or refresh token this is."""
    given = form.get(field)
    if not given:
        raise bad_request(f"Missing parameter: {field}")
    words = field.replace("_", " ")
    found = next((each for each in state.installs if getattr(each, field) == given), None)
    if found is None:
        raise bad_request(f"Invalid grant: {words} is invalid")
    if (found.client_id, found.client_secret) != (form["client_id"], form["client_secret"]):
        raise unauthorized("Invalid client credentials!")
    if found.is_paused:
        # The refresh token is not used up: it works again when the location pays again.
        raise bad_request("Location is not active")
    return found


def _issue(state: SimulatorState, found: Install, *, now: datetime) -> Json:
    """Make the next tokens and use up what was given for them. Older access tokens live out their time."""
    found.code = None
    found.refresh_token = secrets.token_urlsafe(32)
    expires_at = now + timedelta(seconds=state.access_token_seconds)
    company_id = found.company_id if found.location_id is None else None
    token = Token(secrets.token_urlsafe(32), found.location_id, found.scopes, expires_at, company_id)
    state.tokens[token.value] = token
    return {
        "access_token": token.value,
        "token_type": "Bearer",
        "expires_in": state.access_token_seconds,
        "refresh_token": found.refresh_token,
        "refreshTokenId": new_id(),
        "scope": " ".join(sorted(found.scopes)),
        "companyId": found.company_id,
        "userId": "user_demo",
        **_place(found),
        **trace(),
    }


def _place(found: Install) -> Json:
    if found.location_id is not None:
        return {"userType": "Location", "locationId": found.location_id}
    return {
        "userType": "Company",
        "approvedLocations": sorted(found.approved),
        "isBulkInstallation": True,
    }
