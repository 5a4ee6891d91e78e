"""An outside calendar in plain objects, held to the same contract as the real adapter.

For tests of everything that only needs *a* calendar; it can be told to fail.
"""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from frontdesk.calendars.port import (
    CalendarError,
    CalendarRefused,
    CalendarSummary,
    CalendarTarget,
    ExternalBlock,
    FreeCell,
)


@dataclass
class InMemoryCalendar:
    """One calendar of one location.

    Attributes:
        opening: the starts of its cells, aware instants.
        failing: errors still to be raised, by method name; each is raised once, in order.
        losing_replies: errors to be raised after `create_block` has taken effect.
    """

    calendar_id: str
    location_id: str
    opening: list[datetime]
    cell_length: timedelta = timedelta(minutes=30)
    blocks: dict[str, ExternalBlock] = field(default_factory=dict)
    failing: dict[str, deque[CalendarError]] = field(default_factory=dict)
    losing_replies: deque[CalendarError] = field(default_factory=deque)
    _ids: count = field(default_factory=lambda: count(1))

    def fail(self, method: str, *errors: CalendarError) -> None:
        """Let the next calls of a method raise these."""
        self.failing.setdefault(method, deque()).extend(errors)

    async def list_calendars(self, location_id: str) -> list[CalendarSummary]:
        self._strike("list_calendars")
        if location_id != self.location_id:
            raise CalendarRefused("The token may not be used for this location.")
        return [CalendarSummary(calendar_id=self.calendar_id, name="Consultations", is_active=True)]

    async def free_cells(self, target: CalendarTarget, *, start: datetime, end: datetime) -> list[FreeCell]:
        self._strike("free_cells")
        self._check(target)
        cells = (FreeCell(starts_at=at, ends_at=at + self.cell_length) for at in sorted(self.opening))
        return [
            cell
            for cell in cells
            if start <= cell.starts_at < end and not self._blocks_within(cell.starts_at, cell.ends_at)
        ]

    async def create_block(
        self, target: CalendarTarget, *, starts_at: datetime, ends_at: datetime, title: str
    ) -> str:
        self._strike("create_block")
        self._check(target)
        event_id = f"block-{next(self._ids)}"
        self.blocks[event_id] = ExternalBlock(event_id, title, starts_at, ends_at)
        if self.losing_replies:
            raise self.losing_replies.popleft()
        return event_id

    async def find_blocks(
        self, target: CalendarTarget, *, start: datetime, end: datetime
    ) -> list[ExternalBlock]:
        self._strike("find_blocks")
        self._check(target)
        return self._blocks_within(start, end)

    async def delete_event(self, event_id: str) -> None:
        self._strike("delete_event")
        self.blocks.pop(event_id, None)

    def _blocks_within(self, start: datetime, end: datetime) -> list[ExternalBlock]:
        found = [block for block in self.blocks.values() if block.starts_at < end and start < block.ends_at]
        return sorted(found, key=lambda block: (block.starts_at, block.event_id))

    def _check(self, target: CalendarTarget) -> None:
        if target.calendar_id != self.calendar_id:
            raise CalendarRefused("There is no such calendar.")

    def _strike(self, method: str) -> None:
        if self.failing.get(method):
            raise self.failing[method].popleft()
