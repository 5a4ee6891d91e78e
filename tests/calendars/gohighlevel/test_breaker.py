"""What does not answer is given a rest, and tried again carefully."""

from datetime import UTC, datetime, timedelta

import pytest

from frontdesk.calendars.gohighlevel.breaker import FAILURES_TO_OPEN, FIRST_REST, LONGEST_REST, Breaker
from frontdesk.calendars.port import CalendarUnreachable
from tests.calendars.simulation import Simulation, bare

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def opened() -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN):
        breaker.admit(NOW)
        breaker.failed(NOW)
    return breaker


def test_it_opens_after_so_many_failures_in_a_row_and_says_for_how_long() -> None:
    breaker = opened()

    with pytest.raises(CalendarUnreachable) as caught:
        breaker.admit(NOW + timedelta(seconds=4))

    assert caught.value.retry_after_seconds == 6


def test_an_answer_in_between_starts_the_count_anew() -> None:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN * 3):
        breaker.failed(NOW)
        breaker.succeeded()

    breaker.admit(NOW)


def test_after_the_rest_one_call_tries_and_the_others_wait_for_it() -> None:
    breaker = opened()
    later = NOW + FIRST_REST

    breaker.admit(later)
    with pytest.raises(CalendarUnreachable):
        breaker.admit(later)
    breaker.succeeded()
    breaker.admit(later)


def test_a_try_that_fails_doubles_the_rest_up_to_its_longest() -> None:
    breaker, now, rests = opened(), NOW, []
    for _ in range(6):
        now = breaker.resting_until or now
        breaker.admit(now)
        assert breaker.failed(now)
        rests.append(((breaker.resting_until or now) - now).total_seconds())

    assert rests == [20, 40, 80, LONGEST_REST.total_seconds(), 120, 120]


def test_a_try_that_is_called_off_leaves_room_for_another() -> None:
    breaker = opened()
    breaker.admit(NOW + FIRST_REST)
    breaker.gave_up()

    breaker.admit(NOW + FIRST_REST)


async def test_a_location_that_is_down_is_not_asked_any_more(simulation: Simulation) -> None:
    simulation.break_with('[{"then": {"status": 503}}]')
    async with bare() as http:
        client = simulation.client(http)
        for _ in range(8):
            with pytest.raises(CalendarUnreachable):
                await client.calendars("loc")

    assert simulation.state.requests.count("GET", "/calendars/") == FAILURES_TO_OPEN


async def test_a_clear_no_is_an_answer(simulation: Simulation) -> None:
    async with bare() as http:
        client = simulation.client(http)
        for _ in range(FAILURES_TO_OPEN * 2):
            with pytest.raises(Exception, match="does not have"):
                await client.calendar("nowhere")

    assert simulation.state.requests.count("GET", "/calendars/nowhere") == FAILURES_TO_OPEN * 2
