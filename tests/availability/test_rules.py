"""Each rule on its own: which times it forbids, and that its edges fall on the right side."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from frontdesk.availability.hours import parse_bookings_time
from frontdesk.availability.intervals import Interval
from frontdesk.availability.rules import Known, Plan
from frontdesk.availability.slots import find_slots, find_slots_between, search_window, wall
from tests.availability.front_door import NEW_YORK, NOW, TUESDAY, at, between, offered, plan, reasons


@pytest.mark.parametrize(
    ("members", "start", "expected"),
    [
        ({}, "09:00", []),
        ({}, "11:30", []),
        ({}, "08:30", ["OUTSIDE_HOURS"]),
        ({}, "12:00", ["OUTSIDE_HOURS"]),
        ({}, "11:45", ["OUTSIDE_HOURS", "OFF_GRID"]),
        ({}, "09:10", ["OFF_GRID"]),
        ({"slotInterval": 10}, "09:10", []),
        ({"slotInterval": 20, "slotDuration": 60}, "11:00", []),
        ({"slotInterval": 20, "slotDuration": 60}, "11:20", ["OUTSIDE_HOURS"]),
        ({"dateOverrides": [{"date": "2026-12-01", "slots": []}]}, "09:00", ["DATE_OVERRIDE"]),
        ({"dateOverrides": [{"date": "2026-12-02", "slots": []}]}, "09:00", []),
    ],
)
def test_hours_and_grid_decide(members: Mapping[str, object], start: str, expected: list[str]) -> None:
    assert reasons(start, plan(**members)) == expected


def test_an_override_replaces_the_hours_of_its_date() -> None:
    of = plan(dateOverrides=[{"date": "2026-12-01", "slots": [{"start": "10:15", "end": "11:15"}]}])
    assert offered(of) == ["10:15", "10:45"]
    assert reasons("09:00", of) == ["DATE_OVERRIDE"]
    assert reasons("10:30", of) == ["OFF_GRID"]


def test_an_override_is_a_day_in_the_users_zone_even_for_windows_of_another() -> None:
    # Tuesday 09:00 to 17:00 in Tokyo is Monday 19:00 to Tuesday 03:00 in New York.
    tokyo = {"day": 2, "start": "09:00", "end": "17:00", "timezone": "Asia/Tokyo"}
    closed = plan(slots=[tokyo], slotDuration=60, dateOverrides=[{"date": "2026-12-01", "slots": []}])
    monday = Interval(at("18:00", date(2026, 11, 30)), at("12:00"))
    found = find_slots_between(closed, Known(NOW), window=monday)
    assert [wall(slot.starts_at, NEW_YORK).hour for slot in found] == [19, 20, 21, 22, 23]


def test_what_an_override_leaves_of_a_window_keeps_the_windows_grid() -> None:
    # The window begins at 19:00 on Monday in New York; without Monday, 14:00 to 17:00 in Tokyo is left.
    tokyo = ZoneInfo("Asia/Tokyo")
    slots = [{"day": 2, "start": "09:00", "end": "17:00", "timezone": "Asia/Tokyo"}]
    of = plan(slots=slots, slotDuration=45, dateOverrides=[{"date": "2026-11-30", "slots": []}])
    found = find_slots(of, Known(NOW), day=TUESDAY, zone=tokyo)
    assert [f"{wall(slot.starts_at, tokyo):%H:%M}" for slot in found] == ["14:15", "15:00", "15:45"]


@pytest.mark.parametrize(
    ("now", "members", "start", "expected"),
    [
        ("10:00", {}, "10:00", []),
        ("10:01", {}, "10:00", ["PAST_DATE"]),
        ("09:00", {"minimumNoticeMinutes": 60}, "10:00", []),
        ("09:01", {"minimumNoticeMinutes": 60}, "10:00", ["MINIMUM_NOTICE"]),
        ("10:01", {"minimumNoticeMinutes": 60}, "10:00", ["PAST_DATE"]),
    ],
)
def test_a_booking_is_made_before_it_starts_and_early_enough(
    now: str, members: Mapping[str, object], start: str, expected: list[str]
) -> None:
    assert reasons(start, plan(**members), Known(at(now))) == expected


@pytest.mark.parametrize(
    ("days_ahead", "day", "expected"),
    [
        (0, date(2026, 11, 30), []),
        (0, date(2026, 12, 1), ["BOOKING_WINDOW"]),
        (1, date(2026, 12, 1), []),
        (1, date(2026, 12, 2), ["BOOKING_WINDOW"]),
        (None, date(2031, 12, 2), []),
    ],
)
def test_the_booking_window_ends_with_the_users_day_that_many_days_ahead(
    days_ahead: int | None, day: date, expected: list[str]
) -> None:
    assert reasons("11:30", plan(bookingWindowDays=days_ahead), day=day) == expected


def test_the_booking_window_counts_days_in_the_users_zone() -> None:
    # It is still Monday in New York while it is Tuesday in London.
    late_on_monday = Known(datetime(2026, 12, 1, 3, tzinfo=UTC))
    assert reasons("09:00", plan(bookingWindowDays=0), late_on_monday) == ["BOOKING_WINDOW"]


@pytest.mark.parametrize(
    ("busy", "buffer", "start", "expected"),
    [
        ("10:00 10:30", 0, "09:30", []),
        ("10:00 10:30", 0, "10:00", ["BUSY"]),
        ("10:00 10:30", 0, "10:30", []),
        ("10:10 10:20", 0, "10:00", ["BUSY"]),
        ("10:29 12:00", 0, "10:00", ["BUSY"]),
        ("10:00 10:30", 15, "09:30", ["BUFFER"]),
        ("10:00 10:30", 15, "10:30", ["BUFFER"]),
        ("10:00 10:30", 30, "11:00", []),
        ("10:00 10:30", 31, "11:00", ["BUFFER"]),
        ("10:15 10:30", 15, "09:30", []),
        # The edges of the window are nobody's appointment.
        ("10:00 10:30", 30, "09:00", []),
        ("10:00 10:30", 30, "11:30", []),
        # An appointment outside the hours keeps its distance too.
        ("08:00 08:50", 15, "09:00", ["BUFFER"]),
        ("12:10 13:00", 15, "11:30", ["BUFFER"]),
    ],
)
def test_busy_times_keep_the_buffer_on_both_sides(
    busy: str, buffer: int, start: str, expected: list[str]
) -> None:
    known = Known(NOW, busy=(between(*busy.split()),))
    assert reasons(start, plan(bufferMinutes=buffer), known) == expected


def test_slots_are_offered_up_to_exactly_the_buffer_away() -> None:
    known = Known(NOW, busy=(between("10:00", "10:30"),))
    assert offered(plan(bufferMinutes=30), known) == ["09:00", "11:00", "11:30"]


def test_what_comes_after_the_askers_midnight_is_seen_by_the_slot_that_reaches_into_it() -> None:
    # Tuesday in Los Angeles ends at 03:00 on Wednesday in New York.
    slots = [{"day": 3, "start": "00:00", "end": "24:00"}]
    busy = Interval(at("03:15", date(2026, 12, 2)), at("03:30", date(2026, 12, 2)))
    los_angeles = ZoneInfo("America/Los_Angeles")
    found = find_slots(
        plan(slots=slots), Known(NOW, (busy,)), day=TUESDAY, zone=los_angeles, duration_minutes=60
    )
    assert wall(found[-1].starts_at, los_angeles).time() == time(23)


def test_a_time_between_two_appointments_can_be_both_taken_and_too_close() -> None:
    known = Known(NOW, busy=(between("10:00", "10:10"), between("10:35", "11:00")))
    assert reasons("10:00", plan(bufferMinutes=10), known) == ["BUSY", "BUFFER"]


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        (None, ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]),
        ((), []),
        ((("09:00", "10:00"), ("10:00", "10:30")), ["09:00", "09:30", "10:00"]),
        ((("09:15", "10:15"),), ["09:30"]),
    ],
)
def test_what_the_outside_calendar_does_not_call_free_is_busy(
    free: tuple[tuple[str, str], ...] | None, expected: list[str]
) -> None:
    elsewhere = None if free is None else tuple(between(*stretch) for stretch in free)
    known = Known(NOW, free_elsewhere=elsewhere)
    assert offered(plan(), known) == expected
    assert reasons("11:30", plan(), known) == ([] if "11:30" in expected else ["BUSY"])


def test_a_full_day_takes_no_more_bookings() -> None:
    known = Known(NOW, booking_starts=(at("00:00"), at("23:59")))
    assert reasons("09:00", plan(maxBookingsPerDay=2), known) == ["DAILY_LIMIT"]
    assert reasons("09:00", plan(maxBookingsPerDay=3), known) == []
    assert reasons("09:00", plan(maxBookingsPerDay=2), known, day=date(2026, 12, 2)) == []


def test_bookings_count_on_the_users_day_whatever_day_the_asker_has() -> None:
    known = Known(NOW, booking_starts=(at("09:00"),))
    tokyo = ZoneInfo("Asia/Tokyo")
    found = find_slots(plan(maxBookingsPerDay=1), known, day=date(2026, 12, 2), zone=tokyo)
    # Wednesday in Tokyo begins inside the opening hours of a Tuesday in New York that is full, and ends
    # inside those of a Wednesday that is not.
    assert [wall(slot.starts_at, tokyo).strftime("%H:%M") for slot in found] == ["23:00", "23:30"]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (None, ["09:00", "09:30", "11:00", "11:30"]),
        (15, ["09:00", "09:30", "11:00", "11:30"]),
        (60, ["09:00", "11:00"]),
        (61, []),
        (1440, []),
    ],
)
def test_a_longer_appointment_needs_that_much_room_on_the_same_grid(
    minutes: int | None, expected: list[str]
) -> None:
    known = Known(NOW, busy=(between("10:00", "11:00"),))
    assert offered(plan(), known, minutes=minutes) == expected


@pytest.mark.parametrize("minutes", [0, -30, 1441])
def test_a_duration_that_no_booking_can_have_is_refused(minutes: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 1440 minutes"):
        offered(plan(), minutes=minutes)
    with pytest.raises(ValueError, match="from 1 to 1440 minutes"):
        reasons("09:00", plan(), minutes=minutes)


def test_an_appointment_does_not_straddle_two_windows_that_touch() -> None:
    slots = [{"day": 2, "start": "09:00", "end": "10:00"}, {"day": 2, "start": "10:00", "end": "11:00"}]
    assert offered(plan(slots=slots, slotDuration=40)) == ["09:00", "10:00"]


def test_the_same_start_in_two_overlapping_windows_is_offered_once() -> None:
    abroad = {"day": 2, "start": "08:00", "end": "11:00", "timezone": "America/Chicago"}
    raw = {"slots": [{"day": 2, "start": "09:00", "end": "12:00"}, abroad]}
    assert offered(Plan(NEW_YORK, parse_bookings_time(raw)))[:3] == ["09:00", "09:30", "10:00"]


def test_the_search_window_holds_the_users_whole_days_and_the_buffer() -> None:
    window = search_window(plan(bufferMinutes=15), TUESDAY, ZoneInfo("Asia/Tokyo"))
    midnights = Interval(at("00:00", date(2026, 11, 30)), at("00:00", date(2026, 12, 2)))
    assert window == midnights.widened(timedelta(minutes=15))


@pytest.mark.parametrize("day", [date.min, date(2011, 12, 30), date.max], ids=str)
def test_a_day_that_does_not_exist_or_is_out_of_reach_has_a_short_search_window(day: date) -> None:
    window = search_window(plan(), day, ZoneInfo("Pacific/Apia"))
    assert window.end - window.start <= timedelta(days=4)
    assert find_slots(plan(), Known(NOW), day=day, zone=ZoneInfo("Pacific/Apia")) == []
