"""What the lead said outweighs what a model made of it."""

from typing import Any

import pytest

from frontdesk.assistant.second_opinion import CODE
from tests.assistant.talks import Talk, calls, says, scripted


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
