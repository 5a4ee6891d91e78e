"""Misspelt and shortened requests are understood, and misspelt denials are no requests."""

import pytest

from frontdesk.assistant.offline.slips import put_right
from frontdesk.assistant.offline.understand import Context, understand
from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import WEDNESDAY, converse

MONDAY, TOMORROW = ("2026-11-30", "09:00"), ("2026-11-26", "14:00")


@pytest.mark.parametrize(
    ("words", "booked"),
    [
        ("cn i boook apointmnt tmrw at 2pm plz", TOMORROW),
        ("bok monday 9am", MONDAY),
        ("resrve monday 9am pls", MONDAY),
        ("plz bk mon 9am thx", MONDAY),
        ("gimme mon 9am", MONDAY),
        ("i wnt an appointmnet monday 9am", MONDAY),
    ],
)
def test_a_misspelt_order_is_an_order(words: str, booked: tuple[str, str]) -> None:
    diary = Diary()

    converse([words], diary)

    assert diary.booked == [booked]


@pytest.mark.parametrize(
    "words", ["dont bok me monday 9am", "shud i bok monday at 9am?", "if i can, bok monday 9am"]
)
def test_a_misspelt_act_that_is_held_back_is_not_done(words: str) -> None:
    diary = Diary()

    converse([words], diary)

    assert diary.booked == []


def test_a_misspelt_cancellation_asks_first() -> None:
    diary = Diary()
    diary.rows[1] = MONDAY

    _, said = converse(["cancle my apointment", "yes"], diary)

    assert said[0].endswith("Shall I cancel it?")
    assert diary.booked == []


@pytest.mark.parametrize(
    "words", ["is monday at 9am still open", "is mon 9am stil avail", "u free mon 9am", "is mondy 9 am free?"]
)
def test_a_short_question_about_a_time_is_answered(words: str) -> None:
    diary = Diary()

    _, said = converse([words], diary)

    assert said == ["Monday 30 November, 9:00 AM (New York time) is free. Shall I book it?"]
    assert diary.booked == []


@pytest.mark.parametrize("words", ["whenever", "whenevr works for u", "anytime", "asap", "need appt asap"])
def test_whenever_is_offered_the_earliest_time(words: str) -> None:
    _, said = converse([words], Diary())

    assert said[0].startswith("Wednesday 25 November, 10:30 AM (New York time) is free. Shall I book it?")


def test_a_mention_points_into_the_message_as_it_was_written() -> None:
    words = "cn i boook apointmnt on Mondy at 9 am plz"

    [mention] = understand(words, Context(WEDNESDAY)).mentions

    assert words[mention.start : mention.end] == mention.words == "Mondy at 9 am"


@pytest.mark.parametrize(
    "words",
    ["my appartment is on 3rd street", "write to bok@example.com", "R&U in Buk-Town", "cancer", "reserves"],
)
def test_what_is_a_word_or_a_name_is_left_alone(words: str) -> None:
    assert put_right(words.lower()) is None
