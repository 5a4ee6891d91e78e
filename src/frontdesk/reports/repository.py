"""Queries for the reports. Every one runs inside `db.tenant()` and reads one stretch of time by an index."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from frontdesk.db.pool import Connection
from frontdesk.reports.figures import Talks, WeekCount

# A booking is made once: by the first line that takes it out of nothing, or out of a hold. An agency's people
# are of the business here.
BOOKED_BY_WEEK = """
SELECT date_trunc('week', e.at AT TIME ZONE $3)::date AS monday,
       CASE e.actor_kind WHEN 'agency' THEN 'user' ELSE e.actor_kind END AS source, count(*) AS count
FROM booking_events e
JOIN bookings b ON b.sub_account_id = e.sub_account_id AND b.id = e.booking_id
WHERE e.at >= $1 AND e.at < $2
  AND e.to_status IN ('pending', 'confirmed') AND coalesce(e.from_status, 'held') = 'held'
  AND ($4::bigint IS NULL OR b.regular_user_id = $4)
GROUP BY 1, 2
"""

STARTING_BY_STATUS = """
SELECT status AS name, count(*) AS count FROM bookings
WHERE starts_at >= $1 AND starts_at < $2 AND ($3::bigint IS NULL OR regular_user_id = $3)
  AND status <> 'held' AND NOT (status = 'cancelled' AND hold_expires_at IS NOT NULL)
GROUP BY status
"""

LIVE_BY_SYNC = """
SELECT external_state AS name, count(*) AS count FROM bookings
WHERE starts_at >= $1 AND starts_at < $2 AND ($3::bigint IS NULL OR regular_user_id = $3)
  AND status IN ('pending', 'confirmed')
GROUP BY external_state
"""

# A visitor who opened the chat and wrote nothing has started no conversation.
TALKS = """
WITH talks AS (
    SELECT sub_account_id, id, created_at FROM conversations
    WHERE created_at >= $1 AND created_at < $2 AND turns > 0 AND ($3::bigint IS NULL OR user_id = $3)
), booked AS (
    SELECT t.id, extract(epoch FROM min(m.created_at) - t.created_at)::float8 AS took
    FROM talks t
    JOIN messages m ON m.sub_account_id = t.sub_account_id AND m.conversation_id = t.id
    WHERE m.record @> '{"steps": [{"tool": "create_booking", "result": {"success": true}}]}'
    GROUP BY t.id, t.created_at
)
SELECT (SELECT count(*) FROM talks) AS started, count(*) AS booked,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY took) AS median_seconds
FROM booked
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The half-open stretch of time that is reported, and whose calendar; None is everybody's."""

    start: datetime
    end: datetime
    user_id: int | None = None


async def booked_by_week(connection: Connection, stretch: Stretch, *, zone: str) -> list[WeekCount]:
    """Return how many bookings were made in each week of a zone's calendar, by who made them."""
    rows = await connection.fetch(BOOKED_BY_WEEK, stretch.start, stretch.end, zone, stretch.user_id)
    return [WeekCount(**row) for row in rows]


async def starting_by_status(connection: Connection, stretch: Stretch) -> Mapping[str, int]:
    """Return how many bookings start in the stretch, by status; a hold alone is none."""
    return await _counts(connection, STARTING_BY_STATUS, stretch)


async def live_by_sync(connection: Connection, stretch: Stretch) -> Mapping[str, int]:
    """Return how far the outside calendar agrees with the live bookings that start in the stretch."""
    return await _counts(connection, LIVE_BY_SYNC, stretch)


async def talks(connection: Connection, stretch: Stretch) -> Talks:
    """Return how many conversations began in the stretch and how many of them led to a booking."""
    row = await connection.fetchrow(TALKS, stretch.start, stretch.end, stretch.user_id)
    assert row is not None, "an aggregate has a row"  # noqa: S101
    return Talks(**row)


async def _counts(connection: Connection, query: str, stretch: Stretch) -> Mapping[str, int]:
    rows = await connection.fetch(query, stretch.start, stretch.end, stretch.user_id)
    return {row["name"]: row["count"] for row in rows}
