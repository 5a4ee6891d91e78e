"""Between the clock on the wall and the instant: the only place that thinks about clock changes.

The law everything rests on: an instant belongs to a stretch of wall time when a clock in that zone, read at
that instant, shows the date and a time inside the stretch. It settles the odd cases without a special rule:

- spring forward, an edge that does not exist: 02:30 to 05:00 begins at the first instant that shows 02:30 or
  later (03:00), 01:00 to 02:30 ends when the clock jumps, and 02:00 to 03:00 is empty that day;
- fall back, an edge that occurs twice: 01:30 to 05:00 begins at the first 01:30, pauses while the clock shows
  01:00 to 01:30 again, and goes on at the second 01:30; 00:00 to 01:30 is two stretches likewise;
- a change in the middle makes the stretch an hour (or half an hour) shorter or longer.
"""

import datetime as dt
from bisect import bisect_left
from functools import lru_cache
from zoneinfo import ZoneInfo

from frontdesk.availability.intervals import Interval, merge

MINUTES_PER_DAY = 24 * 60

# Beyond these no booking is thinkable, and the arithmetic on dates is safe from running over its own ends.
EARLIEST = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)

_DAY = dt.timedelta(days=1)
# The same hours of the same days are asked for again and again, and what clocks show does not change.
_KEPT_SPANS = 8192
# More than a clock is ever set back near midnight.
_SET_BACK = dt.timedelta(hours=2)


def wall(starts_at: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """Return an instant as a clock in the zone shows it, aware; `fold` tells doubled times apart.

    Raises:
        ValueError: the instant has no zone.
    """
    if starts_at.utcoffset() is None:
        raise ValueError(f"an instant needs a zone: {starts_at}")
    return starts_at.astimezone(zone)


def resolve_local(day: dt.date, time: dt.time, zone: ZoneInfo) -> list[dt.datetime]:
    """Return the instants (UTC, in order) at which a clock in the zone shows this date and time.

    None when the clock skips it, two when it is set back over it, otherwise one. A day outside the years
    1900 to 8999 has none.
    """
    if not _is_thinkable(day):
        return []
    shown = dt.datetime.combine(day, time.replace(tzinfo=None, fold=0))
    instants = sorted({_instant(shown, zone, fold=0), _instant(shown, zone, fold=1)})
    return [instant for instant in instants if instant.astimezone(zone).replace(tzinfo=None) == shown]


def day_window(day: dt.date, zone: ZoneInfo) -> Interval | None:
    """Return the day from its first to its last instant in the zone: 23, 24 or 25 hours, or what else it has.

    None when the zone skipped the day altogether (Apia, 30 December 2011). Where a clock is set back over
    midnight the day is not in one piece; `day_spans` is exact.
    """
    spans = day_spans(day, zone)
    return Interval(spans[0].start, spans[-1].end) if spans else None


def day_spans(day: dt.date, zone: ZoneInfo) -> tuple[Interval, ...]:
    """Return exactly the time whose date, in the zone, is this day."""
    return wall_spans(day, start_minute=0, end_minute=MINUTES_PER_DAY, zone=zone)


@lru_cache(maxsize=_KEPT_SPANS)
def wall_spans(day: dt.date, *, start_minute: int, end_minute: int, zone: ZoneInfo) -> tuple[Interval, ...]:
    """Return the time at which a clock in the zone shows this date and a time in `[start, end)`.

    Args:
        day: a date in the zone.
        start_minute: minutes on the clock after 00:00, 0 to 1439.
        end_minute: minutes on the clock after 00:00, up to 1440 for the end of the day.
        zone: whose clock.

    Returns:
        One interval as a rule; none if the clock skips it all, two if it is set back over one edge.
    """
    if not _is_thinkable(day):
        return ()
    midnight = dt.datetime.combine(day, dt.time())
    opens = midnight + dt.timedelta(minutes=start_minute)
    closes = midnight + dt.timedelta(minutes=end_minute)
    starts = [_instant(opens, zone, fold=fold) for fold in (0, 1)]
    ends = [_instant(closes, zone, fold=fold) for fold in (0, 1)]
    if starts[0] == starts[1] and ends[0] == ends[1]:
        return (Interval(starts[0], ends[0]),)
    around = Interval(min(starts) - _DAY, max(ends) + _DAY)
    return _spans_around_change(opens, closes, zone=zone, around=around)


def dates_within(window: Interval, zone: ZoneInfo) -> list[dt.date]:
    """Return the dates that a clock in the zone shows during the window, in order."""
    first = window.start.astimezone(zone).date()
    last = (window.end - dt.timedelta.resolution).astimezone(zone).date()
    # A clock set back over midnight shows a date before the first or after the last one, for minutes.
    before = (window.start - _SET_BACK).astimezone(zone).date()
    after = (window.end + _SET_BACK).astimezone(zone).date()
    dates = [before + _DAY * number for number in range((after - before).days + 1)]
    return [day for day in dates if first <= day <= last or _is_shown(day, zone, during=window)]


def _spans_around_change(
    opens: dt.datetime, closes: dt.datetime, *, zone: ZoneInfo, around: Interval
) -> tuple[Interval, ...]:
    """Cut the stretch at the clock change inside `around` and read each side with its own offset."""
    before, after = _offset(around.start, zone), _offset(around.end, zone)
    seconds = range(int((around.end - around.start).total_seconds()))
    second = bisect_left(
        seconds,
        True,  # noqa: FBT003 -- what is looked for, not a switch
        key=lambda passed: _offset(around.start + dt.timedelta(seconds=passed), zone) != before,
    )
    change = around.start + dt.timedelta(seconds=second)
    opens, closes = opens.replace(tzinfo=dt.UTC), closes.replace(tzinfo=dt.UTC)
    sides = (
        (opens - before, min(closes - before, change)),
        (max(opens - after, change), closes - after),
    )
    return merge(Interval(start, end) for start, end in sides if start < end)


def _is_shown(day: dt.date, zone: ZoneInfo, *, during: Interval) -> bool:
    return any(span.overlaps(during) for span in day_spans(day, zone))


def _instant(shown: dt.datetime, zone: ZoneInfo, *, fold: int) -> dt.datetime:
    return shown.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC)


def _offset(instant: dt.datetime, zone: ZoneInfo) -> dt.timedelta:
    return instant.astimezone(zone).replace(tzinfo=dt.UTC) - instant


def _is_thinkable(day: dt.date) -> bool:
    return EARLIEST.date() <= day <= LATEST.date()
