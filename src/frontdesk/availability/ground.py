"""What is known of many users' time at once: one query for all of them, then their outside calendars."""

import asyncio
from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter

from frontdesk.availability import repository
from frontdesk.availability.directory import Bookable, Directory
from frontdesk.availability.facts import (
    Elsewhere,
    Facts,
    Question,
    ask_calendar,
    known_from,
    out_of_kept,
)
from frontdesk.availability.intervals import Interval
from frontdesk.availability.outside import Kept
from frontdesk.availability.repository import Stretch, TakenTime, TakenTimes
from frontdesk.calendars.connections import CalendarConnections, ConnectedCalendar
from frontdesk.db.pool import Connection
from frontdesk.errors import FrontdeskError
from frontdesk.zones import ChosenZone

CALENDARS_AT_ONCE = 8
# How far around a day other bookings matter: a day of booking, a day of buffer, a day for the daily limit.
REACH = timedelta(days=3)
_start = attrgetter("starts_at")


@dataclass(slots=True)
class Ground:
    """One user's time over a stretch. What is taken grows as a batch takes more of it.

    Attributes:
        refusal: why this user cannot be booked at all, if so.
        kept: what is kept here of the outside calendar.
        elsewhere: what the outside calendar leaves free.
    """

    bookable: Bookable
    connected: ConnectedCalendar | None
    refusal: FrontdeskError | None
    taken: list[TakenTime]
    now: datetime
    kept: Kept | None = None
    elsewhere: Elsewhere = field(default_factory=Elsewhere)

    @property
    def degraded(self) -> bool:
        """Say whether what is known of the outside calendar may no longer be so."""
        return self.elsewhere.degraded

    def take(self, time: TakenTime) -> None:
        """Note a time that is taken from now on."""
        insort(self.taken, time, key=_start)

    def facts(self, question: Question, chosen: ChosenZone, *, around: datetime) -> Facts:
        """Return the facts about a time, cut to what can matter for it."""
        start, end = around - REACH, around + REACH
        first, last = bisect_left(self.taken, start, key=_start), bisect_left(self.taken, end, key=_start)
        free = self.elsewhere.free
        near = free and tuple(time for time in free if time.end > start and time.start < end)
        known = known_from(self.bookable.plan, self.taken[first:last], now=self.now, free_elsewhere=near)
        return Facts(question, chosen, self.bookable.plan, known, self.connected, self.degraded)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where grounds come from, and the instant they are judged at."""

    directory: Directory
    connections: CalendarConnections
    now: datetime


async def fetch_grounds(
    connection: Connection,
    sub_account_id: int,
    user_ids: Sequence[int],
    *,
    window: Interval,
    sources: Sources,
) -> dict[int, Ground]:
    """Read what is known of these users between two instants; users the tenant does not have are left out."""
    found = await sources.directory.find(connection, sub_account_id, user_ids)
    stretch = Stretch(window.start, window.end, sources.now)
    taken = await repository.taken_times(connection, list(found), stretch)
    return {
        user_id: _ground(sub_account_id, bookable, taken[user_id], sources)
        for user_id, bookable in found.items()
    }


def _ground(sub_account_id: int, bookable: Bookable, taken: TakenTimes, sources: Sources) -> Ground:
    try:
        connected = sources.connections.of_user(sub_account_id, bookable.integration, bookable.calendar)
    except FrontdeskError as refusal:
        return Ground(bookable, None, refusal, taken.booked, sources.now)
    return Ground(bookable, connected, None, taken.booked, sources.now, taken.kept)


async def ask_calendars(grounds: Sequence[Ground], window: Interval) -> None:
    """Look at the outside calendars of those who have one: what is kept of them, else they are asked."""
    limit = asyncio.Semaphore(CALENDARS_AT_ONCE)

    async def ask(ground: Ground, connected: ConnectedCalendar) -> None:
        kept = out_of_kept(ground.kept, connected, window, now=ground.now)
        if kept is not None:
            ground.elsewhere = kept
            return
        async with limit:
            ground.elsewhere = await ask_calendar(connected, window)

    await asyncio.gather(
        *(ask(ground, ground.connected) for ground in grounds if ground.connected is not None)
    )
