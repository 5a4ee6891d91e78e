"""Queries for what is kept of outside calendars. Every one runs inside `db.tenant()`."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from frontdesk.availability.intervals import Interval
from frontdesk.db.pool import Connection

WANT = """
INSERT INTO outside_calendars (sub_account_id, user_id, wanted_at) SELECT $1, unnest($2::bigint[]), $3
ON CONFLICT (sub_account_id, user_id) DO UPDATE
SET wanted_at = greatest(outside_calendars.wanted_at, excluded.wanted_at)
"""

BEGIN = """
INSERT INTO outside_calendars (sub_account_id, user_id, wanted_at) VALUES ($1, $2, $3)
ON CONFLICT (sub_account_id, user_id) DO NOTHING
"""

# An answer that comes late does not take the place of one that was asked for later.
KEEP = """
UPDATE outside_calendars
SET place = $2, asked_at = $3, known_until = $4, tried_at = $3, problem = NULL
WHERE user_id = $1 AND (asked_at IS NULL OR asked_at <= $3)
RETURNING wanted_at
"""

NOTE_PROBLEM = "UPDATE outside_calendars SET tried_at = $2, problem = $3 WHERE user_id = $1"

CLEAR = "DELETE FROM outside_busy WHERE user_id = $1"

FILL = """
INSERT INTO outside_busy (sub_account_id, user_id, starts_at, ends_at)
SELECT $1, $2, * FROM unnest($3::timestamptz[], $4::timestamptz[])
"""

CLOSE = """
INSERT INTO outside_busy (sub_account_id, user_id, starts_at, ends_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (sub_account_id, user_id, starts_at) DO UPDATE
SET ends_at = greatest(outside_busy.ends_at, excluded.ends_at)
"""

FORGET = "DELETE FROM outside_calendars WHERE user_id = $1"

# Where events of ours may have stood when the calendar was asked, at $2: those it has, those that are being
# written or taken away, and those that went since.
OURS = """
SELECT starts_at, ends_at FROM bookings
WHERE regular_user_id = $1 AND starts_at > $2::timestamptz - interval '1 day' AND starts_at < $3
  AND (external_event_id IS NOT NULL OR external_state = 'pending' OR updated_at >= $2)
  AND external_state <> 'none'
"""

# Found by their start: no piece is longer than a day. A short one from the moment of asking on is no event
# over there, but the gap before the next time that can begin.
BUSY_WITHIN = """
SELECT b.user_id, b.starts_at, b.ends_at
FROM outside_busy b JOIN outside_calendars c USING (sub_account_id, user_id)
WHERE b.user_id = ANY($1::bigint[]) AND b.starts_at > $2::timestamptz - interval '1 day' AND b.starts_at < $3
  AND b.ends_at > $2
  AND (b.starts_at IS DISTINCT FROM c.asked_at OR b.ends_at - b.starts_at >= interval '1 hour')
ORDER BY b.starts_at
"""


async def want(
    connection: Connection, sub_account_id: int, user_ids: Sequence[int], *, now: datetime
) -> None:
    """Note that these users' calendars are to be asked again."""
    await connection.execute(WANT, sub_account_id, list(user_ids), now)


async def begin(connection: Connection, sub_account_id: int, user_id: int, *, now: datetime) -> None:
    """Have a line to keep things on, before a calendar is asked for the first time."""
    await connection.execute(BEGIN, sub_account_id, user_id, now)


async def ours(connection: Connection, user_id: int, asked: Interval) -> list[Interval]:
    """Return where events of our own may have stood in a stretch that was asked from its start on."""
    rows = await connection.fetch(OURS, user_id, asked.start, asked.end)
    return [Interval(row["starts_at"], row["ends_at"]) for row in rows]


async def keep(
    connection: Connection,
    sub_account_id: int,
    user_id: int,
    *,
    place: str,
    asked: Interval,
    busy: Sequence[Interval],
) -> bool:
    """Keep what was found in a stretch, in place of what was known; says whether it was wanted anew since."""
    wanted_at = await connection.fetchval(KEEP, user_id, place, asked.start, asked.end)
    if wanted_at is None:
        return False
    await connection.execute(CLEAR, user_id)
    starts, ends = [piece.start for piece in busy], [piece.end for piece in busy]
    await connection.execute(FILL, sub_account_id, user_id, starts, ends)
    return bool(wanted_at > asked.start)


async def note_problem(connection: Connection, user_id: int, problem: str, *, now: datetime) -> None:
    """Note why a calendar could not be asked; what was known of it stays and grows old."""
    await connection.execute(NOTE_PROBLEM, user_id, now, problem)


async def close(connection: Connection, sub_account_id: int, user_id: int, time: Interval) -> None:
    """Note at once that the outside calendar does not call a time free."""
    await connection.execute(CLOSE, sub_account_id, user_id, time.start, time.end)


async def forget(connection: Connection, user_id: int) -> None:
    """Forget what is known of a user's outside calendar: there is none any more."""
    await connection.execute(CLEAR, user_id)
    await connection.execute(FORGET, user_id)


async def busy_within(
    connection: Connection, user_ids: Sequence[int], within: Interval
) -> dict[int, list[Interval]]:
    """Return when these users' outside calendars have something else, as far as it is kept."""
    found: defaultdict[int, list[Interval]] = defaultdict(list)
    for row in await connection.fetch(BUSY_WITHIN, list(user_ids), within.start, within.end):
        found[row["user_id"]].append(Interval(row["starts_at"], row["ends_at"]))
    return found
