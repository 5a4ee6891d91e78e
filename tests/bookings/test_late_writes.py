"""A write that takes effect after its answer was given up leaves nothing that people were not told."""

from datetime import timedelta

import pytest

from frontdesk.assembly import Services
from frontdesk.bookings import sync_repository
from frontdesk.bookings.outcomes import LANDED_AFTER
from frontdesk.bookings.repository import Booking
from frontdesk.calendars.connections import EventKind
from frontdesk.calendars.port import CalendarUnreachable, ExternalEvent
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


async def book(outside: Outside) -> Booking:
    return await outside.book(lead_id=await outside.lead())


async def sync_unheard(outside: Outside, booking: Booking) -> None:
    """Write what will take effect later."""
    outside.calendar.delaying.append(CalendarUnreachable("The calendar did not answer in time."))
    await outside.sync_in_vain(booking)


async def look_again(outside: Outside, booking: Booking) -> Booking:
    outside.clock.instant += LANDED_AFTER
    return await outside.sync(booking)


async def compared(outside: Outside) -> list[str]:
    ids = (outside.account.sub_account_id, outside.account.user_id)
    await outside.services.outside_times.refresh(*ids)
    return [finding.code for finding in await outside.services.comparing.compare(*ids)]


def standing(outside: Outside) -> list[ExternalEvent]:
    return [event for event in outside.calendar.events.values() if event.takes_time]


async def test_an_event_that_appears_beside_its_second_writing_is_called_off(outside: Outside) -> None:
    booking = await book(outside)
    await sync_unheard(outside, booking)
    booking = await outside.sync(booking)
    jobs = await outside.jobs(booking.id)

    outside.calendar.land()
    booking = await look_again(outside, booking)

    assert jobs == 2, "one that made it, and one that looks again"
    assert [event.event_id for event in standing(outside)] == [booking.external_event_id]
    assert (booking.status, booking.external_state, booking.doubted_at) == ("confirmed", "synced", None)


async def test_an_event_that_appears_just_before_it_is_written_again_is_the_bookings(
    outside: Outside, event_kind: EventKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = await book(outside)
    await sync_unheard(outside, booking)
    asked = "free_cells" if event_kind == "block_slot" else "create_event"  # what says that the time is free
    ask = getattr(outside.calendar, asked)

    async def ask_once_it_is_there(*args: object, **more: object) -> object:
        outside.calendar.land()
        return await ask(*args, **more)

    monkeypatch.setattr(outside.calendar, asked, ask_once_it_is_there)
    await outside.sync_in_vain(booking)
    booking = await outside.sync(booking)

    assert [event.event_id for event in standing(outside)] == [booking.external_event_id]
    assert booking.status == "confirmed"


async def test_an_event_that_appears_after_its_booking_was_cancelled_is_called_off(outside: Outside) -> None:
    booking = await book(outside)
    await sync_unheard(outside, booking)
    cancelled = await outside.sync(await outside.cancel(booking))

    outside.calendar.land()
    assert len(standing(outside)) == 1
    cancelled = await look_again(outside, cancelled)

    assert standing(outside) == []
    assert (cancelled.status, cancelled.external_state) == ("cancelled", "synced")


@pytest.mark.parametrize("is_compared_first", [False, True])
async def test_an_old_move_that_takes_effect_after_a_new_one_is_undone(
    outside: Outside, is_compared_first: bool
) -> None:
    booking = await outside.sync(await book(outside))
    await sync_unheard(outside, await outside.move(booking, "15:00"))
    told = await outside.sync(await outside.move(booking, "16:00"))

    outside.calendar.land()
    assert standing(outside)[0].starts_at == CELLS[12]
    if is_compared_first:
        assert await compared(outside) == ["late"]
    booking = await look_again(outside, booking)

    [event] = standing(outside)
    assert event.starts_at == booking.starts_at == told.starts_at == CELLS[14]
    assert await compared(outside) == []


async def test_what_staff_did_meanwhile_is_not_undone(outside: Outside) -> None:
    booking = await outside.sync(await book(outside))
    await sync_unheard(outside, await outside.move(booking, "15:00"))
    booking = await outside.sync(booking)
    outside.calendar.put(standing(outside)[0], starts_at=CELLS[2])

    assert await compared(outside) == ["moved"]
    booking = await look_again(outside, booking)

    assert standing(outside)[0].starts_at == booking.starts_at == CELLS[2]


async def test_who_has_looked_late_enough_does_not_look_again(outside: Outside) -> None:
    booking = await book(outside)
    await sync_unheard(outside, booking)
    outside.clock.instant += LANDED_AFTER + timedelta(seconds=1)
    booking = await outside.sync(booking)

    assert booking.doubted_at is None
    assert await outside.jobs(booking.id) == 1


async def test_a_second_look_that_is_not_answered_is_taken_later(outside: Outside) -> None:
    booking = await book(outside)
    await sync_unheard(outside, booking)
    booking = await outside.sync(booking)
    outside.calendar.land()
    outside.clock.instant += LANDED_AFTER
    outside.calendar.fail("find_events", CalendarUnreachable("down"))

    await outside.sync_in_vain(booking)
    assert (await outside.current(booking)).external_state == "synced"

    await outside.sync(booking)
    assert len(standing(outside)) == 1


async def test_a_second_look_of_a_worker_that_died_is_taken_by_another(outside: Outside) -> None:
    booking = await book(outside)
    await sync_unheard(outside, booking)
    booking = await outside.sync(booking)
    outside.calendar.land()
    outside.clock.instant += LANDED_AFTER
    async with outside.services.db.tenant(booking.sub_account_id) as connection:
        assert await sync_repository.claim(connection, booking.id, now=outside.clock.now())

    await outside.sync_in_vain(booking)
    outside.clock.instant += timedelta(seconds=sync_repository.CLAIM_SECONDS + 1)
    booking = await outside.sync(booking)

    assert (len(standing(outside)), booking.doubted_at) == (1, None)
