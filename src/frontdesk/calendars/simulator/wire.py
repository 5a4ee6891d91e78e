"""The simulator's objects as the vendor's JSON. Times are local to the location, with their offset."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from frontdesk.calendars.simulator.state import (
    BookableCalendar,
    Contact,
    Event,
    Install,
    Location,
    OpenHours,
    StaffMember,
)
from frontdesk.calendars.simulator.wire_types import Json


def trace() -> Json:
    """Return the `traceId` that travels with most answers."""
    return {"traceId": str(uuid4())}


def calendar_json(calendar: BookableCalendar) -> Json:
    """Return a calendar. It tells no zone: that is the location's."""
    return {
        "id": calendar.id,
        "locationId": calendar.location_id,
        "name": calendar.name,
        "isActive": calendar.is_active,
        "calendarType": calendar.type,
        "slotDuration": calendar.slot_minutes,
        "slotDurationUnit": "mins",
        "slotInterval": calendar.interval_minutes,
        "slotIntervalUnit": "mins",
        "teamMembers": [
            {"userId": person, "priority": 0.5, "isPrimary": position == 0}
            for position, person in enumerate(calendar.team)
        ],
        "openHours": [_hours_json(hours) for hours in calendar.open_hours],
    }


def _hours_json(hours: OpenHours) -> Json:
    (open_hour, open_minute), (close_hour, close_minute) = (
        divmod(hours.opens_minute, 60),
        divmod(hours.closes_minute, 60),
    )
    window = {
        "openHour": open_hour,
        "openMinute": open_minute,
        "closeHour": close_hour,
        "closeMinute": close_minute,
    }
    return {"daysOfTheWeek": sorted(hours.days), "hours": [window]}


def slots_json(slots: Iterable[datetime], zone: ZoneInfo) -> Json:
    """Return slots by their day in `zone`; a day without any is absent, a `traceId` sits beside them."""
    days: dict[str, list[str]] = {}
    for slot in slots:
        local = slot.astimezone(zone)
        days.setdefault(local.date().isoformat(), []).append(_time(slot, zone))
    return {**{day: {"slots": times} for day, times in days.items()}, **trace()}


def block_json(block: Event, zone: ZoneInfo) -> Json:
    """Return a block as its creation answers it."""
    owner = {"calendarId": block.calendar_id} if block.calendar_id else {"assignedUserId": block.user_id}
    return {
        "id": block.id,
        "locationId": block.location_id,
        "title": block.title,
        "startTime": _time(block.starts_at, zone),
        "endTime": _time(block.ends_at, zone),
        **owner,
    }


def appointment_json(appointment: Event, zone: ZoneInfo, *, is_new: bool = False) -> Json:
    """Return an appointment as create and update answer it: flat, with the misspelt twin of its status.

    A new one comes without its end, as was seen of the live API.
    """
    return {
        "id": appointment.id,
        "calendarId": appointment.calendar_id,
        "locationId": appointment.location_id,
        "contactId": appointment.contact_id,
        "title": appointment.title,
        "startTime": _time(appointment.starts_at, zone),
        **({} if is_new else {"endTime": _time(appointment.ends_at, zone)}),
        "appointmentStatus": appointment.status,
        "appoinmentStatus": appointment.status,
        "isRecurring": False,
        **({"assignedUserId": appointment.user_id} if appointment.user_id else {}),
        **trace(),
    }


def event_json(event: Event, zone: ZoneInfo) -> Json:
    """Return an event as the reading calls answer it: what it does not have is an empty text."""
    return {
        "id": event.id,
        "title": event.title,
        "calendarId": event.calendar_id or "",
        "locationId": event.location_id,
        "contactId": event.contact_id or "",
        "groupId": "",
        "appointmentStatus": event.status,
        "assignedUserId": event.user_id or "",
        "users": [event.user_id] if event.user_id else [],
        **({"description": event.description} if event.description else {}),
        "startTime": _time(event.starts_at, zone),
        "endTime": _time(event.ends_at, zone),
        "dateAdded": _time(event.added_at, zone),
        "dateUpdated": _time(event.updated_at, zone),
    }


def contact_json(contact: Contact) -> Json:
    """Return a contact."""
    return {"id": contact.id, **contact.fields, "locationId": contact.location_id}


def location_json(location: Location) -> Json:
    """Return a location."""
    return {
        "id": location.id,
        "companyId": location.company_id,
        "name": location.name,
        "timezone": location.zone.key,
        "settings": {"allowDuplicateContact": False},
    }


def staff_json(member: StaffMember) -> Json:
    """Return a user."""
    return {
        "id": member.id,
        "name": f"{member.first_name} {member.last_name}",
        "firstName": member.first_name,
        "lastName": member.last_name,
        "email": member.email,
    }


def appointment_news(kind: str, appointment: Event, zone: ZoneInfo) -> Json:
    """Return the webhook about an appointment; `kind` is Create, Update or Delete."""
    return {
        "type": f"Appointment{kind}",
        "locationId": appointment.location_id,
        "appointment": {**event_json(appointment, zone), "source": "api"},
    }


def contact_news(contact: Contact, *, is_new: bool) -> Json:
    """Return the webhook about a contact, which is flat and tells no zone."""
    fields = {name: value for name, value in contact_json(contact).items() if name != "timezone"}
    return {"type": "ContactCreate" if is_new else "ContactUpdate", **fields}


def install_news(kind: str, install: Install, location_id: str | None) -> Json:
    """Return the webhook about an installation; `kind` is INSTALL or UNINSTALL."""
    return {
        "type": kind,
        "appId": install.client_id.partition("-")[0],
        "installType": "Location" if location_id else "Company",
        "companyId": install.company_id,
        **({"locationId": location_id} if location_id else {}),
        "userId": "user_demo",
        "isWhitelabelCompany": False,
        "whitelabelDetails": {},
    }


def _time(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat(timespec="seconds")
