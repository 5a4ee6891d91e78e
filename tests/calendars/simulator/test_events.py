"""Blocks and appointments: the recorded rules, oddities included."""

import asyncio

import httpx
import pytest

from tests.calendars.simulation import Simulation

APPOINTMENTS, BLOCKS = "/calendars/events/appointments", "/calendars/events/block-slots"
TEN = {"startTime": "2026-12-01T10:00:00-05:00"}
HOUR = {"startTime": "2026-12-01T10:00:00-05:00", "endTime": "2026-12-01T11:00:00-05:00"}
# Epoch milliseconds of 2026-12-01, all day in New York, as the listing calls take them.
DAY = {"locationId": "loc", "startTime": "1796101200000", "endTime": "1796187600000"}


@pytest.fixture
async def contact(api: httpx.AsyncClient) -> str:
    answer = await api.post("/contacts/upsert", json={"locationId": "loc", "email": "lee@example.com"})
    return str(answer.json()["contact"]["id"])


def request(contact: str, **change: object) -> dict[str, object]:
    return {"calendarId": "event", "locationId": "loc", "contactId": contact} | TEN | change


async def messages(answer: httpx.Response, status: int) -> list[str] | str:
    assert answer.status_code == status
    found: list[str] | str = answer.json()["message"]
    return found


@pytest.mark.parametrize("calendar_id", ["robin", "personal"])
async def test_only_an_event_calendar_can_itself_be_blocked(api: httpx.AsyncClient, calendar_id: str) -> None:
    answer = await api.post(BLOCKS, json={"locationId": "loc", "calendarId": calendar_id, **HOUR})

    assert await messages(answer, 400) == "The calendar is not an event calendar."


@pytest.mark.parametrize("owner", [{}, {"calendarId": "event", "assignedUserId": "ann"}])
async def test_a_block_is_on_a_calendar_or_on_a_person(api: httpx.AsyncClient, owner: dict[str, str]) -> None:
    answer = await api.post(BLOCKS, json={"locationId": "loc", **HOUR, **owner})

    assert "Either calendarId or assignedUserId" in await messages(answer, 400)


async def test_everything_wrong_with_a_request_is_listed(api: httpx.AsyncClient) -> None:
    answer = await api.post(BLOCKS, json={"calendarId": 5, "color": "red", **HOUR})

    assert await messages(answer, 422) == [
        "property color should not exist",
        "locationId should not be empty",
        "locationId must be a string",
        "calendarId must be a string",
    ]


async def test_a_block_may_lie_on_another_block(simulation: Simulation, api: httpx.AsyncClient) -> None:
    body = {"locationId": "loc", "calendarId": "event", **HOUR}

    assert [(await api.post(BLOCKS, json=body)).status_code for _ in range(2)] == [201, 201]
    assert len(simulation.state.events) == 2


async def test_an_appointment_needs_a_contact(api: httpx.AsyncClient) -> None:
    body = request("x")
    del body["contactId"]

    answer = await api.post(APPOINTMENTS, json=body)

    assert "contactId should not be empty" in await messages(answer, 422)


async def test_a_status_the_vendor_does_not_know_is_a_422(api: httpx.AsyncClient, contact: str) -> None:
    answer = await api.post(APPOINTMENTS, json=request(contact, appointmentStatus="no_show"))

    message = (await messages(answer, 422))[0]
    assert message.startswith("appointmentStatus must be one of the following values: new, confirmed")


async def test_of_many_asking_for_one_slot_at_once_one_gets_it(
    simulation: Simulation, api: httpx.AsyncClient, contact: str
) -> None:
    answers = await asyncio.gather(*(api.post(APPOINTMENTS, json=request(contact)) for _ in range(8)))

    refused = [each for each in answers if each.status_code != 201]
    assert len(refused) == 7
    assert {each.json()["message"] for each in refused} == {
        "The slot you have selected is no longer available."
    }
    assert len(simulation.state.events) == 1


async def test_a_block_refuses_an_appointment_unless_validation_is_ignored(
    api: httpx.AsyncClient, contact: str
) -> None:
    await api.post(BLOCKS, json={"locationId": "loc", "calendarId": "event", **HOUR})

    refused = await api.post(APPOINTMENTS, json=request(contact))
    forced = await api.post(APPOINTMENTS, json=request(contact, ignoreFreeSlotValidation=True))

    assert (refused.status_code, forced.status_code) == (400, 201)


async def test_ignoring_validation_needs_a_person_on_a_team_calendar(
    api: httpx.AsyncClient, contact: str
) -> None:
    body = request(contact, calendarId="robin", ignoreFreeSlotValidation=True)

    assert (await api.post(APPOINTMENTS, json=body)).status_code == 422
    assert (await api.post(APPOINTMENTS, json=body | {"assignedUserId": "bob"})).status_code == 201


async def test_a_person_outside_the_team_is_refused(api: httpx.AsyncClient, contact: str) -> None:
    answer = await api.post(APPOINTMENTS, json=request(contact, calendarId="robin", assignedUserId="cyd"))

    assert await messages(answer, 400) == "The user id not part of calendar team."


async def test_a_time_off_the_grid_is_not_a_slot(api: httpx.AsyncClient, contact: str) -> None:
    answer = await api.post(APPOINTMENTS, json=request(contact, startTime="2026-12-01T10:10:00-05:00"))

    assert answer.status_code == 400


async def test_a_round_robin_gives_the_slot_to_whoever_is_free(api: httpx.AsyncClient, contact: str) -> None:
    body = request(contact, calendarId="robin")

    given = [(await api.post(APPOINTMENTS, json=body)).json().get("assignedUserId") for _ in range(3)]

    assert given == ["ann", "bob", None]


async def test_an_update_without_a_status_resets_it(api: httpx.AsyncClient, contact: str) -> None:
    made = (await api.post(APPOINTMENTS, json=request(contact, appointmentStatus="new"))).json()

    answer = await api.put(f"{APPOINTMENTS}/{made['id']}", json={"title": "Roof"})

    assert made["appointmentStatus"] == "new"
    assert answer.json()["appointmentStatus"] == "confirmed"
    assert answer.json()["title"] == "Roof"


async def test_an_appointment_moves_and_does_not_stand_in_its_own_way(
    api: httpx.AsyncClient, contact: str
) -> None:
    made = (await api.post(APPOINTMENTS, json=request(contact, **HOUR))).json()

    answer = await api.put(f"{APPOINTMENTS}/{made['id']}", json={"startTime": "2026-12-01T10:30:00-05:00"})

    assert answer.json()["startTime"] == "2026-12-01T10:30:00-05:00"
    assert answer.json()["endTime"] == "2026-12-01T11:30:00-05:00"


async def test_a_cancelled_appointment_gives_its_slot_back(api: httpx.AsyncClient, contact: str) -> None:
    made = (await api.post(APPOINTMENTS, json=request(contact))).json()

    await api.put(f"{APPOINTMENTS}/{made['id']}", json={"appointmentStatus": "cancelled"})

    assert (await api.post(APPOINTMENTS, json=request(contact))).status_code == 201
    event = (await api.get(f"{APPOINTMENTS}/{made['id']}")).json()["event"]
    assert event["appointmentStatus"] == "cancelled"


async def test_appointments_and_blocks_are_listed_apart(api: httpx.AsyncClient, contact: str) -> None:
    made = (await api.post(APPOINTMENTS, json=request(contact))).json()
    block = (await api.post(BLOCKS, json={"locationId": "loc", "calendarId": "event", **HOUR})).json()

    events = await api.get("/calendars/events", params=DAY | {"calendarId": "event"})
    blocks = await api.get("/calendars/blocked-slots", params=DAY | {"calendarId": "event"})

    assert [each["id"] for each in events.json()["events"]] == [made["id"]]
    assert [each["id"] for each in blocks.json()["events"]] == [block["id"]]
    assert (await api.get(f"{APPOINTMENTS}/{block['id']}")).status_code == 404


@pytest.mark.parametrize("path", ["/calendars/events", "/calendars/blocked-slots"])
async def test_a_listing_needs_to_know_whose(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(path, params=DAY)

    assert await messages(answer, 422) == ["Either of userId, groupId or calendarId is required"]


async def test_a_deletion_is_a_201_that_succeeded(api: httpx.AsyncClient, contact: str) -> None:
    made = (await api.post(APPOINTMENTS, json=request(contact))).json()

    answer = await api.request("DELETE", f"/calendars/events/{made['id']}", json={})

    assert (answer.status_code, answer.json()["succeeded"]) == (201, True)


async def test_a_contact_with_a_known_email_is_the_same_contact(api: httpx.AsyncClient, contact: str) -> None:
    body = {"locationId": "loc", "email": "lee@example.com", "firstName": "Lee"}

    again = (await api.post("/contacts/upsert", json=body)).json()

    assert (again["new"], again["contact"]["id"]) == (False, contact)
    read = (await api.get(f"/contacts/{contact}")).json()["contact"]
    assert (read["firstName"], read["email"]) == ("Lee", "lee@example.com")


async def test_a_contact_id_may_not_be_sent(api: httpx.AsyncClient) -> None:
    answer = await api.post("/contacts/upsert", json={"locationId": "loc", "id": "mine"})

    assert await messages(answer, 422) == ["property id should not exist"]
