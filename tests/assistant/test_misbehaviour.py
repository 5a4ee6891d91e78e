"""Models that lie, loop and talk nonsense do no harm."""

from typing import Any

import pytest

from frontdesk.assistant.agent import NO_ANSWER
from frontdesk.assistant.guards import LONGEST_REPLY, NOTHING_BOOKED
from tests.assistant.talks import Talk, begin, calls, says, scripted

TUESDAY_AT_TWO = {"date": "2026-12-01", "time": "14:00"}
BOOK = calls("create_booking", TUESDAY_AT_TWO)
TOLD = "Tuesday 1 December, 2:00 PM (New York time)"


@pytest.mark.parametrize(
    "lie",
    [
        "You're booked for Tuesday at 2pm!",
        "You’re all set for Tuesday at 2pm.",
        "I've booked you in. See you on Tuesday!",
        "Great news: your appointment is confirmed.",
    ],
)
async def test_a_claim_without_a_booking_is_replaced_by_the_truth(talk: Talk, lie: str) -> None:
    turn = await talk.by(scripted(says(lie))).say("Tuesday at 2pm please")

    assert turn.reply == NOTHING_BOOKED
    assert turn.booking is None
    assert (await talk.messages())[-1].content == NOTHING_BOOKED


async def test_a_model_that_claims_too_much_is_asked_once_to_put_it_right(talk: Talk) -> None:
    lie = "Great, you're booked!"

    turn = await talk.by(scripted(says(lie), BOOK, says("Done."))).say("Tuesday at 2pm please")

    assert turn.reply.endswith(f"Booked: {TOLD}.")
    assert len(await talk.bookings()) == 1
    assert (await talk.messages())[-1].record["withheld"] == [lie]


async def test_a_claim_after_a_refused_booking_is_replaced_too(talk: Talk) -> None:
    sunday = calls("create_booking", {"date": "2026-12-06", "time": "14:00"})

    turn = await talk.by(scripted(sunday, says("You're booked for Sunday!"))).say("Sunday at 2pm")

    assert turn.reply == NOTHING_BOOKED
    assert turn.steps[0].result["error"] == "SLOT_UNAVAILABLE"


async def test_a_vague_reply_after_a_booking_is_completed_with_the_facts(talk: Talk) -> None:
    turn = await talk.by(scripted(BOOK, says("See you Wednesday at 3!"))).say("Tuesday at 2pm")

    assert turn.reply.endswith(f"Booked: {TOLD}.")


async def test_a_loop_ends_in_an_apology(talk: Talk) -> None:
    turn = await talk.by(scripted(calls("check_availability", {"date": "2026-12-01"}))).say("Tuesday?")

    assert turn.reply == NO_ANSWER
    assert await talk.bookings() == []


async def test_a_loop_that_books_books_once_and_says_what(talk: Talk) -> None:
    turn = await talk.by(scripted(BOOK)).say("Tuesday at 2pm")

    assert len(await talk.bookings()) == 1
    assert turn.reply.endswith(f"Booked: {TOLD}.")
    assert {step.result["bookingId"] for step in turn.steps} == {turn.booking and turn.booking.id}


async def test_the_same_call_twice_in_one_breath_books_once(talk: Talk) -> None:
    turn = await talk.by(scripted([BOOK, calls("create_booking", TUESDAY_AT_TWO)], says("Done."))).say(
        "Tuesday at 2pm"
    )

    assert len(await talk.bookings()) == 1
    assert turn.steps[0].result == turn.steps[1].result


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "VALIDATION_ERROR"),
        ({"date": 20261201, "time": "14:00"}, "VALIDATION_ERROR"),
        ({"date": "2026-12-01", "time": None}, "VALIDATION_ERROR"),
        ({"date": "2026-12-01", "time": "25:00"}, "VALIDATION_ERROR"),
        ({"date": "2026-12-01", "time": "2pm"}, "VALIDATION_ERROR"),
        ({"date": "next Tuesday", "time": "14:00"}, "VALIDATION_ERROR"),
        ({"date": "9999-12-31", "time": "14:00"}, "VALIDATION_ERROR"),
        ({"date": "0001-01-01", "time": "00:00"}, "VALIDATION_ERROR"),
        ({"date": "2025-12-01", "time": "14:00"}, "NOT_WHAT_THE_LEAD_SAID"),
        ({**TUESDAY_AT_TWO, "duration": 0}, "VALIDATION_ERROR"),
        ({**TUESDAY_AT_TWO, "duration": 1e308}, "VALIDATION_ERROR"),
        ({**TUESDAY_AT_TWO, "duration": 0.5}, "VALIDATION_ERROR"),
        ({**TUESDAY_AT_TWO, "duration": "long"}, "VALIDATION_ERROR"),
        ({**TUESDAY_AT_TWO, "notes": ["a", "b"]}, "VALIDATION_ERROR"),
        ({**TUESDAY_AT_TWO, "notes": "n" * 100_000}, "VALIDATION_ERROR"),
    ],
)
async def test_nonsense_is_answered_in_the_contracts_form(
    talk: Talk, arguments: dict[str, Any], error: str
) -> None:
    turn = await talk.by(scripted(calls("create_booking", arguments), says("Sorry, when was that?"))).say(
        "Book me"
    )

    assert turn.reply == "Sorry, when was that?"
    assert turn.steps[0].result["success"] is False
    assert turn.steps[0].result["error"] == error
    assert turn.steps[0].result["message"]
    assert await talk.bookings() == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"userId": 1},
        {"sub_account_id": 1},
        {"leadId": 1},
        {"timezone": "Asia/Tokyo"},
        {"ctx": 1},
        {"date ": 1},
    ],
)
async def test_members_that_nobody_asked_for_change_nothing(talk: Talk, arguments: dict[str, Any]) -> None:
    book = calls("create_booking", {**TUESDAY_AT_TWO, **arguments})

    await talk.by(scripted(book, says("Done."))).say("Tuesday at 2pm")

    [booking] = await talk.bookings()
    assert (booking.lead_id, booking.regular_user_id) == (talk.lead_id, talk.account.user_id)
    assert booking.details["timezone"] == "America/New_York"


@pytest.mark.parametrize("arguments", ["{", "[1, 2]", '"2026-12-01"', "null", "7", '{"date": "2026-12-01"'])
async def test_arguments_that_are_no_object_do_not_end_the_turn(talk: Talk, arguments: str) -> None:
    turn = await talk.by(scripted(calls("create_booking", arguments), says("Which day?"))).say("Book me")

    assert turn.reply == "Which day?"
    assert await talk.bookings() == []


async def test_a_tool_that_does_not_exist_does_not_end_the_turn(talk: Talk) -> None:
    turn = await talk.by(scripted(calls("drop_tables", {"all": True}), says("Which day?"))).say("Hi")

    assert turn.reply == "Which day?"


@pytest.mark.parametrize("text", ["", "   \n"])
async def test_where_a_model_has_nothing_to_say_the_offline_one_speaks(talk: Talk, text: str) -> None:
    turn = await talk.by(scripted(says(text))).say("Tuesday at 2pm please")

    assert turn.reply == f"You're booked: {TOLD}."
    assert turn.state == "assistant"


async def test_words_that_cannot_be_kept_are_cleaned_rather_than_lost(talk: Talk) -> None:
    book = calls("create_booking", {**TUESDAY_AT_TWO, "notes": "le\x00aks"})

    turn = await talk.by(scripted(book, says("Do\x00ne."))).say("Tuesday at 2pm")

    [booking] = await talk.bookings()
    assert turn.reply.startswith("Done.")
    assert booking.details["notes"] == "leaks"


async def test_a_reply_without_end_is_cut_where_a_sentence_ends(talk: Talk) -> None:
    turn = await talk.by(scripted(says("We fix roofs at 12 Mill Lane. " * 7_000))).say("What do you do?")

    assert len(turn.reply) <= LONGEST_REPLY
    assert turn.reply.endswith("Mill Lane.")


@pytest.mark.parametrize("text", ["You're \ud83d booked.", "Bo\x00oked!"])
async def test_a_lie_that_cannot_be_kept_is_withheld_all_the_same(talk: Talk, text: str) -> None:
    turn = await talk.by(scripted(says(text), says("Which \udc00 time?"))).say("Tuesday at 2pm please")

    assert turn.reply == "Which  time?"
    [withheld] = (await talk.messages())[-1].record["withheld"]
    assert withheld == text.replace("\ud83d", "").replace("\x00", "")


@pytest.mark.parametrize("tool", ["cancel_booking", "reschedule_booking"])
async def test_another_leads_booking_does_not_exist_for_a_model(talk: Talk, tool: str) -> None:
    other = await begin(talk.services, talk.account)
    theirs = (await other.by(scripted(BOOK, says("Done."))).say("Tuesday at 2pm")).booking
    assert theirs is not None
    arguments = {"bookingId": theirs.id, "date": "2026-12-02", "time": "10:00"}

    turn = await talk.by(scripted(calls(tool, arguments), says("Hm."))).say("Cancel it")
    unknown = await talk.by(scripted(calls(tool, {**arguments, "bookingId": 99}), says("Hm."))).say("And?")

    assert turn.steps[0].result == unknown.steps[0].result
    assert turn.steps[0].result["error"] == "NOT_FOUND"
    assert await other.bookings() == [theirs]


@pytest.mark.parametrize(
    "lie",
    ["I've cancelled your appointment.", "Your booking has been canceled.", "Done, it is now cancelled."],
)
async def test_a_cancellation_that_did_not_happen_is_not_claimed(talk: Talk, lie: str) -> None:
    await talk.by(scripted(BOOK, says("Done."))).say("Tuesday at 2pm")

    turn = await talk.by(scripted(says(lie))).say("Cancel it")

    assert "cancelled" not in turn.reply.replace("haven't cancelled", "")
    assert TOLD in turn.reply


@pytest.mark.parametrize(
    "lie",
    ["I've moved your appointment to Wednesday.", "It has been rescheduled to 3pm.", "You are rescheduled!"],
)
async def test_a_move_that_did_not_happen_is_not_claimed(talk: Talk, lie: str) -> None:
    await talk.by(scripted(BOOK, says("Done."))).say("Tuesday at 2pm")

    turn = await talk.by(scripted(says(lie))).say("Make it Wednesday")

    assert "Wednesday" not in turn.reply
    assert TOLD in turn.reply


async def test_what_was_booked_and_cancelled_in_one_turn_is_not_told_as_booked(talk: Talk) -> None:
    await talk.by(scripted(BOOK, says("Done."))).say("Tuesday at 2pm")
    [booking] = await talk.bookings()
    move = calls("reschedule_booking", {"bookingId": booking.id, "date": "2026-12-02", "time": "10:00"})
    cancel = calls("cancel_booking", {"bookingId": booking.id})

    turn = await talk.by(scripted(move, cancel, says("I've cancelled it."))).say("Move it. No, cancel it.")

    assert turn.reply == f"I've cancelled it.\n\nCancelled: {TOLD}."
    assert [one.status for one in await talk.bookings()] == ["cancelled"]
