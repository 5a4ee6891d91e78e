"""Fetches what a decision about a user's time needs, and hands it to the pure files."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from frontdesk.availability import repository
from frontdesk.availability.explain import Reason, explain
from frontdesk.availability.hours import parse_bookings_time
from frontdesk.availability.intervals import Interval
from frontdesk.availability.repository import Person, TakenTime
from frontdesk.availability.rules import Known, Plan
from frontdesk.availability.slots import Slot, find_slots, search_window
from frontdesk.calendars.connections import (
    CalendarConnections,
    ConnectedCalendar,
    UserCalendar,
    active_integration,
)
from frontdesk.calendars.port import CalendarRefused, CalendarUnreachable
from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import NotFound
from frontdesk.logs import logger
from frontdesk.zones import first_zone, zone_named

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """Whose time, on which day of whose zone.

    Attributes:
        day: a day in the asker's zone.
        timezone: the asker's zone if they named one; else the lead's, the user's, the default.
        duration_minutes: None means the user's slot duration.
        but_for: a booking whose own time does not count as taken (it is being moved).
    """

    user_id: int
    day: date
    timezone: str | None = None
    duration_minutes: int | None = None
    lead_id: int | None = None
    but_for: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that deciding about one day takes; nothing is fetched after this.

    Attributes:
        zone: the asker's zone.
        connected: the user's outside calendar, None when nothing is connected.
        degraded: the outside calendar could not be asked, so only what we know counts.
    """

    question: Question
    zone: ZoneInfo
    plan: Plan
    known: Known
    connected: ConnectedCalendar | None
    degraded: bool

    @property
    def duration_minutes(self) -> int:
        """The length of the appointment asked for."""
        return self.question.duration_minutes or self.plan.bookings_time.slot_minutes

    @property
    def buffer(self) -> timedelta:
        """The gap that is kept after this user's appointments."""
        return timedelta(minutes=self.plan.bookings_time.buffer_minutes)

    def slots(self) -> list[Slot]:
        """Return what can be booked on the day, in order."""
        return find_slots(
            self.plan,
            self.known,
            day=self.question.day,
            zone=self.zone,
            duration_minutes=self.question.duration_minutes,
        )

    def reasons_against(self, start: datetime) -> list[Reason]:
        """Return every reason why the appointment cannot start then; none means it can."""
        return explain(self.plan, self.known, start=start, duration_minutes=self.question.duration_minutes)

    def reason_for_nothing(self) -> str:
        """Return one sentence that says why the day has no slot."""
        with_nobody_in_the_way = replace(self.known, busy=(), booking_starts=(), free_elsewhere=None)
        day = self.question.day
        if day < self.known.now.astimezone(self.zone).date():
            return "That day has already passed."
        if find_slots(
            self.plan,
            with_nobody_in_the_way,
            day=day,
            zone=self.zone,
            duration_minutes=self.question.duration_minutes,
        ):
            return "Every time on this day is taken."
        return "No availability on this day."

    def wall_times(self) -> list[str]:
        """Return the day's slots as HH:MM in the asker's zone."""
        return [slot.starts_at.astimezone(self.zone).strftime("%H:%M") for slot in self.slots()]


class AvailabilityService:
    """WHEN."""

    def __init__(self, db: Database, clock: Clock, connections: CalendarConnections) -> None:
        self._db = db
        self._clock = clock
        self._connections = connections

    async def facts(self, sub_account_id: int, question: Question) -> Facts:
        """Fetch what deciding about a day takes: one tenant transaction, then the outside calendar.

        Raises:
            NotFound: no such user. InvalidTimezone: no such zone.
            NoCalendarId, NoLocationId: a calendar service is connected, but not for this user.
        """
        now = self._clock.now()
        async with self._db.tenant(sub_account_id) as connection:
            person = await repository.person(connection, question.user_id, lead_id=question.lead_id)
            if person is None:
                raise NotFound("There is no such user.")
            plan = Plan(
                zone=zone_named(person.timezone), bookings_time=parse_bookings_time(person.bookings_time)
            )
            zone = first_zone(question.timezone, person.lead_timezone, person.timezone)
            window = search_window(plan, question.day, zone)
            integration = await active_integration(connection)
            taken = await repository.taken_times(
                connection, question.user_id, start=window.start, end=window.end, now=now,
                but_for=question.but_for,
            )  # fmt: skip
        connected = self._connections.of_user(sub_account_id, integration, _calendar_of(person, plan))
        free_elsewhere = await self._ask(connected, window) if connected else None
        known = _known(plan, taken, now=now, free_elsewhere=free_elsewhere)
        degraded = connected is not None and free_elsewhere is None
        return Facts(question, zone, plan, known, connected, degraded)

    async def _ask(self, connected: ConnectedCalendar, window: Interval) -> tuple[Interval, ...] | None:
        try:
            cells = await connected.calendar.free_cells(connected.target, start=window.start, end=window.end)
        except (CalendarUnreachable, CalendarRefused) as error:
            _log.warning("calendar_not_asked", reason=str(error))
            return None
        return tuple(Interval(cell.starts_at, cell.ends_at) for cell in cells)


def _calendar_of(person: Person, plan: Plan) -> UserCalendar:
    return UserCalendar(person.calendar_id, person.location_id, person.assigned_user_id, plan.zone)


def _known(
    plan: Plan, taken: list[TakenTime], *, now: datetime, free_elsewhere: tuple[Interval, ...] | None
) -> Known:
    buffer = timedelta(minutes=plan.bookings_time.buffer_minutes)
    return Known(
        now=now,
        busy=tuple(Interval(time.starts_at, time.ends_with_buffer(buffer)) for time in taken),
        booking_starts=tuple(time.starts_at for time in taken),
        free_elsewhere=free_elsewhere,
    )
