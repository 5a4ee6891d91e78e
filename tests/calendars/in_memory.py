"""An outside calendar in plain objects, held to the same contract as the real adapter.

For tests of everything that only needs *a* calendar; it can be told to fail.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from frontdesk.calendars.port import (
    CalendarError,
    CalendarMissing,
    CalendarRefused,
    CalendarSlotTaken,
    CalendarSummary,
    CalendarTarget,
    ContactFacts,
    Ending,
    EventDraft,
    EventKind,
    ExternalContact,
    ExternalEvent,
    ExternalPerson,
    FreeCell,
)


@dataclass
class InMemoryCalendar:
    """One calendar of one location.

    Attributes:
        opening: the starts of its cells, aware instants.
        events: what it holds, cancelled appointments too; tests may change it behind our back.
        failing: errors still to be raised, by method name; each is raised once, in order.
        losing_replies: errors to be raised after a create, an update or a cancellation has taken effect.
        delaying: errors to be raised by a create or an update that takes effect only when it `lands`.
    """

    calendar_id: str
    location_id: str
    opening: list[datetime]
    cell_length: timedelta = timedelta(minutes=30)
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/New_York"))
    events: dict[str, ExternalEvent] = field(default_factory=dict)
    contacts: dict[str, ExternalContact] = field(default_factory=dict)
    staff: list[ExternalPerson] = field(default_factory=list)
    failing: dict[str, deque[CalendarError]] = field(default_factory=dict)
    losing_replies: deque[CalendarError] = field(default_factory=deque)
    delaying: deque[CalendarError] = field(default_factory=deque)
    _on_their_way: list[Callable[[], None]] = field(default_factory=list)
    _ids: count = field(default_factory=lambda: count(1))

    def fail(self, method: str, *errors: CalendarError) -> None:
        """Let the next calls of a method raise these."""
        self.failing.setdefault(method, deque()).extend(errors)

    def land(self) -> None:
        """Let what was written without an answer take effect."""
        for write in self._on_their_way:
            write()
        self._on_their_way.clear()

    @property
    def blocks(self) -> dict[str, ExternalEvent]:
        """The blocks among the events."""
        return {event_id: event for event_id, event in self.events.items() if event.kind == "block"}

    async def list_calendars(self, location_id: str) -> list[CalendarSummary]:
        self._strike("list_calendars")
        self._check_location(location_id)
        return [CalendarSummary(calendar_id=self.calendar_id, name="Consultations", is_active=True)]

    async def free_cells(self, target: CalendarTarget, *, start: datetime, end: datetime) -> list[FreeCell]:
        self._strike("free_cells")
        self._check(target)
        cells = (FreeCell(starts_at=at, ends_at=at + self.cell_length) for at in sorted(self.opening))
        return [
            cell
            for cell in cells
            if start <= cell.starts_at < end and not self._taking(cell.starts_at, cell.ends_at)
        ]

    async def delete_event(self, event_id: str) -> None:
        self._strike("delete_event")
        self.events.pop(event_id, None)

    async def create_event(self, target: CalendarTarget, draft: EventDraft) -> str:
        self._strike("create_event")
        self._check(target)
        if draft.kind == "appointment":
            self._check_contact(draft.contact_id)
            self._check_slot(draft)
        event_id = f"{draft.kind}-{next(self._ids)}"
        event = ExternalEvent(
            draft.kind,
            event_id,
            draft.title,
            draft.starts_at,
            draft.ends_at,
            calendar_id=target.calendar_id,
            assigned_user_id=target.assigned_user_id,
            contact_id=draft.contact_id,
            notes=draft.notes,
        )
        self._write(lambda: self.events.update({event_id: event}))
        return event_id

    async def update_event(self, target: CalendarTarget, event_id: str, draft: EventDraft) -> None:
        self._strike("update_event")
        self._check(target)
        held = self._held(event_id, draft.kind)
        if draft.kind == "appointment" and (held.starts_at, held.ends_at) != (draft.starts_at, draft.ends_at):
            self._check_slot(draft, but=event_id)
        event = replace(
            held,
            title=draft.title,
            starts_at=draft.starts_at,
            ends_at=draft.ends_at,
            notes=draft.notes or held.notes,
        )
        self._write(lambda: self.events.update({event_id: event}))

    async def cancel_event(self, event_id: str, *, kind: EventKind) -> None:
        self._strike("cancel_event")
        held = self.events.get(event_id)
        if kind == "block":
            self.events.pop(event_id, None)
        elif held is not None:
            self.events[event_id] = replace(held, status="cancelled")
        self._lose_reply()

    async def end_appointment(self, event_id: str, *, status: Ending) -> None:
        self._strike("end_appointment")
        self.events[event_id] = replace(self._held(event_id, "appointment"), status=status)
        self._lose_reply()

    async def appointment(self, event_id: str) -> ExternalEvent:
        self._strike("appointment")
        return self._held(event_id, "appointment")

    async def find_events(
        self, target: CalendarTarget, *, start: datetime, end: datetime
    ) -> list[ExternalEvent]:
        self._strike("find_events")
        self._check(target)
        return self._within(start, end)

    async def busy(self, target: CalendarTarget, *, start: datetime, end: datetime) -> list[ExternalEvent]:
        self._strike("busy")
        self._check(target)
        return self._taking(start, end)

    async def upsert_contact(self, location_id: str, facts: ContactFacts) -> ExternalContact:
        self._strike("upsert_contact")
        self._check_location(location_id)
        known = self._known(facts)
        contact_id = known.contact_id if known else f"contact-{next(self._ids)}"
        before = known.facts if known else ContactFacts()
        merged = ContactFacts(
            name=facts.name or before.name,
            email=facts.email or before.email,
            phone=facts.phone or before.phone,
            timezone=facts.timezone or before.timezone,
        )
        self.contacts[contact_id] = ExternalContact(contact_id, merged)
        return self.contacts[contact_id]

    async def find_contact(self, location_id: str, facts: ContactFacts) -> ExternalContact | None:
        self._strike("find_contact")
        self._check_location(location_id)
        return self._known(facts)

    async def contact(self, contact_id: str) -> ExternalContact:
        self._strike("contact")
        if contact_id not in self.contacts:
            raise CalendarMissing("There is no such contact.")
        return self.contacts[contact_id]

    async def location_zone(self, location_id: str) -> ZoneInfo:
        self._strike("location_zone")
        self._check_location(location_id)
        return self.zone

    async def people(self, location_id: str) -> list[ExternalPerson]:
        self._strike("people")
        self._check_location(location_id)
        return self.staff

    def _within(self, start: datetime, end: datetime) -> list[ExternalEvent]:
        found = [event for event in self.events.values() if event.starts_at < end and start < event.ends_at]
        return sorted(found, key=lambda event: (event.starts_at, event.event_id))

    def _taking(self, start: datetime, end: datetime) -> list[ExternalEvent]:
        return [event for event in self._within(start, end) if event.takes_time]

    def _known(self, facts: ContactFacts) -> ExternalContact | None:
        for name in ("email", "phone"):
            value = getattr(facts, name)
            for contact in self.contacts.values():
                if value and getattr(contact.facts, name) == value:
                    return contact
        return None

    def _held(self, event_id: str, kind: EventKind) -> ExternalEvent:
        event = self.events.get(event_id)
        if event is None or event.kind != kind:
            raise CalendarMissing("There is no such event.")
        return event

    def _check(self, target: CalendarTarget) -> None:
        if target.calendar_id != self.calendar_id:
            raise CalendarRefused("There is no such calendar.")

    def _check_location(self, location_id: str) -> None:
        if location_id != self.location_id:
            raise CalendarRefused("The token may not be used for this location.")

    def _check_contact(self, contact_id: str | None) -> None:
        if contact_id not in self.contacts:
            raise CalendarRefused("An appointment needs a contact.")

    def _check_slot(self, draft: EventDraft, *, but: str | None = None) -> None:
        others = [event for event in self._taking(draft.starts_at, draft.ends_at) if event.event_id != but]
        if others or draft.starts_at not in self.opening:
            raise CalendarSlotTaken("This time is no longer free.")

    def _write(self, write: Callable[[], None]) -> None:
        if self.delaying:
            self._on_their_way.append(write)
            raise self.delaying.popleft()
        write()
        self._lose_reply()

    def _lose_reply(self) -> None:
        if self.losing_replies:
            raise self.losing_replies.popleft()

    def _strike(self, method: str) -> None:
        if self.failing.get(method):
            raise self.failing[method].popleft()
