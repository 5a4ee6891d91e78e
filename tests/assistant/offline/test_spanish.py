"""Spanish is read like English: its own tables, and what must never be taken for a yes."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.assistant.offline.gloss import in_english
from frontdesk.assistant.offline.understand import Context, understand
from tests.assistant.offline.diary import Diary
from tests.assistant.offline.tables import rows, written
from tests.assistant.offline.test_dialogue import converse

NOW = dt.datetime.combine(dt.date(2026, 11, 25), dt.time(10))
SPANISH = """
    el la los de a las por para mañana tarde noche pasado lunes miércoles viernes que viene próximo 3 12 10:30
    y media cuarto menos mediodía hoy esta semana dentro dos días cita cancelar quiero sí no mejor , . ¿ ?
    entre enero 5 del al hasta después antes
"""
ENGLISH = "the at on tuesday 3pm next week half past to not yes book cancel tomorrow morning 3/4 or from"
MIXED = st.lists(st.sampled_from(SPANISH.split() + ENGLISH.split()), max_size=40).map(" ".join)


@pytest.mark.parametrize(("text", "answer"), rows("spanish_requests.txt"))
def test_a_spanish_request_names_the_date_and_time_that_are_right(text: str, answer: str) -> None:
    assert written(understand(text, Context(now=NOW)).wish) == answer


@pytest.mark.parametrize(("text", "answer"), rows("spanish_requests.txt"))
def test_accents_capitals_and_spaces_may_be_left_out_or_added(text: str, answer: str) -> None:
    plain = text.upper().translate(str.maketrans("ÁÉÍÓÚÑ", "AEIOUN")).replace(" ", "  ")
    assert written(understand(plain, Context(now=NOW)).wish) == answer


@pytest.mark.parametrize(("intent", "text"), rows("spanish_intents.txt"))
def test_a_spanish_message_is_after_what_it_says(intent: str, text: str) -> None:
    wanted = ("change", "book", "reschedule") if intent == "change" else (intent,)
    assert understand(text, Context(now=NOW)).intent in wanted


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("Sí, por favor", True, False),
        ("si, gracias", True, False),
        ("vale, perfecto", True, False),
        ("no, gracias", False, True),
        ("no puedo", False, True),
        ("¿y si hay algo más tarde?", False, False),
        ("si tienen algo libre el jueves, quiero saberlo", False, False),
    ],
)
def test_a_spanish_yes_is_told_from_an_if(text: str, *, yes: bool, no: bool) -> None:
    read = understand(text, Context(now=NOW))
    assert (read.says_yes, read.says_no) == (yes, no)


@pytest.mark.parametrize(
    "text",
    [
        "a flight to Las Vegas on Tuesday",
        "table for two at El Cuarto on Friday",
        "see you mañana at ten",
        "I can do it once in March",
        "La Jolla, Friday at 3pm",
        "no",
        "ok",
    ],
)
def test_english_with_a_foreign_name_in_it_stays_english(text: str) -> None:
    assert in_english(text.lower()) is None


def test_a_mention_shows_the_leads_own_words() -> None:
    read = understand("Hola, ¿puedo ir el martes a las tres y media de la tarde?", Context(now=NOW))
    assert [mention.words for mention in read.mentions] == ["el martes a las tres y media de la tarde"]


def test_a_spanish_lead_books_takes_a_second_choice_and_changes_it() -> None:
    diary = Diary()
    converse(["Hola, quiero una cita mañana", "la segunda, por favor", "no, mejor el viernes a las 3"], diary)
    assert diary.booked == [("2026-11-27", "15:00")]


def test_a_spanish_cancellation_needs_a_yes() -> None:
    diary = Diary()
    lines = ["Quiero una cita el viernes a las tres de la tarde", "quiero cancelar mi cita"]
    converse(lines, diary)
    assert diary.booked == [("2026-11-27", "15:00")]
    converse(["quiero cancelar mi cita", "sí"], diary)
    assert diary.booked == []


@given(MIXED)
@settings(max_examples=300, deadline=None)
def test_no_soup_of_two_languages_makes_the_reader_fail(text: str) -> None:
    read = understand(text, Context(now=NOW))
    for mention in (*read.mentions, *read.rejected):
        assert text[mention.start : mention.end] == mention.words


@given(st.text(alphabet="áéíóúñ¿¡ mañnlues 1:3.", max_size=80).map(lambda text: f"mañana {text}"))
@settings(deadline=None)
def test_no_spanish_text_makes_the_reader_fail(text: str) -> None:
    understand(text, Context(now=NOW))
