"""What is offered can be booked and what is not cannot, through the API, in any zone, on any day."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frontdesk.assembly import Services
from tests.conftest import make_account

LAW = settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ZONES = st.sampled_from(
    ["America/New_York", "Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kathmandu", "Australia/Sydney"]
)
# Ordinary days, and the days on which New York and Sydney change their clocks.
DAYS = st.sampled_from(["2026-12-01", "2027-03-14", "2027-11-07", "2027-04-04", "2027-10-03"])
HOURS = st.fixed_dictionaries(
    {
        "slots": st.sampled_from(
            [
                [{"day": day, "start": "00:00", "end": "24:00"} for day in range(7)],
                [{"day": day, "start": "01:15", "end": "06:00"} for day in range(7)],
            ]
        ),
        "slotDuration": st.sampled_from([20, 30, 60]),
        "slotInterval": st.sampled_from([15, 30, 45]),
        "bufferMinutes": st.sampled_from([0, 10]),
        "maxBookingsPerDay": st.sampled_from([2, 50]),
    }
)
CLOCKS = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 15, 30, 40]))


async def fresh(
    services: Services, client: httpx.AsyncClient, zone: str, hours: dict[str, Any]
) -> dict[str, str]:
    """Return the credential of a new user with these hours."""
    headers = (await make_account(services, timezone=zone)).headers
    answer = await client.patch("/users/me", json={"bookingsTime": hours}, headers=headers)
    assert answer.status_code == 200, answer.text
    return headers


async def offers(client: httpx.AsyncClient, headers: dict[str, str], day: str, zone: str) -> dict[str, Any]:
    asked = {"date": day, "timezone": zone}
    answer: dict[str, Any] = (await client.post("/bookings/availability", json=asked, headers=headers)).json()
    return answer


@LAW
@given(own=ZONES, asker=ZONES, day=DAYS, hours=HOURS, choice=st.integers(0, 10**6), by_wall=st.booleans())
async def test_what_is_offered_can_be_booked(
    *, client: httpx.AsyncClient, services: Services, own: str, asker: str, day: str,
    hours: dict[str, Any], choice: int, by_wall: bool,
) -> None:  # fmt: skip
    headers = await fresh(services, client, own, hours)

    for number in range(3):
        answer = await offers(client, headers, day, asker)
        if not answer["slots"]:
            assert number > 0
            break
        at = (choice + number * 7919) % len(answer["slots"])
        wanted = (
            {"date": day, "time": answer["slots"][at], "timezone": asker}
            if by_wall
            else {"startsAt": answer["startTimes"][at], "timezone": asker}
        )
        booked = await client.post("/bookings", json=wanted, headers=headers)
        assert booked.status_code == 201, (wanted, booked.text)
        assert booked.json()["details"]["time"][:5] == answer["slots"][at]


@LAW
@given(own=ZONES, asker=ZONES, day=DAYS, hours=HOURS, clocks=st.lists(CLOCKS, min_size=4, max_size=4))
async def test_what_is_called_free_can_be_booked_and_nothing_else(
    *, client: httpx.AsyncClient, services: Services, own: str, asker: str, day: str,
    hours: dict[str, Any], clocks: list[str],
) -> None:  # fmt: skip
    headers = await fresh(services, client, own, hours)

    for clock in clocks:
        wanted = {"date": day, "time": clock, "timezone": asker}
        told = await client.post("/bookings/availability/explain", json=wanted, headers=headers)
        before = await offers(client, headers, day, asker)
        booked = await client.post("/bookings", json=wanted, headers=headers)

        if told.status_code == 422:
            assert told.json()["error"] == booked.json()["error"] == "NONEXISTENT_TIME"
        elif told.json()["available"]:
            assert booked.status_code == 201, (wanted, booked.text)
            assert clock in before["slots"]
        else:
            assert booked.json()["error"] == "SLOT_UNAVAILABLE"
            assert clock not in before["slots"]
            assert booked.json()["availableSlots"] == before["slots"]


ALL_NIGHT = {
    "slots": [{"day": day, "start": "00:00", "end": "05:00"} for day in range(7)],
    "slotDuration": 30,
}


@pytest.mark.parametrize(
    ("zone", "day", "at"),
    [("America/New_York", "2027-03-14", "02:30"), ("Australia/Sydney", "2027-10-03", "02:00")],
)
async def test_a_time_that_the_clocks_skip_is_neither_offered_nor_booked(
    client: httpx.AsyncClient, services: Services, zone: str, day: str, at: str
) -> None:
    headers = await fresh(services, client, zone, ALL_NIGHT)

    answer = await offers(client, headers, day, zone)
    refused = await client.post("/bookings", json={"date": day, "time": at}, headers=headers)

    assert at not in answer["slots"]
    assert (refused.status_code, refused.json()["error"]) == (422, "NONEXISTENT_TIME")


@pytest.mark.parametrize(
    ("zone", "day", "at", "offsets"),
    [
        ("America/New_York", "2027-11-07", "01:30", ["-04:00", "-05:00"]),
        ("Australia/Sydney", "2027-04-04", "02:30", ["+11:00", "+10:00"]),
    ],
)
async def test_a_time_that_occurs_twice_is_offered_and_booked_twice(
    client: httpx.AsyncClient, services: Services, zone: str, day: str, at: str, offsets: list[str]
) -> None:
    headers = await fresh(services, client, zone, ALL_NIGHT)
    wanted = [f"{day}T{at}:00{offset}" for offset in offsets]

    answer = await offers(client, headers, day, zone)
    booked = [await client.post("/bookings", json={"startsAt": one}, headers=headers) for one in wanted[::-1]]
    again = await client.post("/bookings", json={"date": day, "time": at}, headers=headers)

    assert [one for one in answer["startTimes"] if one[11:16] == at] == wanted
    assert [one.status_code for one in booked] == [201, 201]
    assert {one.json()["details"]["time"] for one in booked} == {f"{at}:00"}
    assert again.json()["error"] == "SLOT_UNAVAILABLE"


async def test_a_doubled_time_asked_for_by_the_clock_is_the_first_that_is_free(
    client: httpx.AsyncClient, services: Services
) -> None:
    headers = await fresh(services, client, "America/New_York", ALL_NIGHT)
    wanted = {"date": "2027-11-07", "time": "01:30"}

    booked = [await client.post("/bookings", json=wanted, headers=headers) for _ in range(3)]

    assert [one.status_code for one in booked] == [201, 201, 409]
    starts = [datetime.fromisoformat(one.json()["startsAt"]) for one in booked[:2]]
    assert starts[1] - starts[0] == timedelta(hours=1)


async def test_a_day_in_kiritimati_is_mostly_the_day_before_in_honolulu(
    client: httpx.AsyncClient, services: Services
) -> None:
    nine_to_five = {"slots": [{"day": 1, "start": "09:00", "end": "17:00"}], "slotDuration": 60}
    headers = await fresh(services, client, "Pacific/Honolulu", nine_to_five)

    answer = await offers(client, headers, "2026-12-08", "Pacific/Kiritimati")
    booked = await client.post("/bookings", json={"startsAt": answer["startTimes"][0]}, headers=headers)

    assert answer["slots"] == [f"{hour:02}:00" for hour in range(9, 17)]
    assert booked.json()["details"]["date"] == "2026-12-07"
    assert booked.json()["details"]["time"] == "09:00:00"
