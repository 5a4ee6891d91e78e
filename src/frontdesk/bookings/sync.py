"""Making the outside calendar agree with a booking, whatever happened before. Runs in the worker.

One job serves every change: it looks at the booking as it is now and does what is missing. A claim on the row
keeps two workers apart without a transaction around the network call; a claim that was never settled (a
crash, a lost reply) means that the event may exist, so the next run looks for our mark before it writes.
"""

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from frontdesk.availability import outside_repository as outside
from frontdesk.availability.intervals import Interval, covers, merge
from frontdesk.bookings import repository
from frontdesk.bookings.lifecycle import SHOWN, Status, SyncState
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.turns import locked
from frontdesk.calendars.connections import (
    CalendarConnections,
    ConnectedCalendar,
    UserCalendar,
    active_integration,
)
from frontdesk.calendars.port import (
    CalendarRefused,
    CalendarSlotTaken,
    CalendarUnreachable,
    EventDraft,
    ExternalBlock,
)
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import FrontdeskError
from frontdesk.jobs.queue import enqueue_refreshes, enqueue_syncs
from frontdesk.jobs.retry import backoff
from frontdesk.jobs.settlements import announce
from frontdesk.logs import logger
from frontdesk.zones import zone_named

CLAIM_SECONDS = 60
# The outside calendar's cells need not begin where our bookings do.
LONGEST_CELL = timedelta(hours=12)
DEFAULT_TITLE = "Appointment"
_CALENDAR = Actor("calendar")
_log = logger(__name__)

CLAIM = f"""
UPDATE bookings
SET external_claimed_until = $2::timestamptz + make_interval(secs => {CLAIM_SECONDS}),
    external_attempts = external_attempts + 1
WHERE id = $1 AND external_state = 'pending'
  AND (external_claimed_until IS NULL OR external_claimed_until < $2)
RETURNING {repository.COLUMNS}
"""  # noqa: S608 -- made of constants

# Another worker took over while this one was away, and both may have written: the next try looks for twins.
LOOK_AGAIN = """
UPDATE bookings SET external_state = 'pending', external_attempts = external_attempts + 1 WHERE id = $1
"""

TRY_ANEW = """
UPDATE bookings SET external_state = 'pending', external_error = NULL
WHERE external_state = 'failed' AND status IN ('pending', 'confirmed') AND ends_at > $1
RETURNING id
"""

CALENDAR_OF = "SELECT calendar_id, location_id, assigned_user_id, timezone FROM users WHERE id = $1"

SETTLE = f"""
UPDATE bookings
SET status = $2, external_state = $3, external_event_id = $4, external_error = $5, updated_at = $6,
    external_claimed_until = NULL,
    external_from = CASE $3 WHEN 'synced' THEN starts_at ELSE external_from END,
    external_until = CASE $3 WHEN 'synced' THEN ends_at ELSE external_until END,
    external_attempts = CASE $3 WHEN 'pending' THEN external_attempts ELSE 0 END
WHERE id = $1
RETURNING {repository.COLUMNS}
"""  # noqa: S608 -- columns are a constant


class TryAgain(Exception):
    """The calendar gave no clear answer; the job is to run again after `delay`."""

    def __init__(self, delay: timedelta, reason: str) -> None:
        super().__init__(reason)
        self.delay = delay


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one attempt ended.

    Attributes:
        kind: `agreed`: outside is as the claimed row wanted it; `taken`: the time is gone; `refused`: a clear
            no; `unclear`: it may or may not have happened; `unconnected`: there is no outside any more.
        event_id: the event that exists outside, as far as known.
        problem: what went wrong, safe to show.
    """

    kind: Literal["agreed", "taken", "refused", "unclear", "unconnected"]
    event_id: str | None = None
    problem: str | None = None
    retry_after_seconds: float | None = None


def mark_of(booking: Booking) -> str:
    """Return the words by which our event for a booking is known in the outside calendar."""
    return f"(frontdesk {booking.sub_account_id}-{booking.id})"


def settled(claimed: Booking, current: Booking, outcome: Outcome) -> tuple[Status, SyncState]:
    """Decide what a booking is after an attempt. Pure; it may have changed since it was claimed."""
    wants_event = current.status in SHOWN
    has_moved = (claimed.starts_at, claimed.ends_at) != (current.starts_at, current.ends_at)
    final: Status = "confirmed" if current.status == "pending" else current.status
    if outcome.kind == "unconnected":
        return final, "none"
    if outcome.kind == "unclear" or has_moved:
        return current.status, "pending"
    if outcome.kind == "taken" and wants_event:
        return "cancelled", "failed"
    if outcome.kind == "refused" and (wants_event or outcome.event_id is not None):
        return current.status, "failed"
    is_agreed = wants_event == (outcome.event_id is not None)
    return (final, "synced") if is_agreed else (current.status, "pending")


class BookingSync:
    """The worker's side of a booking."""

    def __init__(self, db: Database, clock: Clock, connections: CalendarConnections) -> None:
        self._db = db
        self._clock = clock
        self._connections = connections

    async def run(self, sub_account_id: int, booking_id: int) -> None:
        """Do what is missing until nothing is; safe to run twice, and beside itself.

        Raises:
            TryAgain: the calendar gave no clear answer, or another worker has the booking.
        """
        while (booking := await self._claim(sub_account_id, booking_id)) is not None:
            outcome = await self._attempt(booking)
            await self._settle(booking, outcome)
            if outcome.kind == "unclear":
                wait = backoff(
                    booking.external_attempts,
                    asked_for_seconds=outcome.retry_after_seconds,
                    chance=random.random(),  # noqa: S311 -- spreads retries, guards nothing
                )
                raise TryAgain(wait, outcome.problem or "no clear answer")

    async def push_again(self, sub_account_id: int) -> None:
        """Try those bookings anew that the outside calendar refused and that are not over yet."""
        async with self._db.tenant(sub_account_id) as connection:
            rows = await connection.fetch(TRY_ANEW, self._clock.now())
            await enqueue_syncs(connection, sub_account_id, [row["id"] for row in rows])

    async def _claim(self, sub_account_id: int, booking_id: int) -> Booking | None:
        async with self._db.tenant(sub_account_id) as connection:
            row = await connection.fetchrow(CLAIM, booking_id, self._clock.now())
            if row is not None:
                return Booking(**row)
            current = await repository.by_id(connection, booking_id)
        if current is not None and current.external_state == "pending":
            raise TryAgain(timedelta(seconds=1), "another worker has this booking")
        return None

    async def _attempt(self, booking: Booking) -> Outcome:
        try:
            connected = await self._connected(booking)
            if connected is None:
                return Outcome("unconnected")
            if booking.status in SHOWN:
                return Outcome("agreed", await _ensure_event(booking, connected))
            await _ensure_no_event(booking, connected)
            return Outcome("agreed")
        except CalendarSlotTaken as error:
            return Outcome("taken", problem=str(error))
        except (CalendarRefused, FrontdeskError) as error:
            return Outcome("refused", booking.external_event_id, str(error))
        except CalendarUnreachable as error:
            return Outcome("unclear", booking.external_event_id, str(error), error.retry_after_seconds)

    async def _connected(self, booking: Booking) -> ConnectedCalendar | None:
        async with self._db.tenant(booking.sub_account_id) as connection:
            integration = await active_integration(connection)
            row = await connection.fetchrow(CALENDAR_OF, booking.regular_user_id)
        assert row is not None, "a booking's user cannot be removed"  # noqa: S101
        user = UserCalendar(
            row["calendar_id"], row["location_id"], row["assigned_user_id"], zone_named(row["timezone"])
        )
        return self._connections.of_user(booking.sub_account_id, integration, user)

    async def _settle(self, claimed: Booking, outcome: Outcome) -> None:
        now = self._clock.now()
        async with self._db.tenant(claimed.sub_account_id) as connection:
            current = await locked(connection, claimed.id)
            assert current is not None, "bookings are never deleted"  # noqa: S101
            if current.external_attempts != claimed.external_attempts:
                await connection.execute(LOOK_AGAIN, current.id)
                return
            status, state = settled(claimed, current, outcome)
            row = await connection.fetchrow(
                SETTLE, current.id, status, state, outcome.event_id, outcome.problem, now
            )
            assert row is not None, "the row is locked"  # noqa: S101
            await _record_move(connection, current, Booking(**row), outcome)
            await self._note_outside(connection, claimed, outcome)
            await announce(connection, current.sub_account_id, current.id)
        if outcome.problem:
            _log.warning("booking_not_synced", booking=current.id, kind=outcome.kind, reason=outcome.problem)

    async def _note_outside(self, connection: Connection, claimed: Booking, outcome: Outcome) -> None:
        """Keep up with what an attempt taught about the outside calendar's times."""
        has_moved = (claimed.external_from, claimed.external_until) != (claimed.starts_at, claimed.ends_at)
        if outcome.kind == "taken":
            time = Interval(claimed.starts_at, claimed.ends_at)
            await outside.close(connection, claimed.sub_account_id, claimed.regular_user_id, time)
        elif outcome.kind != "agreed" or not has_moved:
            return
        await outside.want(
            connection, claimed.sub_account_id, [claimed.regular_user_id], now=self._clock.now()
        )
        await enqueue_refreshes(connection, claimed.sub_account_id, [claimed.regular_user_id])


async def _record_move(connection: Connection, before: Booking, after: Booking, outcome: Outcome) -> None:
    if before.status == after.status:
        return
    reason = "calendar_conflict" if outcome.kind == "taken" else None
    await repository.record(connection, after, _CALENDAR, before=before.status, reason=reason)


async def _ensure_event(booking: Booking, connected: ConnectedCalendar) -> str:
    """Have exactly one event outside, at the booking's time; returns its id.

    The first push of a new booking writes at once. Everything else looks first: a move finds the old event,
    and so does a try after a reply that was lost.
    """
    wanted = _draft_of(booking)
    if booking.external_event_id is not None or booking.external_attempts > 1:
        found = await _find_events(booking, connected)
        right, others = _sorted_out(booking, found)
        for event_id in others:
            await connected.calendar.delete_event(event_id)
        if right is not None:
            if (right, wanted.title) not in {(block.event_id, block.title) for block in found}:
                await connected.calendar.update_event(connected.target, right, wanted)
            return right
    await _require_free(booking, connected)
    return await connected.calendar.create_block(
        connected.target, starts_at=booking.starts_at, ends_at=booking.ends_at, title=wanted.title
    )


async def _require_free(booking: Booking, connected: ConnectedCalendar) -> None:
    """Ask the calendar itself, just before writing: what is kept of it here may be minutes old.

    Raises:
        CalendarSlotTaken: it does not call the whole time free.
    """
    cells = await connected.calendar.free_cells(
        connected.target, start=booking.starts_at - LONGEST_CELL, end=booking.ends_at
    )
    free = merge(Interval(cell.starts_at, cell.ends_at) for cell in cells)
    if not covers(free, Interval(booking.starts_at, booking.ends_at)):
        raise CalendarSlotTaken("This time is no longer free in the outside calendar.")


async def _ensure_no_event(booking: Booking, connected: ConnectedCalendar) -> None:
    known = {booking.external_event_id} if booking.external_event_id else set()
    found = {block.event_id for block in await _find_events(booking, connected)}
    for event_id in sorted(known | found):
        await connected.calendar.delete_event(event_id)


def _sorted_out(booking: Booking, blocks: list[ExternalBlock]) -> tuple[str | None, list[str]]:
    """Tell the event at the booking's time from those to remove; the one we know of goes before a twin."""
    right = [
        block.event_id
        for block in blocks
        if (block.starts_at, block.ends_at) == (booking.starts_at, booking.ends_at)
    ]
    kept = booking.external_event_id if booking.external_event_id in right else next(iter(right), None)
    known = {block.event_id for block in blocks} | ({booking.external_event_id} - {None})
    return kept, sorted(event_id for event_id in known if event_id not in {kept, None})


def _draft_of(booking: Booking) -> EventDraft:
    title = f"{booking.details.get('subject') or DEFAULT_TITLE} {mark_of(booking)}"
    return EventDraft("block", title, booking.starts_at, booking.ends_at)


async def _find_events(booking: Booking, connected: ConnectedCalendar) -> list[ExternalBlock]:
    blocks = await connected.calendar.find_blocks(
        connected.target, start=booking.external_from, end=booking.external_until
    )
    return [block for block in blocks if block.title.endswith(mark_of(booking))]
