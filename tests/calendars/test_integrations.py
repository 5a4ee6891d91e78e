"""Connecting an outside calendar, and what is never shown of it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from frontdesk.assembly import Services, assembled
from frontdesk.clock import FixedClock
from tests.calendars.simulation import Simulation
from tests.conftest import Account, TestServer, app_around, client_of, with_changes

PATH = "/integrations/gohighlevel"
TOKEN = "pit-hunter2-hunter2"


@pytest.fixture
async def simulated(
    services: Services, server: TestServer, clock: FixedClock, simulation: Simulation
) -> AsyncIterator[Services]:
    """The services, reaching for the simulator."""
    chosen = with_changes(services.settings, ghl_base_url=simulation.base_url)
    async with assembled(chosen, server.app, clock=clock) as reaching:
        yield reaching


async def test_a_connection_is_shown_without_its_token(client: httpx.AsyncClient) -> None:
    made = await client.put(PATH, json={"privateIntegrationToken": TOKEN, "locationId": "loc"})
    shown = await client.get(PATH)

    assert made.status_code == 200
    assert shown.json() == made.json()
    assert shown.json()["locationId"] == "loc"
    assert shown.json()["eventKind"] == "block_slot"
    assert "hunter2" not in made.text + shown.text


async def test_the_token_is_not_readable_in_the_database(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    await client.put(PATH, json={"privateIntegrationToken": TOKEN})

    async with services.db.tenant(account.sub_account_id) as connection:
        sealed = await connection.fetchval("SELECT credentials FROM integrations")
    assert b"hunter2" not in sealed


async def test_connecting_again_takes_the_place_of_what_was(
    client: httpx.AsyncClient, clock: FixedClock
) -> None:
    before = (await client.put(PATH, json={"privateIntegrationToken": TOKEN, "locationId": "old"})).json()
    clock.instant += timedelta(hours=1)

    after = (await client.put(PATH, json={"privateIntegrationToken": TOKEN, "locationId": "new"})).json()

    assert after["connectedAt"] == before["connectedAt"]
    assert after["locationId"] == "new"
    assert after["updatedAt"] > before["updatedAt"]


async def test_disconnecting_forgets_the_token(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    await client.put(PATH, json={"privateIntegrationToken": TOKEN})

    assert (await client.delete(PATH)).status_code == 204
    assert (await client.get(PATH)).status_code == 404
    assert (await client.delete(PATH)).status_code == 404
    async with services.db.tenant(account.sub_account_id) as connection:
        assert await connection.fetchval("SELECT credentials FROM integrations") == b""


async def test_the_locations_calendars_are_listed(
    simulated: Services, simulation: Simulation, account: Account
) -> None:
    async with client_of(app_around(simulated), account.headers) as client:
        await client.put(PATH, json={"privateIntegrationToken": simulation.token, "locationId": "loc"})
        listed = (await client.get(f"{PATH}/calendars")).json()["calendars"]

    assert {one["id"] for one in listed} == {"event", "robin", "personal"}


async def test_a_calendar_service_that_says_no_is_a_bad_gateway_without_the_token(
    simulated: Services, account: Account
) -> None:
    async with client_of(app_around(simulated), account.headers) as client:
        await client.put(PATH, json={"privateIntegrationToken": TOKEN, "locationId": "loc"})
        refusal = await client.get(f"{PATH}/calendars")

    assert refusal.status_code == 502
    assert refusal.json()["error"] == "GHL_API_ERROR"
    assert "token" in refusal.json()["message"]
    assert "hunter2" not in refusal.text


async def test_calendars_of_no_location_cannot_be_listed(client: httpx.AsyncClient) -> None:
    await client.put(PATH, json={"privateIntegrationToken": TOKEN})

    refusal = await client.get(f"{PATH}/calendars")

    assert (refusal.status_code, refusal.json()["error"]) == (409, "NO_LOCATION_ID")


@pytest.mark.parametrize(
    ("missing", "error"), [("calendarId", "NO_CALENDAR_ID"), ("locationId", "NO_LOCATION_ID")]
)
async def test_a_user_whose_part_is_not_set_cannot_be_booked(
    client: httpx.AsyncClient, missing: str, error: str
) -> None:
    await client.put(PATH, json={"privateIntegrationToken": TOKEN})
    await client.patch("/users/me", json={"calendarId": "cal", "locationId": "loc", missing: None})

    refusal = await client.post("/bookings", json={"date": "2026-12-01", "time": "14:00"})

    assert (refusal.status_code, refusal.json()["error"]) == (409, error)
    assert (await client.get("/bookings")).json()["bookings"] == []


async def test_credentials_whose_key_is_gone_ask_for_the_key(
    services: Services, server: TestServer, clock: FixedClock, account: Account, client: httpx.AsyncClient
) -> None:
    await client.put(PATH, json={"privateIntegrationToken": TOKEN, "locationId": "loc"})
    await client.patch("/users/me", json={"calendarId": "cal", "locationId": "loc"})
    other_key = replace(services.settings, secret_keys=(b"n" * 32,))

    async with (
        assembled(other_key, server.app, clock=clock) as after,
        client_of(app_around(after), account.headers) as later,
    ):
        refusal = await later.post("/bookings", json={"date": "2026-12-01", "time": "14:00"})

    assert (refusal.status_code, refusal.json()["error"]) == (502, "GHL_API_ERROR")
    assert "FRONTDESK_SECRET_KEYS" in refusal.json()["message"]
