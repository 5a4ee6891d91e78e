"""Fetches what a decision about users' time needs, and hands it to the pure files."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

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
from frontdesk.availability.ground import Ground, Sources, ask_calendars, fetch_grounds
from frontdesk.availability.hours import open_windows
from frontdesk.availability.intervals import Interval, merge
from frontdesk.availability.repository import Stretch
from frontdesk.availability.slots import Slot, find_slots_between, search_window
from frontdesk.availability.wall_time import day_window
from frontdesk.calendars.connections import CalendarConnections
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import NotFound
from frontdesk.zones import ChosenZone, LeadZone, choose_zone, first_zone

# A day in the farthest zone, a day of booking, a day of buffer, a day for the daily limit.
AROUND = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class ManyDays:
    """Whose time, from which day to which, both included.

    Attributes:
        timezone: the zone whose days are meant; None means each user's own.
        trying: a `bookingsTime` to judge by in place of the saved ones, before anybody saves it.
    """

    user_ids: Sequence[int]
    first: date
    last: date
    timezone: str | None = None
    duration_minutes: int | None = None
    trying: Mapping[str, Any] | None = None

    def window(self) -> Interval:
        """Return a stretch that holds these days in every zone, and what lies around them that matters."""
        start = datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC) - AROUND
        end = datetime(self.last.year, self.last.month, self.last.day, tzinfo=UTC) + AROUND
        return Interval(start, end)

    def days(self) -> list[date]:
        """Return the days, in order."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]


@dataclass(frozen=True, slots=True)
class UserDay:
    """What can be booked of one user on one day."""

    user_id: int
    day: date
    zone: ZoneInfo
    slots: list[Slot]
    degraded: bool
    refusal: str | None = None


class AvailabilityService:
    """WHEN."""

    def __init__(
        self, db: Database, clock: Clock, connections: CalendarConnections, directory: Directory
    ) -> None:
        self._db = db
        self._clock = clock
        self._connections = connections
        self._directory = directory

    async def facts(
        self, sub_account_id: int, question: Question, *, instant: datetime | None = None
    ) -> Facts:
        """Fetch what deciding about a day takes: one tenant transaction.

        The outside calendar is asked only where too little of it is kept here.

        Args:
            sub_account_id: whose user.
            question: what is asked.
            instant: if given, the day is the one on which this instant falls in the asker's zone.

        Raises:
            NotFound: no such user. InvalidTimezone: no such zone.
            NoCalendarId, NoLocationId: a calendar service is connected, but not for this user.
        """
        now = self._clock.now()
        async with self._db.tenant(sub_account_id) as connection:
            bookable = await self._bookable(connection, sub_account_id, question.user_id)
            chosen = await self._zone(connection, question, bookable)
            if instant is not None:
                question = replace(question, day=instant.astimezone(chosen.zone).date())
            window = search_window(
                bookable.plan, question.day, chosen.zone, duration_minutes=question.duration_minutes
            )
            stretch = Stretch(window.start, window.end, now, question.but_for)
            taken = await repository.taken_times(connection, [question.user_id], stretch)
        connected = self._connections.of_user(sub_account_id, bookable.integration, bookable.calendar)
        found = taken[question.user_id]
        elsewhere = Elsewhere()
        if connected is not None:
            kept = out_of_kept(found.kept, connected, window, now=now)
            elsewhere = (kept or await ask_calendar(connected, window)).with_given_up(question.given_up)
        known = known_from(bookable.plan, found.booked, now=now, free_elsewhere=elsewhere.free)
        return Facts(question, chosen, bookable.plan, known, connected, elsewhere.degraded)

    async def is_connected(self, connection: Connection, sub_account_id: int, user_id: int) -> bool:
        """Say whether a user's bookings go to an outside calendar.

        Raises:
            NotFound, NoCalendarId, NoLocationId: as in `facts`.
        """
        bookable = await self._bookable(connection, sub_account_id, user_id)
        return self._connections.of_user(sub_account_id, bookable.integration, bookable.calendar) is not None

    async def grounds(
        self, connection: Connection, sub_account_id: int, user_ids: Sequence[int], window: Interval
    ) -> dict[int, Ground]:
        """Read what is known of many users' time; `ask_calendars` adds what is missing of their calendars."""
        sources = Sources(self._directory, self._connections, self._clock.now())
        return await fetch_grounds(connection, sub_account_id, user_ids, window=window, sources=sources)

    async def opening(
        self, sub_account_id: int, user_ids: Sequence[int], within: Interval
    ) -> dict[int, tuple[Interval, ...]]:
        """Return when each of these users is open, whatever is booked.

        Raises:
            NotFound: one of the users is not in this sub-account.
        """
        async with self._db.tenant(sub_account_id) as connection:
            found = await self._directory.find(connection, sub_account_id, user_ids)
        if len(found) < len(set(user_ids)):
            raise NotFound("There is no such user.")
        return {
            user_id: merge(
                window.span
                for window in open_windows(bookable.plan.bookings_time, zone=bookable.zone, within=within)
            )
            for user_id, bookable in found.items()
        }

    async def everybody(self, sub_account_id: int) -> list[int]:
        """Return the ids of all users of a sub-account."""
        async with self._db.tenant(sub_account_id) as connection:
            return await repository.everybody(connection)

    async def many(self, sub_account_id: int, asked: ManyDays) -> list[UserDay]:
        """Return what can be booked of many users on many days: one query for all, then their calendars.

        Raises:
            NotFound: one of the users is not in this sub-account. InvalidTimezone: no such zone.
            ValidationFailed: the hours that are tried make no sense; names each field.
        """
        zone = first_zone(asked.timezone) if asked.timezone else None
        window = asked.window()
        async with self._db.tenant(sub_account_id) as connection:
            grounds = await self.grounds(connection, sub_account_id, asked.user_ids, window)
        if len(grounds) < len(set(asked.user_ids)):
            raise NotFound("There is no such user.")
        if asked.trying is not None:
            for ground in grounds.values():
                ground.bookable = ground.bookable.with_hours(asked.trying)
        await ask_calendars(list(grounds.values()), window)
        found = []
        for user_id in asked.user_ids:
            found += _days(grounds[user_id], asked, user_id, zone or grounds[user_id].bookable.zone)
            await asyncio.sleep(0)  # thousands of days take seconds: let others have their turn
        return found

    async def _bookable(self, connection: Connection, sub_account_id: int, user_id: int) -> Bookable:
        found = await self._directory.find(connection, sub_account_id, [user_id])
        if user_id not in found:
            raise NotFound("There is no such user.")
        return found[user_id]

    async def _zone(self, connection: Connection, question: Question, bookable: Bookable) -> ChosenZone:
        lead_zone = LeadZone()
        if question.lead_id is not None and question.timezone is None:
            lead_zone = await repository.lead_zone(connection, question.lead_id)
        return choose_zone(question.timezone, lead_zone, user=bookable.person.timezone)


def _days(ground: Ground, asked: ManyDays, user_id: int, zone: ZoneInfo) -> list[UserDay]:
    """Find one user's slots of all days at once, then part them by day."""
    by_day: defaultdict[date, list[Slot]] = defaultdict(list)
    spans = [span for span in (day_window(day, zone) for day in (asked.first, asked.last)) if span]
    if ground.refusal is None and spans:
        known = known_from(
            ground.bookable.plan, ground.taken, now=ground.now, free_elsewhere=ground.elsewhere.free
        )
        for slot in find_slots_between(
            ground.bookable.plan,
            known,
            window=Interval(spans[0].start, spans[-1].end),
            duration_minutes=asked.duration_minutes,
        ):
            by_day[slot.starts_at.astimezone(zone).date()].append(slot)
    refusal = ground.refusal.message if ground.refusal else None
    return [UserDay(user_id, day, zone, by_day[day], ground.degraded, refusal) for day in asked.days()]
