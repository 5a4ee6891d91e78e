"""The raw calls to GoHighLevel that we make, one method each. How they travel is in `transport.py`."""

from datetime import datetime
from urllib.parse import quote

import msgspec

from frontdesk.calendars.gohighlevel.errors import OTHERS_VERSION, Call
from frontdesk.calendars.gohighlevel.payloads import (
    AppointmentEdit,
    AppointmentRequest,
    BlockSlotRequest,
    CalendarAnswer,
    CalendarPayload,
    CalendarsAnswer,
    CreatedAnswer,
    EventPayload,
    EventsAnswer,
    read_appointment,
    read_free_slots,
)
from frontdesk.calendars.gohighlevel.people_payloads import (
    CONTACT,
    ContactPayload,
    LocationAnswer,
    LocationPayload,
    UpsertRequest,
    UserPayload,
    UsersAnswer,
    read_contact,
)
from frontdesk.calendars.gohighlevel.transport import Transport

CALENDARS_READ = "calendars.readonly"
EVENTS_READ = "calendars/events.readonly"
EVENTS_WRITE = "calendars/events.write"
CONTACTS_READ = "contacts.readonly"
CONTACTS_WRITE = "contacts.write"
LOCATIONS_READ = "locations.readonly"
USERS_READ = "users.readonly"

CALENDARS = msgspec.json.Decoder(CalendarsAnswer)
CALENDAR = msgspec.json.Decoder(CalendarAnswer)
CREATED = msgspec.json.Decoder(CreatedAnswer)
EVENTS = msgspec.json.Decoder(EventsAnswer)
LOCATION = msgspec.json.Decoder(LocationAnswer)
USERS = msgspec.json.Decoder(UsersAnswer)

Query = dict[str, str]
MOST_USERS = 100


class GoHighLevelClient:
    """Asks one GoHighLevel API. Raises only the port's errors."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def calendars(self, location_id: str) -> list[CalendarPayload]:
        """Return a location's calendars."""
        # Without the slash at its end this path is unknown.
        call = Call("GET", "/calendars/", CALENDARS_READ, query=(("locationId", location_id),))
        return (await self._transport.read(call, CALENDARS.decode)).calendars

    async def calendar(self, calendar_id: str) -> CalendarPayload:
        """Return one calendar."""
        call = Call("GET", f"/calendars/{_segment(calendar_id)}", CALENDARS_READ)
        return (await self._transport.read(call, CALENDAR.decode)).calendar

    async def free_slots(self, calendar_id: str, query: Query) -> list[datetime]:
        """Return where free slots start; `startDate` and `endDate` are epoch ms, at most 31 days apart."""
        path = f"/calendars/{_segment(calendar_id)}/free-slots"
        call = Call("GET", path, CALENDARS_READ, query=tuple(query.items()))
        return await self._transport.read(call, read_free_slots)

    async def create_block_slot(self, request: BlockSlotRequest) -> str:
        """Block time and return the event's id."""
        body = msgspec.json.encode(request)
        call = Call("POST", "/calendars/events/block-slots", EVENTS_WRITE, body=body)
        return (await self._transport.read(call, CREATED.decode)).id

    async def update_block_slot(self, event_id: str, request: BlockSlotRequest) -> None:
        """Give a block other times."""
        path = f"/calendars/events/block-slots/{_segment(event_id)}"
        await self._transport.ask(Call("PUT", path, EVENTS_WRITE, body=msgspec.json.encode(request)))

    async def blocked_slots(self, query: Query) -> list[EventPayload]:
        """Return the blocks of a calendar or a person: `startTime` and `endTime` in epoch ms."""
        call = Call("GET", "/calendars/blocked-slots", EVENTS_READ, query=tuple(query.items()))
        return (await self._transport.read(call, EVENTS.decode)).events

    async def events(self, query: Query) -> list[EventPayload]:
        """Return the appointments of a calendar or a person; the query is that of `blocked_slots`."""
        call = Call("GET", "/calendars/events", EVENTS_READ, query=tuple(query.items()))
        return (await self._transport.read(call, EVENTS.decode)).events

    async def create_appointment(self, request: AppointmentRequest) -> str:
        """Make an appointment and return its id."""
        body = msgspec.json.encode(request)
        call = Call("POST", "/calendars/events/appointments", EVENTS_WRITE, body=body)
        return (await self._transport.read(call, CREATED.decode)).id

    async def update_appointment(self, event_id: str, request: AppointmentEdit) -> None:
        """Change an appointment. What the request leaves out stays, but for the status, so it has one."""
        path = f"/calendars/events/appointments/{_segment(event_id)}"
        await self._transport.ask(Call("PUT", path, EVENTS_WRITE, body=msgspec.json.encode(request)))

    async def appointment(self, event_id: str) -> EventPayload:
        """Return one appointment."""
        call = Call("GET", f"/calendars/events/appointments/{_segment(event_id)}", EVENTS_READ)
        return await self._transport.read(call, read_appointment)

    async def delete_event(self, event_id: str) -> None:
        """Delete an appointment or a block. Raises `CalendarMissing` if there is none."""
        path = f"/calendars/events/{_segment(event_id)}"
        # The specification wants a body here, although an empty one.
        await self._transport.ask(Call("DELETE", path, EVENTS_WRITE, body=b"{}"))

    async def upsert_contact(self, request: UpsertRequest) -> ContactPayload:
        """Make a contact, or change the one that the location takes for the same."""
        body = msgspec.json.encode(request)
        call = Call("POST", "/contacts/upsert", CONTACTS_WRITE, body=body, version=OTHERS_VERSION)
        return await self._transport.read(call, read_contact)

    async def duplicate_contact(self, query: Query) -> ContactPayload | None:
        """Return the contact with an `email` or a `number`, if there is one."""
        path = "/contacts/search/duplicate"
        call = Call("GET", path, CONTACTS_READ, query=tuple(query.items()), version=OTHERS_VERSION)
        return (await self._transport.read(call, CONTACT.decode)).contact

    async def contact(self, contact_id: str) -> ContactPayload:
        """Return one contact."""
        call = Call("GET", f"/contacts/{_segment(contact_id)}", CONTACTS_READ, version=OTHERS_VERSION)
        return await self._transport.read(call, read_contact)

    async def location(self, location_id: str) -> LocationPayload:
        """Return a location."""
        call = Call("GET", f"/locations/{_segment(location_id)}", LOCATIONS_READ, version=OTHERS_VERSION)
        return (await self._transport.read(call, LOCATION.decode)).location

    async def users(self, company_id: str, location_id: str) -> list[UserPayload]:
        """Return a location's users, page by page."""
        found: list[UserPayload] = []
        while True:
            query = {
                "companyId": company_id,
                "locationId": location_id,
                "skip": str(len(found)),
                "limit": str(MOST_USERS),
            }
            call = Call(
                "GET", "/users/search", USERS_READ, query=tuple(query.items()), version=OTHERS_VERSION
            )
            page = (await self._transport.read(call, USERS.decode)).users
            found += page
            if len(page) < MOST_USERS:
                return found


def _segment(name: str) -> str:
    """Return a name as one segment of a path, whatever it holds; two dots alone would be a step up."""
    return quote(name, safe="") if name.strip(".") else "%2E" * len(name)
