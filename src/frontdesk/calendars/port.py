"""What frontdesk needs of an outside calendar, in our words. No vendor's word appears here.

An adapter (`calendars/gohighlevel/`) implements `Calendar` for one connected location; the contract suite in
`tests/calendars/` holds every implementation to the same behaviour.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class CalendarTarget:
    """Whose time a call is about.

    Attributes:
        calendar_id: the outside calendar's id.
        location_id: the outside location (sub-account) that owns it.
        assigned_user_id: the outside person; None leaves the choice to the calendar's own team.
        zone: the zone in which the outside calendar shows its times.
    """

    calendar_id: str
    location_id: str
    assigned_user_id: str | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class CalendarSummary:
    """A calendar that a user could be connected to."""

    calendar_id: str
    name: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class FreeCell:
    """A stretch of time, aware instants, half-open, that the outside calendar promises is free."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class ExternalBlock:
    """A block as the outside calendar holds it; aware instants, half-open."""

    event_id: str
    title: str
    starts_at: datetime
    ends_at: datetime


class Calendar(Protocol):
    """One connected location. Every method may raise the errors below."""

    async def list_calendars(self, location_id: str) -> list[CalendarSummary]:
        """Return the location's calendars."""
        ...

    async def free_cells(self, target: CalendarTarget, *, start: datetime, end: datetime) -> list[FreeCell]:
        """Return what is free between two aware instants, in order; any length of time may be asked for."""
        ...

    async def create_block(
        self, target: CalendarTarget, *, starts_at: datetime, ends_at: datetime, title: str
    ) -> str:
        """Block the time and return the new event's id."""
        ...

    async def find_blocks(
        self, target: CalendarTarget, *, start: datetime, end: datetime
    ) -> list[ExternalBlock]:
        """Return the blocks that overlap the time between two aware instants."""
        ...

    async def delete_event(self, event_id: str) -> None:
        """Remove an event. An event that is already gone is no error."""
        ...


class CalendarError(Exception):
    """The outside calendar did not do what was asked. The message is safe to show and to log."""


class CalendarUnreachable(CalendarError):
    """No clear answer (timeout, reset, 5xx, too many requests): the call may or may not have taken effect.

    Attributes:
        retry_after_seconds: how long the other side asked us to wait, if it said.
    """

    def __init__(self, message: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class CalendarRefused(CalendarError):
    """A clear no that trying again will not change (credentials, permissions, settings)."""


class CalendarSlotTaken(CalendarError):
    """The outside calendar says that the time is no longer free."""
