"""The `bookingsTime` of a user as values that cannot be wrong. How it is read from JSON is in `parsing`."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from frontdesk.availability.wall_time import MINUTES_PER_DAY

DEFAULT_SLOT_MINUTES = 30
MAX_DURATION_MINUTES = MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class DayWindow:
    """Opening time on a day, in minutes on the clock after 00:00; `end_minute` 1440 is the end of the day."""

    start_minute: int
    end_minute: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_minute < self.end_minute <= MINUTES_PER_DAY:
            raise ValueError(f"a window must end after it starts, within a day: {self}")


@dataclass(frozen=True, slots=True)
class WeeklyWindow:
    """Opening time on one day of every week; day 0 is Sunday; no zone of its own means the user's."""

    day: int
    hours: DayWindow
    zone: ZoneInfo | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.day <= 6:
            raise ValueError(f"a day is 0 (Sunday) to 6 (Saturday), not {self.day}")

    def falls_on(self, day: date) -> bool:
        """Tell whether the window opens on this date."""
        return day.isoweekday() % 7 == self.day


@dataclass(frozen=True, slots=True)
class DateOverride:
    """What is open on one date in the user's zone, instead of the weekly windows; no windows: closed."""

    date: date
    windows: tuple[DayWindow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingsTime:
    """How a user can be booked.

    Attributes:
        windows: the weekly opening times.
        overrides: the dates on which something else is open.
        slot_minutes: how long a booking is unless asked otherwise.
        interval_minutes: the grid of starts, counted in elapsed minutes from each window's start.
        buffer_minutes: time kept free on both sides of whatever is busy.
        minimum_notice_minutes: how long before its start a booking must be made.
        booking_window_days: bookable until the end of the user's day this many days ahead; None: no limit.
        max_bookings_per_day: how many bookings may start on one of the user's days; None: no limit.
    """

    windows: tuple[WeeklyWindow, ...]
    overrides: tuple[DateOverride, ...] = ()
    slot_minutes: int = DEFAULT_SLOT_MINUTES
    interval_minutes: int = DEFAULT_SLOT_MINUTES
    buffer_minutes: int = 0
    minimum_notice_minutes: int = 0
    booking_window_days: int | None = None
    max_bookings_per_day: int | None = None

    def __post_init__(self) -> None:
        if min(self.slot_minutes, self.interval_minutes) < 1:
            raise ValueError("a slot and the grid of starts take at least a minute")
        if min(self.buffer_minutes, self.minimum_notice_minutes, self.booking_window_days or 0) < 0:
            raise ValueError("buffer, notice and booking window cannot be negative")
