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


@pytest.mark.parametrize(
    "words",
    [
        "do not cancel my appointment",
        "never cancel my booking",
        "please don't cancel my appointment",
    ],
)
def test_who_says_not_to_cancel_is_told_what_stays_and_not_asked(words: str) -> None:
    diary = diary_with(NINE)

    _, said = converse([words, "yes"], diary)

    stands = "You are booked for Tuesday 1 December, 9:00 AM (New York time)."
    assert said[0] == f"All right, your booking stays as it is. {stands}"
    assert diary.booked == [NINE]


@pytest.mark.parametrize("words", ["please don't cancel it", "cancel it, no, don't", "don't cancel both"])
def test_who_takes_a_cancellation_back_is_not_asked_about_it(words: str) -> None:
    diary = diary_with(NINE)

    _, said = converse([words, "yes"], diary)

    assert "Shall I" not in said[0]
    assert diary.booked == [NINE]


def test_who_says_not_to_cancel_either_keeps_both() -> None:
    diary = diary_with(NINE, FOUR)

    _, said = converse(["please don't cancel my appointments", "yes"], diary)

    assert said[0].startswith("All right, your bookings stay as they are. You are booked for ")
    assert diary.booked == [NINE, FOUR]


def test_one_of_two_is_told_by_the_part_of_the_day() -> None:
    diary = diary_with(NINE, FOUR)

    converse(["cancel the morning one", "yes"], diary)

    assert diary.booked == [FOUR]
