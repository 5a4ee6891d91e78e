"""Bringing a booking in line with its event in the outside calendar, after somebody changed that one."""

from datetime import datetime

from frontdesk.bookings import repository
from frontdesk.bookings.differences import Difference, Finding, FindingCode, difference, ending_of
from frontdesk.bookings.following import CALENDAR, follow
from frontdesk.bookings.lifecycle import Status
from frontdesk.bookings.outcomes import Standing
from frontdesk.bookings.repository import Booking
from frontdesk.bookings.turns import locked
from frontdesk.calendars.port import ExternalEvent
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.jobs.queue import enqueue_sync
from frontdesk.jobs.settlements import announce

OVER_THERE = f"""
UPDATE bookings SET status = $2, external_event_id = $3, updated_at = $4 WHERE id = $1
RETURNING {repository.COLUMNS}
"""  # noqa: S608 -- columns are a constant

# The sync looks for every event of the booking before it writes, and for those that should not be there.
SYNC_AGAIN = """
UPDATE bookings SET external_state = 'pending', external_event_id = $2,
                    external_attempts = external_attempts + 1,
                    external_from = least(external_from, $3::timestamptz),
                    external_until = greatest(external_until, $4::timestamptz)
WHERE id = $1
"""


class ChangedMeanwhile(Exception):
    """The booking is not what it was when its event was read; what was read says nothing any more."""


async def mend(db: Database, clock: Clock, before: Booking, event: ExternalEvent | None) -> Finding | None:
    """Do what follows from an event that was read after `before` was; None when the two agree.

    Raises:
        ChangedMeanwhile: read both again.
    """
    async with db.tenant(before.sub_account_id) as connection:
        current = await locked(connection, before.id)
        if current is None or _version(current) != _version(before):
            raise ChangedMeanwhile
        found = difference(current, event)
        if found is None:
            return None
        finding = await _mend(connection, current, event, found, now=clock.now())
        await announce(connection, current.sub_account_id, current.id)
        return finding


async def sync_again(
    connection: Connection, booking: Booking, *, event_id: str | None, because_of: ExternalEvent | None = None
) -> None:
    """Have the sync look at a booking's events once more, whether or not it thinks that all is well.

    It looks as far as the one that it is asked for.
    """
    reach = (because_of.starts_at, because_of.ends_at) if because_of else (None, None)
    await connection.execute(SYNC_AGAIN, booking.id, event_id, *reach)
    await enqueue_sync(connection, booking.sub_account_id, booking.id)


async def push(db: Database, before: Booking) -> None:
    """Have a booking's event written as the booking is now, where its user's bookings go now.

    Raises:
        ChangedMeanwhile: read it again.
    """
    async with db.tenant(before.sub_account_id) as connection:
        current = await locked(connection, before.id)
        if current is None or _version(current) != _version(before):
            raise ChangedMeanwhile
        await sync_again(connection, current, event_id=current.external_event_id)


async def _mend(
    connection: Connection, booking: Booking, event: ExternalEvent | None, found: Difference, *, now: datetime
) -> Finding:
    if found == "left_over":
        await sync_again(connection, booking, event_id=event.event_id if event else None, because_of=event)
    elif found == "gone" and booking.external_kind != "appointment":
        # A block is our shadow over there: removing it calls nothing off.
        await sync_again(connection, booking, event_id=None)
    elif found in {"called_off", "gone"}:
        await _become(connection, booking, "cancelled", reason="cancelled_in_calendar", now=now)
    elif event is not None and (ending := ending_of(event)) is not None:
        await _become(connection, booking, ending, reason="ended_in_calendar", now=now)
    elif event is not None and event.starts_at in booking.doubted_starts:
        await sync_again(connection, booking, event_id=event.event_id, because_of=event)
        return _finding("late", booking, event, is_mended=True)
    elif event is not None:
        stands = Standing(event.event_id, event.kind, event.title, event.starts_at, event.ends_at)
        moved = await follow(connection, booking, stands, reason="moved_in_calendar", problem=None, now=now)
        if moved is None:
            return _finding("moved_onto_another", booking, event, is_mended=False)
    return _finding(found, booking, event, is_mended=True)


async def _become(
    connection: Connection, booking: Booking, status: Status, *, reason: str, now: datetime
) -> None:
    event_id = None if status == "cancelled" else booking.external_event_id
    row = await connection.fetchrow(OVER_THERE, booking.id, status, event_id, now)
    assert row is not None, "the row is locked"  # noqa: S101
    await repository.record(connection, Booking(**row), CALENDAR, before=booking.status, reason=reason)


def _finding(code: FindingCode, booking: Booking, event: ExternalEvent | None, *, is_mended: bool) -> Finding:
    return Finding(
        code,
        is_mended,
        booking_id=booking.id,
        event_id=event.event_id if event else booking.external_event_id,
        starts_at=event.starts_at if event else booking.starts_at,
    )


def _version(booking: Booking) -> tuple[object, ...]:
    return booking.updated_at, booking.external_state, booking.external_attempts, booking.external_event_id
