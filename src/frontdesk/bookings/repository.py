"""Queries for bookings and their history. Every one runs inside `db.tenant()`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from frontdesk.bookings.lifecycle import Status, SyncState
from frontdesk.calendars.port import EventKind
from frontdesk.db.pool import Connection
from frontdesk.trail import entries

COLUMNS = """
    sub_account_id, id, regular_user_id, lead_id, booking_type, status, starts_at, ends_at, details,
    hold_expires_at, external_event_id, external_state, external_error, external_attempts, external_from,
    external_until, external_kind, created_at, updated_at, doubted_at, doubted_starts,
    external_place
"""

# A hold that has expired is over in the very statement that wants its time: found by its start, as all busy
# times are (no booking is longer than a day). The outer query reads from `expired` so that it runs first;
# `ON CONFLICT` leaves the race between two inserts to the constraint.
INSERT = f"""
WITH expired AS (
    UPDATE bookings SET status = 'cancelled', updated_at = $11
    WHERE regular_user_id = $2 AND status = 'held' AND hold_expires_at <= $11
      AND starts_at > $6::timestamptz - interval '2 days' AND starts_at < $8
    RETURNING sub_account_id, id
), told AS (
    INSERT INTO booking_events (sub_account_id, booking_id, at, actor_kind, from_status, to_status, reason)
    SELECT sub_account_id, id, $11, 'system', 'held', 'cancelled', 'expired' FROM expired
)
INSERT INTO bookings (sub_account_id, regular_user_id, lead_id, booking_type, status, starts_at, ends_at,
                      busy_range, details, external_state, created_at, updated_at, hold_expires_at,
                      external_from, external_until)
SELECT $1, $2, $3, $4, $5, $6, $7, tstzrange($6, $8), $9, $10, $11, $11, $12, $6, $7
FROM (SELECT count(*) FROM expired) AS freed
ON CONFLICT ON CONSTRAINT bookings_no_overlap DO NOTHING
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

BY_ID = f"SELECT {COLUMNS} FROM bookings WHERE id = $1"  # noqa: S608 -- columns are a constant

SET_STATUS = f"""
UPDATE bookings SET status = $2, external_state = $3, updated_at = $4 WHERE id = $1
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

BOOK_HOLD = f"""
UPDATE bookings SET status = $2, external_state = $3, lead_id = $4, booking_type = $5, details = $6,
                    hold_expires_at = NULL, updated_at = $7
WHERE id = $1
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

# The outside event may still lie where the booking was: the reach widens until both sides agree again.
MOVE = f"""
UPDATE bookings SET status = $2, starts_at = $3, ends_at = $4, busy_range = tstzrange($3, $5), details = $6,
                    external_state = $7, updated_at = $8,
                    external_from = least(external_from, $3), external_until = greatest(external_until, $4)
WHERE id = $1
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

EDIT = f"""
UPDATE bookings SET lead_id = $2, booking_type = $3, details = $4, updated_at = $5 WHERE id = $1
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

INSERT_EVENT = """
INSERT INTO booking_events (sub_account_id, booking_id, at, actor_kind, actor_id, api_key_id, from_status,
                            to_status, reason, changes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""

EVENTS = """
SELECT at, actor_kind, actor_id, from_status, to_status, reason, changes FROM booking_events
WHERE booking_id = $1 ORDER BY id
"""

# The lock waits for an erasure that is under way, and keeps one from beginning until the booking is there.
LEAD_EXISTS = "SELECT true FROM leads WHERE id = $1 AND erased_at IS NULL FOR KEY SHARE"

# Who makes a move is told as the trail tells it, which reads this history beside its own lines.
Actor = entries.Actor


@dataclass(frozen=True, slots=True)
class Booking:
    """A booking as the database holds it; instants are aware UTC. `details` is the spec's object.

    Attributes:
        doubted_at: when a write outside last went without an answer, if it may still take effect.
        doubted_starts: where the booking began in such writes.
        external_place: whose time its event was written to, as `CalendarTarget.place` says it.
    """

    sub_account_id: int
    id: int
    regular_user_id: int
    lead_id: int | None
    booking_type: str
    status: Status
    starts_at: datetime
    ends_at: datetime
    details: Mapping[str, Any]
    hold_expires_at: datetime | None
    external_event_id: str | None
    external_state: SyncState
    external_error: str | None
    external_attempts: int
    external_from: datetime
    external_until: datetime
    external_kind: EventKind | None
    created_at: datetime
    updated_at: datetime
    doubted_at: datetime | None = None
    doubted_starts: Sequence[datetime] = ()
    external_place: str | None = None


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A row about to be written. `busy_until` is the end plus the user's buffer."""

    sub_account_id: int
    regular_user_id: int
    lead_id: int | None
    booking_type: str
    status: Status
    starts_at: datetime
    ends_at: datetime
    busy_until: datetime
    details: Mapping[str, object]
    external_state: SyncState
    hold_expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldChanges:
    """What a hold becomes."""

    status: Status
    external_state: SyncState
    lead_id: int | None
    booking_type: str
    details: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a booking's history. `changes` says what was changed besides the status."""

    at: datetime
    actor_kind: entries.ActorKind
    actor_id: int | None
    from_status: Status | None
    to_status: Status
    reason: str | None
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; None means all. Times bound the start: from <= start < to.

    Attributes:
        search: part of a lead's name or address, of a subject, or some digits of a phone number.
    """

    status: Status | None = None
    user_id: int | None = None
    lead_id: int | None = None
    starts_from: datetime | None = None
    starts_to: datetime | None = None
    search: str | None = None


async def insert(connection: Connection, new: NewBooking, *, now: datetime) -> Booking | None:
    """Write a booking; None when the time is taken."""
    row = await connection.fetchrow(
        INSERT,
        new.sub_account_id,
        new.regular_user_id,
        new.lead_id,
        new.booking_type,
        new.status,
        new.starts_at,
        new.ends_at,
        new.busy_until,
        new.details,
        new.external_state,
        now,
        new.hold_expires_at,
    )
    return Booking(**row) if row else None


async def by_id(connection: Connection, booking_id: int) -> Booking | None:
    """Return one booking of the tenant."""
    row = await connection.fetchrow(BY_ID, booking_id)
    return Booking(**row) if row else None


async def set_status(
    connection: Connection, booking: Booking, status: Status, *, external_state: SyncState, now: datetime
) -> Booking:
    """Write a booking's new status."""
    return await _written(connection, SET_STATUS, booking.id, status, external_state, now)


async def book_hold(connection: Connection, held: Booking, changes: HeldChanges, *, now: datetime) -> Booking:
    """Turn a hold into a booking."""
    return await _written(
        connection,
        BOOK_HOLD,
        held.id,
        changes.status,
        changes.external_state,
        changes.lead_id,
        changes.booking_type,
        changes.details,
        now,
    )


async def move(connection: Connection, moved: Booking, *, busy_until: datetime, now: datetime) -> Booking:
    """Write a booking's new time; the constraint refuses an overlap."""
    return await _written(
        connection,
        MOVE,
        moved.id,
        moved.status,
        moved.starts_at,
        moved.ends_at,
        busy_until,
        moved.details,
        moved.external_state,
        now,
    )


async def edit(connection: Connection, edited: Booking, *, now: datetime) -> Booking:
    """Write what of a booking may be edited without moving it."""
    return await _written(
        connection, EDIT, edited.id, edited.lead_id, edited.booking_type, edited.details, now
    )


async def record(
    connection: Connection,
    booking: Booking,
    actor: Actor,
    *,
    before: Status | None,
    reason: str | None = None,
    changes: Mapping[str, object] | None = None,
) -> None:
    """Write a line of history: the booking was in `before` and is in its status since `updated_at`."""
    await connection.execute(
        INSERT_EVENT,
        booking.sub_account_id,
        booking.id,
        booking.updated_at,
        actor.kind,
        actor.id,
        actor.api_key_id,
        before,
        booking.status,
        reason,
        changes or {},
    )


async def events(connection: Connection, booking_id: int) -> list[Event]:
    """Return a booking's history, oldest first."""
    return [Event(**row) for row in await connection.fetch(EVENTS, booking_id)]


async def lead_exists(connection: Connection, lead_id: int) -> bool:
    """Say whether the tenant has such a lead, and keep them from being erased until the transaction ends."""
    return bool(await connection.fetchval(LEAD_EXISTS, lead_id))


async def _written(connection: Connection, query: str, *values: object) -> Booking:
    row = await connection.fetchrow(query, *values)
    assert row is not None, "the caller has locked the row"  # noqa: S101
    return Booking(**row)
