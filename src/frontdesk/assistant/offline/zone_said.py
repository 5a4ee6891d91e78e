"""The time zone that a message states, if it states one. Pure; what names mean is in `places.py`.

A zone is stated beside a time ("2pm Pacific"), by where the lead says they are ("I'm in Denver"), or as "my
time". A place that is named for another reason ("my office in Chicago") states none; it leaves a doubt.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from frontdesk.assistant.offline.places import Zones, name_at, names, one_of, place_at, same_clock
from frontdesk.assistant.offline.tokens import blanked
from frontdesk.assistant.offline.words import ZONES


@dataclass(frozen=True, slots=True)
class Where:
    """What is known of where a conversation is held.

    Attributes:
        zone: whose clock is spoken by so far.
        leads: the lead's own zone, if it is known; `business`: the one of whoever is booked.
    """

    zone: str
    leads: str | None = None
    business: str | None = None


@dataclass(frozen=True, slots=True)
class ZoneSaid:
    """What a message says of zones.

    Attributes:
        zone: the one its times are meant in; None when it states none, or not one alone.
        among: the zones it may be; empty with `is_open` when it may be any.
        is_open: whether a zone is meant and it is not clear which.
        home: the zone the lead says they are in, if it is one.
        doubtful: whether a place or a zone is named, and not as the one that times are meant in.
        spans: where in the text a zone is stated: words that say nothing else.
    """

    zone: str | None = None
    among: Zones = ()
    is_open: bool = False
    home: str | None = None
    doubtful: bool = False
    spans: tuple[tuple[int, int], ...] = ()


class _Found(NamedTuple):
    """A zone that is stated, and where: what the words may mean. A stay is no home."""

    zones: Zones
    start: int
    end: int
    is_stay: bool = False


def zone_said(text: str, where: Where | None, *, awaited: bool = False) -> ZoneSaid:
    """Return what a message says of zones.

    Args:
        text: the message as the lead wrote it.
        where: what is known; without it, places that state nothing are passed over.
        awaited: whether the lead was asked for their zone, so that a bare name answers.
    """
    said = _folded(text)
    near = where.zone if where else None
    beside = [*_beside_times(said), *_named_times(said), *_by_offset_named(said)]
    at_home = [*_own_zone(said), *_home(said)]
    if awaited and not beside and not at_home and len(_WORD.findall(said)) <= _FEW:
        at_home = [*_bare(said)]
    homes = [one for one in at_home if not one.is_stay]
    meant = _distinct(beside or homes, near=near)
    home = _distinct(homes, near=near)
    if where and not meant and len(homes) < len(at_home):
        meant = _distinct([*at_home, _Found((where.zone,), 0, 0)], near=near)
    stated = ZoneSaid(
        zone=meant[0] if len(meant) == 1 else None,
        among=meant if len(meant) > 1 else (),
        is_open=len(meant) > 1 or any(not one.zones for one in beside),
        home=home[0] if len(home) == 1 else None,
        spans=tuple((one.start, one.end) for one in (*beside, *homes)),
    )
    if meant or stated.is_open:
        return stated
    return (where and _by_whose(said, where)) or ZoneSaid(doubtful=_is_doubtful(said, where))


def without_zones(text: str, zone: ZoneSaid) -> str:
    """Return a text with blanks where it states a zone, so that what else it says stays in its place."""
    return blanked(text, zone.spans) if len(_folded(text)) == len(text) else text


_FEW: Final = 6
"""Words of an answer to the question for a zone in which a bare name is one."""


def _by_whose(said: str, where: Where) -> ZoneSaid | None:
    """Return the zone of "my time" or "your time"; None where neither is said."""
    found = _WHOSE.search(said)
    if found is None:
        return None
    start, end = found.span(found.lastgroup or 0)
    spans = ((start, end),)
    if _OURS.match(found[found.lastgroup or 0]):
        return ZoneSaid(zone=where.business, spans=spans) if where.business else None
    return ZoneSaid(zone=where.leads, is_open=where.leads is None, spans=spans)


def _distinct(found: list[_Found], *, near: str | None) -> Zones:
    """Return the zones that are named, one for each clock."""
    every: list[str] = []
    for zone in (zone for one in found for zone in one_of(one.zones, near=near)):
        if not any(same_clock(zone, other) for other in every):
            every.append(zone)
    return tuple(every)


_UNREAD: Final[Zones] = ()
"""A zone that is stated in a form that names none of ours, such as "+05:30"."""


# beside a time

_CLOCK: Final = (
    r"(?:\d|\b[ap]\s?\.?\s?m\b\.?|\b\d[ap]m|\b(?:noon|midday|midnight|o'?clock|thirty|fifteen|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|morning|afternoon|evening|mediodia|tarde|manana|noche)\b|\dh\b|(?<=\d)[ap]m\b)"
)
_AFTER_CLOCK: Final = re.compile(rf"{_CLOCK}[\s,]*\(?(?:in |by |at )?(?:the )?(?=[a-z])")
_ENDS: Final = re.compile(
    r"(?!\s?[+-]\s?\d)\s*(?:$|[^\w\s]|(?:standard|daylight|summer|time|zone|please|pls|plz|thanks|thx|thank|and|on|for|if"
    r"|is|would|works?|this|next|tomorrow|tmrw|today|tonight|in|with|ok|okay|i|mon|tue|wed|thu|fri|sat|sun|por|el"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b)"
)
_TIME: Final = re.compile(
    r"\s+(?:(?:standard|daylight|summer|winter|local)\s+)?(?:time(?! ?(?:s\b|sheet|share))(?:\s?zone)?|tz)\b"
)
_HORA: Final = re.compile(r"\bhora(?:rio)?\s+(?:de\s+la\s+|del\s+|de\s+(?:la\s+|el\s+)?|en\s+)?(?=[a-z])")
_ISO_OFFSET: Final = re.compile(
    r"\b\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:(z)|([+-])(\d\d):?(\d\d))(?!\w)"
)
_OFFSET: Final = re.compile(r"\b(?:utc|gmt)(z)?\s?([+-])\s?(\d{1,2})(?::?(\d\d))?(?!\w)")
_ONLY_ASKED: Final = re.compile(
    r"(?:\b(?:is|are|was|were) (?:that|it|this|these|those|they|your times?|the times?)(?: all)?(?: in)?"
    r"|\b(?:what|which)\b[\w ]{0,20}|\bnot(?: in)?|n't(?: in| use)?|\bor)\s*$"
)
_BEFORE: Final = 30


def _beside_times(said: str) -> Iterator[_Found]:
    """Yield the zones that stand beside a time."""
    known = names()
    for found in _AFTER_CLOCK.finditer(said):
        name = name_at(said, found.end(), known.clocks)
        if name and _ENDS.match(said, name[1]):
            yield _Found(name[0], found.end(), _end_of_time(said, name[1]))
    for found in _HORA.finditer(said):
        tables = (known.hora, known.clocks, known.places)
        read = [name for table in tables if (name := name_at(said, found.end(), table))]
        yield from [_Found(name[0], found.start(), name[1]) for name in read[:1]]


def _named_times(said: str) -> Iterator[_Found]:
    """Yield the zones whose name stands before "time": "london time"."""
    known = names()
    for word in _WORD.finditer(said):
        name = name_at(said, word.start(), known.clocks) or name_at(said, word.start(), known.places)
        asked = name is not None and _ONLY_ASKED.search(said[max(0, word.start() - _BEFORE) : word.start()])
        if name and _TIME.match(said, name[1]) and not asked:
            yield _Found(name[0], word.start(), _end_of_time(said, name[1]))


def _end_of_time(said: str, at: int) -> int:
    """Return where "standard time" ends, if it stands here."""
    found = _TIME.match(said, at)
    return found.end() if found else at


def _by_offset_named(said: str) -> Iterator[_Found]:
    """Yield the zones that are told by their distance from UTC: "utc+2", the end of a timestamp."""
    for found in _OFFSET.finditer(said):
        yield _Found(_of_offset(found), *found.span())
    for found in _ISO_OFFSET.finditer(said):
        yield _Found(_of_offset(found), max(found.start(1), found.start(2)), found.end())


def _of_offset(found: re.Match[str]) -> Zones:
    utc, sign, hours, minutes = found.groups()
    if utc or int(hours) == int(minutes or 0) == 0:
        return ("UTC",)
    most = 14 if sign == "+" else 12
    if int(minutes or 0) or int(hours) > most:
        return _UNREAD
    return (f"Etc/GMT{'-' if sign == '+' else '+'}{int(hours)}",)  # the database counts them the other way


# where the lead is

_ADVERBS: Final = (
    r"(?: (?:currently|now|actually|here|out|over|down|up|still|based|located|living|staying|sitting|right"
    r"|just|all))*"
)
_AT_HOME: Final = re.compile(
    r"(?:\b(?:i'?m|i am|we'?re|we are|(?P<later>(?:i|we)(?:'ll| will) be))"
    rf"{_ADVERBS} (?:in|on|out of) "
    r"|\b(?:i|we)(?: (?:currently|now|actually))? live in "
    r"|(?:^|[,(.;!?] ?)(?:currently |now )?(?:based|located|living|here|over here|out here) in "
    r"|\b(?:calling|writing|texting|messaging)(?: you)? from "
    r"|\b(?:estoy|estamos|vivo|vivimos|resido|radico|me encuentro)(?: ahora| actualmente)* (?:en|por) "
    r"|\b(?:escribo|llamo|hablo)(?: ahora)? (?:desde|de) )(?=[a-z])"
)
_OWN_ZONE: Final = re.compile(
    r"(?:\b(?:my|our) (?:local )?(?:time ?zone|tz|zone)(?: is|'s|:| =)"
    rf"|\b(?:i'?m|i am|we'?re|we are){_ADVERBS} (?:on|in)"
    r"|\btime ?zone ?[:=]|\bzona horaria(?: es| de|:)?) (?:the )?(?=[a-z])"
)
_SUPPOSED: Final = re.compile(r"\b(?:if|when|while|unless|until|says?|said|that|once|cuando|si)\s*$")
_STAYS: Final = re.compile(
    r"\s+(?:on|until|till|from|for|this|next|tomorrow|tmrw|today|tonight|through|mon|tue|wed|thu|fri|sat|sun"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
)


def _own_zone(said: str) -> Iterator[_Found]:
    """Yield the zones that the lead says are theirs: "my time zone is pst"."""
    for found in _OWN_ZONE.finditer(said):
        name = name_at(said, found.end(), names().clocks)
        if name and _ENDS.match(said, name[1]):
            yield _Found(name[0], found.start(), _end_of_time(said, name[1]))


def _home(said: str) -> Iterator[_Found]:
    """Yield the zones of the places that the lead says they are in, or will be in for a while."""
    for found in _AT_HOME.finditer(said):
        name = place_at(said, found.end())
        supposed = _SUPPOSED.search(said[max(0, found.start() - _BEFORE) : found.start()])
        if name and not supposed:
            is_stay = _STAYS.match(said, name[1]) is not None or found["later"] is not None
            yield _Found(name[0], found.start(), _end_of_time(said, name[1]), is_stay)


_WHOSE: Final = re.compile(
    rf"{_CLOCK}[\s,]*\(?(?P<whose>(?:in |by )?(?:my|our|your) (?:local |own )?(?:time|clock)\b)"
    r"|(?P<whose2>\b(?:in|by) (?:my|our|your) (?:local |own )?(?:time|clock|time ?zone)\b"
    r"|\b(?:de )?(?:mi|tu|su) hora\b|\bhora (?:mia|tuya|suya)\b|\ben mi zona horaria\b)"
)
_OURS: Final = re.compile(r".*\b(?:your|tu|su|tuya|suya)\b")


# names

_WORD: Final = re.compile(r"[a-z][a-z'-]*")


def _bare(said: str) -> Iterator[_Found]:
    """Yield the zones of every name in an answer to the question for one, the first and longest first."""
    known = names()
    at = 0
    while word := _WORD.search(said, at):
        found = name_at(said, word.start(), known.clocks) or place_at(said, word.start())
        if found:
            yield _Found(found[0], word.start(), _end_of_time(said, found[1]))
        at = found[1] if found else word.end()


# what leaves a doubt

_PLACED: Final = re.compile(
    rf"(?:\b(?:in|from|near|to|at|outside|around|en|desde) |{_CLOCK}[\s,]*\(?)(?=[a-z])"
)


def _is_doubtful(said: str, where: Where | None) -> bool:
    """Tell whether a zone, or a place with other clocks, is named and not as the one that is meant."""
    words = _WORD.findall(said)
    if any(word in ZONES or word in names().clocks for word in words):
        return True
    for found in _PLACED.finditer(said) if where else ():
        name = place_at(said, found.end())
        if where and name and not all(same_clock(zone, where.zone) for zone in name[0]):
            return True
    return False


def _folded(text: str) -> str:
    """Return a text in lower case without accents, with straight quotes."""
    plain = text.lower().replace("\u2019", "'")
    if plain.isascii():
        return plain
    return "".join(one for one in unicodedata.normalize("NFD", plain) if not unicodedata.combining(one))
