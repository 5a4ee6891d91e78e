"""OAuth installations: a code becomes tokens once, and a refresh token works once."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from frontdesk.calendars.simulator.refusals import bad_request, unauthorized
from frontdesk.calendars.simulator.state import Install, SimulatorState, Token, new_id
from frontdesk.calendars.simulator.wire import Json, trace


def install(
    state: SimulatorState, *, client_id: str, client_secret: str, location_id: str, scopes: frozenset[str]
) -> str:
    """Record that a location's owner said yes to an app, and return the code for its callback."""
    code = secrets.token_urlsafe(24)
    location = state.location(location_id)
    state.installs.append(Install(client_id, client_secret, location.id, scopes, code=code))
    return code


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
    token = Token(secrets.token_urlsafe(32), found.location_id, found.scopes, expires_at)
    state.tokens[token.value] = token
    return {
        "access_token": token.value,
        "token_type": "Bearer",
        "expires_in": state.access_token_seconds,
        "refresh_token": found.refresh_token,
        "refreshTokenId": new_id(),
        "scope": " ".join(sorted(found.scopes)),
        "userType": "Location",
        "locationId": found.location_id,
        "companyId": state.location(found.location_id).company_id,
        "userId": "user_demo",
        **trace(),
    }
