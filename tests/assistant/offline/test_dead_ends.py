"""What leads ask and answer beside the straight way to a booking: the offline model has an answer to it."""

from dataclasses import replace

import pytest

from frontdesk.assistant.offline.picks import Pick, Rank
from frontdesk.assistant.offline.state import Offer
from frontdesk.assistant.offline.understand import Context, understand
from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import SETTING, WEDNESDAY, converse

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


@pytest.mark.parametrize("yes", ["y", "Y!", "👍", "👍🏽", "ok 👍", "book", "book it", "k"])
def test_a_short_yes_takes_the_one_time_that_was_proposed(yes: str) -> None:
    diary = Diary()
    converse(["Is Tuesday at 2pm free?", yes], diary)
    assert diary.booked == [("2026-12-01", "14:00")]


@pytest.mark.parametrize("yes", ["y", "👍", "book"])
def test_a_short_yes_to_several_times_books_none(yes: str) -> None:
    diary = Diary()
    _, said = converse(["What do you have on Tuesday?", yes], diary)
    assert diary.booked == []
    assert said[1].endswith("Which one suits you?")


@pytest.mark.parametrize("question", ["y?", "book?", "👎"])
def test_what_is_no_yes_books_nothing(question: str) -> None:
    diary = Diary()
    converse(["Is Tuesday at 2pm free?", question], diary)
    assert diary.booked == []


@pytest.mark.parametrize(
    ("lines", "clock"),
    [(["Is Tuesday at 2pm free?", "3"], "3:00 PM"), (["What do you have on Tuesday?", "10"], "10:00 AM")],
)
def test_a_bare_number_that_was_not_offered_is_an_hour_to_propose(lines: list[str], clock: str) -> None:
    diary = Diary()
    _, said = converse(lines, diary)
    assert said[1] == f"Tuesday 1 December, {clock} (New York time) is free. Shall I book it?"
    assert diary.booked == []


def test_a_bare_number_that_could_be_a_place_or_an_hour_is_asked_about() -> None:
    diary = Diary()
    _, said = converse(["What do you have on Tuesday?", "3"], diary)
    assert diary.booked == []
    assert said[1].endswith("Which one suits you?")


@pytest.mark.parametrize(("half", "place"), [("am", 0), ("PM", 1), ("pm please", 1), ("a.m.", 0)])
def test_am_or_pm_picks_the_one_time_offered_in_that_half(half: str, place: int) -> None:
    offered = [Offer(WEDNESDAY.replace(hour=hour)) for hour in (7, 19)]
    read = understand(half, Context(now=WEDNESDAY, offered=offered, awaiting="pick"))
    assert read.pick == Pick(Rank.PLACE, place)


def test_am_or_pm_picks_nothing_where_several_times_are_in_that_half() -> None:
    diary = Diary()
    converse(["What do you have on Tuesday?", "pm"], diary)
    assert diary.booked == []


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("more times?", "9:30 AM, 12:00 PM, 1:30 PM and 4:00 PM"),
        ("any other times?", "9:30 AM, 12:00 PM, 1:30 PM and 4:00 PM"),
    ],
)
def test_more_times_are_others_of_the_same_day(asked: str, shown: str) -> None:
    _, said = converse(["What do you have on Tuesday?", asked], Diary())
    assert shown in said[1]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("too early", "2:30 PM, 3:00 PM, 4:00 PM and 4:30 PM"),
        ("that's too late", "9:00 AM, 10:30 AM, 12:00 PM and 1:30 PM"),
        ("anything later?", "2:30 PM, 3:00 PM, 4:00 PM and 4:30 PM"),
    ],
)
def test_a_proposal_that_is_too_early_or_too_late_brings_times_beyond_it(asked: str, shown: str) -> None:
    diary = Diary()
    _, said = converse(["Is Tuesday at 2pm free?", asked], diary)
    assert shown in said[1]
    assert diary.booked == []


@pytest.mark.parametrize(
    "lines",
    [
        ["asap"],
        ["as soon as possible please"],
        ["whenever"],
        ["whenever you can"],
        ["soon"],
        ["need appt asap"],
        ["I need an appointment", "whenever"],
        ["I need an appointment", "any"],
        ["I need an appointment", "soon"],
    ],
)
def test_who_wants_it_soon_is_offered_the_earliest_time(lines: list[str]) -> None:
    diary = Diary()
    _, said = converse(lines, diary)
    assert said[-1] == "Wednesday 25 November, 10:30 AM (New York time) is free. Shall I book it?"
    assert diary.booked == []


def test_any_takes_one_of_the_times_that_were_offered() -> None:
    diary = Diary()
    converse(["What do you have on Tuesday?", "any"], diary)
    assert diary.booked == [("2026-12-01", "09:00")]


def test_who_needs_an_appointment_in_two_words_is_asked_for_the_day() -> None:
    _, said = converse(["need appt"], Diary())
    assert said == ["Which day would you like to come in?"]


@pytest.mark.parametrize(
    "asked", ["book me for yesterday at 3pm", "yesterday at 3pm", "can I come yesterday?"]
)
def test_yesterday_has_passed(asked: str) -> None:
    diary = Diary()
    _, said = converse([asked], diary)
    assert said == ["Tuesday 24 November 2026 has passed. Which day would you like instead?"]
    assert diary.booked == []


@pytest.mark.parametrize(
    "said", ["thanks for yesterday!", "sorry for yesterday", "was I booked for yesterday?"]
)
def test_who_only_speaks_of_yesterday_is_not_told_that_it_has_passed(said: str) -> None:
    _, answers = converse([said], Diary())
    assert "has passed" not in answers[0]
