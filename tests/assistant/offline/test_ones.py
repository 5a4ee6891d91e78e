""" "The afternoon one", "the Monday one": an appointment, and never one o'clock."""

import pytest

from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import converse

FREE = ("09:00", "11:30", "14:00", "16:30")
ALL = "9:00 AM, 11:30 AM, 2:00 PM and 4:30 PM"


def tuesday() -> Diary:
    """A diary whose Tuesday has four times left."""
    halves = {f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 30)}
    return Diary(busy={("2026-12-01", time) for time in halves.difference(FREE)})


@pytest.mark.parametrize(
    ("words", "time"),
    [
        ("the 2pm one", "14:00"),
        ("the two o'clock one", "14:00"),
        ("the last one", "16:30"),
        ("the late one", "16:30"),
        ("let's do the late one", "16:30"),
        ("the latest", "16:30"),
        ("the early one please", "09:00"),
        ("the one at 2", "14:00"),
    ],
)
def test_what_names_one_of_the_offers_is_taken(words: str, time: str) -> None:
    diary = tuesday()

    converse(["Tuesday?", words], diary)

    assert diary.booked == [("2026-12-01", time)]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("the afternoon one", "2:00 PM and 4:30 PM"),
        ("afternoon one works", "2:00 PM and 4:30 PM"),
        ("the first one in the afternoon", "2:00 PM and 4:30 PM"),
        ("the morning one", "9:00 AM and 11:30 AM"),
        ("a morning one please", "9:00 AM and 11:30 AM"),
        ("the middle one", ALL),
        ("that one", ALL),
    ],
)
def test_what_may_mean_several_of_the_offers_is_asked_about(words: str, offered: str) -> None:
    diary = tuesday()

    _, said = converse(["Tuesday?", words], diary)

    assert said[-1].endswith(f"On Tuesday 1 December I have {offered} (New York time). Which one suits you?")
    assert "1:00" not in said[-1].replace("11:00", "")
    assert diary.booked == []


@pytest.mark.parametrize(
    "words", ["book the Monday one", "is there a Monday one?", "Monday one works for me"]
)
def test_the_monday_one_is_on_a_monday_at_a_time_that_is_asked_for(words: str) -> None:
    diary = Diary()

    _, said = converse([words], diary)

    assert said[-1].startswith("On Monday 30 November I have 9:00 AM")
    assert diary.booked == []


def test_what_about_the_monday_one_after_a_booking_asks_about_its_own_time() -> None:
    diary = Diary()

    _, said = converse(["Friday at 10am", "what about the Monday one?"], diary)

    assert said[-1].startswith("Monday 30 November, 10:00 AM (New York time) is free. Shall I move")


@pytest.mark.parametrize("words", ["Monday at one", "Monday one pm", "one o'clock on Monday", "Monday one"])
def test_one_is_an_hour_where_it_is_said_as_one(words: str) -> None:
    diary = Diary()

    converse([words], diary)

    assert diary.booked == [("2026-11-30", "13:00")]


@pytest.mark.parametrize(
    "words", ["which is the latest one?", "is that the last one?", "what's the latest you have?"]
)
def test_who_only_asks_which_one_takes_none(words: str) -> None:
    diary = tuesday()

    converse(["Tuesday?", words], diary)

    assert diary.booked == []
