"""No reply leaves a lead believing that something is booked, moved or cancelled that is not."""

from dataclasses import replace

import pytest

from frontdesk.assistant.guards import said_truthfully
from frontdesk.assistant.honesty.lines import without_lines
from frontdesk.assistant.honesty.truth import Awaited, Deed
from tests.assistant.beliefs import Case, cases, truth_in
from tests.assistant.scenes import ASKED, FRIDAY, SCENES, TUESDAY

CASES = cases()


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.label != "quiet"], ids=lambda case: case.reply[:40]
)
def test_no_lie_is_left_to_be_believed(case: Case) -> None:
    assert not case.leaves_a_lie, case.goes_out


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.label == "quiet"], ids=lambda case: case.reply[:40]
)
def test_what_is_plain_goes_out_without_a_line(case: Case) -> None:
    assert case.goes_out == case.reply


def test_there_are_lies_in_many_words() -> None:
    assert len(CASES) >= 140


def test_each_booking_that_was_made_is_told() -> None:
    truth = replace(
        ASKED,
        made=(TUESDAY, FRIDAY),
        standing=(TUESDAY, FRIDAY),
        deeds=(Deed("made", TUESDAY), Deed("made", FRIDAY)),
        done=frozenset({"create_booking"}),
    )

    assert said_truthfully("Done, both are in!", truth) == (
        "Done, both are in!\n\n"
        "Booked: Tuesday 1 December, 2:00 PM (New York time).\n"
        "Booked: Friday 4 December, 10:00 AM (New York time)."
    )


def test_after_one_of_two_is_cancelled_the_other_is_told() -> None:
    assert said_truthfully("You have nothing left.", SCENES["one of two"]).endswith(
        "Cancelled: Tuesday 1 December, 2:00 PM (New York time).\n"
        "Your booking stands: Friday 4 December, 10:00 AM (New York time)."
    )


def test_an_unusual_length_is_told() -> None:
    three_hours = replace(TUESDAY, minutes=180)
    truth = replace(
        SCENES["booked"],
        made=(three_hours,),
        standing=(three_hours,),
        deeds=(Deed("made", three_hours),),
        usual_minutes=30,
    )

    assert said_truthfully("Done!", truth).endswith("2:00 PM (New York time), 180 minutes.")


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        ("\u00a1Hecho!", "Reservado: martes 1 de diciembre, 2:00 p. m. (hora de New York)."),
        ("Ist notiert, bis Dienstag.", "Gebucht: Dienstag, 1. Dezember, 14:00 (Zeit in New York)."),
        (
            "C'est not\u00e9 pour vous.",
            "R\u00e9serv\u00e9 : mardi 1 d\u00e9cembre, 14:00 (heure de New York).",
        ),
    ],
)
def test_the_lines_are_in_the_language_of_the_reply(reply: str, line: str) -> None:
    assert said_truthfully(reply, SCENES["booked"]).endswith(line)


@pytest.mark.parametrize(
    "when",
    [
        "Tuesday 1 December, 2:00 PM (New York time)",
        "martes 1 de diciembre, 2:00 p. m. (hora de New York)",
        "Dienstag, 1. Dezember, 14:00 (Zeit in New York)",
    ],
)
def test_what_is_booked_was_told_before_in_whatever_language(when: str) -> None:
    assert truth_in("stands", "ok", before=f"Booked, gebucht, reservado: {when}.").was_told
    assert not truth_in("stands", "ok", before="Booked.").was_told


def test_what_was_told_in_the_reply_before_is_not_repeated_in_small_talk() -> None:
    asked_before = replace(ASKED, is_asked_for=False, awaited=Awaited.OPEN)

    assert said_truthfully("Thanks, Ann.", asked_before) == "Thanks, Ann.\n\nNothing is booked yet."
    assert said_truthfully("Thanks, Ann.", replace(asked_before, was_told=True)) == "Thanks, Ann."


def test_our_lines_can_be_told_from_the_reply() -> None:
    reply = said_truthfully("What is your name?", ASKED)

    assert reply == "What is your name?\n\nNothing is booked yet."
    assert without_lines(reply) == "What is your name?"
    assert without_lines("One.\n\nTwo.") == "One.\n\nTwo."
