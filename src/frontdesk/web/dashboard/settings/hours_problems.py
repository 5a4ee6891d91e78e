"""What is wrong with working hours, said with the names that the form has. Pure."""

import re
from collections.abc import Mapping
from datetime import date

from frontdesk.web.dashboard.settings.hours_form import HoursForm
from frontdesk.web.language import Language, translatable
from frontdesk.web.refusals import problem_told

LABELS = {
    "slotDuration": translatable("Length"),
    "slotInterval": translatable("A new one may begin every"),
    "bufferMinutes": translatable("Gap kept around each"),
    "minimumNoticeMinutes": translatable("At least this long before"),
    "bookingWindowDays": translatable("At most this far ahead"),
    "maxBookingsPerDay": translatable("At most this many a day"),
    "timezone": translatable("Time zone of these hours"),
    "slots": translatable("Every week"),
    "dateOverrides": translatable("Days that are different"),
}
OVERLAPS = translatable("overlaps other hours")
_PLACE = re.compile(r"(?:bookingsTime\.)?(\w+)(?:\[(\d+)\])?")


def told_of(problems: Mapping[str, str], form: HoursForm, language: Language) -> list[tuple[str, str]]:
    """Return each problem as a place in the form and what is wrong there, each said once."""
    told = [(_place(path, form, language), _problem(problem, language)) for path, problem in problems.items()]
    return list(dict.fromkeys(told))


def _place(path: str, form: HoursForm, language: Language) -> str:
    found = _PLACE.match(path)
    name, number = (found[1], found[2]) if found else (path, None)
    meant = form.bookings_time()
    if number is not None and name == "slots":
        return language.weekday(meant["slots"][int(number)]["day"])
    if number is not None and name == "dateOverrides":
        return _date_told(meant["dateOverrides"][int(number)]["date"], language)
    return language.gettext(LABELS[name]) if name in LABELS else path


def _date_told(written: str, language: Language) -> str:
    try:
        return language.short_day(date.fromisoformat(written))
    except ValueError:
        return written


def _problem(problem: str, language: Language) -> str:
    return language.gettext(OVERLAPS) if problem.startswith("overlaps ") else problem_told(problem, language)
