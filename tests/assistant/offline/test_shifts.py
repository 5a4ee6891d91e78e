"""So much later or earlier than what is booked or proposed: proposed exactly, and done after a yes."""

from datetime import timedelta

import pytest

from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.shifts import shift_of
from frontdesk.assistant.offline.understand import Context, understand
from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import WEDNESDAY, converse

TWO = ("2026-12-01", "14:00")


def diary_with(*bookings: tuple[str, str]) -> Diary:
    diary = Diary()
    diary.rows = dict(enumerate(bookings, start=1))
    return diary


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("push it back an hour", 60),
        ("delay my appointment by 2 hours", 120),
        ("an hour and a half later", 90),
        ("bring it forward half an hour", -30),
        ("can we do 30 minutes earlier", -30),
        ("push it an hour earlier", -60),
        ("move it a week later", 7 * 24 * 60),
        ("move it a day earlier", -24 * 60),
        ("the same time on friday", 0),
        ("later", None),
        ("in an hour", None),
        ("an hour later than that", None),
        ("move it to 3pm", None),
    ],
)
def test_how_far_is_read_as_it_is_said(words: str, minutes: int | None) -> None:
    shift = shift_of(words)

    assert (shift.by if shift else None) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("push it back an hour", ("2026-12-01", "15:00")),
        ("an hour later please", ("2026-12-01", "15:00")),
        ("can we do 30 minutes earlier?", ("2026-12-01", "13:30")),
        ("can we push my appointment back by 90 minutes", ("2026-12-01", "15:30")),
        ("move it a day later", ("2026-12-02", "14:00")),
        ("could we do it a week later", ("2026-12-08", "14:00")),
        ("I'm running late, can we push it 30 min?", ("2026-12-01", "14:30")),
        ("move my 2pm an hour later", ("2026-12-01", "15:00")),
        ("same time on thursday", ("2026-11-26", "14:00")),
        ("can I come the same time on Wednesday instead?", ("2026-12-02", "14:00")),
    ],
)
def test_a_booking_is_moved_by_so_much_after_a_yes(words: str, then: tuple[str, str]) -> None:
    diary = diary_with(TWO)

    state, said = converse([words], diary)
    assert said[0].endswith("Shall I move your booking to it?")
    assert diary.booked == [TWO]

    converse(["yes"], diary, state=state)
    assert diary.booked == [then]


def test_how_far_is_kept_while_it_is_asked_which_booking_is_meant() -> None:
    diary = diary_with(TWO, ("2026-11-27", "10:00"))

    _, said = converse(["push it back an hour", "the Friday one", "yes"], diary)

    assert said[0].endswith("Which one do you mean?")
    assert diary.booked == [("2026-11-27", "11:00"), TWO]


def test_the_booking_that_is_named_is_moved_by_so_much() -> None:
    diary = diary_with(TWO, ("2026-12-02", "11:00"))

    converse(["push the Tuesday one back an hour", "yes"], diary)

    assert diary.booked == [("2026-12-01", "15:00"), ("2026-12-02", "11:00")]


def test_an_hour_later_than_what_is_proposed_is_proposed_instead() -> None:
    diary = Diary()

    state, said = converse(["Is Tuesday at 2pm free?", "yes, but an hour later"], diary)
    assert said[-1] == "Tuesday 1 December, 3:00 PM (New York time) is free. Shall I book it?"
    assert diary.booked == []

    converse(["perfect, yes"], diary, state=state)
    assert diary.booked == [("2026-12-01", "15:00")]


def test_who_has_no_booking_is_told_so() -> None:
    _, said = converse(["push it back an hour"], Diary())

    assert said[0].startswith("I see no upcoming booking of yours")


def test_who_says_not_to_is_not_asked() -> None:
    diary = diary_with(TWO)

    _, said = converse(["don't push it back an hour", "yes"], diary)

    assert "Shall I" not in said[0]
    assert diary.booked == [TWO]


@pytest.mark.parametrize(
    "words",
    [
        "wake me an hour later",
        "set my alarm 10 minutes earlier",
        "my train was an hour later again",
        "they pushed it back an hour",
    ],
)
def test_what_else_is_later_is_no_booking(words: str) -> None:
    assert understand(words, Context(WEDNESDAY)).intent not in (Intent.RESCHEDULE, Intent.CHANGE)
