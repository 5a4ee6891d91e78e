"""Availability through the API: one day, many users' days, why not."""

import httpx

from frontdesk.assembly import Services
from tests.conftest import Account


async def test_a_free_day_offers_the_grid_of_the_users_hours(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/bookings/availability", json={"date": "2026-12-01"})).json()

    assert answer["available"]
    assert answer["slots"][0] == "09:00"
    assert answer["slots"][-1] == "16:30"
    assert answer["startTimes"][0] == "2026-12-01T09:00:00-05:00"
    assert answer["degraded"] is False


async def test_the_day_is_the_askers(client: httpx.AsyncClient) -> None:
    asked = {"date": "2026-12-01", "timezone": "Asia/Tokyo"}

    answer = (await client.post("/bookings/availability", json=asked)).json()

    # Monday 10:00-10:30 in New York is past midnight, Tuesday, in Tokyo; nine to five ends at seven there.
    assert answer["slots"][0] == "00:00"
    assert answer["slots"][-1] == "23:30"
    assert "08:00" not in answer["slots"]


async def test_a_closed_day_says_so(client: httpx.AsyncClient) -> None:
    sunday = (await client.post("/bookings/availability", json={"date": "2026-12-06"})).json()
    gone = (await client.post("/bookings/availability", json={"date": "2020-12-01"})).json()

    assert sunday["available"] is False
    assert sunday["reason"] == "No availability on this day."
    assert gone["reason"] == "That day has already passed."


async def test_all_reasons_against_a_time_are_told(client: httpx.AsyncClient) -> None:
    await client.post("/bookings", json={"date": "2026-12-01", "time": "14:00"})

    told = (
        await client.post("/bookings/availability/explain", json={"date": "2026-12-01", "time": "13:40"})
    ).json()
    free = (
        await client.post("/bookings/availability/explain", json={"date": "2026-12-01", "time": "09:00"})
    ).json()

    assert told["available"] is False
    assert [reason["code"] for reason in told["reasons"]] == ["OFF_GRID", "BUSY"]
    assert free == {"available": True, "reasons": []}


async def test_a_time_that_the_clocks_skip_is_refused(client: httpx.AsyncClient) -> None:
    asked = {"date": "2027-03-14", "time": "02:30"}

    refused = await client.post("/bookings/availability/explain", json=asked)

    assert refused.status_code == 422
    assert refused.json()["error"] == "NONEXISTENT_TIME"


async def test_bulk_answers_for_everyone_on_every_day(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    other, _ = await services.tenancy.create_user(account.sub_account_id, "m@example.com", role="member")
    await client.post("/bookings", json={"date": "2026-12-01", "time": "09:00"})

    answer = await client.post("/bookings/availability/bulk", json={"from": "2026-12-01", "to": "2026-12-02"})

    results = {(one["userId"], one["date"]): one for one in answer.json()["results"]}
    assert len(results) == 4
    assert "09:00" not in results[account.user_id, "2026-12-01"]["slots"]
    assert "09:00" in results[account.user_id, "2026-12-02"]["slots"]
    assert "09:00" in results[other, "2026-12-01"]["slots"]


async def test_bulk_refuses_more_than_ten_thousand_user_days(client: httpx.AsyncClient) -> None:
    asked = {"from": "2026-01-01", "to": "2199-12-31"}

    refused = await client.post("/bookings/availability/bulk", json=asked)

    assert refused.status_code == 422
    assert "10,000" in refused.json()["message"]


async def test_changed_hours_are_offered_at_once(client: httpx.AsyncClient) -> None:
    await client.post("/bookings/availability", json={"date": "2026-12-01"})

    hours = {"slots": [{"day": 2, "start": "12:00", "end": "13:00"}], "slotDuration": 60}
    await client.patch("/users/me", json={"bookingsTime": hours})
    answer = (await client.post("/bookings/availability", json={"date": "2026-12-01"})).json()

    assert answer["slots"] == ["12:00"]
