"""Another time for a booking that this conversation did not make: it is looked for first."""

import pytest

from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import converse

TUESDAY, FRIDAY = ("2026-12-01", "14:00"), ("2026-11-27", "15:00")


def diary_with(*bookings: tuple[str, str]) -> Diary:
    diary = Diary()
    diary.rows = dict(enumerate(bookings, start=1))
    return diary


@pytest.mark.parametrize(
    "words",
    [
        "move it to Friday at 3pm",
        "can you move it to Friday at 3pm?",
        "forget tuesday, Friday at 3pm instead",
        "no wait, make it Friday at 3pm",
        "Friday at 3pm instead of Tuesday",
        "actually Friday at 3pm instead",
    ],
)
def test_what_staff_booked_is_moved_and_not_booked_again(words: str) -> None:
    diary = diary_with(TUESDAY)

    _, said = converse([words, "yes"], diary)

    assert diary.booked == [FRIDAY]
    assert "Friday 27 November, 3:00 PM" in said[0]


def test_where_there_is_nothing_to_move_the_lead_is_told_so_first() -> None:
    diary = diary_with()

    state, said = converse(["move it to Friday at 3pm"], diary)
    question = "Friday 27 November, 3:00 PM (New York time) is free. Shall I book it?"
    assert said == [f"I see no booking of yours to move. {question}"]
    assert diary.booked == []

    converse(["yes please"], diary, state=state)
    assert diary.booked == [FRIDAY]


def test_a_correction_of_what_is_being_booked_moves_nothing_else() -> None:
    diary = diary_with(TUESDAY)

    converse(["Is Friday at 2pm free?", "actually make it 3pm", "yes"], diary)

    assert diary.booked == [FRIDAY, TUESDAY]
