"""Why a time cannot be booked, in sentences a customer may read. The rules themselves are in `rules`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from frontdesk.availability.bookings_time import DateOverride, DayWindow
from frontdesk.availability.hours import overrides_within
from frontdesk.availability.intervals import Interval, as_utc
from frontdesk.availability.rules import Case, Known, Plan, ReasonCode, broken_rules, length_of, prepare
from frontdesk.availability.wall_time import EARLIEST, LATEST, day_spans

__all__ = ["Reason", "ReasonCode", "explain"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that stands against a time.

    Attributes:
        code: the outward contract's code.
        message: one sentence a customer may read; it says nothing about other people's bookings.
        details: further members for programs, camelCase; instants as ISO text in UTC.
    """

    code: ReasonCode
    message: str
    details: Mapping[str, object] = field(default_factory=dict)

    def as_object(self) -> dict[str, object]:
        """Return the reason in the contract's form."""
        return {"code": self.code.value, "message": self.message, **self.details}


def explain(
    plan: Plan, known: Known, *, start: datetime, duration_minutes: int | None = None
) -> list[Reason]:
    """Return everything that stands against a booking that starts at this instant; nothing means it is free.

    For any day and zone, `find_slots` offers exactly the starts for which this list is empty.

    Args:
        plan: whose time.
        known: the facts, fetched for `search_window` of the day of the start.
        start: an aware instant.
        duration_minutes: how long the booking is to be; None: as the plan says.

    Raises:
        ValueError: a start without a zone, or a duration that no booking can have.
    """
    length = length_of(plan, duration_minutes)
    # Beyond these nothing is bookable either way, and the arithmetic stays within what dates can hold.
    start = min(max(as_utc(start), EARLIEST), LATEST)
    candidate = Interval(start, start + length)
    case = prepare(plan, known, within=candidate)
    return [_REASONS[code](plan, case, candidate) for code in broken_rules(case, candidate)]


def _past(_plan: Plan, _case: Case, _candidate: Interval) -> Reason:
    return Reason(ReasonCode.PAST_DATE, "This time has already passed; please choose a later one.")


def _too_soon(plan: Plan, case: Case, _candidate: Interval) -> Reason:
    minutes = plan.bookings_time.minimum_notice_minutes
    return Reason(
        ReasonCode.MINIMUM_NOTICE,
        f"Bookings must be made at least {_spoken(minutes)} ahead; please choose a later time.",
        {"minimumNoticeMinutes": minutes, "earliest": _iso(case.earliest)},
    )


def _too_far_ahead(plan: Plan, case: Case, _candidate: Interval) -> Reason:
    days = plan.bookings_time.booking_window_days
    if days is None:
        return Reason(ReasonCode.BOOKING_WINDOW, "This date is too far ahead; please choose an earlier one.")
    return Reason(
        ReasonCode.BOOKING_WINDOW,
        f"Bookings can be made up to {_counted(days, 'day')} ahead; please choose an earlier date.",
        {"bookingWindowDays": days, "bookableBefore": _iso(case.horizon)},
    )


def _outside_hours(_plan: Plan, case: Case, candidate: Interval) -> Reason:
    if any(window.span.includes(candidate.start) for window in case.windows):
        length = _spoken(int((candidate.end - candidate.start).total_seconds()) // 60)
        message = f"A booking of {length} that starts at this time would not end within opening hours."
        return Reason(ReasonCode.OUTSIDE_HOURS, message)
    return Reason(ReasonCode.OUTSIDE_HOURS, "This time is outside opening hours.")


def _outside_override(plan: Plan, _case: Case, candidate: Interval) -> Reason:
    override = _override_touched(plan, candidate)
    day = f"{override.date.day} {override.date:%B} {override.date.year}"
    if not override.windows:
        message = f"There are no bookings on {day}."
    else:
        hours = " and ".join(_clocked(window) for window in override.windows)
        message = f"On {day} the opening hours are {hours} ({plan.zone.key}), and this time is outside them."
    return Reason(ReasonCode.DATE_OVERRIDE, message, {"date": override.date.isoformat()})


def _off_grid(plan: Plan, _case: Case, _candidate: Interval) -> Reason:
    minutes = plan.bookings_time.interval_minutes
    return Reason(
        ReasonCode.OFF_GRID,
        f"Bookings start every {_spoken(minutes)}, and this time falls between two starts.",
        {"slotInterval": minutes},
    )


def _busy(_plan: Plan, _case: Case, _candidate: Interval) -> Reason:
    return Reason(ReasonCode.BUSY, "This time is already taken.")


def _buffer(plan: Plan, _case: Case, _candidate: Interval) -> Reason:
    minutes = plan.bookings_time.buffer_minutes
    return Reason(
        ReasonCode.BUFFER,
        f"This time is too close to another appointment; {_spoken(minutes)} are kept free in between.",
        {"bufferMinutes": minutes},
    )


def _full_day(plan: Plan, _case: Case, _candidate: Interval) -> Reason:
    limit = plan.bookings_time.max_bookings_per_day
    return Reason(
        ReasonCode.DAILY_LIMIT,
        "This day has all the bookings it can take; please choose another day.",
        {"maxBookingsPerDay": limit},
    )


_REASONS: Mapping[ReasonCode, Callable[[Plan, Case, Interval], Reason]] = {
    ReasonCode.PAST_DATE: _past,
    ReasonCode.MINIMUM_NOTICE: _too_soon,
    ReasonCode.BOOKING_WINDOW: _too_far_ahead,
    ReasonCode.OUTSIDE_HOURS: _outside_hours,
    ReasonCode.DATE_OVERRIDE: _outside_override,
    ReasonCode.OFF_GRID: _off_grid,
    ReasonCode.BUSY: _busy,
    ReasonCode.BUFFER: _buffer,
    ReasonCode.DAILY_LIMIT: _full_day,
}


def _override_touched(plan: Plan, candidate: Interval) -> DateOverride:
    """Return the first override whose day the candidate touches; the rule said that there is one."""
    return next(
        override
        for override in overrides_within(plan.bookings_time, zone=plan.zone, within=candidate)
        if any(span.overlaps(candidate) for span in day_spans(override.date, plan.zone))
    )


def _clocked(window: DayWindow) -> str:
    start, end = window.start_minute, window.end_minute
    return f"{start // 60:02}:{start % 60:02} to {end // 60:02}:{end % 60:02}"


def _spoken(minutes: int) -> str:
    """Say a length of time in the largest unit that is whole: 2 days, 3 hours, 90 minutes."""
    for unit, size in (("day", 24 * 60), ("hour", 60)):
        if minutes and minutes % size == 0:
            return _counted(minutes // size, unit)
    return _counted(minutes, "minute")


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _iso(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")
