"""Whole conversations with the offline model, against a small diary."""

import datetime as dt
from collections.abc import Sequence

import pytest

from frontdesk.assistant.offline.dialogue import (
    AssistantSaid,
    CallTool,
    LeadSaid,
    Say,
    Setting,
    State,
    ToolAnswered,
    begin,
    decide,
    step,
)
from tests.assistant.offline.diary import Diary

WEDNESDAY = dt.datetime.combine(dt.date(2026, 11, 25), dt.time(10))
ALL_TOOLS = frozenset(
    ("check_availability", "create_booking", "list_bookings", "cancel_booking", "reschedule_booking")
)
SETTING = Setting("Hill Street Roofing", opening=(dt.time(9), dt.time(17)), tools=ALL_TOOLS)


def converse(
    lines: Sequence[str],
    diary: Diary,
    *,
    setting: Setting = SETTING,
    state: State | None = None,
    now: dt.datetime = WEDNESDAY,
) -> tuple[State, list[str]]:
    """Play the lead's lines and return the last state and everything the assistant said."""
    state, said = state or begin(setting), []
    for line in lines:
        state = step(state, LeadSaid(line, now))
        for _ in range(12):
            action = decide(state)
            if isinstance(action, Say):
                said.append(action.text)
                state = step(state, AssistantSaid(action.text))
                break
            result = diary.answer(action.name, action.arguments)
            state = step(state, ToolAnswered(action.name, action.arguments, result))
        else:
            pytest.fail("the assistant never spoke")
    return state, said


def test_a_plain_request_for_a_free_time_is_booked_in_one_turn() -> None:
    diary = Diary()
    _, said = converse(["Hi, can I book for Tuesday at 2pm?"], diary)
    assert diary.booked == [("2026-12-01", "14:00")]
    assert said == ["You're booked: Tuesday 1 December, 2:00 PM (New York time)."]


def test_a_tool_that_wants_the_lead_asked_has_them_asked_in_our_own_words() -> None:
    objection = {"success": False, "error": "NOT_WHAT_THE_LEAD_SAID", "message": "Ask the lead."}
    state, _ = converse(["Is Tuesday at 2pm free?"], Diary())
    state = step(state, LeadSaid("yes", WEDNESDAY))
    action = decide(state)
    assert isinstance(action, CallTool)

    asked = decide(step(state, ToolAnswered(action.name, action.arguments, objection)))

    assert asked == Say("Tuesday 1 December, 2:00 PM (New York time) is free. Shall I book it?")


def test_a_pending_booking_is_called_reserved_and_never_booked() -> None:
    _, said = converse(["Tuesday at 2pm please"], Diary(status="pending"))
    assert said == [
        "I have reserved Tuesday 1 December, 2:00 PM (New York time) for you. It will be confirmed shortly."
    ]


@pytest.mark.parametrize(
    "request_",
    [
        "Is Friday at 2pm free?",
        "next Friday at 10am please",
        "book me for Friday around lunchtime",
        "Thursday or Friday at 10am would suit",
        "Wednesday at 1pm please",
    ],
)
def test_what_was_not_plainly_asked_for_is_proposed_first(request_: str) -> None:
    diary = Diary()
    _, said = converse([request_], diary)
    assert diary.booked == []
    assert said[0].endswith(("Shall I book it?", "Which one suits you?"))


@pytest.mark.parametrize(
    ("answer", "time"),
    [
        ("the second one", "11:30"),
        ("11:30 works", "11:30"),
        ("the last one please", "16:30"),
        ("2 is good", "14:00"),
        ("either is fine", "09:00"),
        ("the latest one", "16:30"),
    ],
)
def test_an_offered_time_can_be_taken_by_place_rank_or_hour(answer: str, time: str) -> None:
    diary = Diary()
    converse(["I need an appointment tomorrow", answer], diary)
    assert diary.booked == [("2026-11-26", time)]


def test_a_yes_confirms_exactly_what_was_proposed() -> None:
    diary = Diary()
    converse(["Is Friday at 3pm free?", "yes please"], diary)
    assert diary.booked == [("2026-11-27", "15:00")]


def test_a_change_of_mind_before_booking_starts_a_new_proposal() -> None:
    diary = Diary()
    converse(["Is Friday at 3pm free?", "no wait, Thursday", "yes"], diary)
    assert diary.booked == [("2026-11-26", "15:00")]


def test_a_change_after_booking_moves_the_booking() -> None:
    diary = Diary()
    _, said = converse(["Book Friday at 3pm please", "actually, make it Thursday at 9am"], diary)
    assert diary.booked == [("2026-11-26", "09:00")]
    assert said[-1] == "Your booking is now on Thursday 26 November, 9:00 AM (New York time)."


def test_a_booked_time_that_is_taken_back_without_another_is_asked_about() -> None:
    diary = Diary()
    lines = [
        "Book Friday at 3pm please",
        "oh wait, I have a funeral on Friday at 3pm, I need a different time",
    ]
    _, said = converse([*lines, "Monday at 9am", "yes"], diary)
    assert said[1] == "All right. Which other day or time would suit you?"
    assert diary.booked == [("2026-11-30", "09:00")]


def test_a_taken_time_is_answered_with_the_nearest_free_ones() -> None:
    diary = Diary(busy={("2026-11-26", "09:00")})
    _, said = converse(["Thursday at 9am please"], diary)
    assert diary.booked == []
    assert "9:30 AM, 10:00 AM, 10:30 AM and 11:00 AM" in said[0]


def test_a_slot_lost_while_booking_is_answered_with_what_is_left() -> None:
    diary = Diary(lost={("2026-11-26", "09:00")})
    _, said = converse(["Thursday at 9am please", "9:30 then"], diary)
    assert "not available" in said[0]
    assert diary.booked == [("2026-11-26", "09:30")]


def test_a_cancellation_needs_a_yes() -> None:
    diary = Diary()
    converse(["Book Friday at 3pm please", "cancel my appointment"], diary)
    assert diary.booked == [("2026-11-27", "15:00")]
    converse(["cancel my appointment", "yes"], diary)
    assert diary.booked == []


@pytest.mark.parametrize(
    "chat",
    ["what's your address?", "how are you today?", "thanks", "what is 2 plus 2", "do you have parking", "ok"],
)
def test_small_talk_never_books(chat: str) -> None:
    diary = Diary()
    _, said = converse(["hello", chat, chat], diary)
    assert diary.booked == []
    assert len(said) == 3


def test_a_question_while_a_time_is_proposed_keeps_the_proposal() -> None:
    diary = Diary()
    converse(["Is Friday at 3pm free?", "where do I park?", "yes"], diary)
    assert diary.booked == [("2026-11-27", "15:00")]


def test_a_no_to_everything_books_nothing() -> None:
    diary = Diary()
    converse(["Is Friday at 3pm free?", "no", "no thanks", "that's all for today"], diary)
    assert diary.booked == []


def test_a_booking_is_never_claimed_without_a_result() -> None:
    _, said = converse(["Friday at 3pm please"], Diary(broken=True))
    assert not any("booked" in text.lower() or "reserved" in text.lower() for text in said)


def test_a_conversation_can_be_rebuilt_from_another_models_words() -> None:
    state = step(begin(SETTING), LeadSaid("I would like to come in on Friday", WEDNESDAY))
    state = step(state, AssistantSaid("Friday 27 November at 3:00 PM is free, shall I take it?"))
    state = step(state, LeadSaid("yes please", WEDNESDAY))
    assert decide(state) == CallTool("create_booking", {"date": "2026-11-27", "time": "15:00"})


@pytest.mark.parametrize(
    "maybe",
    ["great, is parking free?", "ok, what's the address?", "good question, who are you?", "thanks, bye"],
)
def test_a_pleasant_word_in_a_question_or_goodbye_is_no_yes(maybe: str) -> None:
    diary = Diary()
    converse(["Is Friday at 3pm free?", maybe], diary)
    assert diary.booked == []


def test_a_new_request_does_not_inherit_the_time_of_the_last_booking() -> None:
    diary = Diary()
    _, said = converse(["Book Friday at 3pm please", "can I also book something on Monday?"], diary)
    assert diary.booked == [("2026-11-27", "15:00")]
    assert said[-1].endswith("Which one suits you?")


def test_a_time_beside_a_place_that_is_no_zone_is_put_back_with_the_zone_beside_it() -> None:
    diary = Diary()
    _, said = converse(["Book Friday at 3pm for my house in Denver please"], diary)
    assert diary.booked == []
    assert said == ["Friday 27 November, 3:00 PM (New York time) is free. Shall I book it?"]


def test_numbers_that_are_two_days_are_asked_about_and_the_answer_is_booked() -> None:
    diary = Diary()
    _, said = converse(["Book me for 3/12 at 2pm please", "3 December"], diary)
    assert said[0] == "Do you mean Thursday 3 December or Friday 12 March?"
    assert diary.booked == [("2026-12-03", "14:00")]


def test_numbers_that_were_taken_back_are_not_asked_about() -> None:
    diary = Diary()
    converse(["3/12, no wait, the 4th of December at 2pm please", "yes"], diary)
    assert diary.booked == [("2026-12-04", "14:00")]


def test_a_time_that_has_passed_today_is_not_booked() -> None:
    diary = Diary()
    _, said = converse(["Book me in for today at 9am"], diary)
    assert diary.booked == []
    assert said[0].startswith("Wednesday 25 November, 9:00 AM is not available.")


def test_a_full_day_is_answered_with_the_next_free_one() -> None:
    _, said = converse(["Can I come on Saturday?"], Diary())
    assert said[0].startswith("There is nothing free on Saturday 28 November. On Monday 30 November I have")


def test_what_has_no_tool_is_owned_up_to() -> None:
    setting = Setting("Hill Street Roofing", tools=frozenset(("check_availability", "create_booking")))
    _, said = converse(["Please cancel my appointment"], Diary(), setting=setting)
    assert said[0].startswith("I can't cancel a booking in this chat. Please contact Hill Street Roofing")


def test_the_same_events_always_lead_to_the_same_action() -> None:
    events = [LeadSaid("Friday at 3pm please", WEDNESDAY)]
    first, second = begin(SETTING), begin(SETTING)
    for event in events:
        first, second = step(first, event), step(second, event)
    assert first == second
    assert decide(first) == decide(second)
