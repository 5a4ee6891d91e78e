"""A turn tells what it did and what it did not do of what was asked, each once."""

from dataclasses import replace

import pytest

from frontdesk.assistant.guards import said_truthfully
from frontdesk.assistant.honesty.tongues import Tongue
from tests.assistant.scenes import FRIDAY, SCENES, local

ONE_OF_TWO = replace(SCENES["booked"], unmet=(FRIDAY,))
MADE = "Booked: Tuesday 1 December, 2:00 PM (New York time)."
MISSING = "Not booked: Friday 4 December, 10:00 AM (New York time)."


@pytest.mark.parametrize(
    ("tongue", "line"),
    [
        (Tongue.ENGLISH, MISSING),
        (Tongue.SPANISH, "No reservado: viernes 4 de diciembre, 10:00 a. m. (hora de New York)."),
        (Tongue.GERMAN, "Nicht gebucht: Freitag, 4. Dezember, 10:00 (Zeit in New York)."),
        (Tongue.FRENCH, "Non réservé : vendredi 4 décembre, 10:00 (heure de New York)."),
        (Tongue.PORTUGUESE, "Não reservado: sexta-feira, 4 de dezembro, 10:00 (horário de New York)."),
        (Tongue.ITALIAN, "Non prenotato: venerdì 4 dicembre, 10:00 (ora di New York)."),
    ],
)
def test_what_was_not_booked_is_told_in_the_leads_language(tongue: Tongue, line: str) -> None:
    assert said_truthfully("", replace(ONE_OF_TWO, tongue=tongue)).splitlines()[-1] == line


@pytest.mark.parametrize(
    "claim",
    [
        "Both are booked!",
        "Done, both are in!",
        "You're all set for both!",
        "You have two appointments with us.",
        "Everything is booked.",
        "You're booked for Tuesday at 2 PM and Friday at 10 AM.",
    ],
)
def test_a_claim_that_all_is_booked_does_not_stand(claim: str) -> None:
    assert said_truthfully(claim, ONE_OF_TWO) == f"{MADE}\n{MISSING}"


@pytest.mark.parametrize("claim", ["¡Listo! Tienes tus dos citas.", "Ambas citas están reservadas."])
def test_nor_does_it_in_spanish(claim: str) -> None:
    told = said_truthfully(claim, ONE_OF_TWO)

    assert "citas" not in told
    assert "No reservado: viernes 4 de diciembre, 10:00" in told


@pytest.mark.parametrize(
    "reply",
    [
        "You're booked for Tuesday at 2 PM. Friday at 10 AM is taken, I'm afraid.",
        "You're booked for Tuesday at 2 PM. I couldn't book Friday at 10 AM.",
        "Tuesday is done. Friday 4 December, 10:00 AM is free. Shall I book it?",
    ],
)
def test_a_reply_that_tells_it_itself_gets_no_second_line(reply: str) -> None:
    truth = replace(ONE_OF_TWO, offered=frozenset({local(4, 10)}))

    assert said_truthfully(reply, truth) == f"{reply}\n\n{MADE}"


def test_a_reply_that_has_the_lines_is_left_as_it_is() -> None:
    assert said_truthfully(f"{MADE}\n{MISSING}", ONE_OF_TWO) == f"{MADE}\n{MISSING}"


def test_a_cancellation_that_a_reply_tells_with_its_time_is_not_told_twice() -> None:
    told = "Your booking is cancelled: Tuesday 1 December, 2:00 PM (New York time)."

    assert said_truthfully(told, SCENES["cancelled"]) == told


@pytest.mark.parametrize(
    "reply", ["Your booking is cancelled.", "Tuesday 1 December, 2:00 PM (New York time) it was."]
)
def test_a_cancellation_is_told_where_the_reply_tells_less(reply: str) -> None:
    line = "Cancelled: Tuesday 1 December, 2:00 PM (New York time)."

    assert said_truthfully(reply, SCENES["cancelled"]) == f"{reply}\n\n{line}"
