"""The simulator's own surface and its life inside a program."""

import asyncio
from datetime import UTC, datetime

import httpx
import pytest

from frontdesk.calendars.simulator import SimulatorState, create_app, running, seed_demo, serve
from frontdesk.clock import FixedClock
from tests.calendars.simulation import NOW, VERSION, Simulation, bare

CONTROL = "/_simulator"


async def test_a_whole_location_can_be_set_up_and_used(simulation: Simulation) -> None:
    async with bare(simulation.base_url) as http:
        location = (await http.post(f"{CONTROL}/locations", json={"timezone": "Europe/Berlin"})).json()["id"]
        hours = [{"daysOfTheWeek": [1, 2, 3, 4, 5], "open": "09:00", "close": "24:00"}]
        calendar = (
            await http.post(
                f"{CONTROL}/calendars",
                json={"locationId": location, "openHours": hours, "slotDuration": 60, "slotInterval": 60},
            )
        ).json()["id"]
        token = (await http.post(f"{CONTROL}/tokens", json={"locationId": location})).json()["token"]

        monday = {"startDate": 1795993200000, "endDate": 1796079600000}
        answer = await http.get(
            f"/calendars/{calendar}/free-slots",
            params=monday,
            headers={"Authorization": f"Bearer {token}", "Version": VERSION},
        )

    assert token.startswith("pit-")
    assert answer.json()["2026-11-30"]["slots"][0] == "2026-11-30T09:00:00+01:00"
    assert answer.json()["2026-11-30"]["slots"][-1] == "2026-11-30T23:00:00+01:00"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("locations", {"timezone": "Mars/Base"}, 422),
        ("locations", {"timezone": "UTC", "color": "red"}, 400),
        ("calendars", {"locationId": "loc", "openHours": [], "slotDuration": 0}, 400),
        ("calendars", {"locationId": "nowhere", "openHours": []}, 404),
        (
            "calendars",
            {"locationId": "loc", "openHours": [{"daysOfTheWeek": [7], "open": "9:00", "close": "10:00"}]},
            422,
        ),
        ("tokens", {"locationId": "nowhere"}, 404),
    ],
)
async def test_a_wrong_seed_is_refused(
    simulation: Simulation, path: str, body: dict[str, object], status: int
) -> None:
    async with bare(simulation.base_url) as http:
        assert (await http.post(f"{CONTROL}/{path}", json=body)).status_code == status


async def test_an_owners_yes_gives_a_code_for_the_callback(simulation: Simulation) -> None:
    app = {"clientId": "app", "clientSecret": "secret", "locationId": "loc"}

    async with bare(simulation.base_url) as http:
        code = (await http.post(f"{CONTROL}/installs", json=app)).json()["code"]
        form = {"client_id": "app", "client_secret": "secret", "grant_type": "authorization_code"}
        answer = await http.post("/oauth/token", data=form | {"code": code})

    assert answer.status_code == 200


async def test_events_of_all_kinds_are_listed(simulation: Simulation, api: httpx.AsyncClient) -> None:
    block = {"locationId": "loc", "calendarId": "event", "title": "Visit"}
    times = {"startTime": "2026-12-01T10:00:00-05:00", "endTime": "2026-12-01T11:00:00-05:00"}
    await api.post("/calendars/events/block-slots", json=block | times)

    (event,) = (await api.get(f"{CONTROL}/events")).json()["events"]

    assert (event["kind"], event["title"]) == ("block", "Visit")
    assert event["startTime"] == times["startTime"]


async def test_faults_are_set_and_ended_while_it_runs(simulation: Simulation, api: httpx.AsyncClient) -> None:
    rules = [{"then": {"status": 429, "body": {"statusCode": 429, "message": "slow"}}}]

    wrong = await api.put(f"{CONTROL}/faults", json=[{"then": {"status": 7}}])
    await api.put(f"{CONTROL}/faults", json=rules)
    broken = (await api.get("/calendars/?locationId=loc")).status_code
    await api.put(f"{CONTROL}/faults", json=[])
    mended = (await api.get("/calendars/?locationId=loc")).status_code

    assert wrong.status_code == 422
    assert "then.status" in wrong.json()["message"][0]
    assert (broken, mended) == (429, 200)


async def test_the_request_log_tells_what_was_asked_without_credentials(
    simulation: Simulation, api: httpx.AsyncClient
) -> None:
    await api.get("/calendars/?locationId=loc")

    listed = await api.get(f"{CONTROL}/requests")
    await api.delete(f"{CONTROL}/requests")

    (entry,) = listed.json()["requests"]
    assert (entry["method"], entry["path"], entry["query"]) == ("GET", "/calendars/", "locationId=loc")
    assert (entry["status"], entry["version"], entry["fault"]) == (200, VERSION, None)
    assert simulation.token not in listed.text
    assert (await api.get(f"{CONTROL}/requests")).json()["requests"] == []


async def test_the_demo_seed_is_open_wide_and_has_a_new_token_each_time() -> None:
    state = SimulatorState()
    seed = seed_demo(state)
    async with running(create_app(state, FixedClock(NOW))) as base_url:
        headers = {"Authorization": f"Bearer {seed.token}", "Version": VERSION}
        async with bare(base_url, headers) as http:
            saturday = {"startDate": 1796446800000, "endDate": 1796533200000}
            days = (await http.get(f"/calendars/{seed.calendar_id}/free-slots", params=saturday)).json()

    assert len(days["2026-12-05"]["slots"]) == 28
    assert seed_demo(SimulatorState()).token != seed.token
    assert seed.token not in repr(seed)


async def test_a_port_that_is_taken_is_an_error(simulation: Simulation) -> None:
    app = create_app(SimulatorState(), FixedClock(NOW))
    port = int(simulation.base_url.rpartition(":")[2])

    with pytest.raises(OSError, match="in use"):
        await serve(app, "127.0.0.1", port)


async def test_leaving_the_block_ends_the_server_even_with_a_connection_open_and_an_answer_due() -> None:
    state = SimulatorState()
    async with bare() as http:
        async with running(create_app(state, FixedClock(datetime(2026, 1, 1, tzinfo=UTC)))) as base_url:
            await http.put(f"{base_url}{CONTROL}/faults", json=[{"then": {"latencySeconds": 600}}])
            waiting = asyncio.create_task(http.get(f"{base_url}/calendars/"))
            while not state.requests.entries:  # noqa: ASYNC110 -- nobody is told when a request comes
                await asyncio.sleep(0)

        with pytest.raises(httpx.TransportError):
            await waiting
        with pytest.raises(httpx.ConnectError):
            await http.get(f"{base_url}{CONTROL}/health")
