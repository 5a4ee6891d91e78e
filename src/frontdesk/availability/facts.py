"""All that deciding about one day takes, and the questions it answers."""

import asyncio
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from frontdesk.availability.explain import Reason, explain
from frontdesk.availability.intervals import Interval
from frontdesk.availability.outside import Kept
from frontdesk.availability.repository import TakenTime
from frontdesk.availability.rules import Known, Plan
from frontdesk.availability.slots import Slot, find_slots
from frontdesk.calendars.connections import ConnectedCalendar
from frontdesk.calendars.port import CalendarError
from frontdesk.logs import logger
from frontdesk.zones import ChosenZone

PATIENCE_SECONDS = 3.0
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
        chosen: the asker's zone and where it comes from.
        connected: the user's outside calendar, None when nothing is connected.
        degraded: of the outside calendar only what was known some time ago counts, or nothing.
    """

    question: Question
    chosen: ChosenZone
    plan: Plan
    known: Known
    connected: ConnectedCalendar | None
    degraded: bool

    @property
    def zone(self) -> ZoneInfo:
        """The asker's zone."""
        return self.chosen.zone

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


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What an outside calendar leaves free.

    Attributes:
        free: None when nothing is connected, or nothing is known of it.
        degraded: what is known may no longer be so, or nothing is known.
    """

    free: tuple[Interval, ...] | None = None
    degraded: bool = False

    def with_given_up(self, time: Interval | None) -> "Elsewhere":
        """Return the same with a time that is about to be left."""
        if time is None or self.free is None:
            return self
        return replace(self, free=(*self.free, time))


def out_of_kept(
    kept: Kept | None, connected: ConnectedCalendar, window: Interval, *, now: datetime
) -> Elsewhere | None:
    """Return what is free by what is kept here; None when that says nothing about the window."""
    if kept is None or not kept.answers_for(connected.target.place, window):
        return None
    return Elsewhere(kept.free(window), degraded=not kept.is_fresh(now))


async def ask_calendar(connected: ConnectedCalendar, window: Interval) -> Elsewhere:
    """Return what the outside calendar itself calls free; it is not waited for longer than people would."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            cells = await connected.calendar.free_cells(connected.target, start=window.start, end=window.end)
    except (CalendarError, TimeoutError) as error:
        _log.warning("calendar_not_asked", reason=str(error) or "it took too long")
        return Elsewhere(degraded=True)
    return Elsewhere(tuple(Interval(cell.starts_at, cell.ends_at) for cell in cells))


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
