"""Dates and clocks: the length of a day, times that do not exist, times that come twice."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.availability.intervals import Interval
from frontdesk.availability.slots import day_window, resolve_local, wall
from frontdesk.availability.wall_time import dates_within, day_spans, wall_spans
from tests.availability.strategies import LAWS, days, zones


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("America/New_York", date(2026, 6, 17), 24),
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Africa/Cairo", date(2026, 4, 24), 23),
        ("America/Havana", date(2026, 11, 1), 25),
        ("Pacific/Apia", date(2011, 12, 29), 24),
        ("Pacific/Apia", date(2011, 12, 31), 24),
    ],
)
def test_a_day_is_as_long_as_its_zone_makes_it(zone: str, day: date, hours: float) -> None:
    window = day_window(day, ZoneInfo(zone))
    assert window is not None
    assert window.end - window.start == timedelta(hours=hours)


def test_a_day_that_a_zone_skipped_is_no_day() -> None:
    assert day_window(date(2011, 12, 30), ZoneInfo("Pacific/Apia")) is None


def test_a_day_begins_at_one_where_midnight_does_not_exist() -> None:
    cairo = ZoneInfo("Africa/Cairo")
    window = day_window(date(2026, 4, 24), cairo)
    assert window is not None
    assert wall(window.start, cairo).time() == time(1)


def test_a_clock_set_back_over_midnight_gives_a_day_in_two_pieces() -> None:
    # Saint John's changed at one minute past midnight: the 29th shows a minute, stops, and comes again.
    saint_johns = ZoneInfo("America/St_Johns")
    assert day_spans(date(2006, 10, 28), saint_johns) == (
        Interval(utc("2006-10-28T02:30"), utc("2006-10-29T02:30")),
        Interval(utc("2006-10-29T02:31"), utc("2006-10-29T03:30")),
    )
    assert day_spans(date(2006, 10, 29), saint_johns) == (
        Interval(utc("2006-10-29T02:30"), utc("2006-10-29T02:31")),
        Interval(utc("2006-10-29T03:30"), utc("2006-10-30T03:30")),
    )


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-06-17T02:30", "2026-06-18T02:30", [17]),
        ("2026-06-17T02:29", "2026-06-18T02:31", [16, 17, 18]),
        # On 29 October 2006 the clock shows the 29th for a minute and then the 28th again.
        ("2006-10-29T02:30", "2006-10-29T04:00", [28, 29]),
        ("2006-10-29T02:30", "2006-10-29T02:31", [29]),
        ("2006-10-29T02:30", "2006-10-29T02:40", [28, 29]),
        ("2006-10-29T02:00", "2006-10-29T02:40", [28, 29]),
    ],
)
def test_the_dates_within_a_stretch_include_those_a_set_back_clock_shows_again(
    start: str, end: str, expected: list[int]
) -> None:
    dates = dates_within(Interval(utc(start), utc(end)), ZoneInfo("America/St_Johns"))
    assert [day.day for day in dates] == expected


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("America/New_York", date(2026, 6, 17), time(9), ["2026-06-17T13:00"]),
        ("America/New_York", date(2026, 3, 8), time(2, 30), []),
        ("America/New_York", date(2026, 3, 8), time(3), ["2026-03-08T07:00"]),
        ("America/New_York", date(2026, 11, 1), time(1, 30), ["2026-11-01T05:30", "2026-11-01T06:30"]),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), []),
        ("Australia/Lord_Howe", date(2026, 4, 5), time(1, 45), ["2026-04-04T14:45", "2026-04-04T15:15"]),
        ("Africa/Cairo", date(2026, 4, 24), time(0), []),
        ("Pacific/Apia", date(2011, 12, 30), time(12), []),
        ("Asia/Kathmandu", date(2026, 6, 17), time(9), ["2026-06-17T03:15"]),
    ],
)
def test_a_wall_time_happens_never_once_or_twice(zone: str, day: date, at: time, expected: list[str]) -> None:
    assert resolve_local(day, at, ZoneInfo(zone)) == [utc(text) for text in expected]


@pytest.mark.parametrize("day", [date.min, date.max], ids=["year 1", "year 9999"])
def test_days_at_the_ends_of_the_calendar_are_out_of_reach(day: date) -> None:
    zone = ZoneInfo("Pacific/Kiritimati")
    assert day_window(day, zone) is None
    assert resolve_local(day, time(12), zone) == []


def test_the_wall_clock_of_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        wall(datetime(2026, 6, 17, 9), ZoneInfo("UTC"))  # noqa: DTZ001 -- the point


@settings(LAWS, max_examples=60)
@given(days, zones, st.integers(0, 95), st.integers(1, 96))
def test_a_stretch_of_wall_time_is_open_exactly_while_the_clock_shows_it(
    day: date, zone: ZoneInfo, start: int, length: int
) -> None:
    start_minute, end_minute = start * 15, min((start + length) * 15, 1440)
    spans = wall_spans(day, start_minute=start_minute, end_minute=end_minute, zone=zone)
    midnight = datetime.combine(day, time(), UTC)
    for quarter in range(-15 * 4, 37 * 4):
        instant = midnight + timedelta(minutes=15 * quarter)
        local = instant.astimezone(zone)
        shown = local.date() == day and start_minute <= local.hour * 60 + local.minute < end_minute
        assert any(span.includes(instant) for span in spans) == shown


@settings(LAWS, max_examples=60)
@given(days, zones)
def test_days_follow_each_other_without_a_gap(day: date, zone: ZoneInfo) -> None:
    first, second = day_spans(day, zone), day_spans(day + timedelta(days=1), zone)
    ends = [span.end for span in first]
    assert not first or not second or second[0].start in ends


@settings(LAWS, max_examples=60)
@given(days, zones, st.integers(-1440, 1440), st.integers(1, 3000))
def test_the_dates_within_a_stretch_are_those_that_its_clock_shows(
    day: date, zone: ZoneInfo, offset: int, length: int
) -> None:
    start = datetime.combine(day, time(), UTC) + timedelta(minutes=offset)
    window = Interval(start, start + timedelta(minutes=length))
    shown = {(start + timedelta(minutes=minute)).astimezone(zone).date() for minute in range(length)}
    skipped = {date(2011, 12, 30)}
    assert shown <= set(dates_within(window, zone)) <= shown | skipped
