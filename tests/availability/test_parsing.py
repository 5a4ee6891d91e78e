"""Reading `bookingsTime`: what is understood, and that every mistake is named by its path."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from frontdesk.availability.hours import (
    BookingsTime,
    DateOverride,
    DayWindow,
    InvalidBookingsTime,
    WeeklyWindow,
    parse_bookings_time,
)


def window(
    day: object = 1, start: object = "09:00", end: object = "17:00", **more: object
) -> dict[str, object]:
    return {"day": day, "start": start, "end": end, **more}


def override(day: object = "2026-12-24", *slots: object) -> dict[str, object]:
    return {"date": day, "slots": list(slots)}


def mistakes(**members: object) -> dict[str, str]:
    with pytest.raises(InvalidBookingsTime) as caught:
        parse_bookings_time(members)
    return {path.removeprefix("bookingsTime."): sentence for path, sentence in caught.value.fields.items()}


def test_every_member_of_the_object_is_understood() -> None:
    assert parse_bookings_time(
        {
            "slots": [window(0, "09:00", "24:00", timezone="Europe/London"), window(6, "00:00", "12:30")],
            "bufferMinutes": 15,
            "slotDuration": 45,
            "slotInterval": 20,
            "minimumNoticeMinutes": 120,
            "bookingWindowDays": 30,
            "maxBookingsPerDay": 4,
            "dateOverrides": [
                override("2026-12-24", {"start": "10:00", "end": "12:00"}),
                override("2026-12-25"),
            ],
        }
    ) == BookingsTime(
        windows=(
            WeeklyWindow(0, DayWindow(540, 1440), ZoneInfo("Europe/London")),
            WeeklyWindow(6, DayWindow(0, 750)),
        ),
        buffer_minutes=15,
        slot_minutes=45,
        interval_minutes=20,
        minimum_notice_minutes=120,
        booking_window_days=30,
        max_bookings_per_day=4,
        overrides=(
            DateOverride(date(2026, 12, 24), (DayWindow(600, 720),)),
            DateOverride(date(2026, 12, 25), ()),
        ),
    )


def test_what_is_left_out_takes_its_default() -> None:
    assert parse_bookings_time({}) == BookingsTime(
        windows=(),
        overrides=(),
        slot_minutes=30,
        interval_minutes=30,
        buffer_minutes=0,
        minimum_notice_minutes=0,
        booking_window_days=None,
        max_bookings_per_day=None,
    )


def test_the_grid_is_as_wide_as_a_slot_unless_said_otherwise() -> None:
    assert parse_bookings_time({"slotDuration": 45}).interval_minutes == 45


def test_null_is_the_same_as_left_out() -> None:
    nothing = dict.fromkeys(
        ["bufferMinutes", "slotDuration", "slotInterval", "bookingWindowDays", "maxBookingsPerDay"]
    )
    assert parse_bookings_time({**nothing, "slots": [window(timezone=None)]}) == parse_bookings_time(
        {"slots": [window()]}
    )


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("slots", None),
        ("slots", "09:00-17:00"),
        ("slots", {}),
        ("slots", [window()] * 101),
        ("dateOverrides", 3),
        ("bufferMinutes", -1),
        ("bufferMinutes", 1441),
        ("bufferMinutes", "15"),
        ("bufferMinutes", True),
        ("slotDuration", 0),
        ("slotDuration", -30),
        ("slotDuration", 1441),
        ("slotDuration", 30.0),
        ("slotDuration", False),
        ("slotInterval", 0),
        ("slotInterval", [30]),
        ("minimumNoticeMinutes", -5),
        ("minimumNoticeMinutes", 10**30),
        ("bookingWindowDays", -1),
        ("bookingWindowDays", 10**9),
        ("maxBookingsPerDay", 0),
        ("maxBookingsPerDay", "many"),
        ("slotLength", 30),
        ("buffer_minutes", 15),
    ],
)
def test_a_wrong_member_is_named(member: str, value: object) -> None:
    assert list(mistakes(**{member: value})) == [member]


@pytest.mark.parametrize(
    ("slot", "path"),
    [
        (window(day=7), "day"),
        (window(day=-1), "day"),
        (window(day="1"), "day"),
        (window(day=True), "day"),
        (window(day=1.0), "day"),
        (window(start="9:00"), "start"),
        (window(start="09:60"), "start"),
        (window(start="25:00"), "start"),
        (window(start="24:00", end="24:00"), "start"),
        (window(start="09:00:00"), "start"),
        (window(start="9am"), "start"),
        (window(start="٠٩:٠٠"), "start"),
        (window(start=900), "start"),
        (window(start=None), "start"),
        (window(end="24:01"), "end"),
        (window(end="17"), "end"),
        (window(end="17:00\n"), "end"),
        (window(end="09:00"), "end"),
        (window(end="08:00"), "end"),
        (window(timezone="America/Gotham"), "timezone"),
        (window(timezone="America"), "timezone"),
        (window(timezone="../../etc/passwd"), "timezone"),
        (window(timezone="/etc/localtime"), "timezone"),
        (window(timezone=""), "timezone"),
        (window(timezone="EST\0"), "timezone"),
        (window(timezone=-5), "timezone"),
        (window(zone="Europe/London"), "zone"),
        ({"start": "09:00", "end": "17:00"}, "day"),
        ({"day": 1, "end": "17:00"}, "start"),
        ({"day": 1, "start": "09:00"}, "end"),
    ],
)
def test_a_wrong_part_of_a_window_is_named(slot: object, path: str) -> None:
    assert list(mistakes(slots=[window(day=3), slot])) == [f"slots[1].{path}"]


def test_a_window_that_is_no_object_is_named() -> None:
    assert mistakes(slots=["09:00"]) == {"slots[0]": "must be an object"}


@pytest.mark.parametrize(
    ("overrides", "path"),
    [
        ([override("2026-02-30")], "[0].date"),
        ([override("24.12.2026")], "[0].date"),
        ([override("20261224")], "[0].date"),
        ([override(20261224)], "[0].date"),
        ([{"slots": []}], "[0].date"),
        ([{"date": "2026-12-24"}], "[0].slots"),
        ([{"date": "2026-12-24", "slots": None}], "[0].slots"),
        ([override("2026-12-24"), override("2026-12-25"), override("2026-12-24")], "[2].date"),
        ([override("2026-12-24", {"start": "12:00", "end": "10:00"})], "[0].slots[0].end"),
        ([override("2026-12-24", window())], "[0].slots[0].day"),
        ([{**override(), "closed": True}], "[0].closed"),
        (["2026-12-24"], "[0]"),
    ],
)
def test_a_wrong_part_of_an_override_is_named(overrides: list[object], path: str) -> None:
    assert list(mistakes(dateOverrides=overrides)) == [f"dateOverrides{path}"]


def test_all_mistakes_are_named_at_once() -> None:
    found = mistakes(
        slots=[window(day=9, start="noon"), window(day=2, end="01:00", timezone="Mars/Olympus")],
        bufferMinutes=-1,
        slotDuration=0,
        dateOverrides=[override("never", {"start": "10:00", "end": "later"})],
        colour="blue",
    )
    assert set(found) == {
        "slots[0].day",
        "slots[0].start",
        "slots[1].end",
        "slots[1].timezone",
        "bufferMinutes",
        "slotDuration",
        "dateOverrides[0].date",
        "dateOverrides[0].slots[0].end",
        "colour",
    }


def test_the_error_reads_as_sentences() -> None:
    with pytest.raises(ValueError, match=r"bookingsTime\.bufferMinutes must be from 0 to 1440 minutes"):
        parse_bookings_time({"bufferMinutes": -1})


def test_something_that_is_no_object_is_refused() -> None:
    with pytest.raises(InvalidBookingsTime) as caught:
        # A caller's JSON may hold anything.
        parse_bookings_time([])  # type: ignore[arg-type]
    assert caught.value.fields == {"bookingsTime": "must be an object"}


NEW_YORK, CHICAGO, LONDON, TOKYO = "America/New_York", "America/Chicago", "Europe/London", "Asia/Tokyo"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (window(1, "09:00", "12:00"), window(1, "11:59", "17:00")),
        (window(1, "13:00", "14:00"), window(1, "09:00", "17:00")),
        (window(1), window(1)),
        (window(1, timezone=NEW_YORK), window(1, "16:00", "18:00", timezone=NEW_YORK)),
        (window(1, "09:00", "10:00", timezone=NEW_YORK), window(1, "08:30", "09:30", timezone=CHICAGO)),
        # Monday morning in Tokyo is Sunday evening in New York.
        (window(1, "09:00", "12:00", timezone=TOKYO), window(0, "20:00", "22:00", timezone=NEW_YORK)),
        # They meet only in the weeks when one zone has changed its clocks and the other has not.
        (window(1, "09:00", "12:00", timezone=LONDON), window(1, "07:00", "09:00", timezone=NEW_YORK)),
    ],
)
def test_windows_that_are_open_at_the_same_time_are_refused(one: object, other: object) -> None:
    assert mistakes(slots=[window(4), one, other]) == {"slots[2]": "overlaps bookingsTime.slots[1]"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (window(1, "09:00", "12:00"), window(1, "12:00", "17:00")),
        (window(1), window(2)),
        (window(6, "00:00", "24:00"), window(0, "00:00", "24:00")),
        (window(1, "09:00", "10:00", timezone=NEW_YORK), window(1, "09:00", "10:00", timezone=CHICAGO)),
        (window(1, timezone=TOKYO), window(1, timezone=NEW_YORK)),
    ],
)
def test_windows_that_only_touch_or_never_meet_are_accepted(one: object, other: object) -> None:
    assert len(parse_bookings_time({"slots": [one, other]}).windows) == 2


def test_a_window_without_a_zone_is_compared_in_the_users_zone_once_that_is_known() -> None:
    raw = {"slots": [window(1, "09:00", "10:00"), window(1, "08:00", "09:00", timezone=CHICAGO)]}
    assert len(parse_bookings_time(raw).windows) == 2
    with pytest.raises(InvalidBookingsTime):
        parse_bookings_time(raw, zone=ZoneInfo(NEW_YORK))


def test_overlapping_windows_of_an_override_are_refused() -> None:
    day = override("2026-12-24", {"start": "09:00", "end": "12:00"}, {"start": "11:00", "end": "13:00"})
    assert list(mistakes(dateOverrides=[day])) == ["dateOverrides[0].slots[1]"]


@pytest.mark.parametrize(
    "nonsense",
    [
        lambda: DayWindow(540, 540),
        lambda: DayWindow(-1, 540),
        lambda: DayWindow(540, 1441),
        lambda: WeeklyWindow(7, DayWindow(540, 600)),
        lambda: BookingsTime(windows=(), slot_minutes=0),
        lambda: BookingsTime(windows=(), interval_minutes=0),
        lambda: BookingsTime(windows=(), buffer_minutes=-1),
    ],
)
def test_the_types_refuse_nonsense_at_birth(nonsense: object) -> None:
    assert callable(nonsense)
    with pytest.raises(ValueError, match=r"."):
        nonsense()
