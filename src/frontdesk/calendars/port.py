"""What frontdesk needs of an outside calendar, in our words. No vendor's word appears here.

An adapter (`calendars/gohighlevel/`) implements `Calendar` for one connected location; the contract suite in
`tests/calendars/` holds every implementation to the same behaviour.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

EventKind = Literal["block", "appointment"]
EventStatus = Literal["pending", "confirmed", "completed", "no_show", "cancelled", "void"]

Ending = Literal["completed", "no_show"]

# An event of such a status no longer takes anybody's time.
FREEING: frozenset[EventStatus] = frozenset({"cancelled", "no_show", "void"})


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

    @property
    def place(self) -> str:
        """Whose time it is, in one line: what was learnt of one place says nothing about another."""
        return f"{self.location_id} {self.calendar_id} {self.assigned_user_id or ''}"

    def at(self, place: str) -> "CalendarTarget":
        """Return the target that such a line names."""
        location_id, calendar_id, person = place.split(" ")
        return CalendarTarget(calendar_id, location_id, person or None, self.zone)


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
class ExternalEvent:
    """A block or an appointment as the outside calendar holds it; aware instants, half-open.

    Attributes:
        status: a block is always `confirmed`.
        calendar_id: the calendar it is in; a block on a person is in none.
        assigned_user_id: the outside person whose time it takes.
        contact_id: the outside person whom an appointment is with.
        notes: what is written about it beside its title.
        updated_at: when it was last changed over there, if it is told.
    """

    kind: EventKind
    event_id: str
    title: str
    starts_at: datetime
    ends_at: datetime
    status: EventStatus = "confirmed"
    calendar_id: str | None = None
    assigned_user_id: str | None = None
    contact_id: str | None = None
    notes: str | None = None
    updated_at: datetime | None = None

    @property
    def takes_time(self) -> bool:
        """Whether somebody is busy with it."""
        return self.status not in FREEING


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event to be written; aware instants, half-open.

    Attributes:
        contact_id: whom an appointment is with. A new appointment needs it, a block has nobody.
        notes: kept with an appointment; a block has no place for them.
    """

    kind: EventKind
    title: str
    starts_at: datetime
    ends_at: datetime
    contact_id: str | None = None
    notes: str | None = None

    def __post_init__(self) -> None:
        if self.ends_at <= self.starts_at:
            raise ValueError("an event ends after it starts")


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What is known of a person who books; at least one of e-mail and phone, by which they are found again.

    Attributes:
        phone: E.164.
        timezone: an IANA name.
    """

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class ExternalContact:
    """A person who books, as the outside calendar's location knows them."""

    contact_id: str
    facts: ContactFacts


@dataclass(frozen=True, slots=True)
class ExternalPerson:
    """Somebody of the location's own people, whose time can be booked."""

    user_id: str
    name: str
    email: str | None = None


class Calendar(Protocol):
    """One connected location. Every method may raise the errors below."""

    async def list_calendars(self, location_id: str) -> list[CalendarSummary]:
        """Return the location's calendars."""
        ...

    async def free_cells(self, target: CalendarTarget, *, start: datetime, end: datetime) -> list[FreeCell]:
        """Return what is free between two aware instants, in order; any length of time may be asked for."""
        ...

    async def delete_event(self, event_id: str) -> None:
        """Remove an event without a trace. An event that is already gone is no error."""
        ...

    async def create_event(self, target: CalendarTarget, draft: EventDraft) -> str:
        """Write a new event and return its id.

        A block is written whatever is there already. An appointment is checked by the other side, in one step
        with the writing: `CalendarSlotTaken`.
        """
        ...

    async def update_event(self, target: CalendarTarget, event_id: str, draft: EventDraft) -> None:
        """Give an event the draft's times and title; its status and its contact stay as they are.

        Raises `CalendarMissing` if it is gone, `CalendarSlotTaken` if an appointment's new time is not free.
        """
        ...

    async def cancel_event(self, event_id: str, *, kind: EventKind) -> None:
        """Call an event off in the way that the location's own reminders and workflows notice.

        A block is removed; an appointment stays, as cancelled. One that is cancelled or gone is no error.
        """
        ...

    async def end_appointment(self, event_id: str, *, status: Ending) -> None:
        """Say how an appointment ended. Raises `CalendarMissing` if there is none."""
        ...

    async def appointment(self, event_id: str) -> ExternalEvent:
        """Return one appointment. Blocks cannot be had by their id: find them by their time.

        Raises `CalendarMissing` if there is none.
        """
        ...

    async def find_events(
        self, target: CalendarTarget, *, start: datetime, end: datetime
    ) -> list[ExternalEvent]:
        """Return the calendar's appointments, cancelled ones too, and its blocks that overlap the stretch.

        In order of their start. Blocks are the calendar's, or where a person is blocked in its place, theirs.
        """
        ...

    async def busy(self, target: CalendarTarget, *, start: datetime, end: datetime) -> list[ExternalEvent]:
        """Return what takes the target's time in the stretch, whoever wrote it, in order.

        Where a person's time is meant, that is what takes it on any calendar of the location.
        """
        ...

    async def upsert_contact(self, location_id: str, facts: ContactFacts) -> ExternalContact:
        """Make a contact, or bring the one with this e-mail or phone up to date; safe to repeat."""
        ...

    async def find_contact(self, location_id: str, facts: ContactFacts) -> ExternalContact | None:
        """Return the contact with the e-mail or the phone of `facts`, if there is one."""
        ...

    async def contact(self, contact_id: str) -> ExternalContact:
        """Return one contact. Raises `CalendarMissing` if there is none."""
        ...

    async def location_zone(self, location_id: str) -> ZoneInfo:
        """Return the zone in which the location shows its times."""
        ...

    async def people(self, location_id: str) -> list[ExternalPerson]:
        """Return the location's people."""
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


class CalendarNotAllowed(CalendarRefused):
    """The credentials are not accepted, or do not open what was asked for: somebody has to see to them."""


class CalendarLockedOut(CalendarNotAllowed):
    """The credentials themselves are not accepted, for anything."""


class CalendarMissing(CalendarRefused):
    """What was named does not exist over there, or no longer."""


class CalendarSlotTaken(CalendarError):
    """The outside calendar says that the time is no longer free."""
