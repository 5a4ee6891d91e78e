"""Time zones by their IANA names, and the order in which one is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from frontdesk.errors import InvalidTimezone

DEFAULT_ZONE = "America/New_York"
# How a lead's zone is known: somebody said so, their browser did, their phone number, or their contact in the
# outside calendar. The first that is known counts.
TimezoneSource = Literal["given", "browser", "phone", "contact"]
# Where the zone comes from in which a time was asked for.
ZoneSource = Literal["request", "lead", "browser", "phone", "contact", "user", "default"]
_OF_LEAD: Mapping[TimezoneSource | None, ZoneSource] = {
    "browser": "browser",
    "phone": "phone",
    "contact": "contact",
}


@dataclass(frozen=True, slots=True)
class LeadZone:
    """The zone a lead lives in, as far as it is known."""

    name: str | None = None
    source: TimezoneSource | None = None


@dataclass(frozen=True, slots=True)
class ChosenZone:
    """The asker's zone and where it comes from."""

    zone: ZoneInfo
    source: ZoneSource


def zone_named(name: str) -> ZoneInfo:
    """Return the zone of that name.

    Raises:
        InvalidTimezone: no such zone.
    """
    if not is_zone(name):
        raise InvalidTimezone(name)
    return ZoneInfo(name)


def is_zone(name: str) -> bool:
    """Say whether there is a zone of that name."""
    return name in _known()


def first_zone(*names: str | None) -> ZoneInfo:
    """Return the first zone that is given: explicit argument, lead, user; else New York.

    Raises:
        InvalidTimezone: the first that is given does not exist.
    """
    return zone_named(next((name for name in names if name), DEFAULT_ZONE))


def choose_zone(requested: str | None, lead: LeadZone, *, user: str | None) -> ChosenZone:
    """Return the first zone that is known: the request's, the lead's, the user's, New York.

    Raises:
        InvalidTimezone: the first that is known does not exist.
    """
    known: tuple[tuple[str | None, ZoneSource], ...] = (
        (requested, "request"),
        (lead.name, _OF_LEAD.get(lead.source, "lead")),
        (user, "user"),
        (DEFAULT_ZONE, "default"),
    )
    name, source = next((name, source) for name, source in known if name)
    return ChosenZone(zone_named(name), source)


@cache
def all_zones() -> tuple[str, ...]:
    """Return the names that a person may choose from: places, in order, without technical names."""
    return tuple(
        sorted(name for name in _known() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    )


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())
