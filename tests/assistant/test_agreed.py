"""Which times may be booked after what was said (`agreed.txt`), by a provider's model and the offline one."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from frontdesk.assistant.second_opinion import Heard, Objection, require_said
from tests.assistant.offline.diary import Diary
from tests.assistant.offline.test_dialogue import converse
from tests.assistant.talked import said

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 26, 10, tzinfo=ZONE)
FILE = Path(__file__).with_name("agreed.txt")
CASES = [
    tuple(part.strip() for part in line.rsplit(" -> ", 1))
    for line in FILE.read_text().splitlines()
    if line and not line.startswith("#")
]
ONE_MESSAGE = [(talk, times) for talk, times in CASES if "|" not in talk]


def bookable() -> Iterator[datetime]:
    """Yield every half hour of the three weeks to come."""
    for halves in range(21 * 48):
        yield datetime.combine(NOW.date(), time.min) + timedelta(minutes=30 * halves)


@pytest.mark.parametrize(
    ("message", "one_of"),
    [
        ("book thursday at 2pm", "Thursday 26 November, 2:00 PM or Thursday 3 December, 2:00 PM"),
        ("book next friday at 2pm", "Friday 27 November, 2:00 PM or Friday 4 December, 2:00 PM"),
        ("book 12/1 at 2pm", "Tuesday 1 December, 2:00 PM or Tuesday 12 January, 2:00 PM"),
        ("book monday or tuesday at 2pm", "Monday 30 November, 2:00 PM or Tuesday 1 December, 2:00 PM"),
        ("book monday at 2pm or 3pm", "Monday 30 November, 2:00 PM or Monday 30 November, 3:00 PM"),
        ("tuesday in two weeks at 10am", "Tuesday 8 December, 10:00 AM or Tuesday 15 December, 10:00 AM"),
    ],
)
def test_the_objection_names_what_may_be_meant(message: str, one_of: str) -> None:
    heard = said([message], now=NOW, zone=ZONE).heard

    with pytest.raises(Objection, match=f"^The lead may mean {one_of}. Ask the lead which one.$"):
        require_said(heard, day=date(2026, 12, 17), at=time(9))


def may_book(heard: Heard, when: datetime) -> bool:
    try:
        require_said(heard, day=when.date(), at=when.time())
    except Objection:
        return False
    return True


def expected(times: str) -> list[datetime]:
    return [] if times == "nothing" else [datetime.fromisoformat(one.strip()) for one in times.split(",")]


@pytest.mark.parametrize(("talk", "times"), CASES)
def test_these_times_may_be_booked_and_no_other(talk: str, times: str) -> None:
    heard = said([part.strip() for part in talk.split("|")], now=NOW, zone=ZONE).heard

    assert [when for when in bookable() if may_book(heard, when)] == expected(times)


@pytest.mark.parametrize(("message", "times"), ONE_MESSAGE)
def test_the_offline_model_books_no_other_time_either(message: str, times: str) -> None:
    diary = Diary()

    converse([message], diary, now=NOW.replace(tzinfo=None))

    booked = [datetime.combine(date.fromisoformat(day), time.fromisoformat(at)) for day, at in diary.booked]
    assert booked == expected(times)
