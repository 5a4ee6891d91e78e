"""Reading is tolerant, writing is exact."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.calendars.gohighlevel import payloads
from frontdesk.calendars.gohighlevel.payloads import CalendarPayload, TeamMember

NEW_YORK = ZoneInfo("America/New_York")
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_only_dated_keys_hold_slots() -> None:
    body = b"""{"2026-12-02": {"slots": ["2026-12-02T09:00:00-05:00"]}, "traceId": "2b1f",
                "2026-12-01": {"slots": ["2026-12-01T09:30:00-05:00", "2026-12-01T09:00:00-05:00"]},
                "2026-12-03": {"slots": []}, "2026-12-04": {}, "2026-12-05": null,
                "2026-12-06": {"slots": 4}}"""

    assert payloads.read_free_slots(body) == [
        datetime(2026, 12, 1, 14, 0, tzinfo=UTC),
        datetime(2026, 12, 1, 14, 30, tzinfo=UTC),
        datetime(2026, 12, 2, 14, 0, tzinfo=UTC),
    ]


def test_a_slot_that_tells_no_offset_or_no_time_is_left_out() -> None:
    body = b'{"2026-12-01": {"slots": ["2026-12-01T09:00:00", "soon", 7, null]}}'

    assert payloads.read_free_slots(body) == []


@pytest.mark.parametrize("body", [b"[]", b'"2026-12-01"', b"<html>", b"", b"\xff"])
def test_an_answer_that_is_no_object_is_an_error(body: bytes) -> None:
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        payloads.read_free_slots(body)


@pytest.mark.parametrize(
    ("duration", "unit", "length"),
    [
        (45, "mins", timedelta(minutes=45)),
        (1.5, "hours", timedelta(minutes=90)),
        (None, None, timedelta(minutes=30)),
        (20, None, timedelta(minutes=20)),
    ],
)
def test_a_cell_is_as_long_as_the_calendar_says(
    duration: float | None, unit: str | None, length: timedelta
) -> None:
    assert CalendarPayload(id="cal", slot_duration=duration, slot_duration_unit=unit).cell_length == length


def test_the_person_named_comes_before_the_primary_and_the_primary_before_the_first() -> None:
    ann, bob = TeamMember("ann"), TeamMember("bob", is_primary=True)

    assert CalendarPayload(id="cal", team_members=[ann, bob]).person("cyd") == "cyd"
    assert CalendarPayload(id="cal", team_members=[ann, bob]).person(None) == "bob"
    assert CalendarPayload(id="cal", team_members=[ann]).person(None) == "ann"
    assert CalendarPayload(id="cal").person(None) is None


def test_a_calendar_with_unknown_and_missing_fields_is_read() -> None:
    body = b'{"calendar": {"id": "cal", "teamMembers": [{"userId": "ann", "priority": 1}], "lookBusy": {}}}'

    read = msgspec.json.decode(body, type=payloads.CalendarAnswer).calendar

    assert (read.id, read.name, read.person(None)) == ("cal", "", "ann")


def test_an_event_time_without_an_offset_is_nobodys() -> None:
    assert payloads.read_time("2026-12-01T09:00:00-05:00") == datetime(2026, 12, 1, 14, tzinfo=UTC)
    assert payloads.read_time("2026-12-01T09:00:00Z") == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert payloads.read_time("2026-12-01 09:00:00") is None
    assert payloads.read_time(None) is None


def test_a_time_is_written_as_wall_time_with_its_offset_to_the_second() -> None:
    summer = datetime(2026, 7, 1, 13, 0, 0, 999, tzinfo=UTC)

    assert payloads.write_time(summer, NEW_YORK) == "2026-07-01T09:00:00-04:00"


@given(start=INSTANTS, length=st.timedeltas(timedelta(seconds=1), timedelta(days=400)))
def test_a_range_is_split_into_short_pieces_that_join_without_a_gap(
    start: datetime, length: timedelta
) -> None:
    pieces = list(payloads.split_range(start, start + length))

    assert pieces[0][0] == start
    assert pieces[-1][1] == start + length
    assert all(earlier[1] == later[0] for earlier, later in pairwise(pieces))
    assert all(timedelta(0) < end - begin <= timedelta(days=31) for begin, end in pieces)


@given(instant=INSTANTS)
def test_a_written_time_reads_back_as_the_same_second(instant: datetime) -> None:
    text = payloads.write_time(instant, NEW_YORK)

    assert payloads.read_time(text) == instant.replace(microsecond=0)
