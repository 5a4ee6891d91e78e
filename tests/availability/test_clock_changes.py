"""What is offered on the days when clocks change, zone by zone, as a calendar on the wall would tell."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from frontdesk.availability.hours import parse_bookings_time
from frontdesk.availability.rules import Known, Plan
from frontdesk.availability.slots import find_slots, wall

LONG_AGO = Known(now=datetime(2000, 1, 1, tzinfo=UTC))


def offered(
    hours: str, *, zone: str, day: str, asker: str | None = None, every: int = 60, duration: int | None = None
) -> list[str]:
    """Return the slots of a user open every day, as the asker's clock shows them: "01:00-04:00"."""
    start, end = hours.split("-")
    rules = parse_bookings_time(
        {
            "slots": [{"day": weekday, "start": start, "end": end} for weekday in range(7)],
            "slotDuration": every,
        }
    )
    asked = ZoneInfo(asker or zone)
    slots = find_slots(
        Plan(ZoneInfo(zone), rules),
        LONG_AGO,
        day=date.fromisoformat(day),
        zone=asked,
        duration_minutes=duration,
    )
    shown = [wall(slot.starts_at, asked) for slot in slots]
    assert all(local.date().isoformat() == day for local in shown)
    return [local.isoformat()[11:16] + local.isoformat()[19:] for local in shown]


NIGHT = "00:00-04:00"


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/New_York", "2026-03-07", "00:00-05:00 01:00-05:00 02:00-05:00 03:00-05:00"),
        ("America/New_York", "2026-03-08", "00:00-05:00 01:00-05:00 03:00-04:00"),
        ("America/New_York", "2026-11-01", "00:00-04:00 01:00-04:00 01:00-05:00 02:00-05:00 03:00-05:00"),
        ("Europe/London", "2026-03-29", "00:00+00:00 02:00+01:00 03:00+01:00"),
        ("Europe/London", "2026-10-25", "00:00+01:00 01:00+01:00 01:00+00:00 02:00+00:00 03:00+00:00"),
        ("Australia/Sydney", "2026-10-04", "00:00+10:00 01:00+10:00 03:00+11:00"),
        ("Australia/Sydney", "2026-04-05", "00:00+11:00 01:00+11:00 02:00+11:00 02:00+10:00 03:00+10:00"),
        # Half an hour is lost, and the hourly grid goes on counting what has really passed.
        ("Australia/Lord_Howe", "2026-10-04", "00:00+10:30 01:00+10:30 02:30+11:00"),
        ("Australia/Lord_Howe", "2026-04-05", "00:00+11:00 01:00+11:00 01:30+10:30 02:30+10:30"),
        ("Asia/Kathmandu", "2026-03-29", "00:00+05:45 01:00+05:45 02:00+05:45 03:00+05:45"),
        # Midnight does not exist, or comes twice.
        ("Africa/Cairo", "2026-04-24", "01:00+03:00 02:00+03:00 03:00+03:00"),
        ("America/Havana", "2026-11-01", "00:00-04:00 00:00-05:00 01:00-05:00 02:00-05:00 03:00-05:00"),
    ],
)
def test_a_night_of_hours_follows_the_clock(zone: str, day: str, expected: str) -> None:
    assert offered(NIGHT, zone=zone, day=day) == expected.split()


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("America/New_York", "2026-03-06", "2026-03-09"),
        ("America/New_York", "2026-10-31", "2026-11-02"),
        ("Europe/London", "2026-03-28", "2026-03-30"),
        ("Europe/London", "2026-10-24", "2026-10-26"),
        ("Australia/Sydney", "2026-04-04", "2026-04-06"),
        ("Australia/Sydney", "2026-10-03", "2026-10-05"),
        ("Australia/Lord_Howe", "2026-04-04", "2026-04-06"),
    ],
)
def test_nine_oclock_stays_nine_oclock_across_a_change(zone: str, before: str, after: str) -> None:
    walls = [[slot[:5] for slot in offered("09:00-12:00", zone=zone, day=day)] for day in (before, after)]
    assert walls == [["09:00", "10:00", "11:00"]] * 2


@pytest.mark.parametrize(
    ("hours", "day", "expected"),
    [
        ("02:30-05:00", "2026-03-08", "03:00-04:00 03:30-04:00 04:00-04:00 04:30-04:00"),
        ("01:00-02:30", "2026-03-08", "01:00-05:00 01:30-05:00"),
        ("02:00-03:00", "2026-03-08", ""),
        ("02:00-03:30", "2026-03-08", "03:00-04:00"),
        ("00:30-01:30", "2026-11-01", "00:30-04:00 01:00-04:00 01:00-05:00"),
        ("01:30-02:30", "2026-11-01", "01:30-04:00 01:30-05:00 02:00-05:00"),
        ("01:00-02:00", "2026-11-01", "01:00-04:00 01:30-04:00 01:00-05:00 01:30-05:00"),
        ("23:30-24:00", "2026-11-01", "23:30-05:00"),
    ],
)
def test_an_edge_that_is_skipped_or_doubled_opens_only_while_the_clock_shows_the_hours(
    hours: str, day: str, expected: str
) -> None:
    assert offered(hours, zone="America/New_York", day=day, every=30) == expected.split()


def test_an_appointment_is_not_offered_across_the_pause_of_a_doubled_edge() -> None:
    assert offered("01:30-04:00", zone="America/New_York", day="2026-11-01", duration=45) == [
        "01:30-05:00",
        "02:30-05:00",
    ]


@pytest.mark.parametrize(
    ("asker", "day", "expected"),
    [
        # 09:00 to 12:00 on the 16th in Honolulu is 09:00 to 12:00 on the 17th in Kiritimati.
        ("Pacific/Kiritimati", "2026-06-17", "09:00+14:00 10:00+14:00 11:00+14:00"),
        ("Pacific/Honolulu", "2026-06-16", "09:00-10:00 10:00-10:00 11:00-10:00"),
        ("Asia/Kathmandu", "2026-06-17", "00:45+05:45 01:45+05:45 02:45+05:45"),
        ("Europe/London", "2026-06-16", "20:00+01:00 21:00+01:00 22:00+01:00"),
        # The asker's midnight falls into the user's morning: each day shows its own part.
        ("Europe/Athens", "2026-06-16", "00:00+03:00 22:00+03:00 23:00+03:00"),
    ],
)
def test_a_day_is_the_askers_day(asker: str, day: str, expected: str) -> None:
    assert offered("09:00-12:00", zone="Pacific/Honolulu", day=day, asker=asker) == expected.split()


@pytest.mark.parametrize(
    ("asker", "day", "count"),
    [
        ("Pacific/Apia", "2011-12-29", 24),
        ("Pacific/Apia", "2011-12-30", 0),
        ("Pacific/Apia", "2011-12-31", 24),
        ("UTC", "2011-12-30", 24),
    ],
)
def test_a_skipped_day_has_no_slots_and_costs_nobody_else_any(asker: str, day: str, count: int) -> None:
    assert len(offered("00:00-24:00", zone="Pacific/Apia", day=day, asker=asker)) == count


def test_a_window_in_a_zone_of_its_own_keeps_that_zones_clock() -> None:
    rules = parse_bookings_time(
        {
            "slots": [{"day": 1, "start": "09:00", "end": "11:00", "timezone": "Europe/London"}],
            "slotDuration": 60,
        }
    )
    plan, zone = Plan(ZoneInfo("America/New_York"), rules), ZoneInfo("America/New_York")
    # Between the two changes of March, New York and London are an hour closer than usual.
    starts = [
        wall(find_slots(plan, LONG_AGO, day=day, zone=zone)[0].starts_at, zone).strftime("%H:%M")
        for day in (date(2026, 3, 2), date(2026, 3, 16), date(2026, 3, 30))
    ]
    assert starts == ["04:00", "05:00", "04:00"]
