"""The two queries that availability costs: who the users are, and when they are busy."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from frontdesk.availability.intervals import Interval
from frontdesk.availability.outside import Kept
from frontdesk.db.pool import Connection, Row
from frontdesk.zones import LeadZone

PEOPLE = """
SELECT id, timezone, bookings_time, calendar_id, location_id, assigned_user_id FROM users
WHERE id = ANY($1::bigint[]) AND deactivated_at IS NULL
"""

EVERYBODY = "SELECT id FROM users WHERE deactivated_at IS NULL ORDER BY id"

LEAD_ZONE = "SELECT timezone, timezone_source FROM leads WHERE id = $1 AND erased_at IS NULL"

# Found by their start through `bookings_busy`: no booking is longer than a day, and no buffer either. What is
# kept of outside calendars comes in the same answer: their busy times, and a line that says how old it is.
BUSY = """
SELECT regular_user_id, starts_at, ends_at, upper(busy_range) AS busy_until, 'booked' AS kind, NULL AS place
FROM bookings
WHERE regular_user_id = ANY($1::bigint[])
  AND starts_at > $2::timestamptz - interval '2 days' AND starts_at < $3
  AND status IN ('held', 'pending', 'confirmed')
  AND (status <> 'held' OR hold_expires_at > $4)
  AND id IS DISTINCT FROM $5
UNION ALL
SELECT user_id, starts_at, ends_at, ends_at, 'outside', NULL FROM outside_busy
WHERE user_id = ANY($1::bigint[])
  AND starts_at > $2::timestamptz - interval '1 day' AND starts_at < $3
UNION ALL
SELECT user_id, asked_at, known_until, known_until, 'kept', place FROM outside_calendars
WHERE user_id = ANY($1::bigint[]) AND asked_at IS NOT NULL
ORDER BY starts_at
"""


@dataclass(frozen=True, slots=True)
class Person:
    """What is stored of a user whose time is asked for."""

    id: int
    timezone: str
    bookings_time: Mapping[str, Any]
    calendar_id: str | None
    location_id: str | None
    assigned_user_id: str | None


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


@dataclass(frozen=True, slots=True)
class TakenTimes:
    """One user's time as it is known here: live bookings in order, and what the outside calendar said."""

    booked: list[TakenTime] = field(default_factory=list)
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which taken times are asked for: those that reach into [start, end), as of `now`.

    Attributes:
        but_for: a booking that does not count.
    """

    start: datetime
    end: datetime
    now: datetime
    but_for: int | None = None


async def people(connection: Connection, user_ids: Sequence[int]) -> dict[int, Person]:
    """Return the users of these ids that the tenant has."""
    rows = await connection.fetch(PEOPLE, list(user_ids))
    return {row["id"]: Person(**row) for row in rows}


async def everybody(connection: Connection) -> list[int]:
    """Return the ids of all users of the tenant."""
    return [row["id"] for row in await connection.fetch(EVERYBODY)]


async def lead_zone(connection: Connection, lead_id: int) -> LeadZone:
    """Return the zone a lead is known to live in."""
    row = await connection.fetchrow(LEAD_ZONE, lead_id)
    return LeadZone(row["timezone"], row["timezone_source"]) if row else LeadZone()


async def taken_times(
    connection: Connection, user_ids: Sequence[int], stretch: Stretch
) -> dict[int, TakenTimes]:
    """Return each user's live bookings, in order, and what is kept of their outside calendar."""
    rows = await connection.fetch(
        BUSY, list(user_ids), stretch.start, stretch.end, stretch.now, stretch.but_for
    )
    by_user: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "kept" or row["busy_until"] > stretch.start:
            by_user[row["regular_user_id"]].append(row)
    return {user_id: _taken_times(by_user[user_id]) for user_id in user_ids}


def _taken_times(rows: Sequence[Row]) -> TakenTimes:
    booked = [
        TakenTime(row["starts_at"], row["ends_at"], row["busy_until"])
        for row in rows
        if row["kind"] == "booked"
    ]
    line = next((row for row in rows if row["kind"] == "kept"), None)
    if line is None:
        return TakenTimes(booked)
    busy = (Interval(row["starts_at"], row["ends_at"]) for row in rows if row["kind"] == "outside")
    return TakenTimes(booked, Kept(line["place"], line["starts_at"], line["ends_at"], tuple(busy)))
