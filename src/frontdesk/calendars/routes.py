"""Connecting GoHighLevel, and asking what it has. No answer ever carries a secret."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec
from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from frontdesk.calendars.agency_locations import AgencyLocations
from frontdesk.calendars.connections import CalendarConnections, EventKind, Integration, Method
from frontdesk.calendars.credentials import Credentials
from frontdesk.calendars.errors import CalendarApiError, NoLocationId
from frontdesk.calendars.health import Health
from frontdesk.calendars.port import CalendarError
from frontdesk.calendars.probe import Probe
from frontdesk.errors import NotFound
from frontdesk.http import Body, refusals
from frontdesk.tenancy.principal import Principal

WAITING = "GoHighLevel is not connected yet: it waits for our app to be installed in the location."
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class ConnectGoHighLevel(Body):
    """A private integration token, and the location it is for."""

    private_integration_token: Line
    location_id: Line | None = None
    event_kind: EventKind = "block_slot"


class IntegrationView(Body):
    """What is connected, and how well it is: since when, and what to do when it is not."""

    provider: Literal["gohighlevel"]
    is_active: bool
    method: Method
    location_id: str | None
    company_id: str | None
    event_kind: EventKind
    connected_at: datetime
    updated_at: datetime
    health: Health
    since: datetime
    what_to_do: str | None
    checked_at: datetime | None
    expires_at: datetime | None


class CalendarView(Body):
    """A calendar that a user's `calendarId` may name."""

    id: str
    name: str
    is_active: bool


class CalendarList(Body):
    """The location's calendars."""

    calendars: list[CalendarView]


def view(integration: Integration) -> IntegrationView:
    """Put a connection into the contract's form, without its secret."""
    return IntegrationView(
        provider="gohighlevel",
        is_active=integration.is_active,
        method=integration.method,
        location_id=integration.location_id,
        company_id=integration.company_id,
        event_kind=integration.event_kind,
        connected_at=integration.created_at.astimezone(UTC),
        updated_at=integration.updated_at.astimezone(UTC),
        health=integration.health,
        since=(integration.health_since or integration.created_at).astimezone(UTC),
        what_to_do=integration.health_problem,
        checked_at=integration.checked_at and integration.checked_at.astimezone(UTC),
        expires_at=integration.expires_at and integration.expires_at.astimezone(UTC),
    )


@put("/integrations/gohighlevel", responses=refusals(403), tags=["integrations"])
async def connect(
    data: JSONBody[ConnectGoHighLevel],
    principal: NamedDependency[Principal],
    connections: NamedDependency[CalendarConnections],
    probe: NamedDependency[Probe],
) -> IntegrationView:
    """Connect GoHighLevel, in place of what was connected before, and say whether it is accepted."""
    principal.require_admin()
    await connections.connect(
        principal.sub_account_id,
        Credentials(data.private_integration_token),
        location_id=data.location_id,
        event_kind=data.event_kind,
        by=principal.actor,
    )
    return view(await probe.look_first(principal.sub_account_id))


@get("/integrations/gohighlevel", responses=refusals(403, 404), tags=["integrations"])
async def read(
    principal: NamedDependency[Principal],
    connections: NamedDependency[CalendarConnections],
    agency_locations: NamedDependency[AgencyLocations],
) -> IntegrationView:
    """Say what is connected; 404 names the location that is waited for, if there is one."""
    principal.require_admin()
    try:
        return view(await connections.integration(principal.sub_account_id))
    except NotFound as refusal:
        location_id = await agency_locations.waited_for(principal)
        if location_id is None:
            raise
        raise NotFound(WAITING, waiting=True, locationId=location_id) from refusal


@delete(
    "/integrations/gohighlevel",
    status_code=HTTP_204_NO_CONTENT,
    responses=refusals(403, 404),
    tags=["integrations"],
)
async def disconnect(
    principal: NamedDependency[Principal], connections: NamedDependency[CalendarConnections]
) -> None:
    """Disconnect GoHighLevel and forget its token; bookings from now on are local."""
    principal.require_admin()
    await connections.disconnect(principal.sub_account_id, by=principal.actor)


@get(
    "/integrations/gohighlevel/calendars",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404, 409, 502),
    tags=["integrations"],
)
async def list_calendars(
    principal: NamedDependency[Principal], connections: NamedDependency[CalendarConnections]
) -> CalendarList:
    """List the calendars of the connected location."""
    principal.require_admin()
    integration = await connections.integration(principal.sub_account_id)
    if integration.location_id is None:
        raise NoLocationId
    try:
        calendar = connections.open(principal.sub_account_id, integration)
        found = await calendar.list_calendars(integration.location_id)
    except CalendarError as error:
        raise CalendarApiError(str(error)) from error
    return CalendarList([CalendarView(one.calendar_id, one.name, one.is_active) for one in found])


handlers = [connect, read, disconnect, list_calendars]
