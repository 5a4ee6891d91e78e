"""Reading an event back from GoHighLevel."""

from datetime import UTC, datetime
from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import PathParameter

from frontdesk.calendars.connections import EventKind
from frontdesk.calendars.external_events import ExternalEvents
from frontdesk.calendars.port import EventStatus
from frontdesk.http import Body, refusals
from frontdesk.tenancy.principal import Principal


class ExternalEventView(Body):
    """An event as GoHighLevel holds it now."""

    id: str
    event_kind: EventKind
    title: str
    status: EventStatus
    starts_at: datetime
    ends_at: datetime
    calendar_id: str | None
    assigned_user_id: str | None
    contact_id: str | None
    notes: str | None


@get(
    "/integrations/gohighlevel/events/{event_id:str}",
    responses=refusals(403, 404, 502),
    tags=["integrations"],
)
async def read_event(
    event_id: Annotated[str, PathParameter(max_length=200)],
    principal: NamedDependency[Principal],
    external_events: NamedDependency[ExternalEvents],
) -> ExternalEventView:
    """Read an appointment, or the block of a booking, at its source."""
    principal.require_admin()
    event = await external_events.by_id(principal.sub_account_id, event_id)
    return ExternalEventView(
        id=event.event_id,
        event_kind="appointment" if event.kind == "appointment" else "block_slot",
        title=event.title,
        status=event.status,
        starts_at=event.starts_at.astimezone(UTC),
        ends_at=event.ends_at.astimezone(UTC),
        calendar_id=event.calendar_id,
        assigned_user_id=event.assigned_user_id,
        contact_id=event.contact_id,
        notes=event.notes,
    )


handlers = [read_event]
