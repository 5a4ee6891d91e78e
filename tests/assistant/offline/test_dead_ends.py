"""What leads ask and answer beside the straight way to a booking: the offline model has an answer to it."""

from dataclasses import replace

import pytest

from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import SETTING, converse

TUESDAY_AT_TWO = "Tuesday 1 December, 2:00 PM (New York time)"


def booked_on_tuesday() -> Diary:
    """A diary in which the lead holds Tuesday at two."""
    diary = Diary()
    diary.rows[1] = ("2026-12-01", "14:00")
    return diary


@pytest.mark.parametrize(
    "question",
    [
        "What do I have booked?",
        "what's booked for me",
        "what have I got booked?",
        "is it still on?",
        "did it go through?",
        "when am I coming in",
        "is it confirmed?",
        "What time am I booked?",
    ],
)
def test_a_question_about_the_leads_own_booking_is_answered_from_the_list(question: str) -> None:
    diary = booked_on_tuesday()
    _, said = converse([question], diary)
    assert said == [f"You are booked for {TUESDAY_AT_TWO}."]
    assert diary.booked == [("2026-12-01", "14:00")]


def test_did_it_go_through_is_told_that_nothing_is_booked() -> None:
    _, said = converse(["did it go through?"], Diary())
    assert said[0].startswith("I see no upcoming booking of yours")


def test_who_says_see_you_then_with_nothing_booked_is_asked_whether_to_book_it() -> None:
    diary = Diary()
    _, said = converse(["see you Tuesday at 2pm", "yes"], diary)
    assert said[0] == f"I see no booking of yours then. {TUESDAY_AT_TWO} is free. Shall I book it?"
    assert diary.booked == [("2026-12-01", "14:00")]


@pytest.mark.parametrize("goodbye", ["see you Tuesday at 2pm", "thanks, see you tuesday!"])
def test_who_says_see_you_then_and_is_booked_then_hears_when(goodbye: str) -> None:
    diary = booked_on_tuesday()
    _, said = converse([goodbye], diary)
    assert said == [f"See you then: {TUESDAY_AT_TWO}."]


def test_who_says_see_you_at_another_time_hears_when_they_are_booked() -> None:
    _, said = converse(["see you Monday at 9am"], booked_on_tuesday())
    assert said == [f"I see no booking of yours then. You are booked for {TUESDAY_AT_TWO}."]


@pytest.mark.parametrize("again", ["Tuesday at 2pm", "is tuesday at 2pm free?", "book me for tuesday at 2pm"])
def test_the_leads_own_time_asked_for_again_is_theirs_already(again: str) -> None:
    diary = booked_on_tuesday()
    _, said = converse([again], diary)
    assert said == [f"That is your own time: you are already booked for {TUESDAY_AT_TWO}."]
    assert diary.booked == [("2026-12-01", "14:00")]


def test_the_leads_own_time_asked_for_twice_in_one_conversation_is_theirs_already() -> None:
    diary = Diary()
    _, said = converse(["Tuesday at 2pm", "Tuesday at 2pm"], diary)
    assert said[1] == f"That is your own time: you are already booked for {TUESDAY_AT_TWO}."


def test_a_time_that_somebody_else_has_is_still_not_available() -> None:
    _, said = converse(["Tuesday at 2pm"], Diary(busy={("2026-12-01", "14:00")}))
    assert said[0].startswith("Tuesday 1 December, 2:00 PM is not available.")


def test_a_booking_that_was_cancelled_meanwhile_is_not_told_from_memory() -> None:
    diary = booked_on_tuesday()
    state, said = converse(["am I booked?"], diary)
    diary.rows.clear()
    _, said = converse(["am I still booked?"], diary, state=state)
    assert said[0].startswith("I see no upcoming booking of yours")


def test_who_has_nothing_to_move_can_book_all_the_same() -> None:
    diary = Diary()
    _, said = converse(["I need to reschedule", "Tuesday at 2pm"], diary)
    assert said[0].endswith("Would you like to make one?")
    assert diary.booked == [("2026-12-01", "14:00")]


@pytest.mark.parametrize(
    ("request_", "question"),
    [
        ("I need to reschedule", "Which day would you like to come in?"),
        ("cancel my appointment on Friday", "Which day would you like to come in?"),
        ("do I have an appointment?", "Which day would you like to come in?"),
        ("move my appointment to Tuesday at 2pm", f"{TUESDAY_AT_TWO} is free. Shall I book it?"),
    ],
)
def test_a_yes_to_making_a_booking_goes_on_with_making_one(request_: str, question: str) -> None:
    diary = Diary()
    _, said = converse([request_, "yes"], diary)
    assert said[0].endswith("Would you like to make one?")
    assert said[1] == question
    assert diary.booked == []


def test_a_no_to_making_a_booking_is_taken_for_one() -> None:
    _, said = converse(["I need to reschedule", "no"], Diary())
    assert said[1] == "All right. Tell me whenever another day or time suits you."


@pytest.mark.parametrize(
    "question",
    ["are you a robot?", "Are you a real person?", "am I talking to a bot", "is this a human?", "r u human"],
)
def test_who_asks_whether_it_is_a_person_is_told_that_it_is_none(question: str) -> None:
    _, said = converse([question], Diary())
    assert said == [
        "I'm the automated assistant of Hill Street Roofing, not a person. I can book appointments."
    ]


def test_who_asks_whether_it_is_a_person_hears_that_one_can_be_asked_for() -> None:
    setting = replace(SETTING, tools=SETTING.tools | {"hand_off_to_human"})
    _, said = converse(["are you a robot?"], Diary(), setting=setting)
    assert said[0].endswith("If you would rather have a person, just say so.")


@pytest.mark.parametrize("call", ["Is anyone there?", "anybody there", "you there?", "is somebody there?"])
def test_who_asks_whether_anyone_is_there_is_greeted(call: str) -> None:
    _, said = converse([call], Diary())
    assert said == ["Hello! I can book an appointment with Hill Street Roofing for you."]
