"""Which time zones a name may mean: of a place ("denver") or of a clock ("pst"). Pure.

The table is `places.txt`. The names of the time zone database itself are read from its own list of places.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

Zones = tuple[str, ...]
_WINTER, _SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Names:
    """What may be said, and the zones it may mean; lower case, without accents.

    Attributes:
        clocks: "pacific", "est": zones and no places; `hora`: words that are one in Spanish after "hora".
        places: cities, states, countries, coasts; `codes`: of states, as written behind a comma.
    """

    clocks: Mapping[str, Zones]
    hora: Mapping[str, Zones]
    places: Mapping[str, Zones]
    codes: Mapping[str, Zones]


@cache
def names() -> Names:
    """Return every name that is known."""
    sections = _sections(files(__package__).joinpath("places.txt").read_text(encoding="utf-8").splitlines())
    none = {word for line in sections["no places"] for word in line.split()}
    of_database = {name: (zone,) for name, zone in _of_database() if name not in none}
    clocks, hora, codes = (_table(sections[one], by_word=True) for one in ("clocks", "hora", "codes"))
    return Names(clocks, hora, of_database | _table(sections["places"]), codes)


def one_of(zones: Zones, *, near: str | None) -> Zones:
    """Return the zones that a name leaves open: one where their clocks agree, or one lies in this country.

    Args:
        zones: what the name may mean.
        near: the zone of the conversation, which tells the country.
    """
    different = {_clock(zone): zone for zone in reversed(zones)}
    if len(different) == 1:
        return zones[:1]
    at_home = [zone for zone in zones if near is not None and _country(zone) == _country(near) is not None]
    return tuple(at_home) if len(at_home) == 1 else tuple(one for one in zones if one in different.values())


def same_clock(one: str, other: str) -> bool:
    """Tell whether two zones show the same time, winter and summer."""
    return one == other or _clock(one) == _clock(other)


_NEXT_WORD: Final = re.compile(r"[\s.]*([a-z][a-z'-]*)")
_MOST_WORDS: Final = 4


def name_at(said: str, at: int, table: Mapping[str, Zones]) -> tuple[Zones, int] | None:
    """Return the zones of the longest name that starts here, and where it ends."""
    words: list[str] = []
    ends: list[int] = []
    while len(words) < _MOST_WORDS and (word := _NEXT_WORD.match(said, ends[-1] if ends else at)):
        words.append(word.group(1))
        ends.append(word.end())
    for number in range(len(words), 0, -1):
        zones = table.get(" ".join(words[:number]))
        if zones:
            return zones, ends[number - 1]
    return None


def place_at(said: str, at: int) -> tuple[Zones, int] | None:
    """Return the zones of the place that is named here, "the" before it or not, and where its name ends."""
    known = names()
    article = _ARTICLE.match(said, at)
    name = name_at(said, at, known.places)
    if (
        name
        and article
        and name[1] <= article.end()
        and _SPANISH.search(said[max(0, at - _LONGEST_ANCHOR) : at])
    ):
        name = None  # "en la tarde" is no Los Angeles
    if name is None and article:
        name = name_at(said, article.end(), known.places)
    if name is None:
        return None
    zones, end = name
    comma = _COMMA.match(said, end)
    region = name_at(said, comma.end(), known.places) if comma else None
    code = name_at(said, comma.end(), known.codes) if comma else None
    if region:
        return tuple(one for one in zones if one in region[0]) or region[0], region[1]
    if code and comma and ("," in comma.group() or _LAST.match(said, code[1])) and set(zones) & set(code[0]):
        return tuple(one for one in zones if one in code[0]), code[1]
    return zones, end


_SPANISH: Final = re.compile(r"\b(?:en|por|desde|de) $")
_COMMA: Final = re.compile(r"(?:,\s*|\s+)(?=[a-z])")
_LAST: Final = re.compile(r"\s*(?:$|[^\w\s])")
_ARTICLE: Final = re.compile(r"(?:the|la|el|los) (?=[a-z])")
_LONGEST_ANCHOR: Final = 8


def _clock(zone: str) -> tuple[object, object]:
    place = ZoneInfo(zone)
    return _WINTER.astimezone(place).utcoffset(), _SUMMER.astimezone(place).utcoffset()


def _sections(lines: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    section: list[str] = []
    for line in lines:
        if line.startswith("["):
            section = found.setdefault(line[1 : line.index("]")], [])
        elif line and not line.startswith("#"):
            section.append(line)
    return found


def _table(lines: Sequence[str], *, by_word: bool = False) -> dict[str, Zones]:
    table: dict[str, Zones] = {}
    for line in lines:
        zones, _, said = line.partition(": ")
        for name in said.split() if by_word else said.split(", "):
            table[name] = tuple(zones.split())
    return table


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    """Return the country and the zone of every place of the time zone database."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return tuple((row[0], row[2]) for row in rows)


def _of_database() -> Iterable[tuple[str, str]]:
    for _, zone in _rows():
        if not zone.startswith("Antarctica/"):
            yield zone.rsplit("/", 1)[-1].replace("_", " ").lower(), zone


@cache
def _countries() -> dict[str, str]:
    return {zone: country for country, zone in _rows()}


def _country(zone: str) -> str | None:
    return _countries().get(zone)
