"""Finding a booking's own events in the outside calendar, by their id and by our mark."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from frontdesk.bookings.differences import is_of
from frontdesk.bookings.outcomes import Standing
from frontdesk.bookings.repository import Booking
from frontdesk.calendars.connections import ConnectedCalendar
from frontdesk.calendars.port import (
    CalendarMissing,
    CalendarRefused,
    CalendarTarget,
    EventKind,
    ExternalEvent,
)
from frontdesk.logs import logger

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a booking's event belongs.

    Attributes:
        event_kind: what is written new.
        contact_id: finds or makes the outside contact of an appointment; None if there is nobody to be one.
        former: where the user's bookings went when this one's event was written, if that was elsewhere.
        are_leaving: says of bookings, by their ids, whether the events of all of them are being changed.
    """

    connected: ConnectedCalendar
    event_kind: EventKind
    contact_id: Callable[[], Awaitable[str | None]]
    are_leaving: Callable[[set[int]], Awaitable[bool]]
    former: CalendarTarget | None = None


async def sorted_out(booking: Booking, place: Place) -> tuple[Standing | None, list[Standing]]:
    """Tell the event to keep from those to call off.

    Kept is one where it belongs: the one we know, else one at the booking's time.
    """
    found = await standing(booking, place)
    if booking.external_event_id not in {None, *(event.event_id for event in found)}:
        found += await _known(booking, place)

    def merit(event: Standing) -> tuple[bool, bool, bool]:
        is_right = (event.starts_at, event.ends_at) == (booking.starts_at, booking.ends_at)
        return not event.is_elsewhere, event.event_id == booking.external_event_id, is_right

    kept = max(found, key=merit, default=None)
    return kept, [event for event in found if event is not kept]


async def standing(booking: Booking, place: Place) -> list[Standing]:
    """Return the events of this booking that take time, around where it was and is."""
    here = await _marked(booking, place, place.connected.target)
    ids = {event.event_id for event in here}
    return here + [event for event in await _formerly(booking, place) if event.event_id not in ids]


async def _formerly(booking: Booking, place: Place) -> list[Standing]:
    """Return those that stand where the user's bookings went before, if that may still be seen."""
    if place.former is None:
        return []
    try:
        found = await _marked(booking, place, place.former)
    except CalendarRefused as error:
        _log.warning("former_calendar_not_read", booking=booking.id, reason=str(error))
        return []
    return [replace(event, is_elsewhere=True) for event in found]


async def _known(booking: Booking, place: Place) -> list[Standing]:
    """Return the event we know by its id, wherever it stands; a block cannot be had by its id."""
    assert booking.external_event_id is not None  # noqa: S101 -- the caller has looked
    if booking.external_kind != "appointment":
        return []
    try:
        event = await place.connected.calendar.appointment(booking.external_event_id)
    except CalendarMissing:
        return []
    except CalendarRefused:
        if place.former is None:
            raise
        return []
    return [replace(_standing(event), is_elsewhere=place.former is not None)] if event.takes_time else []


async def _marked(booking: Booking, place: Place, target: CalendarTarget) -> list[Standing]:
    events = await place.connected.calendar.find_events(
        target, start=booking.external_from, end=booking.external_until
    )
    return [_standing(event) for event in events if event.takes_time and is_of(booking, event)]


def _standing(event: ExternalEvent) -> Standing:
    return Standing(event.event_id, event.kind, event.title, event.starts_at, event.ends_at)
