"""The arithmetic on stretches of time, held to what it means instant by instant."""

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.availability.intervals import (
    Interval,
    clip,
    covers,
    gap_after,
    gap_before,
    is_taken,
    merge,
    overlapping,
    subtract,
)
from tests.availability.strategies import LAWS

ORIGIN = datetime(2026, 6, 1, tzinfo=UTC)


def at(minute: int) -> datetime:
    return ORIGIN + timedelta(minutes=minute)


def between(start: int, end: int) -> Interval:
    return Interval(at(start), at(end))


def minutes_of(*intervals: Interval) -> set[int]:
    return {minute for minute in range(60) if any(interval.includes(at(minute)) for interval in intervals)}


interval = st.builds(
    lambda start, length: between(start, start + length), st.integers(0, 50), st.integers(1, 9)
)
intervals = st.lists(interval, max_size=8)


@settings(LAWS)
@given(intervals)
def test_merging_keeps_the_time_and_leaves_gaps_between_what_remains(some: list[Interval]) -> None:
    merged = merge(some)
    assert minutes_of(*merged) == minutes_of(*some)
    assert all(one.end < other.start for one, other in pairwise(merged))
    assert merge(merged) == merged


@settings(LAWS)
@given(intervals, intervals)
def test_subtracting_leaves_exactly_the_time_that_was_not_taken(
    some: list[Interval], taken: list[Interval]
) -> None:
    left = subtract(some, taken)
    assert minutes_of(*left) == minutes_of(*some) - minutes_of(*taken)
    assert merge(left) == left
    assert subtract(left, taken) == left
    assert merge([*left, *subtract(some, left)]) == merge(some)


@settings(LAWS)
@given(intervals, interval)
def test_clipping_keeps_exactly_the_time_inside_the_window(some: list[Interval], window: Interval) -> None:
    assert minutes_of(*clip(some, window)) == minutes_of(*some) & minutes_of(window)


@settings(LAWS)
@given(intervals, interval)
def test_a_stretch_is_covered_when_all_of_it_is_there_and_taken_when_any_is(
    some: list[Interval], asked: Interval
) -> None:
    merged = merge(some)
    assert covers(merged, asked) == (minutes_of(asked) <= minutes_of(*some))
    assert is_taken(merged, asked) == bool(minutes_of(asked) & minutes_of(*some))
    assert list(overlapping(merged, asked)) == [each for each in merged if each.overlaps(asked)]


@settings(LAWS)
@given(intervals, st.integers(0, 60))
def test_gaps_reach_to_the_nearest_stretch_on_either_side(some: list[Interval], minute: int) -> None:
    merged, instant = merge(some), at(minute)
    ended = [instant - each.end for each in merged if each.end <= instant]
    to_come = [each.start - instant for each in merged if instant <= each.start]
    assert gap_before(merged, instant) == min(ended, default=None)
    assert gap_after(merged, instant) == min(to_come, default=None)


def test_an_interval_is_kept_in_utc_whatever_zone_it_came_in() -> None:
    new_york = ZoneInfo("America/New_York")
    local = Interval(datetime(2026, 6, 1, 9, tzinfo=new_york), datetime(2026, 6, 1, 10, tzinfo=new_york))
    assert local == Interval(datetime(2026, 6, 1, 13, tzinfo=UTC), datetime(2026, 6, 1, 14, tzinfo=UTC))
    assert local.start.tzinfo is UTC


def test_an_interval_over_a_doubled_hour_is_as_long_as_it_lasts() -> None:
    new_york = ZoneInfo("America/New_York")
    first = datetime(2026, 11, 1, 1, 30, tzinfo=new_york)
    assert Interval(first, first.replace(fold=1)) == Interval(
        datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime(2026, 6, 1, 9), at(0)),  # noqa: DTZ001 -- the point
        (at(0), datetime(2026, 6, 2, 9)),  # noqa: DTZ001 -- the point
        (at(10), at(10)),
        (at(10), at(9)),
        (datetime(2026, 6, 1, 9, tzinfo=timezone(timedelta(hours=2))), datetime(2026, 6, 1, 7, tzinfo=UTC)),
    ],
    ids=["naive start", "naive end", "empty", "backwards", "empty once both are in UTC"],
)
def test_an_interval_refuses_naive_instants_and_ends_that_are_not_later(
    start: datetime, end: datetime
) -> None:
    with pytest.raises(ValueError, match=r"needs a zone|must end after"):
        Interval(start, end)


def test_touching_stretches_do_not_overlap_and_merge_into_one() -> None:
    assert not between(0, 10).overlaps(between(10, 20))
    assert merge([between(10, 20), between(0, 10)]) == (between(0, 20),)
