"""How far a time is to be moved: "push it back an hour", "30 minutes earlier", "same time Friday". Pure."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from frontdesk.assistant.offline.lengths import AMOUNT, minutes_of


@dataclass(frozen=True, slots=True)
class Shift:
    """How far, later or (negative) earlier; none at all is the same time on another day. Where it is said."""

    by: dt.timedelta
    start: int = 0
    end: int = 0

    @property
    def keeps_time(self) -> bool:
        """Whether the time of day is to stay."""
        return not self.by


_FAR: Final = rf"(?:half[ -](?:an? )?hour|(?:{AMOUNT})[ -]?(?:hours?|hrs?|minutes?|mins?)(?: and a half)?)"
_DAYS: Final = r"(?:an?|one|two|three|[1-6]) (?:days?|weeks?)"
_VERBS: Final = r"(?:mov|shift|push|delay|postpon|put|mak|reschedul|do|bring|pull)(?:e|ing)?"
_THING: Final = r"(?:it|that|this|(?:my|the|our) [a-z]+(?: one)?)"
_LATER: Final = re.compile(
    rf"(?<![\w:])(?P<far>{_FAR}) later\b(?! than)"
    rf"|\b(?:push|delay|postpone|put)(?:ing)? {_THING}(?: back| off)?(?: by)? (?P<back>{_FAR}|{_DAYS})"
    r"(?![\w ]*\b(?:earlier|sooner))"
    rf"|\b{_VERBS} {_THING}(?: to)? (?P<days>{_DAYS}) later\b"
    rf"|\b(?:delay|postpone)(?: by)? (?P<bare>{_FAR}|{_DAYS})\b"
)
_EARLIER: Final = re.compile(
    rf"(?<![\w:])(?P<far>{_FAR}) (?:earlier|sooner)\b(?! than)"
    rf"|\b(?:bring|pull)(?:ing)? {_THING}(?: forward| up)(?: by)? (?P<back>{_FAR}|{_DAYS})"
    rf"|\b{_VERBS} {_THING}(?: to)? (?P<days>{_DAYS}) (?:earlier|sooner)\b"
)
_SAME: Final = re.compile(r"\b(?:the |at the )?same (?:time|hour)\b(?! as)")


def shift_of(text: str) -> Shift | None:
    """Return how far a time is to be moved, or None when that is not what is said.

    Args:
        text: the message in English, lower case.
    """
    for sign, pattern in ((1, _LATER), (-1, _EARLIER)):
        found = pattern.search(text)
        if found:
            far = found.lastgroup or ""
            return Shift(sign * _far(found[far]), found.start(far), found.end())
    same = _SAME.search(text)
    return Shift(dt.timedelta(), *same.span()) if same else None


def _far(words: str) -> dt.timedelta:
    minutes = minutes_of(words)
    if minutes is not None:
        return dt.timedelta(minutes=minutes)
    count, unit = words.split()
    number = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}.get(count) or int(count)
    return dt.timedelta(days=number * (7 if unit.startswith("week") else 1))
