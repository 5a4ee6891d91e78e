"""What the lead said outweighs what a model made of it."""

from typing import Any

import pytest

from frontdesk.assistant import briefing
from frontdesk.assistant.briefing import Briefing, Offered, Version
from frontdesk.assistant.second_opinion import CODE
from tests.assistant.talks import Talk, calls, says, scripted
from tests.conftest import MONDAY_MORNING


def book(date: str, time: str) -> Any:
    return calls("create_booking", {"date": date, "time": time})


@pytest.mark.parametrize(
    ("words", "date", "time"),
    [
        ("Can I book for Tuesday at 2pm?", "2026-12-02", "14:00"),  # a day off
        ("Can I book for Tuesday at 2pm?", "2027-12-01", "14:00"),  # a year off
        ("Can I book for Tuesday at 2pm?", "2026-12-01", "10:00"),  # another time
        ("Please book me on 2 December at 9:30 in the morning", "2026-12-02", "16:30"),
        ("I'd like an appointment on Thursday afternoon", "2026-12-03", "09:00"),  # am for pm
        ("Book me in on Friday after 3pm please", "2026-12-04", "10:00"),
    ],
)
async def test_a_date_or_time_that_the_lead_did_not_say_is_not_booked(
    talk: Talk, words: str, date: str, time: str
) -> None:
    turn = await talk.by(scripted(book(date, time), says("Which time did you mean?"))).say(words)

    assert turn.steps[0].result["error"] == CODE
    assert "Ask the lead" in turn.steps[0].result["message"]
    assert await talk.bookings() == []


@pytest.mark.parametrize("words", ["Hi there!", "What's your address?", "Thanks, that's all for today."])
async def test_what_nobody_asked_for_is_not_booked(talk: Talk, words: str) -> None:
    turn = await talk.by(scripted(book("2026-12-01", "14:00"), says("Shall I book it?"))).say(words)

    assert turn.steps[0].result["error"] == CODE
    assert await talk.bookings() == []


async def test_what_the_lead_only_asked_about_is_not_booked(talk: Talk) -> None:
    turn = await talk.by(scripted(book("2026-12-01", "14:00"), says("It is free."))).say(
        "Is Tuesday at 2pm free?"
    )

    assert turn.steps[0].result["error"] == CODE


async def test_a_yes_to_what_was_proposed_is_enough(talk: Talk) -> None:
    look = calls("check_availability", {"date": "2026-12-01"})
    proposal = says("Tuesday at 2 is taken, but 3:00 PM is free. Shall I book that?")
    await talk.by(scripted(look, proposal)).say("Can I book for Tuesday at 2pm?")

    turn = await talk.by(scripted(book("2026-12-01", "15:00"), says("Done."))).say("Yes, please.")

    assert turn.steps[0].result.get("success") is True


async def test_a_booking_is_not_moved_to_a_day_the_lead_did_not_say(talk: Talk) -> None:
    made = await talk.by(scripted(book("2026-12-01", "14:00"), says("Done."))).say(
        "Book Tuesday at 2pm please"
    )
    assert made.booking is not None
    move = calls("reschedule_booking", {"bookingId": made.booking.id, "date": "2026-12-04", "time": "15:00"})

    turn = await talk.by(scripted(move, says("Which day?"))).say("Please move it to Thursday at 3pm")

    assert turn.steps[0].result["error"] == CODE
    assert (await talk.bookings())[0].details["date"] == "2026-12-01"


LONG = {"date": "2026-12-01", "time": "14:00", "duration": 90}


@pytest.mark.parametrize("minutes", [5, 60, 180])
async def test_a_length_that_nobody_named_is_not_booked(talk: Talk, minutes: int) -> None:
    wanted = calls("create_booking", {**LONG, "duration": minutes})

    turn = await talk.by(scripted(wanted, says("How long?"))).say("Tuesday at 2pm please")

    assert turn.steps[0].result["error"] == CODE
    assert turn.steps[0].result["message"] == (
        f"Nobody asked for {minutes} minutes. A booking takes 30 minutes or as long as the lead says: "
        "leave duration out, or ask the lead."
    )
    assert await talk.bookings() == []


@pytest.mark.parametrize(
    "words", ["Tuesday at 2pm for 90 minutes", "an hour and a half on Tuesday at 2pm please"]
)
async def test_the_length_that_the_lead_names_is_booked_and_told(talk: Talk, words: str) -> None:
    turn = await talk.by(scripted(calls("create_booking", LONG), says("Done."))).say(words)

    assert [booking.details["duration"] for booking in await talk.bookings()] == [90]
    assert turn.reply.endswith("Booked: Tuesday 1 December, 2:00 PM (New York time), 90 minutes.")


async def test_the_length_of_a_service_is_booked(talk: Talk) -> None:
    roofs = Briefing(services=(Offered("Roof inspection", duration_minutes=90),))
    async with talk.services.db.tenant(talk.account.sub_account_id) as connection:
        await briefing.insert(connection, Version(1, roofs, talk.account.user_id, created_at=MONDAY_MORNING))

    turn = await talk.by(scripted(calls("create_booking", LONG), says("Done."))).say("Tuesday at 2pm please")

    assert turn.reply.endswith("Booked: Tuesday 1 December, 2:00 PM (New York time), 90 minutes.")


async def test_a_booking_keeps_its_length_when_it_is_moved_and_the_lead_is_told(talk: Talk) -> None:
    kept = await talk.by(scripted(calls("create_booking", LONG), says("Done."))).say(
        "Tuesday at 2pm for 90 minutes"
    )
    assert kept.booking is not None
    move = calls("reschedule_booking", {"bookingId": kept.booking.id, "date": "2026-12-02", "time": "10:00"})

    turn = await talk.by(scripted(move, says("Done."))).say("Move it to Wednesday at 10am please")

    assert turn.reply.endswith("Moved to Wednesday 2 December, 10:00 AM (New York time), 90 minutes.")
