"""What people say about days and times, and what is meant. Now is Wednesday 25 November 2026, 10 AM."""

import datetime as dt

import pytest

from frontdesk.assistant.offline.conventions import Conventions, conventions_in
from frontdesk.assistant.offline.resolution import Assumption
from frontdesk.assistant.offline.understand import Context, understand
from frontdesk.assistant.offline.wish import Wish

NOW = dt.datetime.combine(dt.date(2026, 11, 25), dt.time(10))
OFFICE_HOURS = (dt.time(9), dt.time(17))


def wish(text: str, *, opening: tuple[dt.time, dt.time] | None = OFFICE_HOURS) -> Wish:
    """Return what a message asks for; nothing at all is an empty wish."""
    return understand(text, Context(now=NOW, opening=opening)).wish or Wish()


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("could I come tomorrow", "2026-11-26"),
        ("tmrw pls", "2026-11-26"),
        ("2moro", "2026-11-26"),
        ("the day after tomorrow", "2026-11-27"),
        ("friday", "2026-11-27"),
        ("does Thrusday suit you", "2026-11-26"),
        ("maybe wendesday next week", "2026-12-02"),
        ("Tuesday next week", "2026-12-01"),
        ("next week on Thursday", "2026-12-03"),
        ("a week on Monday", "2026-12-07"),
        ("friday week", "2026-12-04"),
        ("in a fortnight", "2026-12-09"),
        ("two weeks from Friday", "2026-12-11"),
        ("in three days", "2026-11-28"),
        ("the 12th", "2026-12-12"),
        ("on the third", "2026-12-03"),
        ("the twenty-first", "2026-12-21"),
        ("3rd of next month", "2026-12-03"),
        ("Jan 5", "2027-01-05"),
        ("the fifth of january", "2027-01-05"),
        ("febuary 9th", "2027-02-09"),
        ("Monday the 7th", "2026-12-07"),
        ("Mon, Dec 7", "2026-12-07"),
        ("24.12.", "2026-12-24"),
        ("12/24", "2026-12-24"),
        ("2027-01-15", "2027-01-15"),
        ("first Monday of December", "2026-12-07"),
        ("last Friday of the month", "2026-11-27"),
    ],
)
def test_a_day_is_read_as_it_is_meant(text: str, date: str) -> None:
    read = wish(text)
    assert (str(read.date), read.date_end, read.names_time) == (date, None, False)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("3pm", "15:00"),
        ("at 3", "15:00"),
        ("3ish", "15:00"),
        ("half past ten", "10:30"),
        ("half three", "15:30"),
        ("quarter to 4", "15:45"),
        ("a quarter past 1", "13:15"),
        ("twenty to four", "15:40"),
        ("10 minutes before noon", "11:50"),
        ("noon", "12:00"),
        ("10:30 in the morning", "10:30"),
        ("evening 6:30", "18:30"),
        ("in the afternoon, at 2", "14:00"),
        ('4 o"clock', "16:00"),
        ("four oh five pm", "16:05"),
        ("eleven fifteen am", "11:15"),
        ("15h30", "15:30"),
        ("14.45", "14:45"),
        ("1430", "14:30"),
        ("2 30 p.m.", "14:30"),
        ("12am", "00:00"),
        ("8 at night", "20:00"),
    ],
)
def test_a_time_is_read_as_it_is_meant(text: str, time: str) -> None:
    read = wish(text)
    assert (read.time and read.time.strftime("%H:%M"), read.time_end, read.date) == (time, None, None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("between 2 and 4", "14:00", "16:00"),
        ("from 9 to 11am", "09:00", "11:00"),
        ("11 to 1pm", "11:00", "13:00"),
        ("1:30pm-3", "13:30", "15:00"),
        ("after 3", "15:00", None),
        ("3pm or later", "15:00", None),
        ("before 11", None, "11:00"),
        ("no later than 4pm", None, "16:00"),
        ("after lunch", "13:00", None),
        ("during lunchtime", "12:00", "14:00"),
    ],
)
def test_a_range_of_times_keeps_its_open_side_open(text: str, first: str | None, last: str | None) -> None:
    read = wish(text)
    got = [at.strftime("%H:%M") if at else None for at in (read.time, read.time_end)]
    assert got == [first, last]
    assert not read.is_exact_time


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("next week", "2026-11-30", "2026-12-06"),
        ("the week after next", "2026-12-07", "2026-12-13"),
        ("this weekend", "2026-11-28", "2026-11-29"),
        ("Mon-Wed", "2026-11-30", "2026-12-02"),
        ("Thursday or so, no: Monday through Tuesday", "2026-11-30", "2026-12-01"),
        ("December 7 to 9", "2026-12-07", "2026-12-09"),
        ("7th - 9th December", "2026-12-07", "2026-12-09"),
        ("next month", "2026-12-01", "2026-12-31"),
        ("end of the week", "2026-11-26", "2026-11-27"),
    ],
)
def test_a_run_of_days_has_a_first_and_a_last_day(text: str, first: str, last: str) -> None:
    read = wish(text)
    assert (str(read.date), str(read.date_end)) == (first, last)


@pytest.mark.parametrize(
    ("text", "date", "time"),
    [
        ("the 12th at 3", "2026-12-12", "15:00"),
        ("Friday 9:30", "2026-11-27", "09:30"),
        ("book me at noon on Tuesday please", "2026-12-01", "12:00"),
        ("Thursday at 9. Actually, Friday", "2026-11-27", "09:00"),
        ("Monday 2pm, no wait, 3pm", "2026-11-30", "15:00"),
        ("not Friday, Monday at 11", "2026-11-30", "11:00"),
        ("I have a wedding on Friday, can we do Monday at 1?", "2026-11-30", "13:00"),
        ("Tuesday 4 doesn't work, but Thursday at 4 does", "2026-11-26", "16:00"),
        ("tonight at 8", "2026-11-25", "20:00"),
        ("in two hours", "2026-11-25", "12:00"),
        ("5 Dec 1430", "2026-12-05", "14:30"),
        ("Wednesday next week, around ten", "2026-12-02", "10:00"),
    ],
)
def test_a_day_and_a_time_are_put_together(text: str, date: str, time: str) -> None:
    read = wish(text)
    assert (str(read.date), read.time and read.time.strftime("%H:%M")) == (date, time)


@pytest.mark.parametrize(
    "text",
    [
        "the shop is at 15208 East 14th Street",
        "call me on 510-555-3420",
        "it has a rating of 4.8",
        "that is $30 for 2 people",
        "that's all for today",
        "thanks for helping me today",
        "it has hurt since Monday",
        "I was there last Tuesday",
        "yesterday was fun",
        "the second one",
        "give me a second",
        "may I sit in the sun?",
        "we watched it on movie night",
        "I am 45 years old",
        "my order number is 20261125",
    ],
)
def test_what_is_no_wish_is_not_read_as_one(text: str) -> None:
    assert wish(text) == Wish()


@pytest.mark.parametrize(
    ("text", "assumption"),
    [
        ("next Friday", Assumption.NEXT_WEEKDAY),
        ("Wednesday", Assumption.NOT_TODAY),
        ("on 5/6", Assumption.DAY_MONTH_ORDER),
        ("at 7", Assumption.HALF_OF_DAY),
        ("at 3", Assumption.HALF_BY_OPENING),
        ("around 3pm", Assumption.LOOSE_WORDS),
        ("Monday December 1", Assumption.WEEKDAY_CONTRADICTS),
        ("30 February", Assumption.NO_SUCH_DAY),
        ("3pm EST", Assumption.ZONE_NAMED),
    ],
)
def test_what_was_decided_for_the_lead_is_owned_up_to(text: str, assumption: Assumption) -> None:
    assert assumption in wish(text).assumptions


def test_next_friday_follows_the_convention() -> None:
    first = Context(now=NOW, conventions=Conventions(next_weekday="first_to_come"))
    assert str((understand("next Friday", first).wish or Wish()).date) == "2026-11-27"
    assert str(wish("next Friday").date) == "2026-12-04"


def test_day_first_places_read_numbers_day_first() -> None:
    read = understand("5/6", Context(now=NOW, conventions=Conventions(day_first=True)))
    assert str((read.wish or Wish()).date) == "2027-06-05"


@pytest.mark.parametrize(
    ("zone", "day_first"),
    [
        ("America/New_York", False),
        ("America/Indiana/Knox", False),
        ("America/Toronto", False),
        ("Asia/Tokyo", False),
        ("UTC", False),
        ("Etc/GMT+5", False),
        ("Europe/London", True),
        ("America/Mexico_City", True),
        ("Australia/Sydney", True),
    ],
)
def test_the_zone_tells_whether_the_day_comes_first(zone: str, *, day_first: bool) -> None:
    assert conventions_in(zone).day_first is day_first


def test_the_day_after_follows_the_day_being_talked_about() -> None:
    read = understand("the day after at 10", Context(now=NOW, about=dt.date(2026, 12, 1)))
    assert str((read.wish or Wish()).date) == "2026-12-02"


def test_a_naked_number_is_an_hour_when_the_time_was_asked_for() -> None:
    assert wish("11") == Wish()
    read = understand("11", Context(now=NOW, opening=OFFICE_HOURS, awaiting="time"))
    assert (read.wish or Wish()).time == dt.time(11)


def test_a_mention_says_which_words_it_came_from() -> None:
    (mention,) = understand("See you Friday at half past 3 then", Context(now=NOW)).mentions or (None,)
    assert mention is None
    (mention,) = understand("Can I come Friday at half past 3?", Context(now=NOW)).mentions
    assert mention.words == "Friday at half past 3"


def test_a_move_says_what_it_leaves_and_where_it_goes() -> None:
    read = understand("Move my appointment from Friday at 9 to Monday at 10", Context(now=NOW))
    assert read.leaving
    assert read.wish
    assert (str(read.leaving.date), read.leaving.time) == ("2026-11-27", dt.time(9))
    assert (str(read.wish.date), read.wish.time) == ("2026-11-30", dt.time(10))


def test_a_length_of_time_is_no_wish() -> None:
    read = understand("I need 45 minutes", Context(now=NOW))
    assert (read.duration_minutes, read.wish) == (45, None)
