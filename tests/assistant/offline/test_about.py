"""What the business says of itself answers the lead's questions in its own words; no more is told."""

import datetime as dt
from dataclasses import replace

import pytest

from frontdesk.assistant.offline.about import About, Hours, Service, named_in, with_services_plain
from frontdesk.assistant.offline.asking import answer
from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import SETTING, converse

INSPECTION = Service("Roof inspection", "A full check of roof and gutters.", 60, "$150")
GUTTERS = Service("Gutter cleaning", "", 45, "from $80")
TREATMENT = Service("Color treatment", "", 90, "$120")
TOUCH_UP = Service("Color touch-up", "", 45)
ABOUT = About(
    description=(
        "Hill Street Roofing is a family business. We are at 12 Hill St. Suite 4, Albany.\n"
        "Free parking behind the building. Never mention competitors. We don't take American Express."
    ),
    rules=("Never offer a discount.", "We are closed on public holidays."),
    services=(INSPECTION, GUTTERS, TREATMENT, TOUCH_UP),
    hours=tuple(Hours(day, dt.time(9), dt.time(17), "America/New_York") for day in range(5)),
)
KNOWING = replace(SETTING, about=ABOUT, duration_minutes=30)


def told(question: str, about: About = ABOUT, *, names_time: bool = False) -> str:
    return answer(question, about, usual_minutes=30, names_time=names_time)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("how much is a roof inspection?", "Roof inspection: $150, 60 minutes."),
        ("what do you charge for gutter cleaning?", "Gutter cleaning: from $80, 45 minutes."),
        ("how much are gutters?", "Gutter cleaning: from $80, 45 minutes."),
        ("how long does a color treatment take?", "Color treatment: $120, 90 minutes."),
        ("where are you?", "We are at 12 Hill St. Suite 4, Albany."),
        ("what's your address", "We are at 12 Hill St. Suite 4, Albany."),
        ("¿Dónde están?", "We are at 12 Hill St. Suite 4, Albany."),
        (
            "what do you offer?",
            "We offer: Roof inspection, Gutter cleaning, Color treatment and Color touch-up.",
        ),
        (
            "when are you open?",
            "Our hours for appointments are Monday to Friday 9:00 AM to 5:00 PM (New York time).",
        ),
        ("do you have parking?", "Free parking behind the building."),
        ("do you take american express?", "We don't take American Express."),
        ("are you open on public holidays?", "We are closed on public holidays."),
        ("do you do gutters?", "Gutter cleaning: from $80, 45 minutes."),
        (
            "what is included in the roof inspection?",
            "Roof inspection: $150, 60 minutes. A full check of roof and gutters.",
        ),
    ],
)
def test_a_question_is_answered_in_the_words_of_the_settings(question: str, words: str) -> None:
    assert told(question) == words


@pytest.mark.parametrize(
    "question",
    [
        "how much is a roof repair?",
        "do you do roof repair?",
        "how much is a color touch-up?",
        "do you have a warranty?",
        "can I get a discount?",
        "who are your competitors?",
        "what is the capital of france?",
        "tuesday at 2pm please",
        "hello",
    ],
)
def test_what_the_settings_do_not_say_is_not_told(question: str) -> None:
    assert told(question) == ""


@pytest.mark.parametrize("question", ["where are you?", "what do you offer?", "when are you open?"])
def test_a_business_that_says_nothing_of_itself_is_told_nothing_of(question: str) -> None:
    assert told(question, About()) == ""


def test_hours_that_the_business_wrote_itself_are_told_as_they_stand() -> None:
    written = replace(ABOUT, description="Open weekdays 8 to 6, Saturdays 9 to 12.")
    assert told("what are your opening hours", written) == "Open weekdays 8 to 6, Saturdays 9 to 12."


def test_hours_with_a_break_and_a_day_between_are_told_apart() -> None:
    hours = (
        *(
            Hours(0, dt.time(opens), dt.time(closes), "Europe/Berlin")
            for opens, closes in ((9, 12), (14, 18))
        ),
        Hours(2, dt.time(9), dt.time(12), "Europe/Berlin"),
    )
    assert told("when are you open?", About(hours=hours)) == (
        "Our hours for appointments are Monday 9:00 AM to 12:00 PM and 2:00 PM to 6:00 PM "
        "and Wednesday 9:00 AM to 12:00 PM (Berlin time)."
    )


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("book a Color Treatment tuesday at 2pm", (TREATMENT,)),
        ("a color please", (TREATMENT, TOUCH_UP)),
        ("roof repair tuesday at 2pm", ()),
        ("my roof leaks", ()),
        ("roof inspection and gutter cleaning", (INSPECTION, GUTTERS)),
    ],
)
def test_a_service_is_named_by_its_whole_name_or_by_what_several_share(
    message: str, named: tuple[Service, ...]
) -> None:
    assert named_in(message, ABOUT.services) == named


def test_a_name_makes_way_for_a_word_of_ours_and_all_else_stays_in_place() -> None:
    message = "Book a color treatment tuesday"
    plain = with_services_plain(message, ABOUT.services)
    assert plain == "Book a appt            tuesday"
    assert len(plain) == len(message)


def calls_of(lines: list[str]) -> list[dict[str, object]]:
    diary, seen = Diary(), []
    answer_ = diary.answer

    def noted(name: str, arguments: dict[str, object]) -> dict[str, object]:
        seen.append({"tool": name, **arguments})
        return answer_(name, arguments)

    diary.answer = noted  # type: ignore[method-assign,assignment]
    converse(lines, diary, setting=KNOWING)
    return [one for one in seen if one["tool"] == "create_booking"]


@pytest.mark.parametrize(
    "lines",
    [
        ["book a color treatment tuesday at 2pm"],
        ["color treatment tuesday at 2pm"],
        ["I'd like a color treatment", "tuesday", "2pm"],
        ["how much is a color treatment?", "book it for tuesday at 2pm"],
        ["book a color tuesday at 2pm", "the treatment", "yes"],
        ["is tuesday at 2pm free for a color treatment?", "where are you?", "yes"],
    ],
)
def test_a_named_service_is_looked_up_and_booked_with_its_length(lines: list[str]) -> None:
    assert [(one["time"], one["duration"], one["notes"]) for one in calls_of(lines)] == [
        ("14:00", 90, "Color treatment")
    ]


@pytest.mark.parametrize("lines", [["book me tuesday at 2pm"], ["my roof leaks, book tuesday at 2pm"]])
def test_without_a_service_the_usual_length_is_booked(lines: list[str]) -> None:
    assert ["duration" in one for one in calls_of(lines)] == [False]


def test_two_services_that_fit_equally_are_asked_about_before_anything_is_booked() -> None:
    diary = Diary()
    _, said = converse(["book a color tuesday at 2pm"], diary, setting=KNOWING)
    assert said == ["Do you mean Color treatment or Color touch-up?"]
    assert diary.booked == []


def test_a_question_beside_a_request_is_answered_and_the_request_is_met() -> None:
    _, said = converse(
        ["How much is a roof inspection and can I come Tuesday at 2pm?"], Diary(), setting=KNOWING
    )
    assert said[0].startswith("Roof inspection: $150, 60 minutes. Tuesday 1 December, 2:00 PM")
    assert said[0].endswith("Shall I book it?")


def test_who_asks_for_what_the_settings_do_not_say_hears_that_it_is_not_known() -> None:
    _, said = converse(["do you have a warranty?"], Diary(), setting=KNOWING)
    assert said[0].startswith("I'm afraid I don't know that; someone at Hill Street Roofing can tell you.")
