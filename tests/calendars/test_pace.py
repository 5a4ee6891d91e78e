"""Calls keep to what the other side allows, over all processes."""

import asyncio

import pytest

from frontdesk.assembly import Services
from frontdesk.calendars.pace import Allowance, Pace, in_background, read_allowance
from frontdesk.calendars.port import CalendarUnreachable

LIMITS = {
    "X-RateLimit-Limit-Daily": "200000",
    "X-RateLimit-Daily-Remaining": "199000",
    "X-RateLimit-Interval-Milliseconds": "10000",
    "X-RateLimit-Max": "100",
    "X-RateLimit-Remaining": "60",
}


class Waits(list[float]):
    """Notes what would have been waited, and waits a little."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        raise Enough


class Enough(Exception):
    """The first wait has come."""


def pace(services: Services, waits: Waits, location: str = "loc") -> Pace:
    return Pace(services.db, services.clock, location, sleep=waits)


async def spend(one: Pace, most: int = 200) -> int:
    """Take as many turns as there are without waiting."""
    for taken in range(most):
        try:
            await one.take()
        except (Enough, CalendarUnreachable):
            return taken
    return most


async def test_processes_share_one_bucket(services: Services) -> None:
    processes = [pace(services, Waits()) for _ in range(4)]

    spent = await asyncio.gather(*(spend(one) for one in processes))

    # 40 at once; the bucket refills by the real clock while this runs.
    assert 40 <= sum(spent) < 70


async def test_an_empty_bucket_is_waited_for_briefly(services: Services) -> None:
    waits = Waits()

    await spend(pace(services, waits))

    assert 0 < waits[0] < 0.5


async def test_locations_do_not_share(services: Services) -> None:
    await spend(pace(services, Waits()))

    assert await spend(pace(services, Waits(), "other")) >= 40


async def test_the_background_leaves_a_reserve_to_those_who_wait(services: Services) -> None:
    one, other = pace(services, Waits()), pace(services, Waits())

    with in_background():
        behind = await spend(one)
    before = await spend(other)

    assert 25 <= behind < 40
    assert before >= 15


async def test_what_an_answer_allows_is_gone_by(services: Services) -> None:
    one = pace(services, Waits())
    one.heed(LIMITS | {"X-RateLimit-Max": "1000"})

    assert await spend(one, most=400) == 400


async def test_an_exhausted_interval_or_day_is_told_with_how_long(services: Services) -> None:
    for header, seconds in (("X-RateLimit-Remaining", 10), ("X-RateLimit-Daily-Remaining", 600)):
        one = pace(services, Waits(), header)
        one.heed(LIMITS | {header: "0"})

        with pytest.raises(CalendarUnreachable) as caught:
            await one.take()
        assert caught.value.retry_after_seconds == seconds


async def test_the_last_of_the_day_is_for_those_who_wait(services: Services) -> None:
    one = pace(services, Waits())
    one.heed(LIMITS | {"X-RateLimit-Daily-Remaining": "9000"})

    with in_background(), pytest.raises(CalendarUnreachable):
        await one.take()
    await one.take()


def test_headers_that_are_missing_or_nonsense_mean_what_is_documented() -> None:
    assert read_allowance({}) == Allowance()
    assert read_allowance({"X-RateLimit-Max": "many", "X-RateLimit-Remaining": "-1"}) == Allowance()
    assert read_allowance(LIMITS) == Allowance(100, 10.0, 60, 200_000, 199_000)
