"""Free slots as the vendor tells them."""

import httpx
import pytest

from tests.calendars.simulation import Simulation, local

TUESDAY = "2026-12-01"


def milliseconds(text: str) -> int:
    return int(local(text).timestamp() * 1000)


async def ask(api: httpx.AsyncClient, calendar_id: str = "event", **query: str | int) -> httpx.Response:
    range_: dict[str, str | int] = {
        "startDate": milliseconds(f"{TUESDAY} 00:00"),
        "endDate": milliseconds("2026-12-02 00:00"),
    }
    return await api.get(f"/calendars/{calendar_id}/free-slots", params=range_ | query)


async def starts(api: httpx.AsyncClient, calendar_id: str = "event", **query: str | int) -> list[str]:
    days = (await ask(api, calendar_id, **query)).json()
    return [slot[11:16] for day in days.values() if isinstance(day, dict) for slot in day["slots"]]


async def block(api: httpx.AsyncClient, start: str, end: str, **owner: str) -> None:
    times = {"startTime": f"{TUESDAY}T{start}:00-05:00", "endTime": f"{TUESDAY}T{end}:00-05:00"}
    answer = await api.post("/calendars/events/block-slots", json={"locationId": "loc", **times, **owner})
    assert answer.status_code == 201


async def test_slots_come_by_day_with_their_offset_and_a_trace_id_beside_the_days(
    api: httpx.AsyncClient,
) -> None:
    answer = (await ask(api)).json()

    assert set(answer) == {TUESDAY, "traceId"}
    assert answer[TUESDAY]["slots"][0] == "2026-12-01T09:00:00-05:00"
    assert answer[TUESDAY]["slots"][-1] == "2026-12-01T16:30:00-05:00"


async def test_days_are_those_of_the_zone_asked_for(api: httpx.AsyncClient) -> None:
    answer = (await ask(api, timezone="Asia/Tokyo")).json()

    assert set(answer) == {"2026-12-01", "2026-12-02", "traceId"}
    assert answer["2026-12-01"]["slots"][0] == "2026-12-01T23:00:00+09:00"


async def test_a_day_without_slots_is_absent(api: httpx.AsyncClient) -> None:
    saturday, sunday = milliseconds("2026-12-05 00:00"), milliseconds("2026-12-07 00:00")

    assert set((await ask(api, startDate=saturday, endDate=sunday)).json()) == {"traceId"}


async def test_dates_instead_of_milliseconds_are_a_422(api: httpx.AsyncClient) -> None:
    answer = await ask(api, startDate="2026-12-01")

    assert answer.status_code == 422
    assert answer.json()["message"] == ["startDate must be a number conforming to the specified constraints"]


@pytest.mark.parametrize(("days", "status"), [("2027-01-01", 200), ("2027-01-02", 400)])
async def test_more_than_31_days_are_refused(api: httpx.AsyncClient, days: str, status: int) -> None:
    answer = await ask(api, endDate=milliseconds(f"{days} 00:00"))

    assert answer.status_code == status


async def test_what_is_past_is_not_free(simulation: Simulation, api: httpx.AsyncClient) -> None:
    simulation.clock.instant = local(f"{TUESDAY} 15:10")

    assert await starts(api) == ["15:30", "16:00", "16:30"]


async def test_a_block_takes_every_slot_it_touches(api: httpx.AsyncClient) -> None:
    await block(api, "09:45", "16:15", calendarId="event")

    assert await starts(api) == ["09:00", "16:30"]


async def test_a_person_blocked_is_busy_on_all_their_calendars(
    simulation: Simulation, api: httpx.AsyncClient
) -> None:
    simulation.add_calendar("other", "personal", team=("cyd",))
    await block(api, "09:00", "16:30", assignedUserId="cyd")

    assert await starts(api, "personal") == ["16:30"]
    assert await starts(api, "other") == ["16:30"]
    assert len(await starts(api, "event")) == 16


async def test_a_round_robin_is_free_while_anyone_is_and_a_collective_while_everyone_is(
    simulation: Simulation, api: httpx.AsyncClient
) -> None:
    simulation.add_calendar("together", "collective", team=("ann", "bob"))
    await block(api, "09:00", "16:30", assignedUserId="bob")

    assert len(await starts(api, "robin")) == 16
    assert await starts(api, "robin", userId="bob") == ["16:30"]
    assert await starts(api, "together") == ["16:30"]
