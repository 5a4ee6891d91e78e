"""Reading the trail: what was written to it and what happened to bookings, newest first, as one list.

A booking's moves are written once, to its history; here they are read beside the rest. The query runs inside
`db.tenant()`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frontdesk.db.pool import Connection
from frontdesk.trail.entries import Action, ActorKind, BookingAction, TargetKind

WRITTEN = """
SELECT at, 1 AS source, id, actor_kind, actor_id, api_key_id, action, target_kind, target_id,
       NULL::text AS reason, changes
FROM trail
"""

# Moving and editing are told by what was changed, everything else by the state it led to.
OF_BOOKINGS = """
SELECT at, 2 AS source, id, actor_kind, actor_id, api_key_id,
       'booking.' || CASE
           WHEN from_status IS NULL AND to_status = 'held' THEN 'held'
           WHEN from_status IS NULL THEN 'made'
           WHEN from_status = 'held' AND to_status IN ('pending', 'confirmed') THEN 'made'
           WHEN changes ? 'startsAt' THEN 'moved'
           WHEN changes ? 'edited' THEN 'edited'
           ELSE to_status
       END AS action,
       'booking' AS target_kind, booking_id AS target_id, reason, changes
FROM booking_events
"""

# Each side brings its newest by its own index; a page is made of the newest of both.
PAGE = """
SELECT * FROM (
    (SELECT * FROM ({written}) AS written {narrowed} ORDER BY at DESC, id DESC LIMIT {limit})
    UNION ALL
    (SELECT * FROM ({of_bookings}) AS of_bookings {narrowed} ORDER BY at DESC, id DESC LIMIT {limit})
) AS entries
ORDER BY at DESC, source DESC, id DESC LIMIT {limit}
"""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a line stands in the list."""

    at: datetime
    source: int
    id: int


@dataclass(frozen=True, slots=True)
class Window:
    """A half-open stretch of time; None leaves a side open."""

    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What the trail is narrowed to; None means all."""

    action: Action | BookingAction | None = None
    actor_kind: ActorKind | None = None
    actor_id: int | None = None
    target_kind: TargetKind | None = None
    target_id: int | None = None
    window: Window = Window()


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is read; `reason` is what somebody gave for a booking's move."""

    at: datetime
    source: int
    id: int
    actor_kind: ActorKind
    actor_id: int | None
    api_key_id: int | None
    action: Action | BookingAction
    target_kind: TargetKind
    target_id: int | None
    reason: str | None
    changes: Mapping[str, Any]

    @property
    def position(self) -> Position:
        """Where this line stands."""
        return Position(self.at, self.source, self.id)


async def newest(
    connection: Connection, filters: Filters, *, limit: int, after: Position | None
) -> list[Line]:
    """Return lines, newest first, strictly after a position."""
    conditions = {
        "action = {}": filters.action,
        "actor_kind = {}": filters.actor_kind,
        "actor_id = {}": filters.actor_id,
        "target_kind = {}": filters.target_kind,
        "target_id = {}": filters.target_id,
        "at >= {}": filters.window.start,
        "at < {}": filters.window.end,
    }
    given = [(text, value) for text, value in conditions.items() if value is not None]
    where = [text.format(f"${number}") for number, (text, _) in enumerate(given, start=1)]
    values: list[object] = [value for _, value in given]
    if after is not None:
        first = len(values) + 1
        where.append(f"at <= ${first} AND (at, source, id) < (${first}, ${first + 1}, ${first + 2})")
        values += (after.at, after.source, after.id)
    query = PAGE.format(
        written=WRITTEN,
        of_bookings=OF_BOOKINGS,
        narrowed=f"WHERE {' AND '.join(where)}" if where else "",
        limit=f"${len(values) + 1}",
    )
    return [Line(**row) for row in await connection.fetch(query, *values, limit)]
