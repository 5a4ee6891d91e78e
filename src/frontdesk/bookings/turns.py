"""Changing what is booked of a user: one transaction at a time.

Two moves to one time would else wait for each other, since an update writes its row before it asks the
constraint; so would two batches with the same times in another order. A single insert needs no turn: with `ON
CONFLICT` it steps back from a row that is being written. A turn is taken before any booking is locked.
"""

from collections.abc import Sequence
from datetime import datetime

from frontdesk.bookings.repository import BY_ID, Booking
from frontdesk.db.pool import Connection

TAKE_TURNS = "SELECT FROM users WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE"

TAKE_TURN_FOR = """
SELECT FROM users WHERE id = (SELECT regular_user_id FROM bookings WHERE id = $1) FOR NO KEY UPDATE
"""

LOCKED_BY_ID = f"{BY_ID} FOR UPDATE"

# Found by their start, as all busy times are.
END_EXPIRED_HOLDS = """
WITH expired AS (
    UPDATE bookings SET status = 'cancelled', updated_at = $4
    WHERE regular_user_id = ANY($1::bigint[]) AND status = 'held' AND hold_expires_at <= $4
      AND starts_at > $2::timestamptz - interval '2 days' AND starts_at < $3
    RETURNING sub_account_id, id
)
INSERT INTO booking_events (sub_account_id, booking_id, at, actor_kind, from_status, to_status, reason)
SELECT sub_account_id, id, $4, 'system', 'held', 'cancelled', 'expired' FROM expired
"""


async def take_turns(connection: Connection, user_ids: Sequence[int]) -> None:
    """Keep others from changing what is booked of these users until the transaction ends."""
    await connection.execute(TAKE_TURNS, list(user_ids))


async def locked(connection: Connection, booking_id: int) -> Booking | None:
    """Return one booking, its user's turn taken, and keep it from changing until the transaction ends."""
    await connection.execute(TAKE_TURN_FOR, booking_id)
    row = await connection.fetchrow(LOCKED_BY_ID, booking_id)
    return Booking(**row) if row else None


async def end_expired_holds(
    connection: Connection, user_ids: Sequence[int], *, start: datetime, end: datetime, now: datetime
) -> None:
    """Give the time of expired holds back before something moves there."""
    await connection.execute(END_EXPIRED_HOLDS, list(user_ids), start, end, now)
