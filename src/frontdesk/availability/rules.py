"""What can forbid a booking, one rule at a time. Finding slots and explaining a refusal both ask here.

A rule is a function of a `Case` and a candidate's time that tells whether the rule is broken. `broken_rules`
runs them all; whoever adds a rule adds it to `_RULES` and a sentence to `explain`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from frontdesk.availability.bookings_time import MAX_DURATION_MINUTES, BookingsTime
from frontdesk.availability.hours import OpenWindow, open_windows, overrides_within
from frontdesk.availability.intervals import (
    Interval,
    as_utc,
    covers,
    gap_after,
    gap_before,
    is_taken,
    merge,
    near,
)
from frontdesk.availability.wall_time import LATEST, dates_within, day_spans, day_window

# A window lasts a day at most and a clock change lengthens it by a day at most (it has happened).
_LONGEST_WINDOW = timedelta(days=2)


class ReasonCode(StrEnum):
    """Why a time cannot be booked, in the words of the outward contract."""

    PAST_DATE = "PAST_DATE"
    MINIMUM_NOTICE = "MINIMUM_NOTICE"
    BOOKING_WINDOW = "BOOKING_WINDOW"
    OUTSIDE_HOURS = "OUTSIDE_HOURS"
    DATE_OVERRIDE = "DATE_OVERRIDE"
    OFF_GRID = "OFF_GRID"
    BUSY = "BUSY"
    BUFFER = "BUFFER"
    DAILY_LIMIT = "DAILY_LIMIT"


@dataclass(frozen=True, slots=True)
class Plan:
    """How one user can be booked: their own zone and their opening hours and limits."""

    zone: ZoneInfo
    bookings_time: BookingsTime


@dataclass(frozen=True, slots=True)
class Known:
    """The facts a decision needs, fetched beforehand for the time that `search_window` names.

    Attributes:
        now: the current instant.
        busy: what the user is busy with: bookings, holds, outside events; any order, overlaps welcome.
        booking_starts: when the user's bookings start, for `maxBookingsPerDay`.
        free_elsewhere: what an outside calendar says is free; None when none was asked. An outside
            calendar's busy time reaches us only as what it does not call free, and its own buffers are
            in its answer already, so ours is kept to `busy` alone.
    """

    now: datetime
    busy: tuple[Interval, ...] = ()
    booking_starts: tuple[datetime, ...] = ()
    free_elsewhere: tuple[Interval, ...] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "now", as_utc(self.now))


@dataclass(frozen=True, slots=True)
class Case:
    """A plan and what is known, put in order for questions about one stretch of time.

    Attributes:
        now: the current instant.
        earliest: the first instant at which a booking may start.
        horizon: the instant from which on no booking may start.
        buffer: what is kept free on both sides of whatever is busy.
        step: the grid of starts.
        windows: the opening time, in order of its start.
        replaced: the days of the user that an override rules.
        busy: what is busy, merged.
        free_elsewhere: what the outside calendar calls free, merged; None when none was asked.
        full_days: the days of the user that have all the bookings they take.
    """

    now: datetime
    earliest: datetime
    horizon: datetime
    buffer: timedelta
    step: timedelta
    windows: tuple[OpenWindow, ...]
    replaced: tuple[Interval, ...]
    busy: tuple[Interval, ...]
    free_elsewhere: tuple[Interval, ...] | None
    full_days: tuple[Interval, ...]


def prepare(plan: Plan, known: Known, *, within: Interval) -> Case:
    """Put a plan and the known facts in order for candidates that lie `within`, from start to end."""
    rules = plan.bookings_time
    buffer = timedelta(minutes=rules.buffer_minutes)
    overrides = overrides_within(rules, zone=plan.zone, within=within)
    elsewhere = known.free_elsewhere
    return Case(
        now=known.now,
        earliest=known.now + timedelta(minutes=rules.minimum_notice_minutes),
        horizon=_horizon(plan, known.now),
        buffer=buffer,
        step=timedelta(minutes=rules.interval_minutes),
        windows=open_windows(rules, zone=plan.zone, within=within),
        replaced=tuple(span for override in overrides for span in day_spans(override.date, plan.zone)),
        busy=merge(near(known.busy, within.widened(buffer))),
        free_elsewhere=None if elsewhere is None else merge(near(elsewhere, within)),
        full_days=_full_days(plan, known, within=within),
    )


def broken_rules(case: Case, candidate: Interval) -> Iterator[ReasonCode]:
    """Yield the code of every rule that forbids a booking of exactly the candidate's time."""
    for code, is_broken in _RULES:
        if is_broken(case, candidate):
            yield code


def length_of(plan: Plan, duration_minutes: int | None) -> timedelta:
    """Return how long a booking is: as long as asked, else as long as the plan's slots.

    Raises:
        ValueError: fewer than 1 or more than 1,440 minutes are asked for.
    """
    minutes = plan.bookings_time.slot_minutes if duration_minutes is None else duration_minutes
    if not 1 <= minutes <= MAX_DURATION_MINUTES:
        raise ValueError(f"a booking takes from 1 to {MAX_DURATION_MINUTES} minutes, not {minutes}")
    return timedelta(minutes=minutes)


def _is_past(case: Case, candidate: Interval) -> bool:
    return candidate.start < case.now


def _is_too_soon(case: Case, candidate: Interval) -> bool:
    # What is past is told as past alone; that it also breaks the notice helps nobody.
    return case.now <= candidate.start < case.earliest


def _is_too_far_ahead(case: Case, candidate: Interval) -> bool:
    return case.horizon <= candidate.start


def _is_outside_hours(case: Case, candidate: Interval) -> bool:
    return not _windows_containing(case, candidate) and not _is_on_replaced_day(case, candidate)


def _is_outside_override(case: Case, candidate: Interval) -> bool:
    return _is_on_replaced_day(case, candidate) and not _windows_containing(case, candidate)


def _is_off_grid(case: Case, candidate: Interval) -> bool:
    """Measure against the windows that hold all of the candidate, else those that hold its start."""
    windows = _windows_containing(case, candidate) or [
        window for window in _windows_before(case, candidate) if window.span.includes(candidate.start)
    ]
    return bool(windows) and all((candidate.start - window.grid_start) % case.step for window in windows)


def _is_busy(case: Case, candidate: Interval) -> bool:
    if is_taken(case.busy, candidate):
        return True
    return case.free_elsewhere is not None and not covers(case.free_elsewhere, candidate)


def _is_within_buffer(case: Case, candidate: Interval) -> bool:
    if not case.buffer:
        return False
    before, after = gap_before(case.busy, candidate.start), gap_after(case.busy, candidate.end)
    return any(gap is not None and gap < case.buffer for gap in (before, after))


def _is_on_full_day(case: Case, candidate: Interval) -> bool:
    return any(day.includes(candidate.start) for day in case.full_days)


# In the order in which a person would give them.
_RULES: tuple[tuple[ReasonCode, Callable[[Case, Interval], bool]], ...] = (
    (ReasonCode.PAST_DATE, _is_past),
    (ReasonCode.MINIMUM_NOTICE, _is_too_soon),
    (ReasonCode.BOOKING_WINDOW, _is_too_far_ahead),
    (ReasonCode.DATE_OVERRIDE, _is_outside_override),
    (ReasonCode.OUTSIDE_HOURS, _is_outside_hours),
    (ReasonCode.OFF_GRID, _is_off_grid),
    (ReasonCode.BUSY, _is_busy),
    (ReasonCode.BUFFER, _is_within_buffer),
    (ReasonCode.DAILY_LIMIT, _is_on_full_day),
)


def _windows_containing(case: Case, candidate: Interval) -> list[OpenWindow]:
    return [window for window in _windows_before(case, candidate) if window.span.contains(candidate)]


def _windows_before(case: Case, candidate: Interval) -> tuple[OpenWindow, ...]:
    """Return the few windows that began by the candidate's start and recently enough to reach it."""
    first = bisect_left(case.windows, candidate.start - _LONGEST_WINDOW, key=_window_start)
    return case.windows[first : bisect_right(case.windows, candidate.start, key=_window_start)]


def _window_start(window: OpenWindow) -> datetime:
    return window.span.start


def _is_on_replaced_day(case: Case, candidate: Interval) -> bool:
    return any(day.overlaps(candidate) for day in case.replaced)


def _horizon(plan: Plan, now: datetime) -> datetime:
    """Return the end of the user's day that lies `bookingWindowDays` after today.

    Today counts as none: 0 days means until midnight. Without a limit the horizon is where dates end.
    """
    days = plan.bookings_time.booking_window_days
    if days is None:
        return LATEST
    last = now.astimezone(plan.zone).date() + timedelta(days=days)
    # A day that the zone skipped ended when the day before it did.
    window = day_window(last, plan.zone) or day_window(last - timedelta(days=1), plan.zone)
    return window.end if window else LATEST


def _full_days(plan: Plan, known: Known, *, within: Interval) -> tuple[Interval, ...]:
    limit = plan.bookings_time.max_bookings_per_day
    if limit is None:
        return ()
    starts = sorted(known.booking_starts)
    full: list[Interval] = []
    for day in dates_within(within, plan.zone):
        spans = day_spans(day, plan.zone)
        if sum(bisect_left(starts, span.end) - bisect_left(starts, span.start) for span in spans) >= limit:
            full.extend(spans)
    return tuple(full)
