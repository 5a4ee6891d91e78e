"""What is checked before a reply goes out."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.assistant.guards import (
    NOTHING_BOOKED,
    NOTHING_CHANGED,
    cleaned,
    objection,
    said_truthfully,
    told,
)
from frontdesk.assistant.honesty.truth import Appointment
from frontdesk.bookings.lifecycle import Status
from frontdesk.bookings.repository import Booking
from tests.assistant.scenes import ASKED, SCENES, TUESDAY

TOLD = "Tuesday 1 December, 2:00 PM (New York time)"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def booking(*, status: Status = "confirmed", timezone: str = "America/New_York") -> Booking:
    facts: dict[str, Any] = dict.fromkeys(Booking.__dataclass_fields__)
    facts |= {"id": 1, "status": status, "starts_at": TUESDAY.starts_at}
    return Booking(**{**facts, "details": {"timezone": timezone}})


@pytest.mark.parametrize(
    ("reply", "goes_out"),
    [
        ("You're booked!", NOTHING_BOOKED),
        ("Great news! I've booked you in. See you on Tuesday! Anything else?", NOTHING_BOOKED),
        (
            "You're booked for Tuesday at 2! Our address is 12 Mill Lane.",
            f"{NOTHING_BOOKED} Our address is 12 Mill Lane.",
        ),
        (
            "I've booked 2 PM. Or would 3:00 PM suit you better?",
            "I haven't booked anything yet. Or would 3:00 PM suit you better?",
        ),
        (
            "¡Listo! Te he reservado el martes.",
            "Todavía no he reservado nada. ¿Qué día y a qué hora te vendría bien?",
        ),
        ("I've cancelled it.", NOTHING_CHANGED),
        ("On Tuesday 2 December I have 9:00 AM.", "2 December is a Wednesday."),
    ],
)
def test_what_is_not_so_is_replaced_by_the_truth_and_what_is_useful_stays(reply: str, goes_out: str) -> None:
    assert said_truthfully(reply, ASKED).startswith(goes_out)


def test_an_alternative_survives_next_to_a_time_that_is_somebody_elses() -> None:
    reply = "2 PM is booked, how about 3?"

    assert said_truthfully(reply, ASKED) == reply


def test_hours_that_the_business_wrote_itself_may_be_repeated_and_no_others() -> None:
    hours = "We are available at 8 AM on weekdays."
    told_by_us = replace(ASKED, own_words=frozenset((hours.lower(),)))

    assert said_truthfully(hours, told_by_us).startswith(hours)
    assert not said_truthfully(hours, ASKED).startswith(hours)


def test_a_time_that_nobody_looked_up_is_replaced_by_those_that_were() -> None:
    assert said_truthfully("How about Tuesday at 4 PM?", ASKED) == (
        "On Tuesday 1 December I have 9:00 AM, 10:30 AM, 3:00 PM and 3:30 PM (New York time). "
        "Which one suits you?"
    )
    assert "look up which times are free" in said_truthfully("How about tomorrow at 4 PM?", SCENES["fresh"])


def test_the_model_is_told_what_is_not_so_and_what_is() -> None:
    told_to_model = objection("Great! I've cancelled it.", SCENES["stands"])

    assert told_to_model is not None
    assert '"I\'ve cancelled it."' in told_to_model
    assert f"Your booking stands: {TOLD}." in told_to_model
    assert objection("Shall I cancel it?", SCENES["stands"]) is None


def test_a_booking_is_told_by_the_clock_of_its_own_zone() -> None:
    assert told(booking()) == TOLD
    assert told(booking(timezone="Asia/Tokyo")) == "Wednesday 2 December, 4:00 AM (Tokyo time)"


def test_the_facts_are_added_where_they_are_missing_and_only_there() -> None:
    assert said_truthfully("Done!", SCENES["booked"]) == f"Done!\n\nBooked: {TOLD}."
    assert said_truthfully(f"You're booked: {TOLD}.", SCENES["booked"]) == f"You're booked: {TOLD}."


def test_a_wrong_time_of_a_booking_just_made_gives_way_to_the_facts() -> None:
    assert said_truthfully("Done! See you Wednesday at 3.", SCENES["booked"]) == f"Done!\n\nBooked: {TOLD}."


def test_a_booking_that_waits_for_the_calendar_is_not_told_as_booked() -> None:
    waits = f"Reserved, not yet confirmed: {TOLD}."

    assert said_truthfully("Done!", SCENES["waits"]) == f"Done!\n\n{waits}"
    assert said_truthfully("Your appointment is confirmed.", SCENES["waits"]) == waits


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
    assert said_truthfully(claim, SCENES["stands"]) == f"{NOTHING_CHANGED} Your booking stands: {TOLD}."


def test_of_several_bookings_each_one_that_stands_is_told() -> None:
    second = Appointment(2, TUESDAY.starts_at.replace(day=3), TUESDAY.zone)
    both = replace(ASKED, standing=(TUESDAY, second), before=(TUESDAY, second))

    reply = said_truthfully("Both are cancelled.", both)

    assert reply.count("Your booking stands:") == 2


@given(words=JSON)
def test_cleaning_takes_away_nothing_but_the_character_nobody_keeps(words: Any) -> None:
    after = cleaned(words)

    assert "\x00" not in str(after)
    assert cleaned(after) == after
    assert "\x00" in repr(words) or "\\x00" in repr(words) or after == words
