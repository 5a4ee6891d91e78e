"""The worker's side against the simulator, over real HTTP with the real adapter."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from frontdesk.assembly import Services, assembled
from frontdesk.bookings.outside_events import mark_of
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.bookings.sync import TryAgain
from frontdesk.calendars.credentials import Credentials
from frontdesk.clock import FixedClock
from frontdesk.reading import read_date, read_time
from tests.calendars.simulation import Simulation, simulate
from tests.conftest import Account, TestServer, with_changes


@pytest.fixture
async def simulation() -> AsyncIterator[Simulation]:
    async with simulate() as running:
        running.add_calendar("event", "event")
        yield running


@pytest.fixture
async def reaching(
    services: Services, server: TestServer, clock: FixedClock, simulation: Simulation
) -> AsyncIterator[Services]:
    """The services, reaching for the simulator; nobody waits for the worker."""
    chosen = with_changes(services.settings, ghl_base_url=simulation.base_url)
    async with assembled(chosen, server.app, clock=clock) as reaching:
        reaching.bookings._desk = replace(reaching.bookings._desk, patience_seconds=0.0)
        yield reaching


async def booked(services: Services, account: Account, *, token: str) -> Booking:
    await services.connections.connect(
        account.sub_account_id, Credentials(token), location_id="loc", event_kind="block_slot"
    )
    user = await services.tenancy.user(account.owner, account.user_id)
    await services.tenancy.update_user(account.owner, replace(user, calendar_id="event", location_id="loc"))
    when = WallTime(read_date("2026-12-01"), read_time("14:00"))
    request = BookingRequest(user_id=account.user_id, when=when)
    return await services.bookings.create(account.owner, request, actor=Actor("user"))


async def synced(services: Services, account: Account, booking: Booking) -> Booking:
    await services.sync.run(booking.sub_account_id, booking.id)
    return await services.bookings.by_id(account.owner, booking.id)


async def test_a_booking_becomes_one_block(
    reaching: Services, account: Account, simulation: Simulation
) -> None:
    booking = await synced(reaching, account, await booked(reaching, account, token=simulation.token))

    [event] = simulation.state.events.values()
    assert (booking.status, booking.external_event_id) == ("confirmed", event.id)
    assert (event.starts_at, event.ends_at) == (booking.starts_at, booking.ends_at)
    assert event.title.endswith(mark_of(booking))


async def test_a_token_that_is_not_accepted_fails_the_push_and_is_not_repeated(
    reaching: Services, account: Account, simulation: Simulation
) -> None:
    booking = await synced(reaching, account, await booked(reaching, account, token="pit-hunter2"))

    assert (booking.status, booking.external_state) == ("pending", "failed")
    assert booking.external_error is not None
    assert "does not accept the token" in booking.external_error
    assert "hunter2" not in booking.external_error
    assert not simulation.state.events


@pytest.mark.parametrize("fault", ["dropReply", "reset", "malformed"])
async def test_an_answer_that_never_came_leads_to_one_block(
    reaching: Services, account: Account, simulation: Simulation, fault: str
) -> None:
    match = '{"method": "POST", "path": "/calendars/events/*"}'
    simulation.break_with(f'[{{"match": {match}, "times": 1, "then": {{"{fault}": true}}}}]')
    booking = await booked(reaching, account, token=simulation.token)

    with pytest.raises(TryAgain):
        await synced(reaching, account, booking)
    booking = await synced(reaching, account, booking)

    [event] = simulation.state.events.values()
    assert (booking.status, booking.external_event_id) == ("confirmed", event.id)
