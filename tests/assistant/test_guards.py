"""What is checked before a reply goes out."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.assistant.guards import NOTHING_BOOKED, NOTHING_CHANGED, cleaned, said_truthfully, told
from frontdesk.bookings.lifecycle import Status
from frontdesk.bookings.repository import Booking

START = datetime(2026, 12, 1, 19, tzinfo=UTC)
TOLD = "Tuesday 1 December, 2:00 PM (New York time)"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def booking(*, status: Status = "confirmed", timezone: str = "America/New_York") -> Booking:
    facts: dict[str, Any] = dict.fromkeys(Booking.__dataclass_fields__)
    facts |= {"id": 1, "status": status, "starts_at": START, "ends_at": START + timedelta(minutes=30)}
    return Booking(**{**facts, "details": {"timezone": timezone}})


def said(reply: str, *, booked: list[Booking] | None = None, standing: list[Booking] | None = None) -> str:
    return said_truthfully(reply, booked=booked or [], done=(), standing=standing or [])


@pytest.mark.parametrize(
    "claim",
    [
        "You're booked!",
        "You are all booked for Tuesday.",
        "you’re all set",
        "I've booked you in for 2 PM.",
        "I have just booked Tuesday.",
        "We booked it.",
        "I've reserved 2 PM for you.",
        "Your appointment is now confirmed.",
        "It has been scheduled.",
        "Great, it's booked.",
        "See you on Tuesday!",
        "SEE YOU THEN",
    ],
)
def test_a_claim_with_nothing_behind_it_does_not_go_out(claim: str) -> None:
    assert said(claim) == NOTHING_BOOKED
    assert said(claim, standing=[booking()]) == claim


@pytest.mark.parametrize(
    "words",
    [
        "On Tuesday I have 9:00 AM and 2:00 PM. Which one suits you?",
        "Shall I book it?",
        "I haven't booked anything yet.",
        "It will be confirmed once you say yes.",
        "Those times are booked, but 3:00 PM is free.",
        "I can have you booked in a minute.",
        "You're welcome. Are you set on Tuesday?",
    ],
)
def test_talk_that_claims_nothing_goes_out_as_it_is(words: str) -> None:
    assert said(words) == words


def test_a_booking_is_told_by_the_clock_of_its_own_zone() -> None:
    assert told(booking()) == TOLD
    assert told(booking(timezone="Asia/Tokyo")) == "Wednesday 2 December, 4:00 AM (Tokyo time)"


def test_the_facts_are_added_where_they_are_missing_and_only_there() -> None:
    assert said("Done!", booked=[booking()]) == f"Done!\n\nBooked: {TOLD}."
    assert said(f"You're booked: {TOLD}.", booked=[booking()]) == f"You're booked: {TOLD}."


def test_a_booking_that_waits_for_the_calendar_is_not_told_as_booked() -> None:
    assert (
        said("Done!", booked=[booking(status="pending")]) == f"Done!\n\nReserved, not yet confirmed: {TOLD}."
    )


@pytest.mark.parametrize(
    "claim",
    [
        "I've cancelled it.",
        "It has been canceled.",
        "I have moved it to Friday.",
        "You're rescheduled for Friday.",
    ],
)
def test_a_change_that_did_not_happen_is_taken_back(claim: str) -> None:
    assert said(claim, standing=[booking()]) == f"{NOTHING_CHANGED} Your booking stands: {TOLD}."


@pytest.mark.parametrize(
    ("claim", "tool"), [("I've cancelled it.", "cancel_booking"), ("It is now moved.", "reschedule_booking")]
)
def test_a_change_that_happened_may_be_told(claim: str, tool: str) -> None:
    assert said_truthfully(claim, booked=[], done={tool}, standing=[booking()]) == claim


@given(words=JSON)
def test_cleaning_takes_away_nothing_but_the_character_nobody_keeps(words: Any) -> None:
    after = cleaned(words)

    assert "\x00" not in str(after)
    assert cleaned(after) == after
    assert "\x00" in repr(words) or "\\x00" in repr(words) or after == words
