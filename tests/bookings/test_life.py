"""A booking's whole life through the API: held, moved, edited, ended, and what history says of it."""

from datetime import timedelta

import httpx
import pytest

from frontdesk.clock import FixedClock
from tests.conftest import Account

TUESDAY_AT_TWO = {"date": "2026-12-01", "time": "14:00"}


async def book(client: httpx.AsyncClient, **members: object) -> dict[str, object]:
    answer = await client.post("/bookings", json={**TUESDAY_AT_TWO, **members})
    assert answer.status_code == 201, answer.text
    booking: dict[str, object] = answer.json()
    return booking


async def test_a_hold_takes_its_time_until_it_expires(client: httpx.AsyncClient, clock: FixedClock) -> None:
    held = await client.post("/bookings/holds", json={**TUESDAY_AT_TWO, "ttlSeconds": 300})
    refused = await client.post("/bookings", json=TUESDAY_AT_TWO)
    clock.instant += timedelta(seconds=300)
    booked = await client.post("/bookings", json=TUESDAY_AT_TWO)

    assert held.json()["status"] == "held"
    assert refused.json()["error"] == "SLOT_UNAVAILABLE"
    assert booked.status_code == 201
    assert (await client.get(f"/bookings/{held.json()['id']}")).json()["status"] == "cancelled"


async def test_a_hold_becomes_a_booking(client: httpx.AsyncClient) -> None:
    held = (await client.post("/bookings/holds", json=TUESDAY_AT_TWO)).json()

    booked = await client.post("/bookings", json={"holdId": held["id"], "subject": "Roof"})

    assert booked.status_code == 201
    assert booked.json()["id"] == held["id"]
    assert booked.json()["status"] == "confirmed"
    assert booked.json()["details"]["subject"] == "Roof"


async def test_a_hold_keeps_its_type_and_words_unless_told_otherwise(client: httpx.AsyncClient) -> None:
    asked = {**TUESDAY_AT_TWO, "bookingType": "call", "subject": "Roof", "notes": "Two storeys"}
    held = (await client.post("/bookings/holds", json=asked)).json()

    booked = (await client.post("/bookings", json={"holdId": held["id"], "notes": "Three"})).json()

    assert booked["bookingType"] == "call"
    assert (booked["details"]["subject"], booked["details"]["notes"]) == ("Roof", "Three")


async def test_an_expired_hold_is_refused(client: httpx.AsyncClient, clock: FixedClock) -> None:
    held = (await client.post("/bookings/holds", json={**TUESDAY_AT_TWO, "ttlSeconds": 10})).json()
    clock.instant += timedelta(seconds=10)

    refused = await client.post("/bookings", json={"holdId": held["id"]})

    assert refused.status_code == 409
    assert refused.json()["error"] == "HOLD_EXPIRED"


async def test_a_move_frees_the_old_time_and_takes_the_new_one(client: httpx.AsyncClient) -> None:
    booking = await book(client)

    moved = await client.patch(f"/bookings/{booking['id']}", json={"date": "2026-12-02", "time": "10:00"})

    assert moved.json()["startsAt"] == "2026-12-02T15:00:00Z"
    assert (await client.post("/bookings", json=TUESDAY_AT_TWO)).status_code == 201
    again = await client.post("/bookings", json={"date": "2026-12-02", "time": "10:00"})
    assert again.json()["error"] == "SLOT_UNAVAILABLE"


async def test_a_move_onto_a_taken_time_leaves_the_booking_where_it_was(client: httpx.AsyncClient) -> None:
    booking, _ = await book(client), await book(client, time="16:00")

    refused = await client.patch(f"/bookings/{booking['id']}", json={"time": "16:00"})

    assert refused.json()["error"] == "SLOT_UNAVAILABLE"
    assert "14:00" not in refused.json()["availableSlots"] or refused.json()["availableSlots"]
    assert (await client.get(f"/bookings/{booking['id']}")).json()["startsAt"] == "2026-12-01T19:00:00Z"


async def test_a_booking_may_move_by_less_than_its_own_length(
    client: httpx.AsyncClient, account: Account
) -> None:
    await client.patch("/users/me", json={"bookingsTime": {
        "slots": [{"day": 2, "start": "09:00", "end": "17:00"}], "slotDuration": 60, "slotInterval": 15,
    }})  # fmt: skip
    booking = await book(client)

    moved = await client.patch(f"/bookings/{booking['id']}", json={"time": "14:15"})

    assert moved.status_code == 200, moved.text
    assert moved.json()["details"]["time"] == "14:15:00"


async def test_status_moves_follow_the_table(client: httpx.AsyncClient) -> None:
    booking = await book(client)
    path = f"/bookings/{booking['id']}"

    assert (await client.patch(path, json={"status": "completed"})).json()["status"] == "completed"
    for wanted in ("confirmed", "cancelled", "held", "pending"):
        refused = await client.patch(path, json={"status": wanted})
        assert refused.status_code == 409
        assert refused.json()["error"] == "INVALID_TRANSITION"


async def test_history_tells_who_did_what(client: httpx.AsyncClient, account: Account) -> None:
    booking = await book(client)
    path = f"/bookings/{booking['id']}"
    await client.patch(path, json={"time": "15:00"})
    await client.patch(path, json={"notes": "Bring a ladder"})
    await client.request("DELETE", path, json={"reason": "rain"})

    events = (await client.get(f"{path}/history")).json()["events"]

    assert [(event["to"], event["reason"]) for event in events] == [
        ("confirmed", None), ("confirmed", "rescheduled"), ("confirmed", "edited"), ("cancelled", "rain"),
    ]  # fmt: skip
    assert all(event["actor"] == {"kind": "user", "id": account.user_id} for event in events)
    assert events[1]["changes"]["startsAt"][1].startswith("2026-12-01T20:00:00")


async def test_a_hold_may_be_confirmed_like_any_booking(client: httpx.AsyncClient) -> None:
    held = (await client.post("/bookings/holds", json=TUESDAY_AT_TWO)).json()

    booked = await client.patch(f"/bookings/{held['id']}", json={"status": "confirmed"})

    assert booked.json()["status"] == "confirmed"
    events = (await client.get(f"/bookings/{held['id']}/history")).json()["events"]
    assert [event["to"] for event in events] == ["held", "confirmed"]


@pytest.mark.parametrize("change", [{"status": "confirmed"}, {"time": "15:00"}])
async def test_an_expired_hold_can_be_neither_confirmed_nor_moved(
    client: httpx.AsyncClient, clock: FixedClock, change: dict[str, str]
) -> None:
    held = (await client.post("/bookings/holds", json={**TUESDAY_AT_TWO, "ttlSeconds": 10})).json()
    clock.instant += timedelta(seconds=10)

    refused = await client.patch(f"/bookings/{held['id']}", json=change)

    assert refused.status_code == 409
    assert refused.json()["error"] == "HOLD_EXPIRED"
