"""One user in New York, one Tuesday, and the questions that tests ask about them in few words."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from frontdesk.availability.explain import explain
from frontdesk.availability.hours import parse_bookings_time
from frontdesk.availability.intervals import Interval
from frontdesk.availability.rules import Known, Plan
from frontdesk.availability.slots import find_slots, resolve_local, wall

NEW_YORK = ZoneInfo("America/New_York")
TUESDAY = date(2026, 12, 1)


def at(clock: str, day: date = TUESDAY) -> datetime:
    return resolve_local(day, time.fromisoformat(clock), NEW_YORK)[0]


def between(start: str, end: str) -> Interval:
    return Interval(at(start), at(end))


NOW = at("08:00", date(2026, 11, 30))


def plan(**members: object) -> Plan:
    """Return a user in New York who is open from 09:00 to 12:00 every day, unless said otherwise."""
    slots = [{"day": day, "start": "09:00", "end": "12:00"} for day in range(7)]
    return Plan(NEW_YORK, parse_bookings_time({"slots": slots, **members}, zone=NEW_YORK))


def reasons(
    start: str, of: Plan, known: Known | None = None, *, day: date = TUESDAY, minutes: int | None = None
) -> list[str]:
    found = explain(of, known or Known(NOW), start=at(start, day), duration_minutes=minutes)
    return [reason.code.value for reason in found]


def offered(of: Plan, known: Known | None = None, *, minutes: int | None = None) -> list[str]:
    slots = find_slots(of, known or Known(NOW), day=TUESDAY, zone=NEW_YORK, duration_minutes=minutes)
    return [wall(slot.starts_at, NEW_YORK).strftime("%H:%M") for slot in slots]
