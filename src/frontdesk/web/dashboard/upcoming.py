"""The next bookings in words, day by day. Fetching is at the top, wording below it is pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from zoneinfo import ZoneInfo

from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.web import repository
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.language import Language
from frontdesk.web.repository import UpcomingBooking

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One booking with its times in words."""

    booking: UpcomingBooking
    times: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day's bookings. `label` is "Today", "Tomorrow" or None; `name` the weekday and date."""

    label: str | None
    name: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The next bookings; `is_cut` when there are more."""

    days: list[Day]
    is_cut: bool


class UpcomingBookings:
    """Fetches what is coming up."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of(self, shell: Shell) -> Upcoming:
        """Return everybody's bookings for an owner or admin, their own for a member."""
        principal = shell.principal
        mine = None if principal.acts_for_everyone else principal.user_id
        async with self._db.tenant(principal.sub_account_id) as connection:
            found = await repository.upcoming(
                connection, now=self._clock.now(), user_id=mine, limit=MOST_SHOWN + 1
            )
        days = by_day(found[:MOST_SHOWN], zone=shell.zone, today=shell.today, language=shell.language)
        return Upcoming(days, len(found) > MOST_SHOWN)


def by_day(
    bookings: Sequence[UpcomingBooking], *, zone: ZoneInfo, today: date, language: Language
) -> list[Day]:
    """Return bookings, soonest first, as days on a user's wall clock."""

    def local_day(booking: UpcomingBooking) -> date:
        return booking.starts_at.astimezone(zone).date()

    return [
        Day(
            language.near_day(day, today),
            language.day(day, today=today),
            [_row(booking, zone, language) for booking in found],
        )
        for day, found in groupby(bookings, key=local_day)
    ]


def _row(booking: UpcomingBooking, zone: ZoneInfo, language: Language) -> Row:
    times = language.times(booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone))
    return Row(booking, times)
