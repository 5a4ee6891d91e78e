"""In the mode `suggest` nothing is said or done before a person has let it."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic_ai.messages import ModelMessage, ModelResponse, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from frontdesk.assistant.errors import SuggestionGone
from frontdesk.assistant.handing import A_PERSON_COMES
from frontdesk.bookings.errors import SlotUnavailable
from frontdesk.bookings.repository import Actor
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.clock import FixedClock
from frontdesk.errors import Forbidden, NotFound
from frontdesk.reading import read_date, read_time
from tests.assistant.talks import Talk, calls, says, scripted

BOOK = calls("create_booking", {"date": "2026-12-01", "time": "14:00"})
TOLD = "Tuesday 1 December, 2:00 PM (New York time)"
ASKED = "Please book Tuesday at 2pm"


class BrokenOff(BaseException):
    """The process ends in the middle of a turn."""


def broken_off_after(call: ToolCallPart) -> FunctionModel:
    """Return a model that calls a tool and does not live to say anything."""
    left = [call]

    def respond(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        if not left:
            raise BrokenOff
        return ModelResponse(parts=[left.pop()])

    return FunctionModel(respond, model_name="broken off")


@pytest.fixture
async def asked(talk: Talk) -> Talk:
    """A lead who asked for a time; the assistant suggests to book it."""
    await talk.services.briefings.change(talk.account.owner, {"mode": "suggest"})
    await talk.by(scripted(BOOK, says("You're booked!"))).say(ASKED)
    return talk


async def suggestion(talk: Talk) -> Any:
    return await talk.services.approvals.waiting(talk.account.owner, talk.conversation_id or 0)


async def approve(talk: Talk, position: int = 1, content: str | None = None) -> Any:
    return await talk.services.approvals.approve(
        talk.account.owner, talk.conversation_id or 0, position, content=content
    )


async def state_of(talk: Talk) -> tuple[str, str | None]:
    conversation, _ = await talk.services.chat.transcript(talk.account.owner, talk.conversation_id or 0)
    return conversation.state, conversation.state_reason


async def test_the_lead_sees_and_gets_nothing_before_a_person_approves(asked: Talk) -> None:
    waiting = await suggestion(asked)

    assert [one.content for one in await asked.messages()] == [ASKED]
    assert await asked.bookings() == []
    assert await state_of(asked) == ("waiting_approval", None)
    assert waiting.content == f"You're booked!\n\nBooked: {TOLD}."
    [step] = waiting.record["steps"]
    assert (step["result"]["proposed"], step["result"].get("bookingId")) == (True, None)


async def test_what_is_approved_is_done_and_said(asked: Talk) -> None:
    message = await approve(asked)

    [booking] = await asked.bookings()
    assert (booking.status, booking.details["time"]) == ("confirmed", "14:00:00")
    assert (message.author, message.answers) == ("assistant", 1)
    assert message.content == f"You're booked!\n\nBooked: {TOLD}."
    assert message.record["booking_id"] == booking.id
    assert message.record["approved_by"] == asked.account.user_id
    assert "proposed" not in message.record["steps"][0]["result"]
    assert await state_of(asked) == ("assistant", None)


async def test_other_words_go_out_in_place_of_the_suggested(asked: Talk) -> None:
    message = await approve(asked, content="See you on Tuesday, Ann!")

    assert (message.content, message.record["is_edited"]) == ("See you on Tuesday, Ann!", True)
    assert len(await asked.bookings()) == 1


async def test_what_cannot_be_done_any_more_is_not_said(asked: Talk) -> None:
    at_two = WallTime(read_date("2026-12-01"), read_time("14:00"))
    await asked.services.bookings.create(
        asked.account.owner, BookingRequest(asked.account.user_id, at_two), actor=Actor("system")
    )

    with pytest.raises(SlotUnavailable):
        await approve(asked)

    assert [one.content for one in await asked.messages()] == [ASKED]
    assert (await suggestion(asked)).state == "waiting"
    assert await asked.bookings() == []


async def test_a_suggestion_is_sent_once(asked: Talk) -> None:
    await approve(asked)

    with pytest.raises(SuggestionGone):
        await approve(asked)
    assert len(await asked.bookings()) == 1
    assert len(await asked.messages()) == 2


async def test_a_discarded_suggestion_leaves_the_word_to_a_person(asked: Talk) -> None:
    await asked.services.approvals.discard(asked.account.owner, asked.conversation_id or 0, 1)

    with pytest.raises(SuggestionGone):
        await approve(asked)
    assert await state_of(asked) == ("human", "discarded")
    assert await asked.bookings() == []


async def test_when_the_lead_writes_again_a_new_suggestion_takes_the_place(asked: Talk) -> None:
    later = calls("create_booking", {"date": "2026-12-01", "time": "15:00"})
    await asked.by(scripted(later, says("3 PM it is."))).say("No wait, book Tuesday at 3pm")

    with pytest.raises(SuggestionGone):
        await approve(asked, 1)
    await approve(asked, 2)

    assert [one.details["time"] for one in await asked.bookings()] == ["15:00:00"]


async def test_a_person_who_writes_drops_the_suggestion(asked: Talk) -> None:
    await asked.services.handovers.write(asked.account.owner, asked.conversation_id or 0, "Bob here.")

    with pytest.raises(SuggestionGone):
        await approve(asked)
    assert await state_of(asked) == ("human", "taken_over")


async def test_moving_and_cancelling_wait_for_approval_too(asked: Talk) -> None:
    await approve(asked)
    [booking] = await asked.bookings()
    move = calls("reschedule_booking", {"bookingId": booking.id, "date": "2026-12-02", "time": "10:00"})

    await asked.by(scripted(move, says("Moved."))).say("Please move it to Wednesday at 10am")
    assert await asked.bookings() == [booking]
    await approve(asked, 3)
    [moved] = await asked.bookings()
    await asked.by(scripted(calls("cancel_booking", {"bookingId": booking.id}), says("Gone."))).say(
        "Cancel it"
    )
    assert await asked.bookings() == [moved]
    await approve(asked, 5)

    assert moved.details["date"] == "2026-12-02"
    assert [one.status for one in await asked.bookings()] == ["cancelled"]


async def test_a_time_that_is_not_free_is_refused_when_it_is_proposed(asked: Talk) -> None:
    sunday = calls("create_booking", {"date": "2026-12-06", "time": "14:00"})

    turn = await asked.by(scripted(sunday, says("Sorry, we are closed."))).say(
        "Book Sunday 6 December at 2pm"
    )

    assert turn.steps[0].result["error"] == "SLOT_UNAVAILABLE"


async def test_a_member_decides_about_their_own_calendar_alone(asked: Talk) -> None:
    tenancy = asked.services.tenancy
    _, key = await tenancy.create_user(asked.account.sub_account_id, "ann@example.com", role="member")
    member = await tenancy.authenticate(key)

    with pytest.raises(Forbidden):
        await asked.services.approvals.approve(member, asked.conversation_id or 0, 1)
    with pytest.raises(NotFound):
        await approve(asked, 2)
    assert await asked.bookings() == []


async def test_all_this_is_done_over_http(client: httpx.AsyncClient, asked: Talk) -> None:
    place = f"/chat/conversations/{asked.conversation_id}"

    waiting = (await client.get(place)).json()["suggestion"]
    sent = await client.post(f"{place}/suggestions/1/edit", json={"content": "See you then."})
    gone = await client.post(f"{place}/suggestions/1/approve")
    late = await client.post(f"{place}/suggestions/1/discard")

    assert (waiting["position"], waiting["toolCalls"][0]["name"]) == (1, "create_booking")
    assert (sent.status_code, sent.json()["content"]) == (200, "See you then.")
    assert [(one.status_code, one.json()["error"]) for one in (gone, late)] == [(409, "SUGGESTION_GONE")] * 2
    assert (await client.get(place)).json()["suggestion"] is None


async def test_that_a_person_comes_is_still_so_when_it_is_approved(asked: Talk) -> None:
    await asked.by(scripted(says("I'm sorry."))).say("This is ridiculous, you are useless!")

    message = await approve(asked, 2)

    assert message.content == f"I'm sorry.\n\n{A_PERSON_COMES}"
    assert await state_of(asked) == ("human", "anger")


async def test_a_message_is_proposed_one_booking(asked: Talk) -> None:
    late = calls("create_booking", {"date": "2026-12-01", "time": "15:00"})

    turn = await asked.by(scripted(BOOK, late, says("Booked twice!"))).say("Book Tuesday at 2pm please")

    assert [step.result["success"] for step in turn.steps] == [True, False]
    await approve(asked, 2)
    assert len(await asked.bookings()) == 1


async def test_of_two_proposals_none_is_done_when_one_cannot_be(asked: Talk) -> None:
    name = calls("update_lead", {"name": "Ann Smith"})
    await asked.by(scripted(name, BOOK, says("You're booked!"))).say("Ann Smith here, book Tuesday at 2pm")
    taken = BookingRequest(asked.account.user_id, WallTime(read_date("2026-12-01"), read_time("14:00")))
    await asked.services.bookings.create(asked.account.owner, taken, actor=Actor("system"))

    with pytest.raises(SlotUnavailable):
        await approve(asked, 2)

    assert len((await suggestion(asked)).record["steps"]) == 2
    assert (await asked.services.leads.by_id(asked.account.sub_account_id, asked.lead_id)).name == "Ann"
    assert await asked.bookings() == []


async def test_a_confirmation_in_the_older_format_is_booked_as_it_was_read(asked: Talk) -> None:
    marked = "See you![BOOKING_CONFIRMATION]\n- Date: tomorrow\n- Time: 3 PM\n- Subject: Roof"
    await asked.by(scripted(says(marked))).say("No wait, book tomorrow at 3pm")
    assert isinstance(asked.services.clock, FixedClock)
    asked.services.clock.instant += timedelta(hours=20)

    await approve(asked, 2)

    [booking] = await asked.bookings()
    assert (booking.details["date"], booking.details["time"]) == ("2026-12-01", "15:00:00")
    assert booking.details["subject"] == "Roof"


@pytest.mark.parametrize(
    ("tool", "asks", "claim"),
    [
        ("create_booking", "Book Thursday at 10am", "I've booked Thursday 3 December at 10:00 AM for you."),
        ("reschedule_booking", "Move it to Thursday at 10am", "I've moved it to Thursday 3 December, 10 AM."),
        ("cancel_booking", "Cancel it", "I've cancelled your appointment."),
    ],
)
async def test_what_a_broken_turn_proposed_is_still_proposed(
    asked: Talk, tool: str, asks: str, claim: str
) -> None:
    await approve(asked)
    [booking] = await asked.bookings()
    when = {} if tool == "cancel_booking" else {"date": "2026-12-03", "time": "10:00"}
    which = {} if tool == "create_booking" else {"bookingId": booking.id}
    asks = f"{asks}, a second one" if tool == "create_booking" else asks

    with pytest.raises(BrokenOff):
        await asked.by(broken_off_after(calls(tool, {**which, **when}))).say(asks)
    chat = asked.by(scripted(says(claim))).services.chat
    await chat.resume(asked.account.sub_account_id, asked.conversation_id or 0)

    waiting = await suggestion(asked)
    assert claim in waiting.content
    assert "haven't" not in waiting.content
    await approve(asked, 3)
    assert claim in (await asked.messages())[-1].content
