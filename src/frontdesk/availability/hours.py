"""When a user is open: the time that a `bookingsTime` opens, as instants.

Nothing here knows what is booked, what time it is now, or who asks. The types and the reading of JSON have
files of their own and are offered from here too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from operator import attrgetter
from zoneinfo import ZoneInfo

from frontdesk.availability.bookings_time import (
    MAX_DURATION_MINUTES,
    BookingsTime,
    DateOverride,
    DayWindow,
    WeeklyWindow,
)
from frontdesk.availability.intervals import Interval, subtract
from frontdesk.availability.parsing import InvalidBookingsTime, parse_bookings_time
from frontdesk.availability.wall_time import dates_within, day_spans, wall_spans

__all__ = [
    "MAX_DURATION_MINUTES",
    "BookingsTime",
    "DateOverride",
    "DayWindow",
    "InvalidBookingsTime",
    "OpenWindow",
    "WeeklyWindow",
    "open_windows",
    "overrides_within",
    "parse_bookings_time",
]


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A piece of opening time in which slots may lie, and the instant its grid of starts counts from."""

    span: Interval
    grid_start: datetime


def open_windows(bookings_time: BookingsTime, *, zone: ZoneInfo, within: Interval) -> tuple[OpenWindow, ...]:
    """Return the opening time that shares time with `within`, in order, nothing joined.

    A window that reaches beyond `within` is given as a whole, except that overrides of dates wholly beyond it
    are not looked at: what lies inside is exact.

    A weekly window is wall time in its own zone, else in the user's: 09:00 stays 09:00 across clock changes
    (`wall_time` says what becomes of an edge that a change skips or doubles). An override takes its date, a
    day in the user's zone, away from every weekly window and puts its own windows there. What is left of a
    window that is cut keeps counting its grid from the window's own start.

    Args:
        bookings_time: how the user can be booked.
        zone: the user's.
        within: the time that is asked about.
    """
    overrides = overrides_within(bookings_time, zone=zone, within=within)
    replaced = [span for override in overrides for span in day_spans(override.date, zone)]
    windows = [(window, window.zone or zone) for window in bookings_time.windows]
    dates = {own: dates_within(within, own) for own in {own for _, own in windows}}
    weekly = (
        piece
        for window, own in windows
        for day in dates[own]
        if window.falls_on(day)
        for piece in _opened(day, window.hours, zone=own, replaced=replaced)
    )
    special = (
        piece
        for override in overrides
        for hours in override.windows
        for piece in _opened(override.date, hours, zone=zone, replaced=())
    )
    pieces = (piece for piece in chain(weekly, special) if piece.span.overlaps(within))
    return tuple(sorted(pieces, key=attrgetter("span.start", "span.end")))


def overrides_within(bookings_time: BookingsTime, *, zone: ZoneInfo, within: Interval) -> list[DateOverride]:
    """Return the overrides of the dates that the user's clock shows during `within`."""
    if not bookings_time.overrides:
        return []
    dates = dates_within(within, zone)
    return [override for override in bookings_time.overrides if dates[0] <= override.date <= dates[-1]]


def _opened(
    day: date, hours: DayWindow, *, zone: ZoneInfo, replaced: Iterable[Interval]
) -> Iterable[OpenWindow]:
    spans = wall_spans(day, start_minute=hours.start_minute, end_minute=hours.end_minute, zone=zone)
    pieces = subtract(spans, replaced) if replaced else spans
    return [OpenWindow(piece, spans[0].start) for piece in pieces]
