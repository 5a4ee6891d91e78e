"""Hours are tried before they are saved."""

from typing import Any

import httpx

from frontdesk.assembly import Services
from tests.conftest import make_account

TUESDAY = {"from": "2026-12-01", "to": "2026-12-01"}
LATE = {"slots": [{"day": 2, "start": "18:00", "end": "20:00"}], "slotDuration": 60}


async def preview(client: httpx.AsyncClient, hours: dict[str, Any], **more: Any) -> httpx.Response:
    body = {"bookingsTime": hours, **TUESDAY, **more}
    return await client.post("/bookings/availability/preview", json=body)


async def test_the_slots_are_those_of_the_hours_that_are_tried(client: httpx.AsyncClient) -> None:
    [day] = (await preview(client, LATE)).json()["results"]

    assert day["slots"] == ["18:00", "19:00"]


async def test_what_is_booked_counts_and_nothing_is_saved(client: httpx.AsyncClient) -> None:
    await client.post("/bookings", json={"date": "2026-12-01", "time": "09:00"})
    before = (await client.get("/users/me")).json()
    early = {"slots": [{"day": 2, "start": "08:30", "end": "10:30"}]}

    [day] = (await preview(client, early)).json()["results"]

    assert day["slots"] == ["08:30", "10:00"]  # no buffer is tried, but the booking was made with one
    assert (await client.get("/users/me")).json() == before


async def test_hours_that_make_no_sense_are_refused_by_field(client: httpx.AsyncClient) -> None:
    answer = await preview(client, {"slots": [{"day": 2, "start": "18:00", "end": "17:00"}]})

    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == ["bookingsTime.slots[0].end"]


async def test_a_strangers_calendar_cannot_be_tried(client: httpx.AsyncClient, services: Services) -> None:
    stranger = await make_account(services)

    assert (await preview(client, LATE, userId=stranger.user_id)).status_code == 404
