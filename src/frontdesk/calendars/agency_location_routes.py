"""An agency's grant over HTTP: what it opens, and connecting its locations."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from frontdesk.calendars.agency_locations import AgencyLocations, Granted, Wish
from frontdesk.calendars.connections import CalendarConnections, EventKind
from frontdesk.calendars.health import Health
from frontdesk.calendars.keepers import AGENCY_TEMPLATE
from frontdesk.calendars.routes import Line
from frontdesk.http import Body, refusals
from frontdesk.tenancy.principal import Principal

MOST_LOCATIONS = 500


class AgencyLocationView(Body):
    """One of the agency's locations that have our app."""

    id: str
    name: str


class AgencyView(Body):
    """An agency's grant, how well it is, and what it opens."""

    company_id: str | None
    health: Health
    since: datetime
    what_to_do: str | None
    locations: list[AgencyLocationView]


class LocationWish(Body):
    """A location, and the sub-account that it is for, by its id or an API key; without, the caller's own."""

    location_id: Line
    sub_account_id: int | None = None
    api_key: Line | None = None
    event_kind: EventKind = "block_slot"


class ConnectLocations(Body):
    """Which locations to connect."""

    locations: Annotated[list[LocationWish], msgspec.Meta(min_length=1, max_length=MOST_LOCATIONS)]


class LocationOutcome(Body):
    """What became of one location; one that is waited for is connected once it has our app."""

    location_id: str
    success: bool
    sub_account_id: int | None = None
    waiting: bool = False
    error: str | None = None
    message: str | None = None


class LocationOutcomes(Body):
    """What became of all of them, in their order."""

    connected: int
    failed: int
    results: list[LocationOutcome]


@get("/integrations/gohighlevel/agency", responses=refusals(403, 404, 502), tags=["integrations"])
async def read(
    principal: NamedDependency[Principal],
    agency_locations: NamedDependency[AgencyLocations],
    connections: NamedDependency[CalendarConnections],
) -> AgencyView:
    """Say which agency is connected, and which locations it opens."""
    locations = await agency_locations.locations(principal)
    agency = await connections.agency(principal.sub_account_id)
    return AgencyView(
        company_id=agency.company_id,
        health=agency.health,
        since=(agency.health_since or agency.created_at).astimezone(UTC),
        what_to_do=agency.health_problem,
        locations=[AgencyLocationView(one.location_id, one.name) for one in locations],
    )


@delete(
    "/integrations/gohighlevel/agency",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(403, 404),
    tags=["integrations"],
)
async def disconnect(
    principal: NamedDependency[Principal], connections: NamedDependency[CalendarConnections]
) -> None:
    """Forget the agency's grant; its locations go on until their tokens end."""
    principal.require_admin()
    await connections.disconnect(principal.sub_account_id, template=AGENCY_TEMPLATE, by=principal.actor)


@post(
    "/integrations/gohighlevel/bulk",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404),
    tags=["integrations"],
)
async def connect_locations(
    data: JSONBody[ConnectLocations],
    principal: NamedDependency[Principal],
    agency_locations: NamedDependency[AgencyLocations],
) -> LocationOutcomes:
    """Connect locations of the agency, each to a sub-account that the caller may act in."""
    wishes = [
        Wish(one.location_id, one.sub_account_id, one.api_key, one.event_kind) for one in data.locations
    ]
    results = [_outcome(granted) for granted in await agency_locations.connect(principal, wishes)]
    connected = sum(result.success for result in results)
    return LocationOutcomes(connected, len(results) - connected, results)


def _outcome(granted: Granted) -> LocationOutcome:
    refusal = granted.refusal
    if refusal is None:
        return LocationOutcome(granted.location_id, success=True, sub_account_id=granted.sub_account_id)
    return LocationOutcome(
        granted.location_id,
        success=False,
        sub_account_id=granted.sub_account_id,
        waiting=granted.is_waiting,
        error=refusal.code,
        message=str(refusal),
    )


handlers = [read, disconnect, connect_locations]
