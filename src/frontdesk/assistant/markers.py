"""The older text format, for models that call no tools. Pure.

    [BOOKING_CONFIRMATION]
    - Date: Tuesday, December 1st
    - Time: 2 PM
    - Location: Zoom
    - Subject: Roofing Consultation

The lines may come in any order, and all but date and time may be missing. A value is the whole rest of its
line, or reaches to the next ` - Name:` on it. The block itself is never for the lead's eyes.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Final

from frontdesk.assistant.honesty.naming import zone_after
from frontdesk.assistant.offline.resolution import Assumption
from frontdesk.assistant.offline.tokens import plain
from frontdesk.assistant.offline.understand import Context, understand
from frontdesk.errors import ValidationFailed

_MARKER: Final = re.compile(r"\[\s*(/?)\s*BOOKING[\s_-]*CONFIRMATION\s*\]", re.IGNORECASE)
_NAMES: Final = ("date", "time", "location", "subject")
_LABEL: Final = rf"[*_]*(?:{'|'.join(_NAMES)})[*_]*[ \t]*:"
_FIELD: Final = re.compile(
    rf"[ \t]*(?:[-*\u2022][ \t]*)?[*_]*(?P<name>{'|'.join(_NAMES)})[*_]*[ \t]*:(?P<value>.*)", re.IGNORECASE
)
_NEXT_ON_LINE: Final = re.compile(rf"[ \t]+(?=[-*\u2022][ \t]*{_LABEL})", re.IGNORECASE)
LONGEST_VALUE: Final = 500


@dataclass(frozen=True, slots=True)
class Marked:
    """A confirmation as it was written, each value whole; what is missing is empty."""

    date: str = ""
    time: str = ""
    location: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """The day and time of a confirmation, read."""

    day: date
    at: time


def has_marker(reply: str) -> bool:
    """Tell whether a reply holds a confirmation, whole or not."""
    return _MARKER.search(reply) is not None


def parse(reply: str) -> tuple[tuple[Marked, ...], str]:
    """Return the confirmations of a reply, in order, and the reply without any trace of them.

    A marker begins one, and so does a day or time where one is named already. Of a place or subject that is
    named twice the first counts. A marker with nothing after it is an empty confirmation.
    """
    blocks: list[dict[str, str]] = []
    kept: list[str] = []
    is_inside = False
    for line in reply.splitlines():
        words, *marked = _MARKER.split(line)
        for slash, piece in zip((None, *marked[::2]), (words, *marked[1::2]), strict=True):
            if slash is not None:
                is_inside = not slash
                blocks.append({})
            fields = _fields(piece) if is_inside else []
            for name, value in fields:
                _put(blocks, name, value)
            is_inside = is_inside and (bool(fields) or not piece.strip())
            if not (fields or is_inside) and (piece.strip() or not marked):
                kept.append(piece.rstrip())
    found = [Marked(**one) for one in blocks if one] or [Marked()] * has_marker(reply)
    return tuple(found), "\n".join(kept).strip()


def _put(blocks: list[dict[str, str]], name: str, value: str) -> None:
    """Write a value into the last confirmation, or begin another."""
    last = blocks[-1]
    if name in ("date", "time") and last.get(name, value) != value:
        blocks.append({name: value})
    else:
        last.setdefault(name, value)


def read_when(
    marked: Marked, now: datetime, *, zone: tzinfo, opening: tuple[time, time] | None = None
) -> When:
    """Return the day and time that a confirmation names, in ISO or in words.

    Args:
        marked: the confirmation.
        now: the lead's wall clock, naive; days are read from there on.
        zone: whose clock that is.
        opening: first and last bookable time of a usual day; settles am or pm.

    Raises:
        ValidationFailed: one of them is missing or cannot be read beyond doubt; says which.
    """
    context = Context(now, opening)
    day, at = _day(marked.date, context), _time(marked.time, context)
    if day and at and not _is_by(zone, day, at):
        at = None
    unread = {name: "cannot be read" for name, value in (("date", day), ("time", at)) if value is None}
    if day is None or at is None:
        raise ValidationFailed(unread)
    return When(day, at.replace(tzinfo=None))


def _fields(line: str) -> list[tuple[str, str]]:
    """Return the named values of a line; none when it is no line of a confirmation."""
    found = map(_FIELD.fullmatch, _NEXT_ON_LINE.split(line))
    return [(one["name"].lower(), one["value"].strip(" \t*_")[:LONGEST_VALUE]) for one in found if one]


def _day(words: str, context: Context) -> date | None:
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        wish = understand(words, context).wish
    return wish.date if wish and wish.is_exact_date and not wish.assumptions else None


def _time(words: str, context: Context) -> time | None:
    """Return a time of day, with the zone that is named beside it, if one is."""
    try:
        return time.fromisoformat(words.strip()).replace(second=0, microsecond=0)
    except ValueError:
        read = understand(f"at {words}", context)
    wish = read.wish
    if wish is None or wish.time is None or not wish.is_exact_time or wish.either_half:
        return None
    zone = zone_after(plain(f"at {words}")[read.mentions[-1].end :])
    if zone is None and Assumption.ZONE_NAMED in wish.assumptions:
        return None
    return wish.time.replace(tzinfo=zone)


def _is_by(zone: tzinfo, day: date, at: time) -> bool:
    """Tell whether a time is meant by the clock of a zone: it names none, or one of the same offset then."""
    named = datetime.combine(day, at)
    return at.tzinfo is None or named.utcoffset() == named.replace(tzinfo=zone).utcoffset()
