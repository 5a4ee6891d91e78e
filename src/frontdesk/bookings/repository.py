"""Queries for bookings and their history. Every one runs inside `db.tenant()`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontdesk.bookings.lifecycle import ActorKind, Status, SyncState
from frontdesk.db.pool import Connection

COLUMNS = """
    sub_account_id, id, regular_user_id, lead_id, booking_type, status, starts_at, ends_at, details,
    external_event_id, external_state, external_error, external_attempts, created_at, updated_at
"""

# A hold that has expired is over in the very statement that wants its time. The outer query reads from
# `expired` so that it runs first; `ON CONFLICT` leaves the race between two inserts to the constraint.
INSERT = f"""
WITH expired AS (
    UPDATE bookings SET status = 'cancelled', updated_at = $11
    WHERE regular_user_id = $2 AND status = 'held' AND hold_expires_at <= $11
      AND starts_at > $6::timestamptz - interval '1 day' AND starts_at < $8
    RETURNING id
)
INSERT INTO bookings (sub_account_id, regular_user_id, lead_id, booking_type, status, starts_at, ends_at,
                      busy_range, details, external_state, created_at, updated_at)
SELECT $1, $2, $3, $4, $5, $6, $7, tstzrange($6, $8), $9, $10, $11, $11
FROM (SELECT count(*) FROM expired) AS freed
ON CONFLICT ON CONSTRAINT bookings_no_overlap DO NOTHING
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

BY_ID = f"SELECT {COLUMNS} FROM bookings WHERE id = $1"  # noqa: S608 -- columns are a constant

LOCKED_BY_ID = f"{BY_ID} FOR UPDATE"

SET_STATUS = f"""
UPDATE bookings SET status = $2, external_state = $3, updated_at = $4 WHERE id = $1
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

INSERT_EVENT = """
INSERT INTO booking_events (sub_account_id, booking_id, at, actor_kind, actor_id, from_status, to_status,
                            reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""

EVENTS = """
SELECT at, actor_kind, actor_id, from_status, to_status, reason FROM booking_events
WHERE booking_id = $1 ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Booking:
    """A booking as the database holds it; instants are aware UTC. `details` is the spec's object."""

    sub_account_id: int
    id: int
    regular_user_id: int
    lead_id: int | None
    booking_type: str
    status: Status
    starts_at: datetime
    ends_at: datetime
    details: Mapping[str, Any]
    external_event_id: str | None
    external_state: SyncState
    external_error: str | None
    external_attempts: int
    created_at: datetime
    updated_at: datetime


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


@dataclass(frozen=True, slots=True)
class Actor:
    """Who made a move; `id` where that kind of actor has one."""

    kind: ActorKind
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a booking's history."""

    at: datetime
    actor_kind: ActorKind
    actor_id: int | None
    from_status: Status | None
    to_status: Status
    reason: str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; None means all. Times bound the start: from <= start < to."""

    status: Status | None = None
    user_id: int | None = None
    lead_id: int | None = None
    starts_from: datetime | None = None
    starts_to: datetime | None = None


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
    )
    return Booking(**row) if row else None


async def by_id(connection: Connection, booking_id: int) -> Booking | None:
    """Return one booking of the tenant."""
    row = await connection.fetchrow(BY_ID, booking_id)
    return Booking(**row) if row else None


async def locked(connection: Connection, booking_id: int) -> Booking | None:
    """Return one booking and keep others from changing it until the transaction ends."""
    row = await connection.fetchrow(LOCKED_BY_ID, booking_id)
    return Booking(**row) if row else None


async def set_status(
    connection: Connection, booking: Booking, status: Status, *, external_state: SyncState, now: datetime
) -> Booking:
    """Write a booking's new status."""
    row = await connection.fetchrow(SET_STATUS, booking.id, status, external_state, now)
    assert row is not None, "the row is locked by the caller"  # noqa: S101
    return Booking(**row)


async def newest(
    connection: Connection, filters: Filters, *, limit: int, after: tuple[datetime, int] | None
) -> list[Booking]:
    """Return bookings, newest start first, strictly after a (start, id) position."""
    conditions = {
        "status = {}": filters.status,
        "regular_user_id = {}": filters.user_id,
        "lead_id = {}": filters.lead_id,
        "starts_at >= {}": filters.starts_from,
        "starts_at < {}": filters.starts_to,
    }
    given = [(text, value) for text, value in conditions.items() if value is not None]
    where = [text.format(f"${number}") for number, (text, _) in enumerate(given, start=1)]
    values: list[object] = [value for _, value in given]
    if after is not None:
        where.append(f"(starts_at, id) < (${len(values) + 1}, ${len(values) + 2})")
        values += after
    narrowed = f"WHERE {' AND '.join(where)}" if where else ""
    query = (
        f"SELECT {COLUMNS} FROM bookings {narrowed} "  # noqa: S608 -- made of constants and numbers
        f"ORDER BY starts_at DESC, id DESC LIMIT ${len(values) + 1}"
    )
    return [Booking(**row) for row in await connection.fetch(query, *values, limit)]


async def record(
    connection: Connection,
    booking: Booking,
    actor: Actor,
    *,
    before: Status | None,
    reason: str | None = None,
) -> None:
    """Write a line of history: the booking was in `before` and is in its status since `updated_at`."""
    await connection.execute(
        INSERT_EVENT,
        booking.sub_account_id,
        booking.id,
        booking.updated_at,
        actor.kind,
        actor.id,
        before,
        booking.status,
        reason,
    )


async def events(connection: Connection, booking_id: int) -> list[Event]:
    """Return a booking's history, oldest first."""
    return [Event(**row) for row in await connection.fetch(EVENTS, booking_id)]
