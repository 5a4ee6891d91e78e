"""What counts mean."""

from datetime import date

from frontdesk.reports.figures import WeekCount, no_show_rate, share, whole_weeks

MONDAY = date(2026, 11, 23)


def test_every_week_that_is_touched_is_there_whether_something_was_booked_or_not() -> None:
    counts = [WeekCount(MONDAY, "assistant", 2), WeekCount(MONDAY, "user", 1)]

    weeks = whole_weeks(counts, first=date(2026, 11, 22), last=date(2026, 11, 30))

    assert [(week.monday.isoformat(), week.total) for week in weeks] == [
        ("2026-11-16", 0),
        ("2026-11-23", 3),
        ("2026-11-30", 0),
    ]
    assert weeks[1].by_source == {"assistant": 2, "user": 1}


def test_a_single_day_is_one_week() -> None:
    assert len(whole_weeks([], first=MONDAY, last=MONDAY)) == 1


def test_a_share_of_nothing_is_unknown_and_not_nought() -> None:
    assert share(0, 0) is None
    assert share(1, 4) == 0.25


def test_who_did_not_come_is_counted_among_those_of_whom_it_is_known() -> None:
    assert no_show_rate({"completed": 3, "no_show": 1, "confirmed": 40, "cancelled": 9}) == 0.25
    assert no_show_rate({"confirmed": 40}) is None
