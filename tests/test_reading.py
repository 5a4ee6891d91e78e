"""Dates, times and instants as callers write them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.errors import ValidationFailed
from frontdesk.reading import EARLIEST, LATEST, read_date, read_instant, read_time

DAYS = st.dates(EARLIEST, LATEST)
FIRST, LAST = datetime(1900, 1, 3), datetime(2200, 12, 29)  # noqa: DTZ001 -- hypothesis adds the zone
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(day=DAYS)
def test_a_date_is_read_as_it_is_written(day: date) -> None:
    assert read_date(day.isoformat()) == day


@given(at=st.times().map(lambda at: at.replace(microsecond=0)))
def test_a_time_is_read_with_and_without_seconds(at: time) -> None:
    assert read_time(f"{at:%H:%M:%S}") == at
    assert read_time(f"{at:%H:%M}") == at.replace(second=0)


@given(instant=st.datetimes(FIRST, LAST, timezones=OFFSETS))
def test_an_instant_is_the_same_moment_in_utc(instant: datetime) -> None:
    found = read_instant(instant.isoformat(), "startsAt")

    assert found == instant
    assert found.tzinfo is UTC


@given(text=st.text(max_size=30))
@pytest.mark.parametrize("read", [read_date, read_time, lambda text: read_instant(text, "from")])
def test_whatever_is_sent_is_read_or_refused(read: Callable[[str], object], text: str) -> None:
    with suppress(ValidationFailed):
        read(text)


@pytest.mark.parametrize(
    "text",
    ["", "2026-13-01", "2026-02-29", "01/12/2026", "2026-12-1", "20261201", "2026-W49-2", "2026-12-01T14:00"],
)
def test_what_is_not_a_date_is_refused_by_the_fields_name(text: str) -> None:
    with pytest.raises(ValidationFailed) as refusal:
        read_date(text, "from")

    assert refusal.value.details["fields"] == {"from": "must be a date such as 2026-12-01"}


@pytest.mark.parametrize("text", ["1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_date_beyond_every_calendar_is_refused(text: str) -> None:
    with pytest.raises(ValidationFailed, match="must lie between"):
        read_date(text)


@pytest.mark.parametrize(
    "text", ["", "24:00", "25:00", "12:60", "noon", "2pm", "14", "14:0", "١٤:٠٠", "14:00\n"]
)
def test_what_is_not_a_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ValidationFailed, match="time: must be a time of day"):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-12-01T14:00:00", "must name its offset"),
        ("2026-12-01", "must name its offset"),
        ("yesterday", "must be a time such as"),
        ("0001-01-01T00:00:00+14:00", "must lie between"),
        ("9999-12-31T23:59:59-14:00", "must lie between"),
    ],
)
def test_an_instant_says_what_it_lacks(text: str, told: str) -> None:
    with pytest.raises(ValidationFailed, match=told):
        read_instant(text, "startsAt")


def test_the_letter_z_is_an_offset() -> None:
    assert read_instant("2026-12-01T19:00:00Z", "startsAt") == datetime(2026, 12, 1, 19, tzinfo=UTC)
