"""How calls are sent: headers, retries of reads, writes that are sent once."""

from collections.abc import AsyncIterator

import pytest

from frontdesk.calendars.gohighlevel.calendar import GoHighLevelCalendar
from frontdesk.calendars.gohighlevel.client import GoHighLevelClient
from frontdesk.calendars.gohighlevel.transport import Patience
from frontdesk.calendars.port import CalendarRefused, CalendarUnreachable
from tests.calendars.simulation import Simulation, bare, local, target
from tests.calendars.worlds import block

LIST, BLOCKS = "/calendars/", "/calendars/events/block-slots"
HOUR = {"starts_at": local("2026-12-01 10:00"), "ends_at": local("2026-12-01 11:00")}


@pytest.fixture
async def client(simulation: Simulation) -> AsyncIterator[GoHighLevelClient]:
    async with bare() as http:
        yield simulation.client(http)


async def test_every_call_names_itself_and_the_pinned_version(
    client: GoHighLevelClient, simulation: Simulation
) -> None:
    await client.calendars("loc")

    (sent,) = simulation.state.requests.entries
    assert sent.version == "2021-04-15"
    assert sent.user_agent == "frontdesk/0.1.0"


@pytest.mark.parametrize(
    "fault", ['{"status": 500}', '{"status": 503}', '{"dropReply": true}', '{"reset": true}']
)
async def test_a_read_is_tried_again_after_a_passing_failure(
    client: GoHighLevelClient, simulation: Simulation, fault: str
) -> None:
    simulation.break_with(f'[{{"times": 2, "then": {fault}}}]')

    assert len(await client.calendars("loc")) == 3
    assert simulation.state.requests.count("GET", LIST) == 3
    assert simulation.pauses == [0.2, 0.4]


async def test_a_read_is_given_up_after_three_attempts(
    client: GoHighLevelClient, simulation: Simulation
) -> None:
    simulation.break_with('[{"then": {"status": 503}}]')

    with pytest.raises(CalendarUnreachable):
        await client.calendars("loc")
    assert simulation.state.requests.count("GET", LIST) == 3


async def test_a_read_waits_as_long_as_it_is_asked_to(
    client: GoHighLevelClient, simulation: Simulation
) -> None:
    simulation.break_with('[{"times": 1, "then": {"status": 429, "headers": {"Retry-After": "4"}}}]')

    assert await client.calendars("loc")
    assert simulation.pauses == [4.0]


async def test_a_read_waits_one_rate_limit_interval_when_it_is_not_told_how_long(
    client: GoHighLevelClient, simulation: Simulation
) -> None:
    simulation.break_with('[{"times": 1, "then": {"status": 429}}]')

    assert await client.calendars("loc")
    assert simulation.pauses == [10.0]


async def test_a_wait_that_is_too_long_is_left_to_the_caller(
    client: GoHighLevelClient, simulation: Simulation
) -> None:
    simulation.break_with('[{"then": {"status": 429, "headers": {"Retry-After": "600"}}}]')

    with pytest.raises(CalendarUnreachable) as caught:
        await client.calendars("loc")

    assert caught.value.retry_after_seconds == 600
    assert simulation.pauses == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422])
async def test_a_clear_no_is_not_asked_again(
    client: GoHighLevelClient, simulation: Simulation, status: int
) -> None:
    simulation.break_with(f'[{{"then": {{"status": {status}}}}}]')

    with pytest.raises(CalendarRefused):
        await client.calendars("loc")
    assert simulation.state.requests.count("GET", LIST) == 1


def test_jitter_makes_a_pause_longer_by_at_most_half() -> None:
    lazy, eager = Patience(jitter=lambda: 1.0), Patience(jitter=lambda: 0.0)

    assert lazy.pause_after(1, asked_seconds=None) == pytest.approx(0.3)
    assert eager.pause_after(1, asked_seconds=None) == pytest.approx(0.2)
    assert all(0.2 <= (Patience().pause_after(1, asked_seconds=None) or 0) < 0.3 for _ in range(50))


@pytest.mark.parametrize(
    "fault",
    ['{"status": 503}', '{"status": 429}', '{"dropReply": true}', '{"reset": true}', '{"malformed": true}'],
)
async def test_a_write_is_never_sent_twice(
    client: GoHighLevelClient, simulation: Simulation, fault: str
) -> None:
    simulation.break_with(f'[{{"match": {{"method": "POST"}}, "then": {fault}}}]')

    with pytest.raises(CalendarUnreachable):
        await block(GoHighLevelCalendar(client), target("event"), **HOUR, title="Visit")

    assert simulation.state.requests.count("POST", BLOCKS) == 1


async def test_a_deletion_is_never_sent_twice(client: GoHighLevelClient, simulation: Simulation) -> None:
    simulation.break_with('[{"match": {"method": "DELETE"}, "then": {"status": 503}}]')

    with pytest.raises(CalendarUnreachable):
        await client.delete_event("some-id")

    assert simulation.state.requests.count("DELETE", "/calendars/events/some-id") == 1


async def test_a_write_whose_reply_is_lost_has_taken_effect_once_and_can_be_found(
    client: GoHighLevelClient, simulation: Simulation
) -> None:
    calendar = GoHighLevelCalendar(client)
    simulation.break_with('[{"match": {"method": "POST"}, "times": 1, "then": {"dropReply": true}}]')

    with pytest.raises(CalendarUnreachable, match="may or may not have been made"):
        await block(calendar, target("event"), **HOUR, title="Visit")

    (found,) = await calendar.find_events(target("event"), start=HOUR["starts_at"], end=HOUR["ends_at"])
    assert found.title == "Visit"
    assert list(simulation.state.events) == [found.event_id]


async def test_a_write_whose_connection_is_reset_on_arrival_has_no_effect(
    client: GoHighLevelClient, simulation: Simulation
) -> None:
    simulation.break_with('[{"match": {"method": "POST"}, "then": {"reset": true}}]')

    with pytest.raises(CalendarUnreachable):
        await block(GoHighLevelCalendar(client), target("event"), **HOUR, title="Visit")

    assert simulation.state.events == {}


async def test_an_id_is_one_segment_of_the_path_whatever_it_holds(
    client: GoHighLevelClient, simulation: Simulation
) -> None:
    with pytest.raises(CalendarRefused):
        await client.delete_event("../contacts/7?x=1")

    (sent,) = simulation.state.requests.entries
    assert (sent.path, sent.query) == ("/calendars/events/../contacts/7?x=1", "")
