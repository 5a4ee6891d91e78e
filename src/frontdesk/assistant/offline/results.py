"""Reads what tools answer into values. A tool's answer is the only source of a booking's facts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from frontdesk.assistant.offline.clock_changes import occurs_twice
from frontdesk.assistant.offline.state import FreeDay, Known


def is_refusal(result: Mapping[str, object]) -> bool:
    """Tell whether a tool answered with an error object."""
    return result.get("success") is False or "error" in result


NOT_SAID = "NOT_WHAT_THE_LEAD_SAID"
"""The error of a tool that holds a call against the lead's words; its message is for models alone."""


def needs_asking(result: Mapping[str, object]) -> bool:
    """Tell whether a tool wants the lead to be asked first."""
    return result.get("error") == NOT_SAID


def free_day(result: Mapping[str, object], *, asked: Mapping[str, object], zone: str) -> FreeDay | None:
    """Return a day's free times from an answer of `check_availability`, or None when it failed."""
    day = _day(result.get("date") or asked.get("date"))
    if day is None or is_refusal(result):
        return None
    zone = _text(result.get("timezone")) or zone
    return _told_apart(FreeDay(day, times(result.get("slots")), zone), result.get("startTimes"))


def _told_apart(free: FreeDay, starts: object) -> FreeDay:
    """Return a day's times with what their instants tell of those that the clocks show twice."""
    found = [_instant(start, free.zone) for start in starts] if isinstance(starts, list | tuple) else []
    doubled = [at for at in found if at and occurs_twice(at.replace(tzinfo=None), free.zone)]
    if not doubled:
        return free
    folds = {fold: {at.time().replace(fold=0) for at in doubled if at.fold == fold} for fold in (0, 1)}
    slots = tuple(at.replace(fold=int(at in folds[1] and at not in folds[0])) for at in free.slots)
    return replace(free, slots=slots, twice=frozenset(folds[0] & folds[1]))


def _instant(start: object, zone: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(str(start)).astimezone(ZoneInfo(zone))
    except ValueError:
        return None


def times(slots: object) -> tuple[dt.time, ...]:
    """Return the times of a list of "09:00", in order; what is no time is left out."""
    found = [_time(slot) for slot in slots] if isinstance(slots, list | tuple) else []
    return tuple(sorted({at for at in found if at is not None}))


def known(booking: Mapping[str, object], *, zone: str, usual_minutes: int | None = None) -> Known | None:
    """Return a booking from an answer with its id and details, or None when they are not all there."""
    details = booking.get("details")
    facts = details if isinstance(details, Mapping) else booking
    day, at = _day(facts.get("date")), _time(facts.get("time"))
    if day is None or at is None:
        return None
    booking_id = booking.get("bookingId", booking.get("id"))
    status = _text(booking.get("status")) or _text(facts.get("status")) or "confirmed"
    minutes = facts.get("duration")
    is_unusual = isinstance(minutes, int) and usual_minutes not in (None, minutes)
    zone = _text(facts.get("timezone")) or zone
    instant = _instant(booking.get("startsAt"), zone)
    return Known(
        booking_id,
        dt.datetime.combine(day, at).replace(fold=instant.fold if instant else 0),
        zone,
        status,
        minutes if isinstance(minutes, int) and is_unusual else None,
    )


def listed_bookings(
    result: Mapping[str, object], *, zone: str, usual_minutes: int | None = None
) -> tuple[Known, ...] | None:
    """Return the live bookings of an answer of `list_bookings`, earliest first, or None when it failed."""
    rows = result.get("bookings")
    if not isinstance(rows, list | tuple):
        return None
    found = [known(row, zone=zone, usual_minutes=usual_minutes) for row in rows if isinstance(row, Mapping)]
    live = [one for one in found if one and one.status in ("pending", "confirmed", "held")]
    return tuple(sorted(live, key=lambda one: one.starts_at))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _time(value: object) -> dt.time | None:
    try:
        return dt.time.fromisoformat(str(value)).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        return None
