"""What the offline model says to who writes in Spanish is said in Spanish, all of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from frontdesk.assistant.offline import replies, telling
from frontdesk.assistant.offline.about import About, Hours, Service
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.rendering import in_spanish, writes_spanish
from frontdesk.assistant.offline.spanish_replies import SENTENCES
from frontdesk.assistant.offline.speech import spoken, spoken_twice
from frontdesk.assistant.offline.state import Known
from frontdesk.assistant.offline.understand import Context, understand
from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import SETTING, WEDNESDAY, converse

BUSINESS = "Dr. Smith and Sons Inc."
ZONE = "America/New_York"
TUESDAY = dt.datetime.combine(dt.date(2026, 12, 1), dt.time(14))
FRIDAY = dt.datetime.combine(dt.date(2026, 12, 4), dt.time(9, 30))
KNOWN = Known(1, TUESDAY, ZONE, "confirmed")
WAITS = Known(2, FRIDAY, ZONE, "pending", 90)
CUT = Service("Cut and color", "", 90, "$120")
DAY, LAST = TUESDAY.date(), FRIDAY.date()
SAID: dict[str, list[Callable[[], str]]] = {
    "when_of": [lambda: replies.booked(WAITS)],
    "welcome": [lambda: replies.welcome(BUSINESS)],
    "small_talk": [
        lambda: replies.small_talk(Intent.GREETING, business=BUSINESS),
        lambda: replies.small_talk(Intent.THANKS, business=BUSINESS),
        lambda: replies.small_talk(Intent.HELP, business=BUSINESS),
        lambda: replies.small_talk(Intent.HUMAN, business=BUSINESS),
        lambda: replies.small_talk(Intent.OTHER, business=BUSINESS),
    ],
    "automated": [lambda: replies.automated(BUSINESS, can_call=True)],
    "parting": [replies.parting],
    "parting_unbooked": [replies.parting_unbooked],
    "parting_unmoved": [lambda: replies.parting_unmoved(KNOWN)],
    "noted": [lambda: replies.noted(BUSINESS, ongoing=True), lambda: replies.noted(BUSINESS, ongoing=False)],
    "written_down": [lambda: replies.written_down(BUSINESS, ongoing=False)],
    "cannot_say": [lambda: replies.cannot_say(BUSINESS)],
    "anything_else": [
        lambda: replies.anything_else(BUSINESS, declined=True),
        lambda: replies.anything_else(BUSINESS, declined=False),
    ],
    "which_service": [lambda: replies.which_service([CUT, replace(CUT, name="Shave")])],
    "which_day": [replies.which_day],
    "which_time": [lambda: replies.which_time(DAY)],
    "which": [
        lambda: replies.which([TUESDAY, TUESDAY], ZONE),
        lambda: replies.which([TUESDAY, FRIDAY], ZONE),
    ],
    "shall_i": [lambda: replies.shall_i(TUESDAY, ZONE), lambda: replies.shall_i(TUESDAY, ZONE, service=CUT)],
    "shall_i_move": [lambda: replies.shall_i_move(TUESDAY, ZONE)],
    "shall_i_cancel": [
        lambda: replies.shall_i_cancel(KNOWN),
        lambda: replies.shall_i_cancel(KNOWN, [WAITS]),
        lambda: replies.shall_i_cancel(KNOWN, [WAITS, KNOWN]),
    ],
    "booked": [lambda: replies.booked(KNOWN), lambda: replies.booked(KNOWN, WAITS)],
    "one_by_one": [replies.one_by_one],
    "moved": [lambda: replies.moved(KNOWN), lambda: replies.moved(WAITS)],
    "cancelled": [
        lambda: replies.cancelled(None),
        lambda: replies.cancelled(KNOWN),
        lambda: replies.cancelled(None, several=True),
    ],
    "kept": [replies.kept],
    "unclear_result": [replies.unclear_result],
    "taken": [lambda: replies.taken(TUESDAY), lambda: replies.taken(None)],
    "full": [lambda: replies.full(DAY, DAY), lambda: replies.full(DAY, LAST)],
    "what_instead": [replies.what_instead],
    "left_as_it_is": [replies.left_as_it_is],
    "nothing_then": [replies.nothing_then],
    "no_further": [replies.no_further],
    "nothing_free": [lambda: replies.nothing_free(DAY), lambda: replies.nothing_free(None)],
    "no_such_day": [replies.no_such_day],
    "weekday_contradicts": [lambda: replies.weekday_contradicts(DAY)],
    "which_order": [lambda: replies.which_order(DAY, LAST)],
    "which_zone": [
        lambda: replies.which_zone(["America/New_York", "America/Chicago"]),
        lambda: replies.which_zone([]),
    ],
    "noted_zone": [lambda: replies.noted_zone(ZONE)],
    "has_passed": [lambda: replies.has_passed(DAY)],
    "no_bookings": [lambda: replies.no_bookings(BUSINESS)],
    "nothing_to_move": [replies.nothing_to_move],
    "your_bookings": [lambda: replies.your_bookings([KNOWN, WAITS])],
    "see_you": [lambda: replies.see_you(KNOWN)],
    "none_then": [replies.none_then],
    "yours_already": [lambda: replies.yours_already(KNOWN)],
    "which_booking": [lambda: replies.which_booking([KNOWN, WAITS])],
    "cannot": [
        lambda: replies.cannot("cancel a booking", BUSINESS),
        lambda: replies.cannot("move a booking", BUSINESS),
        lambda: replies.cannot("look up bookings", BUSINESS),
    ],
    "person_called": [
        lambda: replies.person_called(failed=True),
        lambda: replies.person_called(failed=False),
    ],
    "trouble": [lambda: replies.trouble({"message": "It is broken."}), lambda: replies.trouble({})],
    "offer": [lambda: telling.offer([CUT, replace(CUT, name="Shave")], has_more=False)],
    "spoken_twice": [lambda: spoken_twice(TUESDAY, ZONE)],
    "usual_length": [lambda: telling.usual_length(30)],
    "hours": [
        lambda: telling.hours([Hours(day, dt.time(9), dt.time(17), ZONE) for day in (0, 1, 2, 4)]),
    ],
}
ENGLISH = (
    " the ", " you ", "your", " is ", " and ", " at ", " to ", " for ", "day ", "AM", "PM", "time)",
    "booking", "What", "Which", "Shall", "minutes", "not ",
)  # fmt: skip


def test_all_that_can_be_said_is_tried_here() -> None:
    known = {
        name for name, one in vars(replies).items() if getattr(one, "__module__", "") == replies.__name__
    }
    assert known <= SAID.keys()


@pytest.mark.parametrize("name", SAID)
def test_every_sentence_has_its_spanish(name: str) -> None:
    for say in SAID[name]:
        told = in_spanish(say(), business=BUSINESS)
        plain = told.replace(BUSINESS, "").replace(CUT.name, "")
        assert plain != say().replace(BUSINESS, "")
        assert not [word for word in ENGLISH if word in f" {plain} "], told


def test_slots_of_a_sentence_are_those_of_its_english() -> None:
    for english, spanish in SENTENCES:
        slots = {part for part in english.split("{")[1:] if "}" in part}
        names = {part.partition("}")[0] for part in slots}
        used = {part.partition("}")[0] for part in spanish.split("{")[1:]}
        assert used <= names
        assert names - used <= {"message"}


def test_days_and_times_are_told_in_spanish_and_names_stay() -> None:
    assert in_spanish(replies.shall_i(TUESDAY, ZONE, service=CUT), business=BUSINESS) == (
        "El martes 1 de diciembre, 2:00 p. m. (hora de New York) está libre para Cut and color (90 minutos). "
        "¿La reservo?"
    )


def test_what_is_not_the_models_own_stays_as_it_is() -> None:
    words = "Wir sind in der Hauptstr. 3. You're welcome!"
    assert in_spanish(words, business=BUSINESS) == "Wir sind in der Hauptstr. 3. ¡De nada!"


def test_a_time_told_in_spanish_is_read_back_the_same() -> None:
    for at in (TUESDAY, FRIDAY, TUESDAY.replace(hour=12), TUESDAY.replace(hour=11, minute=45)):
        told = in_spanish(f"You're booked: {spoken(at, ZONE)}.", business=BUSINESS)
        wish = understand(told, Context(WEDNESDAY)).wish
        assert wish is not None
        assert (wish.date, wish.time) == (at.date(), at.time())


@pytest.mark.parametrize(
    ("text", "before", "now"),
    [
        ("quiero una cita", False, True),
        ("ok", True, True),
        ("10", True, True),
        ("no", True, True),
        ("y", False, False),
        ("ok", False, False),
        ("thanks, see you", True, False),
        ("What time is my appointment?", True, False),
    ],
)
def test_the_language_is_that_of_the_last_message_that_has_one(text: str, before: bool, now: bool) -> None:
    assert writes_spanish(text, before) is now


@pytest.mark.parametrize(
    ("lines", "booked"),
    [
        (["quiero una cita para el martes a las 2 de la tarde"], ("2026-12-01", "14:00")),
        (["¿hay algo el viernes por la mañana?", "la segunda"], ("2026-11-27", "10:00")),
        (["quiero una cita el martes a las 10", "cámbiala al jueves a las 3"], ("2026-11-26", "15:00")),
        (
            ["quiero una cita el martes a las 10", "no puedo ir el martes", "el jueves"],
            ("2026-11-26", "10:00"),
        ),
    ],
)
def test_a_talk_in_spanish_is_held_in_spanish(lines: list[str], booked: tuple[str, str]) -> None:
    diary = Diary()
    _, said = converse(lines, diary, setting=replace(SETTING, about=About(services=(CUT,))))
    assert diary.booked == [booked]
    assert not [one for one in said if any(word in f" {one} " for word in ENGLISH)]
