"""How the assistant says days and times. Everything said here is read back the same by `understand.py`."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from frontdesk.assistant.offline.clock_changes import occurs_twice

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_NEEDS_NO_YEAR: Final = 300


def spoken(starts_at: dt.datetime, zone: str, *, now: dt.datetime | None = None) -> str:
    """Return "Tuesday 1 December, 2:00 PM (New York time)" for a local start and its IANA zone.

    Of a time that occurs twice it is said which one: `fold` tells, as in the standard library. With `now`, a
    year is named that is not to be guessed: "Thursday 25 November 2027".
    """
    is_far = now is not None and (starts_at.date() - now.date()).days > _NEEDS_NO_YEAR
    year = f" {starts_at.year}" if is_far else ""
    which = spoken_zone(zone) + _which_of_two(starts_at, zone)
    return f"{spoken_day(starts_at.date())}{year}, {spoken_time(starts_at.time())} ({which})"


def spoken_twice(starts_at: dt.datetime, zone: str) -> str:
    """Return the question which of two is meant, for a local start that occurs twice in its IANA zone."""
    when = f"{spoken_day(starts_at.date())}, {spoken_time(starts_at.time())} ({spoken_zone(zone)})"
    return f"{when} comes twice, because the clocks go back. Do you want the earlier one or the later one?"


def spoken_day(day: dt.date) -> str:
    """Return "Tuesday 1 December"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def spoken_time(at: dt.time) -> str:
    """Return "2:00 PM"."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"


def spoken_zone(zone: str) -> str:
    """Return "New York time" for "America/New_York"; "UTC" stays as it is, "Etc/GMT-2" is "UTC+2"."""
    if zone.startswith(("Etc/GMT-", "Etc/GMT+")):
        return "UTC" + zone.removeprefix("Etc/GMT").translate(str.maketrans("+-", "-+"))
    place = zone.rsplit("/", 1)[-1].replace("_", " ")
    return f"{place} time" if "/" in zone and not zone.startswith("Etc/") else place


def _which_of_two(starts_at: dt.datetime, zone: str) -> str:
    """Return which of the two it is, when the clocks go back over a time; else nothing."""
    if not occurs_twice(starts_at, zone):
        return ""
    return f", {'after' if starts_at.fold else 'before'} the clocks go back"


def listed(words: Sequence[str], *, last: str = "and") -> str:
    """Return "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
