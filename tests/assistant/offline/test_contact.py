"""What a lead plainly says of themself is kept, and nothing else."""

from dataclasses import replace

import pytest

from frontdesk.assistant.offline.contact import Contact, given_in
from frontdesk.assistant.offline.state import UPDATE
from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import ALL_TOOLS, SETTING, converse

KNOWN = Contact("Ann Miller", "ann@example.com", "212-555-0100")
NAMING = replace(SETTING, tools=ALL_TOOLS | {UPDATE})


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("I'm Maria Lopez, 305-555-0134", "Maria Lopez"),
        ("my name is bob and I'd like tuesday at 2pm", "Bob"),
        ("My name's Dana", "Dana"),
        ("soy Ana", "Ana"),
        ("Hola, soy Ana María de la Cruz", "Ana María de la Cruz"),
        ("me llamo ana perez y quiero una cita", "Ana Perez"),
        ("Hello, this is Bob Stone from Albany", "Bob Stone"),
    ],
)
def test_a_name_that_is_plainly_given_is_read(message: str, name: str) -> None:
    assert given_in(message, Contact()).contact.name == name


@pytest.mark.parametrize(
    "message",
    [
        "I'm late",
        "I'm Late",
        "I'm in Chicago",
        "I'm Chicago based",
        "this is urgent",
        "This is Urgent",
        "I'm Running Late",
        "I'm Interested In Roofing",
        "I'm Maria's husband",
        "I am not Bob",
        "I'm Tuesday free",
        "soy de Madrid",
        "soy cliente nuevo",
        "my name is on the list",
        "my name is misspelled in your records",
        "My wife's name is Ana",
        "who is Maria Lopez?",
    ],
)
def test_what_is_no_name_of_the_leads_is_left_alone(message: str) -> None:
    assert given_in(message, Contact()).contact.name is None


@pytest.mark.parametrize(
    ("message", "email", "phone"),
    [
        ("my email is maria@example.com", "maria@example.com", None),
        ("dana@example.com", "dana@example.com", None),
        ("Dana, 212 555 0100", None, "212 555 0100"),
        ("you can reach me at +44 20 7946 0958", None, "+44 20 7946 0958"),
        ("mi teléfono es 612 34 56 78", None, "612 34 56 78"),
        ("mi correo es ana@example.es", "ana@example.es", None),
    ],
)
def test_an_address_or_a_number_of_the_leads_own_is_read(
    message: str, email: str | None, phone: str | None
) -> None:
    contact = given_in(message, Contact()).contact
    assert (contact.email, contact.phone) == (email, phone)


@pytest.mark.parametrize(
    "message",
    [
        "my wife's number is 305-555-0134",
        "her email is x@example.com",
        "is your number 305-555-0134?",
        "my order number is 3055550134",
        "my old number 305-555-0134 doesn't work",
        "2026-12-01 at 10",
        "12/01/2026 at 2",
        "between 10 and 12, or 2 pm",
        "write to bob@example.com and ask whether the roof of the barn is done",
    ],
)
def test_an_address_or_a_number_of_something_else_is_left_alone(message: str) -> None:
    assert given_in(message, Contact()).contact == Contact()


def test_a_known_name_is_changed_by_a_plain_word_and_by_no_other() -> None:
    assert given_in("I'm Maria Lopez", KNOWN).contact.name is None
    assert given_in("my name is maria", KNOWN).contact.name is None
    assert given_in("My name is Maria", KNOWN).contact.name == "Maria"


def test_what_is_known_is_no_news() -> None:
    assert Contact("Ann", "ANN@example.com", "(212) 555 0100").news_to(KNOWN) == {}
    assert Contact("Bob", None, "305-555-0134").news_to(KNOWN) == {"name": "Bob", "phone": "305-555-0134"}


def test_the_rest_of_the_message_stands_where_it_stood() -> None:
    message = "My name is Bob and I'd like tuesday, my number is 305-555-0134"
    rest = given_in(message, Contact()).rest
    assert len(rest) == len(message)
    assert rest.split() == ["and", "I'd", "like", "tuesday,"]
    assert rest.index("tuesday") == message.index("tuesday")


def noted(lines: list[str], *, zone_is_given: bool = True) -> tuple[list[tuple[str, object]], list[str]]:
    calls: list[tuple[str, object]] = []

    class Noting(Diary):
        def answer(self, name: str, arguments: object) -> dict[str, object]:
            calls.append((name, arguments))
            return {"success": True} if name == UPDATE else super().answer(name, arguments)  # type: ignore[arg-type]

    _, said = converse(lines, Noting(), setting=replace(NAMING, zone_is_given=zone_is_given))
    return calls, said


def test_details_are_written_down_once_and_beside_the_booking() -> None:
    calls, said = noted(["My name is Bob and I'd like tuesday at 2pm", "thanks"])
    assert [name for name, _ in calls] == ["check_availability", "create_booking", UPDATE]
    assert calls[-1] == (UPDATE, {"name": "Bob"})
    assert said[0].startswith("You're booked: Tuesday 1 December, 2:00 PM")


def test_who_gives_details_alone_hears_that_they_were_saved() -> None:
    _, said = noted(["my email is maria@example.com"])
    assert said[0].startswith("Thank you, I've saved your details.")


def test_a_number_that_may_move_the_clock_waits_while_times_are_on_the_table() -> None:
    lines = ["Is Tuesday at 2pm free? My number is 213-555-0134", "yes"]
    names = [name for name, _ in noted(lines, zone_is_given=False)[0]]
    assert names == ["check_availability", "create_booking", UPDATE]
    names = [name for name, _ in noted(lines)[0]]
    assert names == ["check_availability", UPDATE, "create_booking"]


def test_what_somebody_else_said_is_not_taken_for_the_leads() -> None:
    calls, _ = noted(["imagine my name is Bob"])
    assert calls == []
