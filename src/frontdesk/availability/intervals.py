"""Stretches of time and the arithmetic on them. Nothing here knows about bookings, zones or hours.

Every function that takes `merged` wants what `merge` gives back: in order, apart from each other. On such a
tuple a question costs a bisection, so a day's slots are never compared with every busy time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter

_start = attrgetter("start")
_end = attrgetter("end")


@dataclass(frozen=True, slots=True)
class Interval:
    """A half-open stretch of time: `start` belongs to it, `end` does not. Both are kept in UTC.

    Raises:
        ValueError: an instant without a zone, or an end that is not after the start.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is not UTC or self.end.tzinfo is not UTC:
            object.__setattr__(self, "start", as_utc(self.start))
            object.__setattr__(self, "end", as_utc(self.end))
        if self.end <= self.start:
            raise ValueError(f"an interval must end after it starts: {self.start} to {self.end}")

    def overlaps(self, other: "Interval") -> bool:
        """Tell whether the two share any time; touching is not sharing."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Interval") -> bool:
        """Tell whether all of `other` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def includes(self, instant: datetime) -> bool:
        """Tell whether an aware instant lies inside."""
        return self.start <= instant < self.end

    def widened(self, by: timedelta) -> "Interval":
        """Return the interval with `by` more on both sides."""
        return Interval(self.start - by, self.end + by)


def as_utc(instant: datetime) -> datetime:
    """Return the same instant in UTC.

    Raises:
        ValueError: the instant has no zone, so nobody can say when it is.
    """
    if instant.utcoffset() is None:
        raise ValueError(f"an instant needs a zone: {instant}")
    return instant.astimezone(UTC)


def merge(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same time in order, with what overlaps or touches joined."""
    merged: list[Interval] = []
    current: Interval | None = None
    end = datetime.min.replace(tzinfo=UTC)
    for interval in sorted(intervals, key=_start):
        if current is None or end < interval.start:
            merged.extend(_up_to(current, end))
            current, end = interval, interval.end
        elif end < interval.end:
            end = interval.end
    merged.extend(_up_to(current, end))
    return tuple(merged)


def _up_to(interval: Interval | None, end: datetime) -> tuple[Interval, ...]:
    """Return the interval, lengthened if need be; most are not, and need no copy."""
    if interval is None:
        return ()
    return (interval,) if interval.end == end else (Interval(interval.start, end),)


def subtract(intervals: Iterable[Interval], taken: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the time of `intervals` that is in none of `taken`, in order and joined."""
    away = merge(taken)
    left: list[Interval] = []
    for interval in merge(intervals):
        cursor = interval.start
        for hole in overlapping(away, interval):
            if cursor < hole.start:
                left.append(Interval(cursor, hole.start))
            cursor = hole.end
        if cursor < interval.end:
            left.append(Interval(cursor, interval.end))
    return tuple(left)


def clip(intervals: Iterable[Interval], window: Interval) -> tuple[Interval, ...]:
    """Return the parts that lie inside the window, in the order given, nothing joined."""
    return tuple(
        Interval(max(interval.start, window.start), min(interval.end, window.end))
        for interval in intervals
        if interval.overlaps(window)
    )


def near(intervals: Iterable[Interval], window: Interval) -> list[Interval]:
    """Return whole, and in the order given, the intervals that share time with the window."""
    start, end = window.start, window.end
    return [interval for interval in intervals if interval.start < end and start < interval.end]


def overlapping(merged: tuple[Interval, ...], interval: Interval) -> tuple[Interval, ...]:
    """Return the intervals of `merged` that share time with the interval."""
    first = bisect_right(merged, interval.start, key=_end)
    return merged[first : bisect_left(merged, interval.end, lo=first, key=_start)]


def is_taken(merged: tuple[Interval, ...], interval: Interval) -> bool:
    """Tell whether anything of `merged` shares time with the interval."""
    first = bisect_right(merged, interval.start, key=_end)
    return first < len(merged) and merged[first].start < interval.end


def covers(merged: tuple[Interval, ...], interval: Interval) -> bool:
    """Tell whether the whole interval lies in the time of `merged`."""
    first = bisect_right(merged, interval.start, key=_end)
    return first < len(merged) and merged[first].contains(interval)


def gap_before(merged: tuple[Interval, ...], instant: datetime) -> timedelta | None:
    """Return the time since the last interval that had ended by then; None if none had."""
    following = bisect_right(merged, instant, key=_end)
    return instant - merged[following - 1].end if following else None


def gap_after(merged: tuple[Interval, ...], instant: datetime) -> timedelta | None:
    """Return the time until the next interval that starts then or later; None if none does."""
    following = bisect_left(merged, instant, key=_start)
    return merged[following].start - instant if following < len(merged) else None
