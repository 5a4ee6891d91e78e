"""Only the lead's own words have a booking cancelled or moved, and only the one they mean."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from frontdesk.assistant.assent import Said, meant_of_two, require_cancel, require_further, require_move
from frontdesk.assistant.honesty.truth import Appointment
from frontdesk.assistant.second_opinion import Objection
from tests.assistant import talked
from tests.assistant.scenes import FRIDAY, NOW, TUESDAY, ZONE

ONE = (TUESDAY,)
TWO = (TUESDAY, FRIDAY)
WHICH = "You have Tuesday 1 December, 2:00 PM and Friday 4 December, 10:00 AM. Which one do you mean?"
SHALL_I = "You are booked for Tuesday 1 December, 2:00 PM (New York time). Shall I cancel it?"
BOTH = (
    "You are booked for Tuesday 1 December, 2:00 PM (New York time) and Friday 4 December, 10:00 AM "
    "(New York time). Shall I cancel both?"
)
LATER = replace(TUESDAY, id=3, starts_at=TUESDAY.starts_at.replace(hour=21))


def said(*lines: str, zone: ZoneInfo = ZONE) -> Said:
    """Return a talk: the lead's lines, and after ">" the assistant's."""
    return talked.said(lines, now=NOW, zone=zone)


def is_refused(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Objection:
        return True
    return False


@pytest.mark.parametrize(
    ("lines", "standing", "wanted", "may"),
    [
        (["Please cancel my appointment"], ONE, TUESDAY, True),
        (["Can you cancel my appointment?"], ONE, TUESDAY, True),
        (["I won't be able to make it, cancel please"], ONE, TUESDAY, True),
        (["Call my visit off, please"], ONE, TUESDAY, True),
        (["Quiero cancelar mi cita"], ONE, TUESDAY, True),
        (["Cancela la cita del martes"], ONE, TUESDAY, True),
        (["Cancel my appointment", f"> {SHALL_I}", "Yes please"], ONE, TUESDAY, True),
        (["Hm, Tuesday is bad", f"> {SHALL_I}", "yes"], TWO, TUESDAY, True),
        (["Move it. No, cancel it."], ONE, TUESDAY, True),
        (["Cancel Tuesday's appointment"], TWO, TUESDAY, True),
        (["Cancel the 10am one"], TWO, FRIDAY, True),
        (["Cancel both"], TWO, FRIDAY, True),
        (["Cancel my appointment", f"> {WHICH}", "The Friday one"], TWO, FRIDAY, True),
        (["Cancel my appointment", f"> {WHICH}", "The first one"], TWO, TUESDAY, True),
        (["Cancel my appointment", f"> {WHICH}", "Both"], TWO, TUESDAY, True),
        (["Cancel both", f"> {BOTH}", "yes"], TWO, TUESDAY, True),
        (["Cancel both", f"> {BOTH}", "yes"], TWO, FRIDAY, True),
        (["Cancel both", f"> {BOTH}", "yes"], (*TWO, LATER), LATER, False),
        (["Cancel both", f"> {BOTH}", "no, keep them"], TWO, TUESDAY, False),
        (
            ["Cancel Tuesday", "> Shall I cancel it? I see Friday 4 December, 10:00 AM.", "yes"],
            TWO,
            TUESDAY,
            False,
        ),
        (["Cancel? no way"], ONE, TUESDAY, False),
        (["my neighbour cancelled on me"], ONE, TUESDAY, False),
        (["if it rains cancel it"], ONE, TUESDAY, False),
        (["I want to cancel my gym membership"], ONE, TUESDAY, False),
        (["cancel the newspaper for me, lol"], ONE, TUESDAY, False),
        (["the doctor told me to cancel Tuesday's meeting elsewhere"], ONE, TUESDAY, False),
        (["should I cancel it?"], ONE, TUESDAY, False),
        (["cancel it. just kidding"], ONE, TUESDAY, False),
        (["Cancel my appointment", f"> {SHALL_I}", "yes, if it rains"], ONE, TUESDAY, False),
        (["Cancel my appointment", f"> {SHALL_I}", "yes no"], ONE, TUESDAY, False),
        (["Hello"], ONE, TUESDAY, False),
        (["Thanks, that's all"], ONE, TUESDAY, False),
        (["When is my appointment?"], ONE, TUESDAY, False),
        (["Can I cancel?"], ONE, TUESDAY, False),
        (["What's your cancellation policy?"], ONE, TUESDAY, False),
        (["How do I cancel?"], ONE, TUESDAY, False),
        (["What if I need to cancel?"], ONE, TUESDAY, False),
        (["Did you cancel it?"], ONE, TUESDAY, False),
        (["Please don't cancel it"], ONE, TUESDAY, False),
        (["I do not want to cancel"], ONE, TUESDAY, False),
        (["Cancel it? No, keep it"], ONE, TUESDAY, False),
        (["Cancel my appointment", f"> {SHALL_I}", "No, leave it"], ONE, TUESDAY, False),
        (["Is Tuesday free?", "> Yes. Shall I book it?", "Yes"], ONE, TUESDAY, False),
        (["Cancel my appointment"], TWO, TUESDAY, False),
        (["Cancel Friday's appointment"], TWO, TUESDAY, False),
        (["Cancel my Wednesday appointment"], ONE, TUESDAY, False),
        (["Cancel the one on Tuesday"], (TUESDAY, LATER), TUESDAY, False),
        (["Cancel my appointment", f"> {WHICH}", "The Friday one"], TWO, TUESDAY, False),
    ],
)
def test_a_cancellation_needs_the_leads_own_words(
    lines: list[str], standing: tuple[Appointment, ...], wanted: Appointment, may: bool
) -> None:
    assert is_refused(lambda: require_cancel(said(*lines), wanted, standing)) is not may


@pytest.mark.parametrize(
    ("lines", "standing", "wanted", "may"),
    [
        (["Please move my appointment to Thursday at 3pm"], ONE, TUESDAY, True),
        (["Can we reschedule to Thursday at 3pm?"], ONE, TUESDAY, True),
        (["Move my Tuesday appointment to Thursday at 3pm"], TWO, TUESDAY, True),
        (["Cambia mi cita al jueves a las 15:00"], ONE, TUESDAY, True),
        (["don't move it to 3pm"], ONE, TUESDAY, False),
        (["do not change it to 3pm"], ONE, TUESDAY, False),
        (["I would never move it to 3pm"], ONE, TUESDAY, False),
        (["the move is on tuesday at 3pm"], ONE, TUESDAY, False),
        (["if it rains move it to 3pm"], ONE, TUESDAY, False),
        (["should I move it to 3pm?"], ONE, TUESDAY, False),
        (["Hello"], ONE, TUESDAY, False),
        (["Also book Thursday at 3pm for my wife"], ONE, TUESDAY, False),
        (["Move my Friday appointment to Thursday at 3pm"], TWO, TUESDAY, False),
        (["Move my appointment to Thursday at 3pm"], TWO, TUESDAY, False),
    ],
)
def test_a_move_needs_the_leads_own_words(
    lines: list[str], standing: tuple[Appointment, ...], wanted: Appointment, may: bool
) -> None:
    assert is_refused(lambda: require_move(said(*lines), wanted, standing)) is not may


def test_who_asks_to_move_is_not_booked_twice() -> None:
    move, add = said("Move my appointment to Thursday at 3pm"), said("Also book Thursday at 3pm")

    assert is_refused(lambda: require_further(move, ONE))
    assert not is_refused(lambda: require_further(move, ()))
    assert not is_refused(lambda: require_further(add, ONE))


@pytest.mark.parametrize(
    "lines",
    [
        ["move it to Thursday at 3pm"],
        ["can you move it to Thursday at 3pm?"],
        ["forget tuesday, thursday 3pm instead"],
        ["move it to Thursday", "> Thursday 3 December, 3:00 PM is free. Shall I book it?", "yes"],
    ],
)
def test_who_speaks_of_it_first_means_what_is_booked(lines: list[str]) -> None:
    assert is_refused(lambda: require_further(said(*lines), ONE))
    assert not is_refused(lambda: require_move(said(*lines), TUESDAY, ONE))


def test_an_objection_names_the_bookings_that_may_be_meant() -> None:
    with pytest.raises(Objection, match=r"2:00 PM \(New York time\), id 1 and Friday 4 December.*which one"):
        require_cancel(said("Cancel my appointment"), TUESDAY, TWO)


SYDNEY = ZoneInfo("Australia/Sydney")  # the clocks go back on Sunday 4 April 2027, from 3:00 to 2:00
NIGHT = "Book 4 April 2027 at 2:30 in the morning"
DAY, AT = date(2027, 4, 4), time(2, 30)
FIRST, SECOND = datetime(2027, 4, 3, 15, 30, tzinfo=UTC), datetime(2027, 4, 3, 16, 30, tzinfo=UTC)


def test_a_time_that_occurs_twice_is_asked_about() -> None:
    talk = said(NIGHT, zone=SYDNEY)

    with pytest.raises(Objection, match=r"before the clocks go back.*after the clocks go back"):
        meant_of_two(talk, day=DAY, at=AT, offered=frozenset((FIRST, SECOND)))
    assert meant_of_two(talk, day=DAY, at=AT, offered=frozenset((SECOND,))) == SECOND


@pytest.mark.parametrize(("words", "meant"), [("The first one", FIRST), ("after they change", SECOND)])
def test_the_lead_says_which_of_the_two(words: str, meant: datetime) -> None:
    assert meant_of_two(said(words, zone=SYDNEY), day=DAY, at=AT, offered=frozenset()) == meant


@pytest.mark.parametrize(("told", "meant"), [("before", FIRST), ("after", SECOND)])
def test_a_yes_means_the_one_that_the_question_names(told: str, meant: datetime) -> None:
    talk = said(NIGHT, f"> Shall I book 2:30 AM, {told} the clocks go back?", "Yes", zone=SYDNEY)

    assert meant_of_two(talk, day=DAY, at=AT, offered=frozenset((FIRST, SECOND))) == meant


def test_a_yes_to_a_question_that_names_both_means_neither() -> None:
    talk = said(NIGHT, "> Do you want 2:30 AM before or after the clocks go back?", "Yes", zone=SYDNEY)

    with pytest.raises(Objection):
        meant_of_two(talk, day=DAY, at=AT, offered=frozenset((FIRST, SECOND)))


def test_nearly_every_time_occurs_once() -> None:
    assert meant_of_two(said("2pm"), day=date(2026, 12, 1), at=time(14), offered=frozenset()) is None
