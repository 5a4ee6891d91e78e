"""GoHighLevel's JSON in both directions. Reading is tolerant, writing is exact.

The vendor rejects a property it does not know (422) and sends some that its specification does not have, so a
request holds nothing extra and an answer may hold anything extra.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

# The limit is 31 days; whether the 31st is included is written nowhere, so we stay a day below.
LONGEST_RANGE = timedelta(days=30)
DATE_KEY = re.compile(r"\d{4}-\d{2}-\d{2}")
EVENT_CALENDAR = "event"


class TeamMember(msgspec.Struct, frozen=True, rename="camel"):
    """A person whose time a calendar offers."""

    user_id: str
    is_primary: bool | None = None


class CalendarPayload(msgspec.Struct, frozen=True, rename="camel"):
    """What we read of a calendar. Only `id` and `name` are always there."""

    id: str
    name: str = ""
    is_active: bool | None = True
    calendar_type: str | None = None
    slot_duration: float | None = 30
    slot_duration_unit: str | None = "mins"
    team_members: list[TeamMember] | None = None

    @property
    def cell_length(self) -> timedelta:
        """How long the time is that a free slot promises, from its start."""
        amount = self.slot_duration or 30
        return timedelta(hours=amount) if self.slot_duration_unit == "hours" else timedelta(minutes=amount)

    def person(self, assigned_user_id: str | None) -> str | None:
        """Return whose time is meant: the one named, else the calendar's primary, else its first member."""
        if assigned_user_id:
            return assigned_user_id
        members = sorted(self.team_members or [], key=lambda member: not member.is_primary)
        return members[0].user_id if members else None


class CalendarsAnswer(msgspec.Struct, frozen=True):
    """Answer of `GET /calendars/`."""

    calendars: list[CalendarPayload] = []


class CalendarAnswer(msgspec.Struct, frozen=True):
    """Answer of `GET /calendars/{calendarId}`."""

    calendar: CalendarPayload


class BlockSlotRequest(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """Body of `POST /calendars/events/block-slots`: exactly one of calendar and person is set."""

    location_id: str
    title: str
    start_time: str
    end_time: str
    calendar_id: str | None = None
    assigned_user_id: str | None = None


class AppointmentEdit(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """Body of `PUT /calendars/events/appointments/{eventId}`.

    The status is always in it: the vendor sets one that is left out to `confirmed`, whatever it was.
    """

    appointment_status: str
    calendar_id: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    title: str | None = None
    description: str | None = None
    assigned_user_id: str | None = None


class AppointmentRequest(AppointmentEdit, frozen=True, rename="camel", omit_defaults=True, kw_only=True):
    """Body of `POST /calendars/events/appointments`.

    Never with `ignoreFreeSlotValidation`, the only guard against double booking over there, nor with
    `toNotify`, for the location's own notifications are its business.
    """

    calendar_id: str
    location_id: str
    contact_id: str
    start_time: str
    end_time: str


class CreatedAnswer(msgspec.Struct, frozen=True):
    """Answer of a create: all we need is the id."""

    id: str


class EventPayload(msgspec.Struct, frozen=True, rename="camel"):
    """What we read of an event. Times are ISO texts, whatever the specification says."""

    id: str
    title: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    calendar_id: str | None = None
    contact_id: str | None = None
    assigned_user_id: str | None = None
    appointment_status: str | None = None
    description: str | None = None
    notes: str | None = None
    date_updated: str | None = None


class EventsAnswer(msgspec.Struct, frozen=True):
    """Answer of `GET /calendars/blocked-slots` and `GET /calendars/events`."""

    events: list[EventPayload] = []


class _WrappedAppointment(msgspec.Struct, frozen=True):
    """Answer of `GET /calendars/events/appointments/{eventId}`: either key was seen."""

    event: EventPayload | None = None
    appointment: EventPayload | None = None


def read_appointment(body: bytes) -> EventPayload:
    """Return the appointment in an answer, wrapped or bare. Raises `msgspec.DecodeError`."""
    wrapped = msgspec.json.decode(body, type=_WrappedAppointment)
    return wrapped.event or wrapped.appointment or msgspec.json.decode(body, type=EventPayload)


def read_free_slots(body: bytes) -> list[datetime]:
    """Return the start of every free slot, in order and each once.

    Only keys that are dates count: a `traceId` travels beside them. A time without an offset is left out, for
    nothing says which zone's it is. Raises `msgspec.DecodeError`.
    """
    days = msgspec.json.decode(body, type=dict[str, object])
    texts = (text for day, entry in days.items() if DATE_KEY.fullmatch(day) for text in _slots_of(entry))
    starts = (_parse(text) for text in texts)
    return sorted({start.astimezone(UTC) for start in starts if start and start.tzinfo})


def _slots_of(entry: object) -> list[object]:
    slots = entry.get("slots") if isinstance(entry, dict) else None
    return slots if isinstance(slots, list) else []


def read_time(text: str | None) -> datetime | None:
    """Return an event's instant; None if it has none, or no offset, for nothing says which zone's it is."""
    parsed = _parse(text)
    return parsed.astimezone(UTC) if parsed and parsed.tzinfo else None


def _parse(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def write_time(instant: datetime, zone: ZoneInfo) -> str:
    """Return an instant as local ISO text with its numeric offset: `2026-12-01T09:00:00-05:00`."""
    return instant.astimezone(zone).isoformat(timespec="seconds")


def write_milliseconds(instant: datetime) -> str:
    """Return an instant as epoch milliseconds, in a query's text form."""
    return str(int(instant.timestamp() * 1000))


def split_range(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the half-open stretch in pieces short enough for one request."""
    while start < end:
        piece_end = min(start + LONGEST_RANGE, end)
        yield start, piece_end
        start = piece_end
