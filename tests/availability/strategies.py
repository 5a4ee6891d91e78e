"""Made-up users, facts and questions for the laws, all on a raster of five minutes."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from frontdesk.availability.hours import BookingsTime, DateOverride, DayWindow, WeeklyWindow
from frontdesk.availability.intervals import Interval
from frontdesk.availability.rules import Known, Plan

RASTER = timedelta(minutes=5)

LAWS = settings(
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

ZONES = [
    ZoneInfo(name)
    for name in (
        "America/New_York",
        "Europe/London",
        "Australia/Sydney",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Pacific/Kiritimati",
        "Pacific/Honolulu",
        "Pacific/Apia",
        "America/Havana",
        "Africa/Cairo",
        "America/St_Johns",
        "UTC",
    )
]
FIXED_ZONES = [ZoneInfo(f"Etc/GMT{offset:+d}") for offset in range(-11, 10)]

# Ordinary days, and days on which some of the zones above change their clocks or skip a date.
DAYS = [
    date(2026, 6, 17),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 10, 4),
    date(2026, 4, 5),
    date(2026, 4, 24),
    date(2011, 12, 30),
    date(2006, 10, 29),
]


@dataclass(frozen=True, slots=True)
class World:
    """A user, what is known of them, and somebody's question about a day."""

    plan: Plan
    known: Known
    day: date
    zone: ZoneInfo
    duration_minutes: int | None


def minutes(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low // 5, high // 5).map(lambda count: count * 5)


def day_window(start: int, length: int) -> DayWindow:
    return DayWindow(start, min(start + length, 1440))


def every_day(hours: DayWindow, zone: ZoneInfo | None) -> list[WeeklyWindow]:
    return [WeeklyWindow(day, hours, zone) for day in range(7)]


def stretch(start: int, length: int) -> Interval:
    return Interval(instant(start), instant(start + length))


def instant(passed: int) -> datetime:
    """Return an instant so many minutes after the beginning of `DAYS[0]` in UTC."""
    return datetime.combine(DAYS[0], time(), UTC) + timedelta(minutes=passed)


# Drawing is what these tests spend their time on, so every strategy is made once: around the first of `DAYS`,
# to be moved to the day in question afterwards.
days = st.builds(
    lambda day, off: day + timedelta(days=off), st.sampled_from(DAYS), st.sampled_from([0, -1, 1])
)
zones = st.sampled_from(ZONES)
long_hours = st.builds(day_window, minutes(0, 720), minutes(240, 1440))
any_hours = st.builds(day_window, minutes(0, 1435), minutes(5, 720))
overrides = st.builds(
    DateOverride,
    st.integers(-2, 2).map(lambda off: DAYS[0] + timedelta(days=off)),
    st.lists(any_hours, max_size=2).map(tuple),
)


def weeks(own_zones: st.SearchStrategy[ZoneInfo | None]) -> st.SearchStrategy[list[WeeklyWindow]]:
    windows = st.builds(WeeklyWindow, st.integers(0, 6), any_hours, own_zones)
    return st.builds(every_day, long_hours, own_zones) | st.lists(windows, min_size=3, max_size=10)


def bookings_times(own_zones: st.SearchStrategy[ZoneInfo | None]) -> st.SearchStrategy[BookingsTime]:
    return st.builds(
        BookingsTime,
        windows=weeks(own_zones).map(tuple),
        overrides=st.lists(overrides, max_size=2, unique_by=lambda override: override.date).map(tuple),
        slot_minutes=minutes(5, 90),
        interval_minutes=minutes(5, 90),
        buffer_minutes=st.just(0) | minutes(0, 60),
        minimum_notice_minutes=st.just(0) | minutes(0, 2000),
        booking_window_days=st.none() | st.integers(1, 4),
        max_bookings_per_day=st.none() | st.integers(2, 4),
    )


plans = bookings_times(st.none() | zones)
plans_in_the_users_zone = bookings_times(st.none())
facts = st.builds(
    Known,
    now=minutes(-3 * 1440, 600).map(instant),
    busy=st.lists(st.builds(stretch, minutes(-1440, 2880), minutes(5, 300)), max_size=5).map(tuple),
    booking_starts=st.lists(minutes(-1440, 2880).map(instant), max_size=5).map(tuple),
    free_elsewhere=st.none()
    | st.lists(st.builds(stretch, minutes(-1440, 2880), minutes(300, 2000)), min_size=2, max_size=4).map(
        tuple
    ),
)


def moved_plan(rules: BookingsTime, by: timedelta) -> BookingsTime:
    """Move the dates of the overrides; by whole days."""
    return replace(
        rules,
        overrides=tuple(DateOverride(override.date + by, override.windows) for override in rules.overrides),
    )


def moved_facts(known: Known, by: timedelta) -> Known:
    def move(intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
        return tuple(Interval(interval.start + by, interval.end + by) for interval in intervals)

    return Known(
        now=known.now + by,
        busy=move(known.busy),
        booking_starts=tuple(start + by for start in known.booking_starts),
        free_elsewhere=None if known.free_elsewhere is None else move(known.free_elsewhere),
    )


def world(rules: BookingsTime, known: Known, day: date, own: ZoneInfo, asker: ZoneInfo, length: int) -> World:
    by = day - DAYS[0]
    return World(Plan(own, moved_plan(rules, by)), moved_facts(known, by), day, asker, length or None)


worlds = st.builds(world, plans, facts, days, zones, zones, st.just(0) | minutes(5, 180))
