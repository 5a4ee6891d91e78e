"""Calls keep to what the other side allows, over all processes."""

import asyncio
import time
from contextlib import suppress
from datetime import timedelta

import pytest

from frontdesk.assembly import Services
from frontdesk.calendars.pace import Allowance, Pace, in_background, read_allowance
from frontdesk.calendars.port import CalendarUnreachable
from frontdesk.clock import FixedClock, SystemClock

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


async def test_what_an_answer_allows_is_gone_by_for_a_while(services: Services, clock: FixedClock) -> None:
    one = pace(services, Waits())
    await one.heed(LIMITS | {"X-RateLimit-Max": "1000"})

    assert await spend(one, most=400) >= 390

    clock.instant += timedelta(minutes=11)
    assert await spend(one, most=400) <= 40


@pytest.mark.parametrize(("processes", "idle"), [(6, 0.9), (20, 0.09)])
async def test_no_window_sees_more_than_is_granted_however_many_processes_there_are(
    services: Services, processes: int, idle: float
) -> None:
    """Each process takes tokens for later, idles for that share of an interval, and then is greedy."""
    interval = 2.0
    paces = [Pace(services.db, SystemClock(), "greedy") for _ in range(processes)]
    for one in paces:
        await one.heed(LIMITS | {"X-RateLimit-Interval-Milliseconds": str(int(interval * 1000))})
    calls: list[float] = []

    async def call(one: Pace) -> None:
        await one.take()
        calls.append(time.monotonic())

    async def greedy(one: Pace, until: float) -> None:
        while time.monotonic() < until:
            with suppress(CalendarUnreachable):  # on a slow machine some wait too long, and are turned away
                await call(one)

    await asyncio.gather(*(call(one) for one in paces))
    await asyncio.sleep(interval * idle)
    until = time.monotonic() + interval * 1.2
    await asyncio.gather(*(greedy(one, until) for one in paces))

    most = max(sum(begin <= call < begin + interval for call in calls) for begin in calls)
    assert 60 <= most <= 100


async def test_an_exhausted_interval_or_day_is_told_with_how_long(services: Services) -> None:
    for header, seconds in (("X-RateLimit-Remaining", 10), ("X-RateLimit-Daily-Remaining", 600)):
        one = pace(services, Waits(), header)
        await one.heed(LIMITS | {header: "0"})

        with pytest.raises(CalendarUnreachable) as caught:
            await one.take()
        assert caught.value.retry_after_seconds == pytest.approx(seconds, abs=1)


async def test_that_nothing_is_left_is_known_to_all_processes_until_it_is_over(services: Services) -> None:
    told, other = pace(services, Waits()), pace(services, Waits())
    await told.take()
    await told.heed(LIMITS | {"X-RateLimit-Daily-Remaining": "0"})

    assert await spend(other) == 0

    await let_pass(services)
    assert (await spend(told), await spend(other)) != (0, 0)


async def test_the_last_of_the_day_is_for_those_who_wait_in_all_processes(services: Services) -> None:
    told, other = pace(services, Waits()), pace(services, Waits())
    await told.take()
    await told.heed(LIMITS | {"X-RateLimit-Daily-Remaining": "9000"})

    for one in (told, other):
        with in_background(), pytest.raises(CalendarUnreachable) as caught:
            await one.take()
        assert caught.value.retry_after_seconds == pytest.approx(600, abs=1)
        await one.take()


async def test_the_background_is_let_in_again_after_a_while(services: Services) -> None:
    one = pace(services, Waits())
    await one.take()
    await one.heed(LIMITS | {"X-RateLimit-Daily-Remaining": "9000"})

    await let_pass(services)

    with in_background():
        await one.take()


async def test_a_missing_count_of_the_day_says_nothing(services: Services) -> None:
    one = pace(services, Waits())
    await one.heed({name: value for name, value in LIMITS.items() if "Daily-Remaining" not in name})

    with in_background():
        await one.take()


async def test_the_background_does_not_use_what_was_taken_for_those_who_wait(services: Services) -> None:
    one = pace(services, Waits())
    await spend(pace(services, Waits()), most=24)

    await one.take()

    with in_background():
        assert await spend(one, most=5) == 0


async def test_while_the_day_runs_out_its_answers_cost_no_query_each(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = pace(services, Waits())
    low = LIMITS | {"X-RateLimit-Daily-Remaining": "9000"}
    await one.heed(low)

    monkeypatch.setattr(services.db, "untenanted", None)
    await one.heed(low)


async def let_pass(services: Services) -> None:
    """Let a pause end."""
    async with services.db.untenanted() as connection:
        await connection.execute("UPDATE rate_buckets SET paused_until = now(), spared_until = now()")


def test_headers_that_are_missing_or_nonsense_mean_what_is_documented() -> None:
    assert read_allowance({}) == Allowance()
    assert read_allowance({"X-RateLimit-Max": "many", "X-RateLimit-Remaining": "-1"}) == Allowance()
    assert read_allowance(LIMITS) == Allowance(100, 10.0, 60, 200_000, 199_000)
