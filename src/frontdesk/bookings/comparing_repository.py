"""Queries for comparing bookings with outside calendars. Every one runs inside `db.tenant()`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from frontdesk.bookings import repository
from frontdesk.bookings.differences import Finding
from frontdesk.bookings.repository import Booking
from frontdesk.db.pool import Connection

# What both sides should know of in a stretch, and what was refused; in order of their start. What was
# booked or changed while nothing was connected is known here alone.
COMPARABLE = f"""
SELECT {repository.COLUMNS} FROM bookings
WHERE regular_user_id = $1 AND starts_at > $2 AND starts_at < $3
  AND status <> 'held'
  AND (external_state <> 'none' OR status IN ('pending', 'confirmed') OR external_event_id IS NOT NULL)
ORDER BY starts_at
"""  # noqa: S608 -- columns are a constant

# Whose appointments may still be told how they ended.
JUST_BEGUN = f"""
SELECT {repository.COLUMNS} FROM bookings
WHERE regular_user_id = $1 AND starts_at > $2 AND starts_at <= $3
  AND status = 'confirmed' AND external_state = 'synced' AND external_kind = 'appointment'
ORDER BY starts_at
"""  # noqa: S608 -- columns are a constant

COMPARED = """
UPDATE outside_calendars SET compared_at = $2, agreed = $3, findings = $4 WHERE user_id = $1
"""

COMPARED_AT = "SELECT compared_at FROM outside_calendars WHERE user_id = $1"

REPORT = """
SELECT u.id AS user_id, u.name AS user_name, u.calendar_id, o.asked_at, o.problem, o.compared_at,
       coalesce(o.agreed, 0) AS agreed, coalesce(o.findings, '[]') AS findings
FROM users u LEFT JOIN outside_calendars o ON o.sub_account_id = u.sub_account_id AND o.user_id = u.id
WHERE u.calendar_id IS NOT NULL
ORDER BY u.id
"""

OPEN_FINDINGS = """
SELECT count(*) FROM outside_calendars, jsonb_array_elements(findings) AS finding
WHERE NOT (finding->>'is_mended')::boolean
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """How a user's bookings and their outside calendar compare.

    Attributes:
        asked_at: when the calendar's times were last read.
        problem: why they could not be read since, if so.
        compared_at: when both sides were last compared; None before the first time.
        agreed: how many bookings and events agreed then.
        findings: what did not.
    """

    user_id: int
    user_name: str
    calendar_id: str
    asked_at: datetime | None
    problem: str | None
    compared_at: datetime | None
    agreed: int
    findings: list[Finding]


async def comparable(
    connection: Connection, user_id: int, *, start: datetime, end: datetime
) -> list[Booking]:
    """Return a user's bookings of a stretch that have, may have or should have an event outside."""
    return [Booking(**row) for row in await connection.fetch(COMPARABLE, user_id, start, end)]


async def just_begun(
    connection: Connection, user_id: int, *, since: datetime, now: datetime
) -> list[Booking]:
    """Return a user's appointments that have begun and of which nobody has said here how they ended."""
    return [Booking(**row) for row in await connection.fetch(JUST_BEGUN, user_id, since, now)]


async def compared_at(connection: Connection, user_id: int) -> datetime | None:
    """Return when both sides were last compared."""
    instant: datetime | None = await connection.fetchval(COMPARED_AT, user_id)
    return instant


async def note(
    connection: Connection, user_id: int, *, agreed: int, findings: Sequence[Finding], now: datetime
) -> None:
    """Write down how the two sides compared, in place of the time before."""
    told = msgspec.to_builtins(list(findings))
    await connection.execute(COMPARED, user_id, now, agreed, told)


async def report(connection: Connection) -> list[Compared]:
    """Return how every user's calendar compares."""
    return [
        Compared(**{**row, "findings": msgspec.convert(row["findings"], list[Finding])})
        for row in await connection.fetch(REPORT)
    ]


async def open_findings(connection: Connection) -> int:
    """Return how many differences wait for somebody."""
    return int(await connection.fetchval(OPEN_FINDINGS))
