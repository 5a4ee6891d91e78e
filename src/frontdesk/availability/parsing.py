"""Reads the `bookingsTime` object of the outward contract and names everything that is wrong with it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, islice
from zoneinfo import ZoneInfo

from frontdesk.availability.bookings_time import (
    DEFAULT_SLOT_MINUTES,
    MAX_DURATION_MINUTES,
    BookingsTime,
    DateOverride,
    DayWindow,
    WeeklyWindow,
)
from frontdesk.availability.fields import Field, Members
from frontdesk.availability.intervals import Interval
from frontdesk.availability.wall_time import MINUTES_PER_DAY, wall_spans

MAX_NOTICE_MINUTES = 366 * MINUTES_PER_DAY
MAX_WINDOW_DAYS = 3660
MAX_BOOKINGS_PER_DAY = 1440
MAX_WEEKLY_WINDOWS = 100
MAX_WINDOWS_PER_OVERRIDE = 50
MAX_OVERRIDES = 1000

# From, to, and of what.
_NUMBERS = {
    "bufferMinutes": (0, MINUTES_PER_DAY, "minutes"),
    "slotDuration": (1, MAX_DURATION_MINUTES, "minutes"),
    "slotInterval": (1, MAX_DURATION_MINUTES, "minutes"),
    "minimumNoticeMinutes": (0, MAX_NOTICE_MINUTES, "minutes"),
    "bookingWindowDays": (0, MAX_WINDOW_DAYS, "days"),
    "maxBookingsPerDay": (1, MAX_BOOKINGS_PER_DAY, "bookings"),
}
_MEMBERS = ("slots", *_NUMBERS, "dateOverrides")
# A Sunday, and a whole year after it: windows in different zones may meet in some weeks of a year only,
# because zones change their clocks on different days.
_A_SUNDAY = date(2026, 1, 4)
_WEEKS_PER_YEAR = 52
_UTC = ZoneInfo("UTC")


class InvalidBookingsTime(ValueError):
    """A `bookingsTime` that cannot be used.

    Attributes:
        fields: a plain sentence for every wrong field, by its path ("bookingsTime.slots[2].end").
    """

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__("; ".join(f"{path} {sentence}" for path, sentence in fields.items()))
        self.fields = fields


def parse_bookings_time(raw: Mapping[str, object], *, zone: ZoneInfo | None = None) -> BookingsTime:
    """Read a `bookingsTime` object as it comes out of JSON.

    A member that is left out takes its default: no windows, `slotDuration` 30, `slotInterval` as long as
    `slotDuration`, no buffer, no notice, no limits, no overrides. A number or zone that is null is left out.

    Args:
        raw: the object, with the names of the outward contract.
        zone: the user's, if known: then windows without a zone are compared with those that have one.

    Raises:
        InvalidBookingsTime: something is wrong; every mistake is named.
    """
    problems: dict[str, str] = {}
    root = Field("bookingsTime", raw, problems).members(_MEMBERS)

    numbers = _read_numbers(root)
    slots, overrides = root.present("slots"), root.present("dateOverrides")
    slot_minutes = numbers["slotDuration"] or DEFAULT_SLOT_MINUTES
    bookings_time = BookingsTime(
        windows=_read_weekly_windows(slots, zone=zone) if slots else (),
        overrides=_read_overrides(overrides) if overrides else (),
        slot_minutes=slot_minutes,
        interval_minutes=numbers["slotInterval"] or slot_minutes,
        buffer_minutes=numbers["bufferMinutes"] or 0,
        minimum_notice_minutes=numbers["minimumNoticeMinutes"] or 0,
        booking_window_days=numbers["bookingWindowDays"],
        max_bookings_per_day=numbers["maxBookingsPerDay"],
    )
    if problems:
        raise InvalidBookingsTime(problems)
    return bookings_time


def _read_numbers(root: Members) -> dict[str, int | None]:
    numbers: dict[str, int | None] = {}
    for name, (at_least, at_most, unit) in _NUMBERS.items():
        field = root.optional(name)
        numbers[name] = field.whole_number(at_least=at_least, at_most=at_most, unit=unit) if field else None
    return numbers


def _read_weekly_windows(field: Field, *, zone: ZoneInfo | None) -> tuple[WeeklyWindow, ...]:
    """Read the windows that can be read, and refuse each that meets an earlier one."""
    read = [(item, _read_weekly_window(item)) for item in field.items(at_most=MAX_WEEKLY_WINDOWS)]
    windows = [(item, window) for item, window in read if window is not None]
    zoned = [(item, window, window.zone or zone) for item, window in windows]
    for has_zone in (True, False):
        # Without the user's zone nobody can say whether a window without one meets a window with one.
        _refuse_meetings([entry for entry in zoned if (entry[2] is not None) is has_zone])
    return tuple(window for _, window in windows)


def _read_weekly_window(field: Field) -> WeeklyWindow | None:
    members = field.members(("day", "start", "end", "timezone"))
    day_field, zone_field = members.required("day"), members.optional("timezone")
    day = day_field.whole_number(at_least=0, at_most=6) if day_field else None
    zone = zone_field.zone() if zone_field else None
    hours = _read_hours(members)
    if day is None or hours is None or (zone_field and zone is None):
        return None
    return WeeklyWindow(day, hours, zone)


def _read_hours(members: Members) -> DayWindow | None:
    start_field, end_field = members.required("start"), members.required("end")
    start = start_field.clock_minute(at_most=MINUTES_PER_DAY - 1) if start_field else None
    end = end_field.clock_minute(at_most=MINUTES_PER_DAY) if end_field else None
    if start is None or end is None or end_field is None:
        return None
    if end <= start:
        end_field.refuse("must be after start; a window past midnight is two windows")
        return None
    return DayWindow(start, end)


def _read_overrides(field: Field) -> tuple[DateOverride, ...]:
    first_path: dict[date, str] = {}
    overrides = []
    for item in field.items(at_most=MAX_OVERRIDES):
        members = item.members(("date", "slots"))
        windows = _read_override_windows(members)
        date_field = members.required("date")
        day = date_field.calendar_date() if date_field else None
        if day is None or date_field is None:
            continue
        if day in first_path:
            date_field.refuse(f"is the same date as {first_path[day]}")
        first_path.setdefault(day, date_field.path)
        overrides.append(DateOverride(day, windows))
    return tuple(overrides)


def _read_override_windows(members: Members) -> tuple[DayWindow, ...]:
    field = members.required("slots")
    items = field.items(at_most=MAX_WINDOWS_PER_OVERRIDE) if field else []
    read = [(item, _read_hours(item.members(("start", "end")))) for item in items]
    windows = [(item, hours) for item, hours in read if hours is not None]
    for (earlier, one), (later, other) in combinations(windows, 2):
        if one.start_minute < other.end_minute and other.start_minute < one.end_minute:
            later.refuse(f"overlaps {earlier.path}")
    return tuple(hours for _, hours in windows)


def _refuse_meetings(windows: Sequence[tuple[Field, WeeklyWindow, ZoneInfo | None]]) -> None:
    """Refuse every window that is ever open at the same instant as one before it in the list."""
    zones = {zone for _, _, zone in windows}
    # Windows that share a zone meet in any week or in none, so one week without clock changes tells.
    weeks = _WEEKS_PER_YEAR if len(zones) > 1 else 1
    opened = sorted(
        (
            (span, index)
            for index, (_, window, zone) in enumerate(windows)
            for span in _opened_in_weeks(window, zone=zone if weeks > 1 and zone else _UTC, weeks=weeks)
        ),
        key=lambda entry: entry[0].start,
    )
    for number, (span, index) in enumerate(opened, start=1):
        for other_span, other_index in islice(opened, number, None):
            if span.end <= other_span.start:
                break
            earlier, later = sorted((index, other_index))
            windows[later][0].refuse(f"overlaps {windows[earlier][0].path}")


def _opened_in_weeks(window: WeeklyWindow, *, zone: ZoneInfo, weeks: int) -> Iterable[Interval]:
    start, end = window.hours.start_minute, window.hours.end_minute
    for week in range(weeks):
        day = _A_SUNDAY + timedelta(days=7 * week + window.day)
        yield from wall_spans(day, start_minute=start, end_minute=end, zone=zone)
