"""Reading one event back at its source, by its id."""

import httpx
import pytest

from frontdesk.calendars.port import ContactFacts, EventDraft
from frontdesk.calendars.simulator import wire
from tests.calendars.oauth_world import OAuthWorld
from tests.calendars.simulation import local, target

EVENTS = "/integrations/gohighlevel/events"
TEN = local("2026-12-01 10:00")
ELEVEN = local("2026-12-01 11:00")


@pytest.fixture
async def connected(oauth: OAuthWorld) -> OAuthWorld:
    await oauth.connect()
    await oauth.browser.patch("/users/me", json={"calendarId": "event", "locationId": "loc"})
    return oauth


async def test_an_appointment_is_read_as_it_is_now(connected: OAuthWorld) -> None:
    adapter = await connected.adapter()
    contact = await adapter.upsert_contact("loc", ContactFacts(email="lee@example.com"))
    draft = EventDraft("appointment", "Visit", TEN, ELEVEN, contact.contact_id, notes="Mind the dog.")
    event_id = await adapter.create_event(target("event"), draft)
    await adapter.cancel_event(event_id, kind="appointment")

    shown = (await connected.browser.get(f"{EVENTS}/{event_id}")).json()

    assert (shown["id"], shown["eventKind"], shown["status"]) == (event_id, "appointment", "cancelled")
    assert (shown["startsAt"], shown["endsAt"]) == ("2026-12-01T15:00:00Z", "2026-12-01T16:00:00Z")
    assert (shown["contactId"], shown["notes"]) == (contact.contact_id, "Mind the dog.")


async def test_the_block_of_a_booking_is_read_too(connected: OAuthWorld) -> None:
    body = {"date": "2026-12-01", "time": "14:00", "subject": "Roof"}
    booking = (await connected.browser.post("/bookings", json=body)).json()
    await connected.services.sync.run(connected.account.sub_account_id, booking["id"])
    event_id = (await connected.browser.get(f"/bookings/{booking['id']}")).json()["externalEventId"]

    shown = (await connected.browser.get(f"{EVENTS}/{event_id}")).json()

    assert (shown["eventKind"], shown["startsAt"]) == ("block_slot", "2026-12-01T19:00:00Z")
    assert shown["title"].startswith("Roof (frontdesk")


async def test_a_block_whose_times_cannot_be_read_is_neither_missing_nor_written_again(
    connected: OAuthWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = {"date": "2026-12-01", "time": "14:00", "subject": "Roof"}
    booking = (await connected.browser.post("/bookings", json=body)).json()
    await connected.services.sync.run(connected.account.sub_account_id, booking["id"])
    [event_id] = connected.simulation.state.events
    as_it_is = wire.event_json
    monkeypatch.setattr(wire, "event_json", lambda event, zone: as_it_is(event, zone) | {"endTime": ""})

    shown = await connected.browser.get(f"{EVENTS}/{event_id}")
    found = await connected.services.comparing.compare(
        connected.account.sub_account_id, connected.account.user_id
    )

    assert (shown.status_code, shown.json()["error"]) == (502, "GHL_API_ERROR")
    assert "times" in shown.json()["message"]
    assert found == []
    async with connected.services.db.tenant(connected.account.sub_account_id) as connection:
        assert await connection.fetchval("SELECT external_state FROM bookings") == "synced"


async def test_an_event_of_somebody_else_without_its_times_is_left_out(
    connected: OAuthWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    adapter = await connected.adapter()
    await adapter.create_event(target("event"), EventDraft("block", "Lunch", TEN, ELEVEN))
    as_it_is = wire.event_json
    monkeypatch.setattr(wire, "event_json", lambda event, zone: as_it_is(event, zone) | {"endTime": ""})

    assert await adapter.find_events(target("event"), start=TEN, end=ELEVEN) == []


async def test_what_is_not_there_is_not_found(connected: OAuthWorld) -> None:
    answer = await connected.browser.get(f"{EVENTS}/never-was")

    assert (answer.status_code, answer.json()["error"]) == (404, "NOT_FOUND")


async def test_a_calendar_service_that_is_down_is_a_bad_gateway(connected: OAuthWorld) -> None:
    connected.simulation.break_with('[{"then": {"status": 401, "body": {"message": "scope"}}}]')

    answer = await connected.browser.get(f"{EVENTS}/some-event")

    assert (answer.status_code, answer.json()["error"]) == (502, "GHL_API_ERROR")


async def test_without_a_connection_there_are_no_events(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"{EVENTS}/some-event")).status_code == 404
