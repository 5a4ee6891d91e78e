"""What an agency's token opens: its locations, one by one."""

import secrets
from collections.abc import Mapping
from datetime import timedelta

from frontdesk.calendars.simulator.access import Desk
from frontdesk.calendars.simulator.refusals import bad_request, other_location, unprocessable
from frontdesk.calendars.simulator.state import Token
from frontdesk.calendars.simulator.wire import trace
from frontdesk.calendars.simulator.wire_types import Json


def location_token(desk: Desk, form: Mapping[str, str]) -> Json:
    """Answer `POST /oauth/locationToken`. No refresh token comes with it: the specification has none."""
    company_id, location_id = form.get("companyId"), form.get("locationId")
    if not company_id or not location_id:
        raise unprocessable("companyId should not be empty", "locationId should not be empty")
    location = desk.location(location_id)
    if company_id != desk.token.company_id:
        raise other_location()
    if location.id not in installed_ids(desk):
        raise bad_request("App is not installed on this location")
    lifetime = desk.state.access_token_seconds
    token = Token(
        secrets.token_urlsafe(32), location.id, desk.token.scopes, desk.now + timedelta(seconds=lifetime)
    )
    desk.state.tokens[token.value] = token
    return {
        "access_token": token.value,
        "token_type": "Bearer",
        "expires_in": lifetime,
        "scope": " ".join(sorted(token.scopes)),
        "locationId": location.id,
        "userId": "user_demo",
        **trace(),
    }


def installed_locations(desk: Desk, query: Mapping[str, str]) -> Json:
    """Answer `GET /oauth/installedLocations`, page by page."""
    if query.get("companyId") != desk.token.company_id:
        raise other_location()
    if not query.get("appId"):
        raise unprocessable("appId should not be empty")
    installed = installed_ids(desk)
    locations = [
        {"_id": found.id, "name": found.name, "address": "", "isInstalled": found.id in installed}
        for found in desk.state.locations.values()
        if found.company_id == desk.token.company_id
    ]
    if "isInstalled" in query:
        wanted = query["isInstalled"] == "true"
        locations = [found for found in locations if found["isInstalled"] is wanted]
    skip, limit = int(query.get("skip", "0")), int(query.get("limit", "20"))
    return {"locations": locations[skip : skip + limit], "count": len(locations), **trace()}


def installed_ids(desk: Desk) -> set[str]:
    """Return the locations of the token's agency in which its app is installed."""
    return {
        location_id
        for install in desk.state.installs
        if install.company_id == desk.token.company_id
        for location_id in install.approved
    }
