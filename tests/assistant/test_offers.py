"""A booking lands on a time that was offered in this conversation, or that could be offered right now."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic_ai.messages import ModelMessage, ModelResponse, TextPart, ToolCallPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from frontdesk.assistant.known import OFFER_LIFE
from frontdesk.bookings.repository import Actor
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.bookings.reschedule import Changes, NewTime
from frontdesk.clock import FixedClock
from frontdesk.reading import read_date, read_time
from tests.assistant.talks import Talk, begin, calls, says, scripted

LOOK = calls("check_availability", {"date": "2026-12-01"})
BOOK = calls("create_booking", {"date": "2026-12-01", "time": "14:00"})


async def offered_at(talk: Talk) -> list[datetime | None]:
    async with talk.services.db.tenant(talk.account.sub_account_id) as connection:
        rows = await connection.fetch("SELECT offered_at FROM intended_bookings ORDER BY booking_id")
    return [row["offered_at"] for row in rows]


async def test_a_booking_is_tied_to_the_offer_it_landed_on(talk: Talk, clock: FixedClock) -> None:
    shown_at = clock.now()
    talk.by(scripted(LOOK, says("2 PM is free. Shall I book it?"), BOOK, says("Done.")))
    await talk.say("Is Tuesday at 2pm free?")
    clock.instant += timedelta(minutes=5)

    turn = await talk.say("Yes, book Tuesday at 2pm")

    assert turn.booking is not None
    assert await offered_at(talk) == [shown_at]


async def test_a_time_that_was_offered_too_long_ago_is_checked_anew(talk: Talk, clock: FixedClock) -> None:
    await talk.by(scripted(LOOK, says("2 PM is free."))).say("Is Tuesday at 2pm free?")
    clock.instant += OFFER_LIFE

    turn = await talk.by(scripted(BOOK, says("Done."))).say("Book Tuesday at 2pm")

    assert turn.booking is not None
    assert await offered_at(talk) == [None]


async def test_what_another_lead_was_offered_is_no_offer_to_this_one(talk: Talk) -> None:
    other = await begin(talk.services, talk.account)
    await other.by(scripted(LOOK, says("2 PM is free."))).say("Is Tuesday at 2pm free?")

    await talk.by(scripted(BOOK, says("Done."))).say("Book Tuesday at 2pm")

    assert await offered_at(talk) == [None]


async def test_an_offer_that_somebody_else_took_is_refused_with_what_is_left(talk: Talk) -> None:
    await talk.by(scripted(LOOK, says("2 PM is free."))).say("Is Tuesday at 2pm free?")
    at_two = WallTime(read_date("2026-12-01"), read_time("14:00"))
    await talk.services.bookings.create(
        talk.account.owner, BookingRequest(talk.account.user_id, at_two), actor=Actor("system")
    )

    turn = await talk.by(scripted(BOOK, says("Sorry."))).say("Book Tuesday at 2pm")

    refusal = turn.steps[0].result
    assert (refusal["error"], "14:00" in refusal["availableSlots"]) == ("SLOT_UNAVAILABLE", False)
    assert "15:00" in refusal["availableSlots"]
    assert await talk.bookings() == []


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ({"time": "14:10"}, "Tuesday at 2:10pm"),
        ({"time": "17:00"}, "Tuesday at 5pm"),
        ({"time": "08:30"}, "Tuesday at 8:30am"),
        ({"date": "2026-12-05", "time": "14:00"}, "Saturday at 2pm"),
    ],
)
@pytest.mark.parametrize(
    ("tool", "asks"), [("create_booking", "Also book"), ("reschedule_booking", "Move it to")]
)
async def test_a_time_that_could_not_be_offered_is_refused(
    talk: Talk, tool: str, asks: str, at: dict[str, Any], words: str
) -> None:
    wednesday = calls("create_booking", {"date": "2026-12-02", "time": "10:00"})
    kept = (await talk.by(scripted(wednesday, says("Ok."))).say("Wednesday at 10am")).booking
    assert kept is not None
    wanted = {"date": "2026-12-01", "bookingId": kept.id, **at}

    turn = await talk.by(scripted(calls(tool, wanted), says("Sorry."))).say(f"{asks} {words}")

    assert turn.steps[0].result["error"] == "SLOT_UNAVAILABLE"
    assert await talk.bookings() == [kept]


async def test_a_length_that_does_not_fit_is_refused(talk: Talk) -> None:
    book = calls("create_booking", {"date": "2026-12-01", "time": "16:30", "duration": 60})

    turn = await talk.by(scripted(book, says("Sorry."))).say("Book an hour on Tuesday at 4:30pm")

    assert turn.steps[0].result["error"] == "SLOT_UNAVAILABLE"
    assert await talk.bookings() == []


async def test_what_a_message_booked_and_a_person_moved_since_is_not_booked_again(talk: Talk) -> None:
    answers: Iterator[TextPart | ToolCallPart] = iter([BOOK, BOOK, says("Done.")])

    async def respond(_messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        for booking in await talk.bookings():
            later = Changes(time=NewTime(starts_at=booking.starts_at + timedelta(hours=1)))
            await talk.services.bookings.change(
                talk.account.owner, booking.id, later, actor=Actor("user", talk.account.user_id)
            )
        return ModelResponse(parts=[next(answers)])

    turn = await talk.by(FunctionModel(respond)).say("Tuesday at 2pm please")

    assert [step.result.get("error") for step in turn.steps] == [None, "ALREADY_BOOKED"]
    assert len(await talk.bookings()) == 1
