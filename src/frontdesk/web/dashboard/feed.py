"""What the calendar component is fed with: some days on the wall clock of who is looking. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from frontdesk.availability.intervals import Interval, merge, subtract
from frontdesk.bookings.lifecycle import LIVE
from frontdesk.bookings.listing import Listed
from frontdesk.bookings.lists import Calendar
from frontdesk.tenancy.repository import User

Event = dict[str, object]
# Longer stretches are shown as days without hours.
LONGEST_WITH_HOURS = timedelta(days=9)
COLOURS = 8
# There is room for one line.
SHORT = timedelta(minutes=30)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the instant a day begins in a zone."""
    return datetime.combine(day, time(), zone)


def events(calendar: Calendar, window: Interval, *, zone: ZoneInfo, users: Sequence[User]) -> list[Event]:
    """Return the component's events; their times are floating: what a clock in the zone shows."""
    order = {user.id: number for number, user in enumerate(users)}
    shown = [_booking(booking, zone, order.get(booking.user_id, 0)) for booking in calendar.bookings]
    if window.end - window.start > LONGEST_WITH_HOURS:
        return shown
    names = {user.id: user.name for user in users} if len(users) > 1 else {}
    closed = subtract([window], merge(span for spans in calendar.opening.values() for span in spans))
    shown += [_background(span, zone, "is-closed") for span in _by_day(closed, zone)]
    for user_id, spans in calendar.busy.items():
        shown += [
            _background(span, zone, "is-elsewhere", of=names.get(user_id, ""))
            for span in _by_day(spans, zone)
        ]
    return shown


def _booking(booking: Listed, zone: ZoneInfo, number: int) -> Event:
    length = "is-short" if booking.ends_at - booking.starts_at <= SHORT else "is-long"
    return {
        "id": str(booking.id),
        "start": _wall(booking.starts_at, zone),
        "end": _wall(booking.ends_at, zone),
        "title": booking.lead_name or booking.lead_contact or "",
        "startEditable": booking.status in LIVE,
        "classNames": [
            "booking",
            f"is-{booking.status}",
            f"who-{number % COLOURS}",
            length,
        ],
        "extendedProps": {
            "start": _wall(booking.starts_at, zone),
            "status": booking.status,
            "subject": booking.subject or "",
            "user": booking.user_name,
            "hasLead": booking.lead_id is not None,
            "sync": booking.external_state,
        },
    }


def _background(span: Interval, zone: ZoneInfo, kind: str, of: str = "") -> Event:
    return {
        "display": "background",
        "start": _wall(span.start, zone),
        "end": _wall(span.end, zone),
        "classNames": [kind],
        "extendedProps": {"user": of},
    }


def _by_day(spans: Iterable[Interval], zone: ZoneInfo) -> list[Interval]:
    """Return spans in pieces that end with their day: the component shows longer ones as whole days."""
    pieces = []
    for span in spans:
        start = span.start
        while start < span.end:
            next_day = midnight(start.astimezone(zone).date() + timedelta(days=1), zone)
            end = min(next_day, span.end)
            pieces.append(Interval(start, end))
            start = end
    return pieces


def _wall(instant: datetime, zone: ZoneInfo) -> str:
    return instant.astimezone(zone).replace(tzinfo=None).isoformat()
