"""Queries for making the outside calendar agree with bookings. Every one runs inside `db.tenant()`."""

from datetime import datetime

from frontdesk.bookings import repository
from frontdesk.bookings.lifecycle import Status, SyncState
from frontdesk.bookings.outcomes import LANDED_AFTER, Doubt, Outcome
from frontdesk.bookings.repository import Booking
from frontdesk.db.pool import Connection

CLAIM_SECONDS = 60

# What is to be written or taken away, and what may have come of a write without an answer.
CLAIM = f"""
UPDATE bookings
SET external_claimed_until = $2::timestamptz + make_interval(secs => {CLAIM_SECONDS}),
    external_attempts = external_attempts + 1
WHERE id = $1 AND (external_state = 'pending' OR external_state = 'synced' AND doubted_at <= $3)
  AND (external_claimed_until IS NULL OR external_claimed_until < $2)
RETURNING {repository.COLUMNS}
"""  # noqa: S608 -- made of constants

# Another worker took over while this one was away, and both may have written: the next try looks for twins.
LOOK_AGAIN = """
UPDATE bookings SET external_state = 'pending', external_attempts = external_attempts + 1 WHERE id = $1
"""

# A cancelled booking counts if an event of its stands outside, or may.
TRY_ANEW = """
UPDATE bookings SET external_state = 'pending', external_error = NULL
WHERE external_state = 'failed' AND ends_at > $1
  AND (status IN ('pending', 'confirmed') OR external_event_id IS NOT NULL OR external_attempts > 0)
RETURNING id
"""

CALENDAR_OF = "SELECT calendar_id, location_id, assigned_user_id, timezone FROM users WHERE id = $1"

# A booking that is still to be written or taken away is the sync's; its event may be anywhere.
ARE_LEAVING = """
SELECT count(*) = cardinality($1::bigint[]) FROM bookings
WHERE id = ANY($1::bigint[]) AND external_state = 'pending'
"""

# After a clear no the attempts are counted anew, but for one if what came of an earlier one is not known: the
# next try looks before it writes. It looks no further than where the booking is once nothing is in doubt.
SETTLE = f"""
UPDATE bookings
SET status = $2, external_state = $3, external_event_id = $4, external_error = $5, updated_at = $6,
    external_kind = coalesce($7, external_kind), external_claimed_until = NULL,
    doubted_at = $8::timestamptz, doubted_starts = $9, external_place = coalesce($10, external_place),
    external_from = CASE WHEN $3 = 'synced' AND $8::timestamptz IS NULL THEN starts_at ELSE external_from END,
    external_until = CASE WHEN $3 = 'synced' AND $8::timestamptz IS NULL THEN ends_at ELSE external_until END,
    external_attempts = CASE $3 WHEN 'pending' THEN external_attempts
                                WHEN 'failed' THEN least(external_attempts - 1, 1) ELSE 0 END
WHERE id = $1
RETURNING {repository.COLUMNS}
"""  # noqa: S608 -- columns are a constant


async def claim(connection: Connection, booking_id: int, *, now: datetime) -> Booking | None:
    """Take a booking that there is something to do about; None when there is not, or another one has it."""
    row = await connection.fetchrow(CLAIM, booking_id, now, now - LANDED_AFTER)
    return Booking(**row) if row else None


async def settle(
    connection: Connection,
    booking: Booking,
    outcome: Outcome,
    *,
    becomes: tuple[Status, SyncState],
    doubt: Doubt,
    now: datetime,
) -> Booking:
    """Write down what a booking, locked in this transaction, is after an attempt."""
    row = await connection.fetchrow(
        SETTLE,
        booking.id,
        *becomes,
        outcome.event_id,
        outcome.problem,
        now,
        outcome.event_kind,
        doubt.since,
        list(doubt.starts),
        outcome.place,
    )
    assert row is not None, "the row is locked"  # noqa: S101
    return Booking(**row)


async def try_anew(connection: Connection, *, now: datetime) -> list[int]:
    """Have what was refused and is not over yet written again; returns its ids."""
    return [row["id"] for row in await connection.fetch(TRY_ANEW, now)]
