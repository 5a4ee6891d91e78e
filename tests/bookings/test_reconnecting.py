"""What was booked and changed while nothing was connected reaches the calendar once something is."""

from datetime import timedelta

import pytest

from frontdesk.assembly import Services
from frontdesk.bookings.repository import Booking
from frontdesk.calendars.connections import EventKind
from frontdesk.calendars.port import ExternalEvent
from frontdesk.clock import FixedClock
from tests.bookings.outside import CELLS, Outside
from tests.conftest import Account


@pytest.fixture(params=["block_slot", "appointment"])
def event_kind(request: pytest.FixtureRequest) -> EventKind:
    kind: EventKind = request.param
    return kind


@pytest.fixture
async def outside(services: Services, account: Account, clock: FixedClock, event_kind: EventKind) -> Outside:
    outside = Outside(services, account, clock)
    await outside.connect(event_kind)
    return outside


@pytest.fixture
async def booking(outside: Outside) -> Booking:
    """A booking with its event at 14:00, and nothing is connected any more."""
    booking = await outside.sync(await outside.book(lead_id=await outside.lead()))
    await outside.services.connections.disconnect(outside.account.sub_account_id)
    outside.clock.instant += timedelta(minutes=1)
    return booking


async def reconnected(outside: Outside, event_kind: EventKind) -> list[tuple[str, bool]]:
    """Connect again and compare; returns what was found."""
    outside.clock.instant += timedelta(minutes=1)
    await outside.connect(event_kind)
    ids = (outside.account.sub_account_id, outside.account.user_id)
    return [(one.code, one.is_mended) for one in await outside.services.comparing.compare(*ids)]


def standing(outside: Outside) -> list[ExternalEvent]:
    return [event for event in outside.calendar.events.values() if event.takes_time]


async def test_a_move_made_meanwhile_is_made_over_there(
    outside: Outside, booking: Booking, event_kind: EventKind
) -> None:
    told = await outside.move(booking, "15:00")
    assert (told.status, told.external_state) == ("confirmed", "none")

    assert await reconnected(outside, event_kind) == [("unpushed", True)]
    booking = await outside.sync(booking)

    [event] = standing(outside)
    assert (event.event_id, event.starts_at) == (booking.external_event_id, told.starts_at)
    assert (booking.starts_at, booking.external_state) == (told.starts_at, "synced")


async def test_what_was_booked_meanwhile_is_written(
    outside: Outside, booking: Booking, event_kind: EventKind
) -> None:
    made = await outside.book("10:00", lead_id=booking.lead_id)

    assert await reconnected(outside, event_kind) == [("unpushed", True)]
    made = await outside.sync(made)

    assert (made.status, made.external_state) == ("confirmed", "synced")
    assert {event.starts_at for event in standing(outside)} == {booking.starts_at, made.starts_at}


@pytest.mark.parametrize("has_moved", [False, True])
async def test_what_was_cancelled_meanwhile_is_called_off(
    outside: Outside, booking: Booking, event_kind: EventKind, has_moved: bool
) -> None:
    if has_moved:
        await outside.move(booking, "15:00")
    cancelled = await outside.sync(await outside.cancel(booking))
    assert (cancelled.status, cancelled.external_state) == ("cancelled", "none")

    assert await reconnected(outside, event_kind) == [("unpushed", True)]
    await outside.sync(cancelled)

    assert standing(outside) == []


async def test_what_staff_did_meanwhile_is_followed_if_nothing_was_done_here(
    outside: Outside, booking: Booking, event_kind: EventKind
) -> None:
    outside.calendar.put(standing(outside)[0], starts_at=CELLS[2])

    assert await reconnected(outside, event_kind) == [("moved", True)]
    assert (await outside.current(booking)).starts_at == CELLS[2]


async def test_a_confirmed_booking_whose_time_is_gone_over_there_stays_and_is_told(
    outside: Outside, booking: Booking, event_kind: EventKind
) -> None:
    made = await outside.book("10:00", lead_id=booking.lead_id)
    outside.calendar.opening.remove(CELLS[2])

    await reconnected(outside, event_kind)
    made = await outside.sync(made)

    assert (made.status, made.external_state) == ("confirmed", "failed")
    assert made.external_error is not None
    assert await reconnected(outside, event_kind) == [("not_written", False)]
