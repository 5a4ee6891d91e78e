"""Time zones by their IANA names, and the order in which one is chosen."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from frontdesk.errors import InvalidTimezone

DEFAULT_ZONE = "America/New_York"


def zone_named(name: str) -> ZoneInfo:
    """Return the zone of that name.

    Raises:
        InvalidTimezone: no such zone.
    """
    if name not in _known():
        raise InvalidTimezone(name)
    return ZoneInfo(name)


def first_zone(*names: str | None) -> ZoneInfo:
    """Return the first zone that is given: explicit argument, lead, user; else New York.

    Raises:
        InvalidTimezone: the first that is given does not exist.
    """
    return zone_named(next((name for name in names if name), DEFAULT_ZONE))


@cache
def _known() -> frozenset[str]:
    return frozenset(available_timezones())
