"""The two queries that availability costs: who the user is, and when they are busy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from frontdesk.db.pool import Connection

PERSON = """
SELECT u.timezone, u.bookings_time, u.calendar_id, u.location_id, u.assigned_user_id,
       l.timezone AS lead_timezone
FROM users u
LEFT JOIN leads l ON l.sub_account_id = u.sub_account_id AND l.id = $2
WHERE u.id = $1
"""

# Found by their start through `bookings_busy`: no booking is longer than a day, and no buffer either.
BUSY = """
SELECT starts_at, upper(busy_range) AS busy_until, ends_at FROM bookings
WHERE regular_user_id = $1 AND starts_at > $2::timestamptz - interval '2 days' AND starts_at < $3
  AND status IN ('held', 'pending', 'confirmed')
  AND (status <> 'held' OR hold_expires_at > $4)
  AND id IS DISTINCT FROM $5
ORDER BY starts_at
"""


@dataclass(frozen=True, slots=True)
class Person:
    """What is stored of the user whose time is asked for, and the zone of the lead who asks."""

    timezone: str
    bookings_time: Mapping[str, Any]
    calendar_id: str | None
    location_id: str | None
    assigned_user_id: str | None
    lead_timezone: str | None


@dataclass(frozen=True, slots=True)
class TakenTime:
    """A live booking; `busy_until` is its end plus the buffer that was in force when it was made."""

    starts_at: datetime
    ends_at: datetime
    busy_until: datetime

    def ends_with_buffer(self, buffer: timedelta) -> datetime:
        """Return the end as the rules must see it, so that today's buffer after it reaches `busy_until`.

        The database keeps the buffer of the day a booking was made; were the user's buffer shortened since,
        the plain end would offer times that the database refuses.
        """
        return max(self.ends_at, self.busy_until - buffer)


async def person(connection: Connection, user_id: int, *, lead_id: int | None) -> Person | None:
    """Return the user, and with them the zone of the lead who asks."""
    row = await connection.fetchrow(PERSON, user_id, lead_id)
    return Person(**row) if row else None


async def taken_times(
    connection: Connection,
    user_id: int,
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    but_for: int | None = None,
) -> list[TakenTime]:
    """Return a user's live bookings that reach into [start, end), in order, `but_for` left out."""
    rows = await connection.fetch(BUSY, user_id, start, end, now, but_for)
    return [TakenTime(**row) for row in rows if row["busy_until"] > start]
