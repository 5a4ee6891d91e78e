"""How long an appointment is to take: what leads say, and what a booking is made for."""

import pytest

from frontdesk.assistant.offline.understand import Context, understand
from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import WEDNESDAY, converse


@pytest.mark.parametrize(
    ("message", "minutes"),
    [
        ("Tuesday at 2pm for an hour please", 60),
        ("tuesday at 2pm, 90 minutes", 90),
        ("half an hour on Monday at 9am", 30),
        ("an hour and a half on Monday at 9am", 90),
        ("1.5 hours, Monday at 9am", 90),
        ("a two-hour session on Monday at 9am", 120),
        ("an hour and 15 minutes on Monday at 9am", 75),
        ("three quarters of an hour, Monday at 9am", 45),
        ("Tuesday at 2pm for 1h", 60),
        ("not an hour, just 30 minutes, Tuesday at 2pm", 30),
        ("el martes a las 14:00, una hora", 60),
        ("el martes a las 14:00 por media hora", 30),
        ("el martes a las 14:00 durante dos horas", 120),
        ("una hora y media el martes a las 14:00", 90),
        ("el martes a las 14:00, 90 minutos", 90),
        ("quiero una hora para el martes", None),
        ("I'll be 5 minutes late on Tuesday", None),
        ("the drive takes me an hour, Tuesday at 2pm", None),
        ("in half an hour", None),
        ("an hour later", None),
        ("I'm 10 minutes away", None),
        ("Tuesday at 2pm", None),
    ],
)
def test_a_length_is_read_as_the_lead_says_it(message: str, minutes: int | None) -> None:
    assert understand(message, Context(WEDNESDAY)).duration_minutes == minutes


def durations(lines: list[str]) -> list[object]:
    """Return the duration of each booking that was asked for in a talk."""

    class Noted(Diary):
        asked: list[object]

        def answer(self, name, arguments):  # type: ignore[no-untyped-def]
            if name == "create_booking":
                self.asked.append(arguments.get("duration"))
            return super().answer(name, arguments)

    diary = Noted()
    diary.asked = []
    converse(lines, diary)
    return diary.asked


def test_for_1h_says_how_long_and_not_when() -> None:
    read = understand("Book Tuesday at 2pm for 1h", Context(WEDNESDAY))

    assert [mention.words for mention in read.mentions] == ["Tuesday at 2pm"]


def test_a_length_that_was_said_before_the_time_is_kept_for_that_booking_alone() -> None:
    first = ["I need an hour on Tuesday", "2pm please"]

    assert durations(first) == [60]
    assert durations([*first, "Also book Friday at 10am"]) == [60, None]


def test_an_order_with_a_length_is_an_order() -> None:
    assert durations(["Tuesday at 2pm for an hour please"]) == [60]
