"""Words, dates and times as a reader is used to them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from scripts import messages

from frontdesk.web.language import choose_language

NEW_YORK = ZoneInfo("America/New_York")
TWO = datetime(2026, 12, 1, 14, 0, tzinfo=NEW_YORK)
HALF_PAST = datetime(2026, 12, 1, 14, 30, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("accepted", "day", "times"),
    [
        ("en-US", "Tuesday, December 1", "2:00\N{EN DASH}2:30 PM"),
        ("en-GB", "Tuesday 1 December", "14:00\N{EN DASH}14:30"),
        ("es-ES", "martes, 1 de diciembre", "14:00\N{EN DASH}14:30"),
    ],
)
def test_dates_and_times_follow_the_country(accepted: str, day: str, times: str) -> None:
    language = choose_language("", accepted)

    assert language.day(TWO.date(), today=date(2026, 11, 30)) == day
    assert language.times(TWO, HALF_PAST).replace(" \N{EN DASH} ", "\N{EN DASH}") == times


def test_another_year_is_named() -> None:
    assert "2027" in choose_language("en", "").day(date(2027, 1, 4), today=date(2026, 11, 30))


def test_an_instant_is_told_by_the_clock_of_the_zone() -> None:
    told = choose_language("en", "").moment(datetime(2026, 12, 1, 19, 0, tzinfo=UTC), NEW_YORK)

    assert told == "Tue, Dec 1, 2026, 2:00 PM"


@pytest.mark.parametrize("accepted", ["en-" + "x" * 10_000, ";q=,,;", "en-ZZ", "es;q=zero", "*"])
def test_no_header_can_hurt(accepted: str) -> None:
    assert choose_language("", accepted).day(date(2026, 12, 1)) != ""


@pytest.mark.parametrize("code", ["en", "es"])
def test_every_sentence_of_the_pages_is_in_the_catalogue_translated_and_no_other_is(code: str) -> None:
    said = {(message.id, message.context) for message in messages.extracted() if message.id}
    catalogue = messages.read(code)
    known = {(message.id, message.context) for message in catalogue if message.id}

    assert known == said, "run `make messages`"
    assert [message.id for message in messages.missing(catalogue)] == []


@pytest.mark.parametrize("code", ["en", "es"])
def test_a_translation_names_what_its_sentence_names(code: str) -> None:
    wrong = [error for message in messages.read(code) for error in message.check()]

    assert wrong == []
