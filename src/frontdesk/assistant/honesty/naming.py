"""The days and times that a reply names, and whether they are a given instant. Pure."""

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from frontdesk.assistant.honesty.truth import Truth
from frontdesk.assistant.offline.gloss import glossed
from frontdesk.assistant.offline.mention import Mention
from frontdesk.assistant.offline.mentions import find_mentions
from frontdesk.assistant.offline.resolution import Assumption, Frame
from frontdesk.assistant.offline.surroundings import Hints
from frontdesk.assistant.offline.tokens import plain, tokenize

_FIRM: Final = re.compile(
    r"\d\s*(?:am|pm|a\.|p\.|h\b|o'?clock)|\d:\d\d|noon|midnight|midday|o'clock|half past|quarter|morning|"
    r"afternoon|evening|night|\b(?:at|@)\s"
)
_BEFORE: Final = re.compile(r"(?:\bat|\baround|\babout|\bby|\bfor|@|\bthe|\bto|\bor|\band|\bfrom)\s*$")
_NAME_AFTER: Final = re.compile(
    r" (?!AM|PM|Noon|Eastern|Central|Mountain|Pacific)[A-Z][a-z]+ (?:[A-Z]|St|Lane|Road)"
)
"""What follows the number of a house: "12 Mill Lane"."""
_LONG_NUMBER: Final = re.compile(r"\d{3}")
_WEEKDAY: Final = re.compile(r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?s?\b")
_DATED: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\d(?:st|nd|rd|th)\b|\d[/-]\d|\bnext\b"
    r"|\bthe \d"
)
_ZONE_AFTER: Final = re.compile(
    r"^[\s,]*\(?(?:in |hora de |hora )?([a-z][a-z ]*?)(?: time| hour)?(?=[\s).,!?;]|$)"
)
_NO_HINTS: Final = Hints(awaiting_time=True, offered_hours=frozenset())
_SHORT_NAMES: Final = {
    "America/New_York": "et est edt eastern",
    "America/Chicago": "ct cst cdt central",
    "America/Denver": "mt mst mdt mountain",
    "America/Los_Angeles": "pt pst pdt pacific",
    "UTC": "utc gmt",
    "Europe/London": "bst uk",
    "Europe/Berlin": "cet cest",
    "Asia/Kolkata": "ist",
    "Australia/Sydney": "aest aedt",
}


@dataclass(frozen=True, slots=True)
class Named:
    """A day, a time or both, as a reply names them.

    Attributes:
        mention: how it was read; `date` is the mention's or the one named before it.
        zone: whose clock it is meant by.
    """

    mention: Mention
    date: dt.date | None
    zone: ZoneInfo
    any_such_weekday: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether one time of day is named."""
        return self.mention.is_exact_time

    def fits(self, instant: dt.datetime) -> bool:
        """Tell whether this names an instant, as far as it goes; a range names what lies in it."""
        local = instant.astimezone(self.zone)
        return self._fits_date(local.date()) and self._fits_time(
            local.time().replace(second=0, microsecond=0)
        )

    def fits_any(self, instants: Collection[dt.datetime]) -> bool:
        """Tell whether this names one of these instants."""
        return any(self.fits(instant) for instant in instants)

    def _fits_date(self, day: dt.date) -> bool:
        if self.date is None or day == self.date:
            return True
        if self.any_such_weekday and day.weekday() == self.date.weekday():
            return True
        last = self.mention.date_end if self.mention.date else None
        return last is not None and self.date <= day <= last

    def _fits_time(self, at: dt.time) -> bool:
        mention = self.mention
        if mention.is_exact_time and mention.time is not None:
            half_away = mention.time.replace(hour=(mention.time.hour + 12) % 24)
            return at == mention.time or (mention.either_half and at == half_away)
        return (mention.time or dt.time.min) <= at <= (mention.time_end or dt.time.max)


def named_in(text: str, truth: Truth, *, after: dt.date | None, is_spanish: bool) -> Iterator[Named]:
    """Yield what a clause names.

    Args:
        text: the clause.
        truth: says when and where it is said.
        after: the day that was named last before this clause.
        is_spanish: whether to read it in Spanish.
    """
    words = glossed(plain(text)).text if is_spanish else plain(text)
    now = truth.now.astimezone(truth.zone).replace(tzinfo=None)
    frame = Frame(now, truth.conventions, after or truth.about, truth.opening)
    found = find_mentions(words, tokenize(words), frame=frame, hints=_NO_HINTS)
    day = after
    for mention in found:
        is_time_alone = mention.time is not None and mention.date is None
        if is_time_alone and (not _is_firm(words, mention) or _NAME_AFTER.match(text[mention.end :])):
            continue
        day = mention.date or day
        yield Named(mention, day, zone_after(words[mention.end :]) or truth.zone, _is_weekday_alone(mention))


def contradicts_its_weekday(named: Named) -> bool:
    """Tell whether a date is named with a weekday that it is not."""
    return Assumption.WEEKDAY_CONTRADICTS in named.mention.assumptions


def _is_firm(words: str, mention: Mention) -> bool:
    """Tell whether a number is a time beyond doubt: "2 PM", "at 3", not the beginning of a phone number."""
    if _FIRM.search(mention.words.lower()):
        return True
    return not _LONG_NUMBER.search(mention.words) and bool(_BEFORE.search(words[: mention.start]))


def _is_weekday_alone(mention: Mention) -> bool:
    words = mention.words.lower()
    return bool(_WEEKDAY.search(words)) and not _DATED.search(words)


def zone_after(words: str) -> ZoneInfo | None:
    """Return the zone that stands right behind a time: "(Berlin time)", "Eastern", "in Madrid"."""
    found = _ZONE_AFTER.match(words)
    while found:
        name = _zones().get(found[1])
        if name or found.end(1) >= len(words):
            return ZoneInfo(name) if name else None
        longer = re.compile(rf"^[\s,]*\(?(?:in |hora de |hora )?({re.escape(found[1])} [a-z]+)")
        found = longer.match(words) if found[1].count(" ") < 2 else None
    return None


@cache
def _zones() -> dict[str, str]:
    places = {
        name.rsplit("/", 1)[-1].replace("_", " ").lower(): name
        for name in sorted(available_timezones())
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix", "right"))
    }
    short = {word: zone for zone, words in _SHORT_NAMES.items() for word in words.split()}
    return places | short
