"""A calendar that refused is tried again when its settings change."""

import asyncio
from typing import Any

import httpx

from frontdesk.assembly import assembled, jobs_running
from frontdesk.calendars.simulator import SimulatorState, create_app, running, seed_demo
from frontdesk.clock import FixedClock
from frontdesk.settings import Settings
from tests.conftest import TestServer, app_around, client_of, make_account, with_changes

PATIENCE_SECONDS = 10.0


async def test_a_refused_booking_reaches_the_calendar_once_the_token_is_right(
    server: TestServer, settings: Settings, clock: FixedClock
) -> None:
    state = SimulatorState()
    seed = seed_demo(state)
    async with running(create_app(state, clock)) as base_url:
        chosen = with_changes(settings, ghl_base_url=base_url)
        async with assembled(chosen, server.app, clock=clock) as services, jobs_running(services):
            account = await make_account(services)
            async with client_of(app_around(services), account.headers) as client:
                await connect(client, token="pit-wrong", location_id=seed.location_id)
                places = {"calendarId": seed.calendar_id, "locationId": seed.location_id}
                await client.patch("/users/me", json=places)
                booked = await client.post("/bookings", json={"date": "2026-12-01", "time": "14:00"})
                await connect(client, token=seed.token, location_id=seed.location_id)
                final = await synced(client, booked.json()["id"])

    assert (booked.json()["status"], booked.json()["externalSync"]["state"]) == ("pending", "failed")
    assert final["status"] == "confirmed"
    assert len(state.events) == 1


async def connect(client: httpx.AsyncClient, *, token: str, location_id: str) -> None:
    answer = await client.put(
        "/integrations/gohighlevel",
        json={"privateIntegrationToken": token, "locationId": location_id},
    )
    assert answer.status_code == 200, answer.text


async def synced(client: httpx.AsyncClient, booking_id: int) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            booking: dict[str, Any] = (await client.get(f"/bookings/{booking_id}")).json()
            if booking["externalSync"]["state"] == "synced":
                return booking
            await asyncio.sleep(0.02)
