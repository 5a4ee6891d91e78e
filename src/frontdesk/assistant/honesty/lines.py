"""What a reply is completed with by code: what was done in a turn, or what stands. Pure.

A fact line tells an act from its row, a state line what is booked when nothing was done. Each is said in the
reply's language where `wording.py` keeps it, otherwise in English.
"""

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from frontdesk.assistant.honesty.tongues import Tongue
from frontdesk.assistant.honesty.truth import Appointment, Deed, Truth
from frontdesk.assistant.honesty.wording import PHRASES, Phrases
from frontdesk.assistant.offline.speech import spoken

_LENGTH: Final = re.compile(
    r"\b(?:hours?|hrs?|minutes?|mins?|until|till|horas?(?! de\b)|minutos?|from .{1,20} to)\b"
)
"""A reply with one of these speaks of how long a booking takes."""


def fact(deed: Deed, truth: Truth, *, tongue: Tongue, tells_length: bool = False) -> str:
    """Return the line that tells an act, as in "Booked: Tuesday 1 December, 2:00 PM (New York time).".

    Its length is told where it is not the usual one, or when asked for (`tells_length`).
    """
    one, phrases = deed.appointment, PHRASES[tongue]
    if deed.act == "cancelled":
        return phrases.cancelled.format(when=moment(one, truth, tongue=tongue))
    when = moment(one, truth, tongue=tongue)
    if one.minutes and (tells_length or truth.usual_minutes not in (None, one.minutes)):
        when += _length(one, tongue=tongue)
    if one.status != "confirmed":
        return phrases.reserved.format(when=when)
    return (phrases.moved if deed.act == "moved" else phrases.made).format(when=when)


def missing(one: Appointment, truth: Truth, *, tongue: Tongue) -> str:
    """Return the line that tells a time which was asked for beside what was booked, and was not booked."""
    return PHRASES[tongue].unmet.format(when=moment(one, truth, tongue=tongue))


def is_missing_told(one: Appointment, reply: str, truth: Truth) -> bool:
    """Tell whether a reply has that line already, as one that was suggested and approved has."""
    return any(missing(one, truth, tongue=tongue) in reply for tongue in Tongue)


def speaks_of_length(reply: str) -> bool:
    """Tell whether a reply says how long something takes."""
    return _LENGTH.search(reply.lower()) is not None


def state(truth: Truth, *, tongue: Tongue) -> str:
    """Return the line that tells what is booked."""
    phrases = PHRASES[tongue]
    stands = standing(truth, tongue=tongue)
    if not stands:
        return phrases.nothing
    is_further = truth.is_asked_for and not truth.asks_to_change
    return " ".join([phrases.nothing_new, *stands] if is_further else stands)


def standing(truth: Truth, *, tongue: Tongue) -> list[str]:
    """Return a line for each booking that stands, the first to come first."""
    phrases = PHRASES[tongue]
    return [
        (phrases.stands if one.status == "confirmed" else phrases.waits).format(
            when=moment(one, truth, tongue=tongue)
        )
        for one in sorted(truth.standing, key=lambda one: one.starts_at)
    ]


def moment(one: Appointment, truth: Truth, *, tongue: Tongue) -> str:
    """Return when an appointment is, in words of a language."""
    now = truth.now.astimezone(one.zone).replace(tzinfo=None)
    english = spoken(one.local, one.zone.key, now=now)
    phrases = PHRASES[tongue]
    if not phrases.day:
        return english
    at, place = one.local, one.zone.key.rsplit("/", 1)[-1].replace("_", " ")
    day = phrases.day.format(
        weekday=phrases.weekdays[at.weekday()], day=at.day, month=phrases.months[at.month - 1]
    )
    year = f" {at.year}" if f" {at.year}" in english else ""
    where = phrases.place.format(place=place) if " time" in english else place
    where += f", {phrases.of_two[at.fold]}" if "clocks go back" in english else ""
    return f"{day}{year}, {_clock(at, phrases)} ({where})"


def _clock(at: dt.datetime, phrases: Phrases) -> str:
    if not phrases.halves:
        return f"{at:%H:%M}"
    return f"{at.hour % 12 or 12}:{at.minute:02} {phrases.halves[at.hour >= _NOON]}"


_NOON: Final = 12


def is_told(one: Appointment, reply: str, truth: Truth, *, with_length: bool = False) -> bool:
    """Tell whether a reply says when an appointment is, and how long, exactly as code says it."""
    return any(
        moment(one, truth, tongue=tongue) + (_length(one, tongue=tongue) if with_length else "") in reply
        for tongue in Tongue
    )


def _length(one: Appointment, *, tongue: Tongue) -> str:
    return f", {PHRASES[tongue].minutes.format(minutes=one.minutes)}"


def without_lines(reply: str) -> str:
    """Return a reply without the paragraph of lines at its end, if it has one."""
    before, _, last = reply.rpartition("\n\n")
    return before if before and _states().match(last) else reply


def tells_state(reply: str) -> bool:
    """Tell whether a reply ends with a state line."""
    return without_lines(reply) != reply


@cache
def _states() -> re.Pattern[str]:
    return re.compile("|".join(_openings()))


def _openings() -> Iterable[str]:
    for phrases in PHRASES.values():
        for line in (phrases.nothing, phrases.nothing_new, phrases.stands, phrases.waits):
            yield re.escape(line.partition("{when}")[0])
