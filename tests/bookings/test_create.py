"""Booking a time through the API."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx

from frontdesk.bookings.request import instants_of
from tests.conftest import Account

TUESDAY_AT_TWO = {"date": "2026-12-01", "time": "14:00"}


async def test_a_free_time_becomes_a_confirmed_booking_when_no_calendar_is_connected(
    client: httpx.AsyncClient, account: Account
) -> None:
    answer = await client.post("/bookings", json={**TUESDAY_AT_TWO, "subject": "Roofing Consultation"})

    booking = answer.json()
    assert answer.status_code == 201
    assert booking["status"] == "confirmed"
    assert booking["startsAt"] == "2026-12-01T19:00:00Z"
    assert booking["details"]["timezone"] == "America/New_York"
    assert booking["externalSync"] == {"state": "none", "error": None}
    assert booking["regularUserId"] == account.user_id


async def test_a_time_just_taken_is_refused_with_what_is_still_free(client: httpx.AsyncClient) -> None:
    await client.post("/bookings", json=TUESDAY_AT_TWO)

    refusal = await client.post("/bookings", json=TUESDAY_AT_TWO)

    assert refusal.status_code == 409
    assert refusal.json()["error"] == "SLOT_UNAVAILABLE"
    assert "13:00" in refusal.json()["availableSlots"]
    assert not {"13:30", "14:00", "14:30"} & set(refusal.json()["availableSlots"])


def test_an_instant_is_told_by_a_clock_that_is_never_changed() -> None:
    new_york = ZoneInfo("America/New_York")
    before_the_gap = datetime(2027, 3, 14, 1, 30, tzinfo=new_york)

    [instant] = instants_of(before_the_gap, new_york)

    assert (instant, instant.tzinfo) == (before_the_gap, UTC)
