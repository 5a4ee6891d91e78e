"""Fetches what a decision about a user's time needs, and hands it to the pure files."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from frontdesk.availability import repository
from frontdesk.availability.directory import Bookable, Directory
from frontdesk.availability.explain import Reason, explain
from frontdesk.availability.intervals import Interval
from frontdesk.availability.repository import Stretch, TakenTime
from frontdesk.availability.rules import Known, Plan
from frontdesk.availability.slots import Slot, find_slots, search_window
from frontdesk.calendars.connections import CalendarConnections, ConnectedCalendar
from frontdesk.calendars.port import CalendarError
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.logs import logger
from frontdesk.zones import first_zone

_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """Whose time, on which day of whose zone.

    Attributes:
        day: a day in the asker's zone.
        timezone: the asker's zone if they named one; else the lead's, the user's, the default.
        duration_minutes: None means the user's slot duration.
        but_for: a booking that is being moved, so that its own time does not count as taken.
        given_up: the time that booking leaves, which the outside calendar still shows as taken.
    """

    user_id: int
    day: date
    timezone: str | None = None
    duration_minutes: int | None = None
    lead_id: int | None = None
    but_for: int | None = None
    given_up: Interval | None = None


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
        return self._slots(self.known)

    def reasons_against(self, start: datetime) -> list[Reason]:
        """Return every reason why the appointment cannot start then; none means it can."""
        return explain(self.plan, self.known, start=start, duration_minutes=self.question.duration_minutes)

    def reason_for_nothing(self) -> str:
        """Return one sentence that says why the day has no slot."""
        if self.question.day < self.known.now.astimezone(self.zone).date():
            return "That day has already passed."
        if self._slots(replace(self.known, busy=(), booking_starts=(), free_elsewhere=None)):
            return "Every time on this day is taken."
        return "No availability on this day."

    def wall_times(self) -> list[str]:
        """Return the day's slots as HH:MM in the asker's zone."""
        return [slot.starts_at.astimezone(self.zone).strftime("%H:%M") for slot in self.slots()]

    def _slots(self, known: Known) -> list[Slot]:
        return find_slots(
            self.plan,
            known,
            day=self.question.day,
            zone=self.zone,
            duration_minutes=self.question.duration_minutes,
        )


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
        """Fetch what deciding about a day takes: one tenant transaction, then the outside calendar.

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
            found = await self._directory.find(connection, sub_account_id, [question.user_id])
            bookable = found[question.user_id]
            zone = await self._zone(connection, question, bookable)
            if instant is not None:
                question = replace(question, day=instant.astimezone(zone).date())
            window = search_window(bookable.plan, question.day, zone)
            stretch = Stretch(window.start, window.end, now, question.but_for)
            taken = await repository.taken_times(connection, [question.user_id], stretch)
        connected = self._connections.of_user(sub_account_id, bookable.integration, bookable.calendar)
        cells = await ask_calendar(connected, window) if connected else None
        if cells is not None and question.given_up is not None:
            cells = (*cells, question.given_up)
        known = known_from(bookable.plan, taken.get(question.user_id, []), now=now, free_elsewhere=cells)
        degraded = connected is not None and cells is None
        return Facts(question, zone, bookable.plan, known, connected, degraded)

    async def is_connected(self, connection: Connection, sub_account_id: int, user_id: int) -> bool:
        """Say whether a user's bookings go to an outside calendar.

        Raises:
            NotFound, NoCalendarId, NoLocationId: as in `facts`.
        """
        bookable = (await self._directory.find(connection, sub_account_id, [user_id]))[user_id]
        return (
            self._connections.of_user(sub_account_id, bookable.integration, bookable.calendar) is not None
        )

    async def _zone(self, connection: Connection, question: Question, bookable: Bookable) -> ZoneInfo:
        lead_zone = None
        if question.lead_id is not None and question.timezone is None:
            lead_zone = await repository.lead_zone(connection, question.lead_id)
        return first_zone(question.timezone, lead_zone, bookable.person.timezone)


async def ask_calendar(connected: ConnectedCalendar, window: Interval) -> tuple[Interval, ...] | None:
    """Return what the outside calendar calls free; None when it cannot be asked."""
    try:
        cells = await connected.calendar.free_cells(connected.target, start=window.start, end=window.end)
    except CalendarError as error:
        _log.warning("calendar_not_asked", reason=str(error))
        return None
    return tuple(Interval(cell.starts_at, cell.ends_at) for cell in cells)


def known_from(
    plan: Plan,
    taken: list[TakenTime],
    *,
    now: datetime,
    free_elsewhere: tuple[Interval, ...] | None,
) -> Known:
    """Put what was fetched into the form that the rules take."""
    buffer = timedelta(minutes=plan.bookings_time.buffer_minutes)
    return Known(
        now=now,
        busy=tuple(Interval(time.starts_at, time.ends_with_buffer(buffer)) for time in taken),
        booking_starts=tuple(time.starts_at for time in taken),
        free_elsewhere=free_elsewhere,
    )
