"""What the pages show where a lead chooses a time: a month with its free days, and one day's times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Annotated
from urllib.parse import urlencode
from zoneinfo import ZoneInfo, available_timezones

from litestar.di import NamedDependency
from litestar.params import QueryParameter

from frontdesk.availability.service import UserDay
from frontdesk.errors import InvalidTimezone, ValidationFailed
from frontdesk.reading import read_date, read_instant
from frontdesk.tenancy.principal import Principal
from frontdesk.web.booking.month import Month, first_of, last_of, month_of, next_month
from frontdesk.web.booking.service import LeadDesk
from frontdesk.web.language import Language
from frontdesk.zones import zone_named

MONTHS_AHEAD = 12
MOST_NEAR = 4
_NO_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")

Asked = Annotated[str, QueryParameter(max_length=64, required=False)]


@dataclass(frozen=True, slots=True)
class Choice:
    """What an address asks to see. What cannot be read counts as not asked."""

    zone: str = ""
    month: str = ""
    day: str = ""
    at: str = ""

    def zone_or(self, fallback: str) -> ZoneInfo:
        """Return the zone to show times in."""
        try:
            return zone_named(self.zone or fallback)
        except InvalidTimezone:
            return zone_named(fallback)

    def asked_day(self) -> date | None:
        """Return the day whose times are asked for."""
        return _date(self.day)

    def asked_month(self) -> date | None:
        """Return the first day of the month that is asked for."""
        return _date(f"{self.month}-01")

    def moment(self) -> datetime | None:
        """Return the time that was chosen."""
        try:
            return read_instant(self.at, "at")
        except ValidationFailed:
            return None


async def provide_choice(zone: Asked = "", month: Asked = "", day: Asked = "", at: Asked = "") -> Choice:
    """Return what an address asks to see."""
    return Choice(zone, month, day, at)


@dataclass(frozen=True, slots=True)
class Picking:
    """A month to choose from, and the times of the chosen day.

    Attributes:
        path: the page's address, to which `link` adds what is chosen.
        day: the chosen day; None when nothing is free far and wide.
    """

    path: str
    zone: ZoneInfo
    today: date
    month: Month
    day: date | None
    times: Sequence[datetime]

    def link(self, **chosen: object) -> str:
        """Return the address where something is chosen."""
        texts = {name: _text(value) for name, value in chosen.items()}
        asked = urlencode({"zone": self.zone.key, **texts})
        return f"{self.path}{'&' if '?' in self.path else '?'}{asked}"

    @property
    def zones(self) -> Sequence[str]:
        """All zones one may choose."""
        return zone_names()


class Picker:
    """Finds what there is to choose from."""

    def __init__(self, lead_desk: LeadDesk) -> None:
        self._lead_desk = lead_desk
        self._clock = lead_desk.clock

    async def pick(
        self, calendar: Principal, choice: Choice, *, zone: ZoneInfo, path: str, language: Language
    ) -> Picking:
        """Return the month that is asked for, else the first one from today on in which something is free."""
        today = self._clock.now().astimezone(zone).date()
        latest = first_of(first_of(today) + timedelta(days=31 * MONTHS_AHEAD))
        asked = choice.asked_day()
        first = choice.asked_month() or first_of(asked or today)
        first = min(max(first, first_of(today)), latest)
        free = await self._free(calendar, first, zone, today)
        if not free and not choice.month and not choice.day:
            later = await self._free(calendar, next_month(first), zone, today)
            first, free = (next_month(first), later) if later else (first, free)
        day = asked if asked in free else next(iter(free), None)
        month = month_of(
            first,
            free,
            chosen=day,
            today=today,
            first_weekday=language.locale.first_week_day,
            latest=latest,
        )
        return Picking(path, zone, today, month, day, free[day] if day else ())

    async def near(self, calendar: Principal, wanted: datetime, zone: ZoneInfo) -> list[datetime]:
        """Return the free times that are nearest to one that is gone, in order."""
        day = wanted.astimezone(zone).date()
        today = self._clock.now().astimezone(zone).date()
        first = max(day - timedelta(days=2), today)
        found = await self._lead_desk.days(calendar, first, day + timedelta(days=7), timezone=zone.key)
        starts = [start for one in found for start in _starts(one)]
        return sorted(sorted(starts, key=lambda start: abs(start - wanted))[:MOST_NEAR])

    async def _free(
        self, calendar: Principal, first: date, zone: ZoneInfo, today: date
    ) -> Mapping[date, Sequence[datetime]]:
        """Return the free times of a month's days on which there are some."""
        start = max(first, today)
        found = await self._lead_desk.days(calendar, start, last_of(first), timezone=zone.key)
        return {one.day: _starts(one) for one in found if one.slots}


async def provide_picker(lead_desk: NamedDependency[LeadDesk]) -> Picker:
    """Return what finds times to choose from."""
    return Picker(lead_desk)


def _starts(found: UserDay) -> list[datetime]:
    return [slot.starts_at.astimezone(found.zone) for slot in found.slots]


@cache
def zone_names() -> Sequence[str]:
    """Return the zones of places, by name."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(_NO_PLACES))
    return (*sorted(places), "UTC")


def _date(text: str) -> date | None:
    try:
        return read_date(text)
    except ValidationFailed:
        return None


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
