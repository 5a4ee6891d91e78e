"""What a caller is told about a time that cannot be booked."""

from datetime import UTC, date, datetime, timedelta

import pytest

from frontdesk.availability.explain import Reason, explain
from frontdesk.availability.rules import Known, ReasonCode
from frontdesk.availability.slots import Slot
from tests.availability.front_door import NOW, at, between, plan, reasons


def test_all_reasons_are_told_at_once() -> None:
    of = plan(
        minimumNoticeMinutes=3000, bufferMinutes=15, maxBookingsPerDay=1, bookingWindowDays=0, slotDuration=20
    )
    known = Known(
        NOW, busy=(between("11:50", "12:00"), between("12:15", "13:00")), booking_starts=(at("11:50"),)
    )
    assert set(reasons("11:45", of, known)) == {
        "MINIMUM_NOTICE",
        "BOOKING_WINDOW",
        "OUTSIDE_HOURS",
        "OFF_GRID",
        "BUSY",
        "BUFFER",
        "DAILY_LIMIT",
    }


def everything_wrong() -> dict[ReasonCode, Reason]:
    known = Known(NOW, busy=(between("10:00", "10:30"), between("11:10", "11:20")), booking_starts=(NOW,))
    closed = {"date": "2026-12-03", "slots": [{"start": "09:00", "end": "10:00"}]}
    of = plan(
        minimumNoticeMinutes=90,
        bufferMinutes=15,
        bookingWindowDays=3,
        maxBookingsPerDay=1,
        dateOverrides=[closed],
    )
    times = [
        at("07:00", date(2026, 11, 30)),
        at("09:00", date(2026, 11, 30)),
        at("09:00", date(2026, 12, 9)),
        at("15:00"),
        at("10:00", date(2026, 12, 3)),
        at("10:40"),
        at("10:00"),
    ]
    return {reason.code: reason for start in times for reason in explain(of, known, start=start)}


def test_every_code_has_a_sentence_for_customers() -> None:
    found = everything_wrong()
    assert set(found) == set(ReasonCode)
    assert all(reason.message.endswith(".") for reason in found.values())


def test_reasons_carry_what_a_program_needs() -> None:
    found = {code.value: reason.as_object() for code, reason in everything_wrong().items()}
    assert found["MINIMUM_NOTICE"]["earliest"] == "2026-11-30T14:30:00Z"
    assert found["BOOKING_WINDOW"]["bookableBefore"] == "2026-12-04T05:00:00Z"
    assert found["DATE_OVERRIDE"]["date"] == "2026-12-03"
    assert found["BUSY"] == {"code": "BUSY", "message": "This time is already taken."}


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (datetime.min.replace(tzinfo=UTC), "PAST_DATE"),
        (datetime.max.replace(tzinfo=UTC), "BOOKING_WINDOW"),
    ],
)
def test_instants_at_the_ends_of_the_calendar_are_explained_like_others(start: datetime, code: str) -> None:
    assert code in [reason.code.value for reason in explain(plan(), Known(NOW), start=start)]


def test_instants_without_a_zone_are_refused_everywhere() -> None:
    naive = datetime(2026, 12, 1, 9)  # noqa: DTZ001 -- the point
    with pytest.raises(ValueError, match="needs a zone"):
        explain(plan(), Known(NOW), start=naive)
    with pytest.raises(ValueError, match="needs a zone"):
        Known(naive)
    with pytest.raises(ValueError, match="needs a zone"):
        Slot(naive, naive + timedelta(minutes=30))
