"""GoHighLevel as a `Calendar` of the port: what each of our calls means in the vendor's terms."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from frontdesk.calendars.gohighlevel.client import GoHighLevelClient, Query
from frontdesk.calendars.gohighlevel.events import (
    CANCELLED,
    ENDINGS,
    appointment_edit,
    appointment_request,
    block_request,
    person_meant,
    read_event,
    read_events,
    times_unread,
)
from frontdesk.calendars.gohighlevel.payloads import (
    AppointmentEdit,
    CalendarPayload,
    split_range,
    write_milliseconds,
)
from frontdesk.calendars.gohighlevel.people_payloads import ContactPayload, UpsertRequest
from frontdesk.calendars.port import (
    CalendarMissing,
    CalendarNotAllowed,
    CalendarRefused,
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
from frontdesk.clock import Clock, SystemClock

# How long a calendar's settings are remembered.
SETTINGS_LIFE = timedelta(minutes=5)

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Settings:
    """A calendar's settings, and until when they are remembered."""

    payload: CalendarPayload
    ends_at: datetime


class GoHighLevelCalendar:
    """One connected location.

    A calendar's settings are remembered for minutes, and read anew when what goes by them is refused.
    """

    def __init__(self, client: GoHighLevelClient, *, clock: Clock | None = None) -> None:
        self._client = client
        self._clock = clock or SystemClock()
        self._settings: dict[str, Settings] = {}

    async def list_calendars(self, location_id: str) -> list[CalendarSummary]:
        """Return the location's calendars, drafts included."""
        return [
            CalendarSummary(calendar_id=found.id, name=found.name, is_active=found.is_active is not False)
            for found in await self._client.calendars(location_id)
        ]

    async def free_cells(self, target: CalendarTarget, *, start: datetime, end: datetime) -> list[FreeCell]:
        """Return the cells that start in the half-open stretch, in order.

        A slot promises its own length and no more, so a longer booking has to find several in a row.
        """
        return await self._by_settings(target, lambda found: self._cells(found, target, start, end))

    async def _cells(
        self, settings: CalendarPayload, target: CalendarTarget, start: datetime, end: datetime
    ) -> list[FreeCell]:
        person = person_meant(settings, target)
        cells: list[FreeCell] = []
        for piece_start, piece_end in split_range(start, end):
            query = {
                "startDate": write_milliseconds(piece_start),
                "endDate": write_milliseconds(piece_end),
                "timezone": target.zone.key,
                **({"userId": person} if person else {}),
            }
            cells += [
                FreeCell(starts_at=slot, ends_at=slot + settings.cell_length)
                for slot in await self._client.free_slots(target.calendar_id, query)
                if piece_start <= slot < piece_end
            ]
        return cells

    async def delete_event(self, event_id: str) -> None:
        """Remove an event. An event that is already gone is no error; no workflow hears of it."""
        with suppress(CalendarMissing):
            await self._client.delete_event(event_id)

    async def create_event(self, target: CalendarTarget, draft: EventDraft) -> str:
        """Write a new event and return its id.

        On an event calendar the calendar is blocked, on any other kind a person, on all their calendars.
        The vendor does not check a block against what is there already; it does check an appointment.
        """

        async def create(settings: CalendarPayload) -> str:
            person = person_meant(settings, target)
            if draft.kind == "block":
                return await self._client.create_block_slot(block_request(target, draft, person=person))
            return await self._client.create_appointment(appointment_request(target, draft, person=person))

        return await self._by_settings(target, create)

    async def update_event(self, target: CalendarTarget, event_id: str, draft: EventDraft) -> None:
        """Give an event the draft's times and title; an appointment keeps its status, which is read first."""

        async def update(settings: CalendarPayload) -> None:
            person = person_meant(settings, target)
            if draft.kind == "block":
                await self._client.update_block_slot(event_id, block_request(target, draft, person=person))
                return
            current = await self._client.appointment(event_id)
            edit = appointment_edit(target, draft, current=current, person=person)
            await self._client.update_appointment(event_id, edit)

        await self._by_settings(target, update)

    async def cancel_event(self, event_id: str, *, kind: EventKind) -> None:
        """Remove a block; set an appointment to cancelled, for deleting one would fire no workflow."""
        if kind == "block":
            await self.delete_event(event_id)
            return
        with suppress(CalendarMissing):
            if (await self._client.appointment(event_id)).appointment_status != CANCELLED:
                await self._client.update_appointment(event_id, AppointmentEdit(appointment_status=CANCELLED))

    async def end_appointment(self, event_id: str, *, status: Ending) -> None:
        """Set an appointment to `showed` or `noshow`: the vendor stores `completed` as `showed`."""
        await self._client.update_appointment(event_id, AppointmentEdit(ENDINGS[status]))

    async def appointment(self, event_id: str) -> ExternalEvent:
        """Return one appointment. That its times cannot be read does not mean that it is gone."""
        found = read_event(await self._client.appointment(event_id), kind="appointment")
        if found is None:
            raise times_unread()
        return found

    async def find_events(
        self, target: CalendarTarget, *, start: datetime, end: datetime
    ) -> list[ExternalEvent]:
        """Return the calendar's appointments and its blocks, or its person's, that overlap the stretch."""
        owner = await self._owner(target)
        of_calendar = {"calendarId": target.calendar_id}
        return await self._listed(target, (start, end), appointments_of=of_calendar, blocks_of=owner)

    async def busy(self, target: CalendarTarget, *, start: datetime, end: datetime) -> list[ExternalEvent]:
        """Return what takes the person's time, or the event calendar's, in the stretch."""
        owner = await self._owner(target)
        found = await self._listed(target, (start, end), appointments_of=owner, blocks_of=owner)
        return [event for event in found if event.takes_time]

    async def upsert_contact(self, location_id: str, facts: ContactFacts) -> ExternalContact:
        """Make a contact or change the one that the location's own rules take for the same."""
        request = UpsertRequest(location_id, facts.name, facts.email, facts.phone, facts.timezone)
        return _contact(await self._client.upsert_contact(request))

    async def find_contact(self, location_id: str, facts: ContactFacts) -> ExternalContact | None:
        """Return the contact with the e-mail, or else with the phone."""
        for key, value in (("email", facts.email), ("number", facts.phone)):
            if value:
                found = await self._client.duplicate_contact({"locationId": location_id, key: value})
                if found is not None:
                    return _contact(found)
        return None

    async def contact(self, contact_id: str) -> ExternalContact:
        """Return one contact."""
        return _contact(await self._client.contact(contact_id))

    async def location_zone(self, location_id: str) -> ZoneInfo:
        """Return the location's zone: a calendar tells none."""
        name = (await self._client.location(location_id)).timezone or ""
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, KeyError):
            raise CalendarRefused(
                "This GoHighLevel location has no time zone that is known. Set it in the location's settings."
            ) from None

    async def people(self, location_id: str) -> list[ExternalPerson]:
        """Return the location's users. The search wants the agency's id, which the location tells."""
        company_id = (await self._client.location(location_id)).company_id or ""
        users = await self._client.users(company_id, location_id)
        return [ExternalPerson(user.id, user.full_name, user.email or None) for user in users]

    async def _listed(
        self,
        target: CalendarTarget,
        stretch: tuple[datetime, datetime],
        *,
        appointments_of: Query,
        blocks_of: Query,
    ) -> list[ExternalEvent]:
        """Return appointments and blocks in order; the vendor lists them apart."""
        start, end = stretch
        within = {
            "locationId": target.location_id,
            "startTime": write_milliseconds(start),
            "endTime": write_milliseconds(end),
        }
        appointments = await self._client.events(within | appointments_of)
        blocks = await self._client.blocked_slots(within | blocks_of)
        read = [*read_events(appointments, kind="appointment"), *read_events(blocks, kind="block")]
        found = [event for event in read if event.starts_at < end and start < event.ends_at]
        return sorted(found, key=lambda event: (event.starts_at, event.event_id))

    async def _owner(self, target: CalendarTarget) -> Query:
        """Return whose time stands for the calendar, as a query's parameter."""

        async def owner(settings: CalendarPayload) -> Query:
            person = person_meant(settings, target)
            return {"userId": person} if person else {"calendarId": target.calendar_id}

        return await self._by_settings(target, owner)

    async def _by_settings(
        self, target: CalendarTarget, act: Callable[[CalendarPayload], Awaitable[Answer]]
    ) -> Answer:
        """Do what goes by a calendar's settings; once more if it is refused and they have changed since."""
        known = self._settings.get(target.calendar_id)
        if known is None or known.ends_at <= self._clock.now():
            return await act(await self._read_settings(target))
        try:
            return await act(known.payload)
        except (CalendarNotAllowed, CalendarMissing):
            raise
        except CalendarRefused:
            settings = await self._read_settings(target)
            if settings == known.payload:
                raise
        return await act(settings)

    async def _read_settings(self, target: CalendarTarget) -> CalendarPayload:
        payload = await self._client.calendar(target.calendar_id)
        self._settings[target.calendar_id] = Settings(payload, self._clock.now() + SETTINGS_LIFE)
        return payload


def _contact(payload: ContactPayload) -> ExternalContact:
    facts = ContactFacts(payload.full_name, payload.email or None, payload.phone or None, payload.timezone)
    return ExternalContact(payload.id, facts)
