"""Where a phone number is from, as far as its time zone goes. Reads tables, asks nobody.

The tables are those of `phonenumbers`. They take a second to load, so it is left to a thread and to the first
number that comes; a test sees to it that nothing else loads them.
"""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from types import ModuleType
from zoneinfo import ZoneInfo

# Zones that agree on these days are one zone for our purposes.
WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


async def load() -> None:
    """Make `zone_of` quick, without keeping others waiting."""
    await asyncio.to_thread(_tables)


def zone_of(phone: str, *, home: str) -> str | None:
    """Return the IANA zone of a phone number; None if it is none, or if it does not tell.

    Args:
        phone: as a person writes it.
        home: the zone of whoever is called; without a country code the number is one of its country.
    """
    tables = _tables()
    try:
        number = tables.parse(phone, _countries().get(home))
    except tables.NumberParseException:
        return None
    if not tables.is_valid_number(number):
        return None
    country = tables.region_code_for_number(number)
    zones = tables.timezone.time_zones_for_number(number)
    return _the_one([name for name in zones if _countries().get(name) == country])


def e164(phone: str, *, home: str) -> str | None:
    """Return a number in the form that machines agree on, such as +12125550123; None if it is none.

    Args:
        phone: as a person writes it.
        home: the zone of whoever is called, as in `zone_of`.
    """
    tables = _tables()
    try:
        number = tables.parse(phone, _countries().get(home))
    except tables.NumberParseException:
        return None
    if not tables.is_valid_number(number):
        return None
    return str(tables.format_number(number, tables.PhoneNumberFormat.E164))


def _the_one(names: list[str]) -> str | None:
    return names[0] if len(set(_offsets(names))) == 1 else None


def _offsets(names: Iterable[str]) -> Iterable[tuple[object, object]]:
    return ((zone.utcoffset(WINTER), zone.utcoffset(SUMMER)) for zone in map(ZoneInfo, names))


@cache
def _countries() -> dict[str, str]:
    """Return the ISO 3166 country of every zone, from the time zone database's own table."""
    table = (resources.files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@cache
def _tables() -> ModuleType:
    import phonenumbers  # noqa: PLC0415
    import phonenumbers.timezone  # noqa: PLC0415

    return phonenumbers
