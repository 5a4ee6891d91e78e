"""A booking as an iCalendar file (RFC 5545), for whichever calendar a lead keeps. Pure.

The same booking always has the same UID, and every change of it a higher SEQUENCE: a calendar that gets the
file again moves the appointment that it has, and takes it out when it was cancelled.
"""

from dataclasses import dataclass
from datetime import UTC, timedelta
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from frontdesk.bookings.repository import Booking

MEDIA_TYPE = "text/calendar; charset=utf-8"
FILE_NAME = "appointment.ics"
REMINDER = timedelta(hours=1)
UIDS = UUID("5d0b8a6e-58f0-4c5b-9a35-6a2f6c0d8a11")
# What calendars know as "there is nobody to write to": our server reads no mail.
NOBODYS_ADDRESS = "invalid:nomail"
_STATUSES = {"cancelled": "CANCELLED", "pending": "TENTATIVE", "held": "TENTATIVE"}


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booking as a lead knows it.

    Attributes:
        sequence: how often the booking was changed.
        manage_url: where it can be moved or cancelled.
    """

    booking: Booking
    business: str
    sequence: int
    manage_url: str
    summary: str
    note: str


def calendar_file(appointment: Appointment) -> bytes:
    """Return the file. Times are UTC, so no calendar has to know our zones."""
    calendar = Calendar()
    calendar.add("PRODID", "-//frontdesk//bookings//EN")
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "CANCEL" if appointment.booking.status == "cancelled" else "PUBLISH")
    calendar.add_component(_event(appointment))
    return bytes(calendar.to_ical())


def _uid_of(booking: Booking) -> UUID:
    """Return the same for a booking whatever becomes of it, and another for every other one in the world."""
    made_at = booking.created_at.astimezone(UTC).isoformat()
    return uuid5(UIDS, f"{booking.sub_account_id}-{booking.id} {made_at}")


def _event(appointment: Appointment) -> Event:
    booking = appointment.booking
    organizer = vCalAddress(NOBODYS_ADDRESS)
    organizer.params["CN"] = vText(appointment.business)
    event = Event()
    event.add("UID", str(_uid_of(booking)))
    event.add("DTSTAMP", booking.updated_at.astimezone(UTC))
    event.add("SEQUENCE", appointment.sequence)
    event.add("DTSTART", booking.starts_at.astimezone(UTC))
    event.add("DTEND", booking.ends_at.astimezone(UTC))
    event.add("SUMMARY", appointment.summary)
    event.add("ORGANIZER", organizer, encode=False)
    event.add("STATUS", _STATUSES.get(booking.status, "CONFIRMED"))
    event.add("DESCRIPTION", f"{appointment.note}\n{appointment.manage_url}")
    event.add("URL", appointment.manage_url)
    if location := booking.details.get("location"):
        event.add("LOCATION", str(location))
    if booking.status != "cancelled":
        event.add_component(_reminder(appointment.summary))
    return event


def _reminder(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", summary)
    alarm.add("TRIGGER", -REMINDER)
    return alarm
