"""Having exactly one event outside for a booking that stands, and none for one that is cancelled.

Writing is sent once. Whoever does not know what came of it looks for the booking's mark before writing again.
"""

from dataclasses import replace
from datetime import timedelta

from frontdesk.availability.intervals import Interval, covers, merge
from frontdesk.bookings.differences import is_of, marked_booking
from frontdesk.bookings.outcomes import Standing
from frontdesk.bookings.own_events import Place, sorted_out, standing
from frontdesk.bookings.repository import Booking
from frontdesk.calendars.port import (
    CalendarMissing,
    CalendarSlotTaken,
    CalendarUnreachable,
    EventDraft,
    EventKind,
)

DEFAULT_TITLE = "Appointment"
# The outside calendar's cells need not begin where our bookings do.
LONGEST_CELL = timedelta(hours=12)
_LANDED_NOW = "The event has just been written by an earlier try."


class StandsElsewhere(Exception):
    """The time is gone, and the booking's event still stands where it was before."""

    def __init__(self, stands: Standing, problem: str) -> None:
        super().__init__(problem)
        self.stands = stands


def mark_of(booking: Booking) -> str:
    """Return the words by which our event for a booking is known in the outside calendar."""
    return f"(frontdesk {booking.sub_account_id}-{booking.id})"


async def ensure_event(booking: Booking, place: Place) -> tuple[str, EventKind]:
    """Have exactly one event outside, at the booking's time; returns its id and kind.

    The first push of a new booking writes at once. Everything else looks first: a move finds the old event,
    and so does a try after a reply that was lost.

    Raises:
        CalendarSlotTaken: the outside calendar does not call the time free. StandsElsewhere: the same, with
        an event that was to be moved there. CalendarUnreachable: only because events of ours that are about
        to leave are still there, or for want of a clear answer.
    """
    kept: Standing | None = None
    if booking.external_event_id is not None or booking.external_attempts > 1:
        kept, others = await sorted_out(booking, place)
        for event in others:
            await place.connected.calendar.cancel_event(event.event_id, kind=event.kind)
    if kept is None:
        return await _write_where_free(booking, place)
    return await _bring(booking, place, kept)


async def look_again(booking: Booking, place: Place) -> tuple[str | None, EventKind | None]:
    """Undo what a write without an answer did late: a second event, or a move that is not meant any more.

    Whatever else was done to the event is somebody's doing over there, and left to whoever compares.

    Raises:
        StandsElsewhere, CalendarUnreachable: as `ensure_event`.
    """
    kept, others = await sorted_out(booking, place)
    for event in others:
        await place.connected.calendar.cancel_event(event.event_id, kind=event.kind)
    if kept is None or kept.starts_at not in booking.doubted_starts:
        return booking.external_event_id, booking.external_kind
    return await _bring(booking, place, kept)


async def ensure_no_event(booking: Booking, place: Place) -> None:
    """Have no event outside that takes time."""
    found = {event.event_id: event.kind for event in await standing(booking, place)}
    if booking.external_event_id is not None:
        found.setdefault(booking.external_event_id, booking.external_kind or "block")
    for event_id, kind in sorted(found.items()):
        await place.connected.calendar.cancel_event(event_id, kind=kind)


async def tell_ending(booking: Booking, place: Place) -> None:
    """Tell an appointment how it ended; a block has nothing to tell it to."""
    if booking.external_event_id is None or booking.external_kind != "appointment":
        return
    assert booking.status == "completed" or booking.status == "no_show"  # noqa: PLR1714, S101 -- for mypy
    try:
        await place.connected.calendar.end_appointment(booking.external_event_id, status=booking.status)
    except CalendarMissing:
        return


async def _bring(booking: Booking, place: Place, kept: Standing) -> tuple[str, EventKind]:
    """Have an event that stands say what the booking says."""
    wanted = replace(kept, title=_title(booking), starts_at=booking.starts_at, ends_at=booking.ends_at)
    if kept == wanted and not kept.is_elsewhere:
        return kept.event_id, kept.kind
    try:
        return await (
            _move(booking, place, kept) if _can_move(kept, place) else _replace(booking, place, kept)
        )
    except CalendarSlotTaken as error:
        await _wait_for_leaving(booking, place)
        raise StandsElsewhere(kept, str(error)) from error
    except CalendarMissing:
        return await _write_where_free(booking, place)


async def _write_where_free(booking: Booking, place: Place) -> tuple[str, EventKind]:
    try:
        return await _write(booking, place)
    except CalendarSlotTaken:
        if booking.external_attempts > 1 and await standing(booking, place):
            raise CalendarUnreachable(_LANDED_NOW, retry_after_seconds=1) from None
        await _wait_for_leaving(booking, place)
        raise


async def _wait_for_leaving(booking: Booking, place: Place) -> None:
    """Have it tried again shortly if all that is in the way are events of ours that are about to leave.

    Here a time is free the moment that its booking is moved or cancelled; over there its event goes later.

    Raises:
        CalendarUnreachable: that is so.
    """
    there = await place.connected.calendar.find_events(
        place.connected.target, start=booking.starts_at, end=booking.ends_at
    )
    in_the_way = [event for event in there if event.takes_time and not is_of(booking, event)]
    ids = {marked_booking(event, booking.sub_account_id) for event in in_the_way}
    ours = {booking_id for booking_id in ids if booking_id is not None}
    if ours and ours == ids and await place.are_leaving(ours):
        raise CalendarUnreachable(
            "Another booking's event is about to leave this time.", retry_after_seconds=1
        )


async def _write(booking: Booking, place: Place, *, but: Interval | None = None) -> tuple[str, EventKind]:
    contact_id = await place.contact_id() if place.event_kind == "appointment" else None
    # Without anybody to be its contact there can be no appointment; a block takes the time all the same.
    kind: EventKind = "block" if contact_id is None else "appointment"
    if kind == "block":  # an appointment is checked by the calendar, in one step with the writing
        await _require_free(booking, place, but=but)
    draft = _draft(booking, kind, contact_id)
    return await place.connected.calendar.create_event(place.connected.target, draft), kind


def _can_move(kept: Standing, place: Place) -> bool:
    """Say whether an event can be brought to where it belongs; a block stays whose it is."""
    is_near = place.former is not None and place.former.location_id == place.connected.target.location_id
    return not kept.is_elsewhere or (kept.kind == "appointment" and is_near)


async def _replace(booking: Booking, place: Place, kept: Standing) -> tuple[str, EventKind]:
    """Write the event anew where it belongs, and call the one off that stands elsewhere."""
    calendar, target = place.connected.calendar, place.connected.target
    busy = await calendar.busy(target, start=kept.starts_at, end=kept.ends_at)
    # A person's time may be taken by it on the calendar of before as well as on the present one.
    is_in_the_way = any(event.event_id == kept.event_id for event in busy)
    but = Interval(kept.starts_at, kept.ends_at) if is_in_the_way else None
    written = await _write(booking, place, but=but)
    await calendar.cancel_event(kept.event_id, kind=kept.kind)
    return written


async def _move(booking: Booking, place: Place, kept: Standing) -> tuple[str, EventKind]:
    has_moved = (kept.starts_at, kept.ends_at) != (booking.starts_at, booking.ends_at)
    if has_moved and kept.kind == "block":
        await _require_free(booking, place, but=Interval(kept.starts_at, kept.ends_at))
    draft = _draft(booking, kept.kind, None)
    await place.connected.calendar.update_event(place.connected.target, kept.event_id, draft)
    return kept.event_id, kept.kind


def _draft(booking: Booking, kind: EventKind, contact_id: str | None) -> EventDraft:
    return EventDraft(kind, _title(booking), booking.starts_at, booking.ends_at, contact_id)


def _title(booking: Booking) -> str:
    return f"{booking.details.get('subject') or DEFAULT_TITLE} {mark_of(booking)}"


async def _require_free(booking: Booking, place: Place, *, but: Interval | None = None) -> None:
    """Ask the calendar itself, just before writing: what is kept of it here may be minutes old.

    Raises:
        CalendarSlotTaken: it does not call the whole time free, even without the event that is `but`.
    """
    cells = await place.connected.calendar.free_cells(
        place.connected.target, start=booking.starts_at - LONGEST_CELL, end=booking.ends_at
    )
    free = [Interval(cell.starts_at, cell.ends_at) for cell in cells]
    if not covers(merge([*free, *([but] if but else [])]), Interval(booking.starts_at, booking.ends_at)):
        raise CalendarSlotTaken("This time is no longer free in the outside calendar.")
