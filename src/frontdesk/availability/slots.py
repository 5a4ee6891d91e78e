"""Which times can be offered: the grid of starts inside opening hours, kept where no rule is broken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from frontdesk.availability.hours import OpenWindow, open_windows
from frontdesk.availability.intervals import Interval, as_utc
from frontdesk.availability.rules import Case, Known, Plan, broken_rules, length_of, prepare
from frontdesk.availability.wall_time import (
    EARLIEST,
    LATEST,
    dates_within,
    day_spans,
    day_window,
    resolve_local,
    wall,
)

__all__ = [
    "Slot",
    "day_window",
    "find_slots",
    "find_slots_between",
    "resolve_local",
    "search_window",
    "wall",
]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be offered, half-open, in UTC."""

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is not UTC or self.ends_at.tzinfo is not UTC:
            object.__setattr__(self, "starts_at", as_utc(self.starts_at))
            object.__setattr__(self, "ends_at", as_utc(self.ends_at))
        if self.ends_at <= self.starts_at:
            raise ValueError(f"a slot must end after it starts: {self.starts_at} to {self.ends_at}")


def find_slots(
    plan: Plan, known: Known, *, day: date, zone: ZoneInfo, duration_minutes: int | None = None
) -> list[Slot]:
    """Return the slots that start on a day of the asker, in order, each once.

    The day is the asker's, from its first to its last instant in `zone`, so the user's days before, on and
    after it are looked at. A wall time that occurs twice gives two slots; a skipped day has none.

    Args:
        plan: whose time.
        known: the facts, fetched for `search_window` of the same day.
        day: a date in `zone`.
        zone: the asker's.
        duration_minutes: how long the booking is to be; None: as the plan says.

    Raises:
        ValueError: a duration that no booking can have.
    """
    return [
        slot
        for span in day_spans(day, zone)
        for slot in find_slots_between(plan, known, window=span, duration_minutes=duration_minutes)
    ]


def find_slots_between(
    plan: Plan, known: Known, *, window: Interval, duration_minutes: int | None = None
) -> list[Slot]:
    """Return the slots that start inside the window, in order, each once; the last may end after it.

    Raises:
        ValueError: a duration that no booking can have.
    """
    length = length_of(plan, duration_minutes)
    first, last = max(window.start, EARLIEST), min(window.end, LATEST)
    if last <= first:
        return []
    case = prepare(plan, known, within=Interval(first, last + length))
    starts = {
        start
        for opening in case.windows
        for start in _grid_starts(opening, step=case.step, first=first, last=min(last, opening.span.end))
    }
    candidates = (Interval(start, start + length) for start in sorted(starts))
    return [Slot(free.start, free.end) for free in candidates if _is_free(case, free)]


def search_window(plan: Plan, day: date, zone: ZoneInfo, *, duration_minutes: int | None = None) -> Interval:
    """Return the time for which facts must be fetched before a day can be decided, in one query.

    It holds everything that can matter to a slot starting on the asker's day: the opening hours it may reach
    into, the buffer on both sides, and the whole of the user's days on which bookings are counted.
    """
    asked = day_window(day, zone) or _some_day_near(day)
    opened = [opening.span for opening in open_windows(plan.bookings_time, zone=plan.zone, within=asked)]
    counted = [span for own in dates_within(asked, plan.zone) for span in day_spans(own, plan.zone)]
    ends = [asked.end + length_of(plan, duration_minutes), *(span.end for span in (*opened, *counted))]
    starts = [asked.start, *(span.start for span in (*opened, *counted))]
    buffer = timedelta(minutes=plan.bookings_time.buffer_minutes)
    return Interval(min(starts), max(ends)).widened(buffer)


def _some_day_near(day: date) -> Interval:
    """Stand in for a day that the zone skipped or that is out of reach: it has no slots, any time will do."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    start = min(max(start, EARLIEST), LATEST - _DAY)
    return Interval(start, start + _DAY)


def _grid_starts(
    opening: OpenWindow, *, step: timedelta, first: datetime, last: datetime
) -> Iterator[datetime]:
    """Yield the starts of a window's grid from `first` up to, but not including, `last`."""
    behind = max(first, opening.span.start) - opening.grid_start
    start = opening.grid_start + -(-behind // step) * step
    while start < last:
        yield start
        start += step


def _is_free(case: Case, candidate: Interval) -> bool:
    return next(broken_rules(case, candidate), None) is None
