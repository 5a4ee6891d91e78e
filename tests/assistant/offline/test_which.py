"""Which of several bookings is cancelled or moved: by time, by place, or all of them, and after a yes."""

import pytest

from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import converse

NINE, FOUR, FRIDAY = ("2026-12-01", "09:00"), ("2026-12-01", "16:00"), ("2026-12-04", "10:00")


def diary_with(*bookings: tuple[str, str]) -> Diary:
    diary = Diary()
    diary.rows = dict(enumerate(bookings, start=1))
    return diary


@pytest.mark.parametrize("words", ["cancel both", "Cancel both of my bookings", "please cancel all of them"])
def test_both_are_cancelled_after_one_yes(words: str) -> None:
    diary = diary_with(NINE, FRIDAY)

    state, said = converse([words], diary)
    question = (
        "You are booked for Tuesday 1 December, 9:00 AM (New York time) and Friday 4 December, 10:00 AM "
        "(New York time). Shall I cancel both?"
    )
    assert said == [question]
    assert diary.booked == [NINE, FRIDAY]

    _, said = converse(["yes"], diary, state=state)
    assert said == ["Your bookings are cancelled."]
    assert diary.booked == []


def test_three_are_all_of_them() -> None:
    diary = diary_with(NINE, FOUR, FRIDAY)

    _, said = converse(["cancel all my appointments", "yes please"], diary)

    assert said[0].endswith("Shall I cancel all of them?")
    assert diary.booked == []


def test_a_no_keeps_them_all() -> None:
    diary = diary_with(NINE, FRIDAY)

    converse(["cancel both", "no"], diary)

    assert diary.booked == [NINE, FRIDAY]


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        (["cancel the 4pm"], NINE),
        (["cancel my 9am appointment"], FOUR),
        (["cancel the later one"], NINE),
        (["cancel my appointment on Tuesday", "the 4pm one"], NINE),
        (["cancel my appointment", "the first one"], FOUR),
        (["cancel my appointment", "the later one"], NINE),
    ],
)
def test_one_of_two_on_a_day_is_told_by_its_time_or_place(lines: list[str], left: tuple[str, str]) -> None:
    diary = diary_with(NINE, FOUR)

    state, said = converse(lines, diary)
    assert said[-1].endswith("Shall I cancel it?")
    assert diary.booked == [NINE, FOUR]

    converse(["yes"], diary, state=state)
    assert diary.booked == [left]


def test_both_in_answer_to_which_one_is_both() -> None:
    diary = diary_with(NINE, FOUR)

    _, said = converse(["cancel my appointment", "both", "yes"], diary)

    assert said[1].endswith("Shall I cancel both?")
    assert diary.booked == []


def test_one_of_two_on_a_day_is_moved_by_its_time() -> None:
    diary = diary_with(NINE, FOUR)

    _, said = converse(["move my 9am to 11", "yes"], diary)

    assert said[0].startswith("Tuesday 1 December, 11:00 AM")
    assert diary.booked == [("2026-12-01", "11:00"), FOUR]


@pytest.mark.parametrize("words", ["do not cancel my appointment", "please don't cancel both"])
def test_who_says_not_to_cancel_is_not_asked_whether_to(words: str) -> None:
    diary = diary_with(NINE, FOUR)

    _, said = converse([words, "yes"], diary)

    assert "Shall I cancel" not in said[0]
    assert diary.booked == [NINE, FOUR]
