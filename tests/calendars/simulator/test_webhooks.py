"""What the simulator tells unasked: signed, about every change, and with the vendor's poor manners."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from litestar import Litestar as App
from litestar import Request, Response, post

from frontdesk.calendars.gohighlevel.webhooks import WebhookDoor
from frontdesk.calendars.simulator import oauth, running
from tests.calendars.simulation import Simulation

APPOINTMENTS = "/calendars/events/appointments"
TEN = "2026-12-01T10:00:00-05:00"


@dataclass
class Ear:
    """An address that webhooks come to, and what it answers, in order; 200 in the end."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    ear = Ear()

    @post("/hook")
    async def hear(request: Request) -> Response:
        ear.heard.append((dict(request.headers), await request.body()))
        return Response(None, status_code=ear.answers.pop(0) if ear.answers else 200)

    async with running(App([hear], openapi_config=None)) as base_url:
        ear.url = f"{base_url}/hook"
        yield ear


async def book(simulation: Simulation, api: httpx.AsyncClient) -> str:
    made = await api.post("/contacts/upsert", json={"locationId": "loc", "email": "lee@example.com"})
    contact_id = made.json()["contact"]["id"]
    body = {"calendarId": "event", "locationId": "loc", "contactId": contact_id, "startTime": TEN}
    return str((await api.post(APPOINTMENTS, json=body)).json()["id"])


async def test_every_change_of_an_appointment_and_a_contact_is_told(
    simulation: Simulation, api: httpx.AsyncClient, ear: Ear
) -> None:
    simulation.state.webhooks.url = ear.url
    event_id = await book(simulation, api)
    await api.put(f"{APPOINTMENTS}/{event_id}", json={"appointmentStatus": "cancelled"})
    await api.request("DELETE", f"/calendars/events/{event_id}", json={})
    await simulation.state.webhooks.settle()

    told = [json.loads(each.body) for each in simulation.state.webhooks.deliveries]
    assert [news["type"] for news in told] == [
        "ContactCreate", "AppointmentCreate", "AppointmentUpdate", "AppointmentDelete",
    ]  # fmt: skip
    assert told[2]["appointment"]["appointmentStatus"] == "cancelled"
    assert {news["locationId"] for news in told} == {"loc"}
    assert sorted(body for _, body in ear.heard) == sorted(
        each.body for each in simulation.state.webhooks.deliveries
    )


async def test_a_contact_that_did_not_change_is_not_told(
    simulation: Simulation, api: httpx.AsyncClient
) -> None:
    for _ in range(2):
        await api.post("/contacts/upsert", json={"locationId": "loc", "email": "lee@example.com"})

    assert len(simulation.state.webhooks.deliveries) == 1


async def test_our_own_door_takes_what_is_signed_with_the_simulators_key(
    simulation: Simulation, api: httpx.AsyncClient, ear: Ear
) -> None:
    simulation.state.webhooks.url = ear.url
    event_id = await book(simulation, api)
    await simulation.state.webhooks.settle()

    key = simulation.state.webhooks.public_key
    hints = [WebhookDoor([key], client_id=None).open(body, headers) for headers, body in ear.heard]

    assert {hint.subject_id for hint in hints if hint.kind == "event"} == {event_id}
    assert len({hint.delivery_id for hint in hints}) == 2


@pytest.mark.parametrize(("answers", "sent"), [([429, 429], 3), ([500], 1), ([200], 1)])
async def test_only_too_many_requests_brings_a_delivery_again(
    simulation: Simulation, api: httpx.AsyncClient, ear: Ear, answers: list[int], sent: int
) -> None:
    webhooks = simulation.state.webhooks
    webhooks.url, webhooks.retry_seconds, ear.answers = ear.url, 0.0, answers

    await api.post("/contacts/upsert", json={"locationId": "loc", "email": "lee@example.com"})
    await webhooks.settle()

    assert len(ear.heard) == sent
    assert len({body for _, body in ear.heard}) == 1


async def test_deliveries_can_be_lost_and_doubled(
    simulation: Simulation, api: httpx.AsyncClient, ear: Ear
) -> None:
    answer = await api.put("/_simulator/webhooks", json={"url": ear.url, "repeats": 1.0})
    await api.post("/contacts/upsert", json={"locationId": "loc", "email": "lee@example.com"})
    await simulation.state.webhooks.settle()
    assert (answer.status_code, len(ear.heard)) == (200, 2)

    await api.put("/_simulator/webhooks", json={"url": ear.url, "loss": 1.0})
    await api.post("/contacts/upsert", json={"locationId": "loc", "email": "kim@example.com"})
    await simulation.state.webhooks.settle()
    assert len(ear.heard) == 2

    listed = (await api.get("/_simulator/webhooks")).json()["deliveries"]
    assert [each["statuses"] for each in listed] == [[200, 200], []]


async def test_installing_and_uninstalling_are_told_and_uninstalling_ends_tokens(
    simulation: Simulation, api: httpx.AsyncClient
) -> None:
    app = {"clientId": "app1-x", "clientSecret": "secret"}
    code = (await api.post("/_simulator/installs", json={**app, "locationId": "loc"})).json()["code"]
    form = {
        "client_id": "app1-x",
        "client_secret": "secret",
        "grant_type": "authorization_code",
        "code": code,
    }
    token = oauth.give_tokens(simulation.state, form, now=simulation.clock.now())["access_token"]

    await api.post("/_simulator/uninstalls", json={"locationId": "loc"})

    kinds = [json.loads(each.body) for each in simulation.state.webhooks.deliveries]
    assert [(each["type"], each["appId"], each["locationId"]) for each in kinds] == [
        ("INSTALL", "app1", "loc"),
        ("UNINSTALL", "app1", "loc"),
    ]
    assert token not in simulation.state.tokens
    assert simulation.token in simulation.state.tokens
