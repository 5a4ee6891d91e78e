"""The verdict on an ordeal sees whatever is wrong; its clocks are changed on the days that are booked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bench.ordeal import zone
from bench.ordeal.verdict import Promise, Row, judged, unnoted

from frontdesk.calendars.simulator.state import Event

TEN, ELEVEN = (datetime(2026, 12, 1, hour, tzinfo=UTC) for hour in (10, 11))
HALF = timedelta(minutes=30)
KEY = (1, 7)
TOLD = Promise(stands=True, starts_at=TEN, ends_at=TEN + HALF)
HERE = Row("confirmed", "synced", TEN, TEN + HALF, "e1", TEN)
THERE = Event("e1", "block", "loc", "Visit (frontdesk 1-7)", TEN, TEN + HALF, added_at=TEN, updated_at=TEN)
CANCELLED = replace(HERE, status="cancelled", event_id=None)


def test_a_booking_that_is_on_both_sides_as_people_were_told_is_right() -> None:
    verdict = judged({KEY: TOLD}, {KEY: HERE}, [THERE])

    assert (verdict.is_clean, verdict.confirmed) == (True, 1)


@pytest.mark.parametrize(
    ("row", "events", "fault"),
    [
        (None, [], "bookings lost"),
        (replace(HERE, status="cancelled"), [], "not as people were told"),
        (replace(HERE, starts_at=ELEVEN, ends_at=ELEVEN + HALF), [THERE], "not as people were told"),
        (replace(HERE, state="failed"), [THERE], "not at rest"),
        (replace(HERE, is_doubted=True), [THERE], "not looked at once more"),
        (HERE, [], "confirmed without an event"),
        (HERE, [THERE, replace(THERE, id="e2")], "confirmed with more than one event"),
        (HERE, [replace(THERE, starts_at=TEN - HALF)], "event at another time than its booking"),
        (HERE, [replace(THERE, id="e2")], "event other than the one that is known"),
        (CANCELLED, [THERE], "cancelled with an event"),
        (HERE, [THERE, replace(THERE, title="Visit (frontdesk 1-8)")], "events of no booking"),
    ],
)
def test_whatever_is_wrong_has_a_name(row: Row | None, events: list[Event], fault: str) -> None:
    verdict = judged({KEY: TOLD}, {KEY: row} if row else {}, events)

    assert not verdict.is_clean
    assert verdict.wrong[fault]


@pytest.mark.parametrize(
    ("row", "events", "is_unnoted"),
    [
        (replace(HERE, event_id=None), [THERE], True),
        (replace(HERE, event_id=None), [], False),
        (replace(HERE, event_from=TEN - HALF), [THERE], True),
        (replace(CANCELLED, event_id="e1"), [], True),
        (replace(CANCELLED, event_id="e1"), [THERE], False),
        (HERE, [THERE], False),
    ],
)
def test_a_write_that_nobody_has_taken_note_of_is_seen(
    row: Row, events: list[Event], *, is_unnoted: bool
) -> None:
    assert unnoted({KEY: replace(row, state="pending")}, events) == ([KEY] if is_unnoted else [])


def test_the_clocks_are_changed_on_the_days_that_are_booked(tmp_path: Path) -> None:
    with zone.changed_clocks(tmp_path, date(2027, 12, 31)):
        changed = ZoneInfo(zone.NAME)
        hours = [datetime(2027, 12, 31, tzinfo=UTC) + timedelta(hours=hour) for hour in range(48)]
        shown = [hour.astimezone(changed).hour for hour in hours]

    assert shown == [0, 1, *range(3, 24), 0, 1, 2, 2, *range(3, 24)][:48]
    assert ZoneInfo(zone.NAME) is not changed
