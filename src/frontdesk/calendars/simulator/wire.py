"""The simulator's objects as the vendor's JSON. Times are local to the location, with their offset."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from frontdesk.calendars.simulator.state import BookableCalendar, Contact, Event, Location, OpenHours

Json = dict[str, object]


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


def appointment_json(appointment: Event, zone: ZoneInfo) -> Json:
    """Return an appointment as create and update answer it: flat, with the misspelt twin of its status."""
    return {
        "id": appointment.id,
        "calendarId": appointment.calendar_id,
        "locationId": appointment.location_id,
        "contactId": appointment.contact_id,
        "title": appointment.title,
        "startTime": _time(appointment.starts_at, zone),
        "endTime": _time(appointment.ends_at, zone),
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


def _time(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).isoformat(timespec="seconds")
