"""Bookings as lists show them: with the names of those who meet. Every query runs inside `db.tenant()`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontdesk.bookings.lifecycle import Status, SyncState
from frontdesk.bookings.repository import Filters
from frontdesk.db.pool import Connection
from frontdesk.leads.searching import contains, digits_pattern

# What a search looks at: the newest that the other filters leave. Row security keeps indexes of words from
# being used, so a search reads rows, and this is how many at most.
MOST_SEARCHED = 20_000

_COLUMNS = """
    b.id, b.status, b.starts_at, b.ends_at, b.created_at, b.booking_type, b.external_state,
    b.details ->> 'subject' AS subject, b.details ->> 'location' AS location,
    b.details ->> 'timezone' AS timezone, b.regular_user_id AS user_id, u.name AS user_name,
    b.lead_id, l.name AS lead_name, l.email AS lead_email, l.phone AS lead_phone
"""
_NAMES = """
    JOIN users u ON u.sub_account_id = b.sub_account_id AND u.id = b.regular_user_id
    LEFT JOIN leads l ON l.sub_account_id = b.sub_account_id AND l.id = b.lead_id
"""

# Found by their start: no booking is longer than a day.
WITHIN = f"""
SELECT {_COLUMNS} FROM bookings b {_NAMES}
WHERE b.starts_at > $1::timestamptz - interval '1 day' AND b.starts_at < $2 AND b.ends_at > $1
  AND (b.status <> 'held' OR b.hold_expires_at > $3) AND b.status <> ALL($4::text[])
  AND ($5::bigint IS NULL OR b.regular_user_id = $5)
ORDER BY b.starts_at, b.id LIMIT $6
"""  # noqa: S608 -- made of constants

_FOUND = """
    ($1::text IS NULL OR b.subject ILIKE $1 OR b.lead_name ILIKE $1 OR b.lead_email ILIKE $1
     OR regexp_replace(b.lead_phone, '[^0-9]', '', 'g') LIKE $2)
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A booking with the names of those who meet; instants are aware UTC."""

    id: int
    status: Status
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    booking_type: str
    external_state: SyncState
    subject: str | None
    location: str | None
    timezone: str
    user_id: int
    user_name: str
    lead_id: int | None
    lead_name: str | None
    lead_email: str | None
    lead_phone: str | None

    @property
    def lead_contact(self) -> str | None:
        """How the lead can be reached, if we know."""
        return self.lead_email or self.lead_phone


@dataclass(frozen=True, slots=True)
class Span:
    """Which bookings a calendar shows: those that share time with [start, end), as of `now`.

    Attributes:
        user_id: whose; None means everybody's.
    """

    start: datetime
    end: datetime
    now: datetime
    user_id: int | None = None
    with_cancelled: bool = False


async def within(connection: Connection, span: Span, *, limit: int) -> list[Listed]:
    """Return the bookings of a stretch of time, soonest first."""
    hidden = [] if span.with_cancelled else ["cancelled"]
    rows = await connection.fetch(WITHIN, span.start, span.end, span.now, hidden, span.user_id, limit)
    return [Listed(**row) for row in rows]


async def newest(
    connection: Connection, filters: Filters, *, limit: int, after: tuple[datetime, int] | None
) -> list[Listed]:
    """Return bookings, newest start first, strictly after a (start, id) position."""
    query, values = _query(filters, limit=limit, after=after)
    return [Listed(**row) for row in await connection.fetch(query, *values)]


def _query(filters: Filters, *, limit: int, after: tuple[datetime, int] | None) -> tuple[str, list[object]]:
    values: list[object] = [contains(filters.search), digits_pattern(filters.search or "")]
    conditions: list[tuple[str, Any]] = [
        ("b.status = {}", filters.status),
        ("b.regular_user_id = {}", filters.user_id),
        ("b.lead_id = {}", filters.lead_id),
        ("b.starts_at >= {}", filters.starts_from),
        ("b.starts_at < {}", filters.starts_to),
    ]
    where = []
    for text, value in conditions:
        if value is not None:
            values.append(value)
            where.append(text.format(f"${len(values)}"))
    if after is not None:
        where.append(f"(b.starts_at, b.id) < (${len(values) + 1}, ${len(values) + 2})")
        values += after
    looked_at = MOST_SEARCHED if filters.search else limit
    values += [looked_at, limit]
    narrowed = f"WHERE {' AND '.join(where)}" if where else ""
    newest_first = "ORDER BY b.starts_at DESC, b.id DESC"
    query = (
        f"SELECT * FROM (SELECT {_COLUMNS} FROM bookings b {_NAMES} {narrowed} "  # noqa: S608 -- constants
        f"{newest_first} LIMIT ${len(values) - 1}) AS b WHERE {_FOUND} {newest_first} LIMIT ${len(values)}"
    )
    return query, values
