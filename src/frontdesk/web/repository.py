"""Queries for the dashboard. Every one runs inside `db.tenant()`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontdesk.bookings.lifecycle import Status, SyncState
from frontdesk.db.pool import Connection

# The start bounds the index; no booking is longer than a day.
UPCOMING = """
SELECT b.id, b.status, b.starts_at, b.ends_at, b.details, b.external_state, b.external_error,
       l.name AS lead_name, coalesce(l.email, l.phone) AS lead_contact, u.name AS user_name
FROM bookings b
JOIN users u ON u.sub_account_id = b.sub_account_id AND u.id = b.regular_user_id
LEFT JOIN leads l ON l.sub_account_id = b.sub_account_id AND l.id = b.lead_id
WHERE b.status IN ('pending', 'confirmed') AND b.ends_at > $1
  AND b.starts_at > $1::timestamptz - interval '1 day'
  AND b.regular_user_id = coalesce($2, b.regular_user_id)
ORDER BY b.starts_at, b.id
LIMIT $3
"""

COUNT_STARTING = """
SELECT count(*) FROM bookings
WHERE status IN ('pending', 'confirmed', 'completed') AND starts_at >= $1 AND starts_at < $2
  AND regular_user_id = coalesce($3, regular_user_id)
"""


@dataclass(frozen=True, slots=True)
class UpcomingBooking:
    """A booking that is not over, with the names of those who will meet; instants are aware UTC."""

    id: int
    status: Status
    starts_at: datetime
    ends_at: datetime
    details: Mapping[str, Any]
    external_state: SyncState
    external_error: str | None
    lead_name: str | None
    lead_contact: str | None
    user_name: str


async def upcoming(
    connection: Connection, *, now: datetime, user_id: int | None, limit: int
) -> list[UpcomingBooking]:
    """Return the bookings that are not over, soonest first; everybody's, or one user's."""
    return [UpcomingBooking(**row) for row in await connection.fetch(UPCOMING, now, user_id, limit)]


async def count_starting(
    connection: Connection, *, start: datetime, end: datetime, user_id: int | None
) -> int:
    """Count the bookings that start in a half-open stretch of time."""
    count: int = await connection.fetchval(COUNT_STARTING, start, end, user_id)
    return count
