"""Moving a booking to where its event stands outside: somebody moved it there, or it had to stay there."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from frontdesk.bookings import repository
from frontdesk.bookings.outcomes import Standing
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.turns import end_expired_holds
from frontdesk.db.pool import Connection
from frontdesk.zones import zone_named

LONGEST = timedelta(days=1)
CALENDAR = Actor("calendar")

FOLLOW = f"""
UPDATE bookings
SET status = CASE status WHEN 'pending' THEN 'confirmed' ELSE status END, starts_at = $2, ends_at = $3,
    busy_range = tstzrange($2, $3::timestamptz + (upper(busy_range) - ends_at)), details = $4,
    external_state = 'synced', external_error = $5, external_event_id = $6, external_claimed_until = NULL,
    external_attempts = 0, updated_at = $7, external_kind = $8,
    external_from = CASE WHEN doubted_at IS NULL THEN $2 ELSE least(external_from, $2) END,
    external_until = CASE WHEN doubted_at IS NULL THEN $3 ELSE greatest(external_until, $3) END
WHERE id = $1
RETURNING {repository.COLUMNS}
"""  # noqa: S608 -- columns are a constant


async def follow(
    connection: Connection,
    booking: Booking,
    stands: Standing,
    *,
    reason: str,
    problem: str | None,
    now: datetime,
) -> Booking | None:
    """Give a booking, locked in this transaction, its event's time; None when another one has that time."""
    starts_at, ends_at = stands.starts_at, stands.ends_at
    if not starts_at < ends_at <= starts_at + LONGEST:
        return None
    await end_expired_holds(connection, [booking.regular_user_id], start=starts_at, end=ends_at, now=now)
    await connection.execute("SAVEPOINT follow")
    details = details_at(booking, starts_at, ends_at)
    try:
        row = await connection.fetchrow(
            FOLLOW, booking.id, starts_at, ends_at, details, problem, stands.event_id, now, stands.kind
        )
    except asyncpg.ExclusionViolationError:
        await connection.execute("ROLLBACK TO SAVEPOINT follow")
        return None
    assert row is not None, "the row is locked"  # noqa: S101
    moved = Booking(**row)
    changes = {"startsAt": [booking.starts_at.isoformat(), starts_at.isoformat()]}
    await repository.record(
        connection, moved, CALENDAR, before=booking.status, reason=reason, changes=changes
    )
    return moved


def details_at(booking: Booking, starts_at: datetime, ends_at: datetime) -> Mapping[str, Any]:
    """Return a booking's details with another time, by the clock that they show."""
    shown = starts_at.astimezone(zone_named(str(booking.details["timezone"])))
    minutes = round((ends_at - starts_at) / timedelta(minutes=1))
    return {
        **booking.details,
        "date": f"{shown:%Y-%m-%d}",
        "time": f"{shown:%H:%M:%S}",
        "duration": minutes,
    }
