"""So many requests in ten seconds for each location, and then 429 until the interval is over."""

from datetime import UTC, datetime, timedelta

import httpx

from frontdesk.calendars.simulator.limits import RateLimit
from tests.calendars.simulation import NEW_YORK, Simulation

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIST = "/calendars/?locationId=loc"


def test_the_hundred_and_first_request_is_one_too_many_and_the_next_interval_starts_anew() -> None:
    limit = RateLimit()

    within = [limit.take("loc", NOON) for _ in range(101)]

    assert within == [True] * 100 + [False]
    assert limit.headers("loc")["X-RateLimit-Remaining"] == "0"
    assert not limit.take("loc", NOON + timedelta(seconds=9.999))
    assert limit.take("loc", NOON + timedelta(seconds=10))


def test_a_day_has_its_own_limit() -> None:
    limit = RateLimit(requests=200_001, interval_milliseconds=86_400_000)

    within = [limit.take("loc", NOON) for _ in range(200_001)]

    assert within.count(False) == 1
    assert limit.take("loc", NOON + timedelta(days=1))


async def test_too_many_requests_are_answered_with_429_until_the_interval_is_over(
    simulation: Simulation, api: httpx.AsyncClient
) -> None:
    simulation.state.rate_limit.requests = 2

    answers = [(await api.get(LIST)).status_code for _ in range(3)]
    simulation.clock.instant += timedelta(seconds=10)

    assert answers == [200, 200, 429]
    assert (await api.get(LIST)).status_code == 200


async def test_one_location_does_not_use_up_anothers_requests(simulation: Simulation) -> None:
    simulation.state.rate_limit.requests = 1
    simulation.state.add_location(NEW_YORK, id="other")
    other = simulation.state.add_private_token("other")

    async with simulation.api() as mine, simulation.api(token=other) as theirs:
        assert (await mine.get(LIST)).status_code == 200
        assert (await mine.get(LIST)).status_code == 429
        assert (await theirs.get("/calendars/?locationId=other")).status_code == 200
