"""The working hours as a form shows and sends them. Pure.

Rows are fields of one name each, in order; a row without times is none. A day off is a date without times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Sequence[str]]
NUMBERS = (
    "slotDuration",
    "slotInterval",
    "bufferMinutes",
    "minimumNoticeMinutes",
    "bookingWindowDays",
    "maxBookingsPerDay",
)
WEEKDAYS = ("0", "1", "2", "3", "4", "5", "6")
MIDNIGHT, END_OF_DAY = "00:00", "24:00"
LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Window:
    """One stretch of a weekday; `zone` is its own, if it has one."""

    day: int
    start: str = ""
    end: str = ""
    zone: str = ""

    @property
    def is_blank(self) -> bool:
        """Say whether nothing was filled in."""
        return not (self.start or self.end)


@dataclass(frozen=True, slots=True)
class Exceptional:
    """One stretch of one date; without times the date is closed."""

    date: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class HoursForm:
    """What stands in the form; numbers as they are written."""

    windows: Sequence[Window]
    exceptions: Sequence[Exceptional]
    numbers: Mapping[str, str]

    def of_day(self, day: int) -> list[Window]:
        """Return the rows of a weekday (0 is Sunday); a closed day has an empty one."""
        return [window for window in self.windows if window.day == day] or [Window(day)]

    def bookings_time(self) -> dict[str, Any]:
        """Return the contract's object; what cannot be read stays as it is written, to be refused by name."""
        written = {name: _number(text) for name, text in self.numbers.items() if text}
        slots = [_slot(window) for window in self.windows if not window.is_blank]
        return {"slots": slots, **written, "dateOverrides": _overrides(self.exceptions)}


def form_of(bookings_time: Mapping[str, Any]) -> HoursForm:
    """Return what the form shows of a `bookingsTime` that was saved."""
    windows = [
        Window(slot["day"], slot["start"], _shown_end(slot["end"]), slot.get("timezone") or "")
        for slot in bookings_time.get("slots", ())
    ]
    exceptions = [
        Exceptional(override["date"], slot["start"], _shown_end(slot["end"]))
        for override in bookings_time.get("dateOverrides", ())
        for slot in override["slots"] or ({"start": "", "end": ""},)
    ]
    numbers = {name: _shown(bookings_time.get(name)) for name in NUMBERS}
    return HoursForm(windows, exceptions, numbers)


def form_sent(fields: Fields) -> HoursForm:
    """Return what was sent."""
    rows = zip(*(fields.get(name, ()) for name in ("day", "start", "end", "zone")), strict=False)
    windows = [
        Window(int(day), start, end, zone) for day, start, end, zone in rows if day in "0123456" and day
    ]
    dates = zip(*(fields.get(name, ()) for name in ("date", "date_start", "date_end")), strict=False)
    exceptions = [Exceptional(*row) for row in dates if row[0]]
    numbers = {name: next(iter(fields.get(name, ())), "").strip() for name in NUMBERS}
    return HoursForm(windows, exceptions, numbers)


def _slot(window: Window) -> dict[str, Any]:
    slot = {"day": window.day, "start": window.start, "end": _meant_end(window.end)}
    return {**slot, "timezone": window.zone} if window.zone else slot


def _overrides(exceptions: Sequence[Exceptional]) -> list[dict[str, Any]]:
    by_date: dict[str, list[dict[str, str]]] = {}
    for one in exceptions:
        slots = by_date.setdefault(one.date, [])
        if one.start or one.end:
            slots.append({"start": one.start, "end": _meant_end(one.end)})
    return [{"date": date, "slots": slots} for date, slots in sorted(by_date.items())]


def _meant_end(end: str) -> str:
    """Return an end: a field for times knows no 24:00, so midnight at the end is the day's end."""
    return END_OF_DAY if end == MIDNIGHT else end


def _shown_end(end: str) -> str:
    return MIDNIGHT if end == END_OF_DAY else end


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= LONGEST_NUMBER else text


def _shown(number: object) -> str:
    return "" if number is None else str(number)
