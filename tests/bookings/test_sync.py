"""The outside calendar agrees with every booking in the end, whatever goes wrong on the way."""

import asyncio
from datetime import timedelta

import pytest

from frontdesk.assembly import Services
from frontdesk.bookings.errors import SlotUnavailable
from frontdesk.bookings.outside_events import mark_of
from frontdesk.bookings.repository import Booking
from frontdesk.bookings.sync import TryAgain
from frontdesk.bookings.sync_repository import CLAIM_SECONDS
from frontdesk.calendars.port import (
    CalendarNotAllowed,
    CalendarRefused,
    CalendarSlotTaken,
    CalendarUnreachable,
)
from frontdesk.clock import FixedClock
from frontdesk.db.pool import Connection
from tests.bookings.outside import Outside
from tests.conftest import Account


@pytest.fixture
async def outside(services: Services, account: Account, clock: FixedClock) -> Outside:
    outside = Outside(services, account, clock)
    await outside.connect()
    return outside


def down() -> CalendarUnreachable:
    return CalendarUnreachable("The calendar does not answer.")


async def test_a_booking_is_confirmed_once_the_calendar_has_its_one_block(outside: Outside) -> None:
    booking = await outside.book()
    assert (booking.status, booking.external_state) == ("pending", "pending")

    booking = await outside.sync(booking)

    [block] = outside.blocks
    assert (booking.status, booking.external_state) == ("confirmed", "synced")
    assert booking.external_event_id == block.event_id
    assert (block.starts_at, block.ends_at) == (booking.starts_at, booking.ends_at)
    assert block.title == f"Appointment {mark_of(booking)}"


async def test_a_job_that_runs_twice_changes_nothing(outside: Outside) -> None:
    once = await outside.sync(await outside.book())

    assert await outside.sync(once) == once
    assert len(outside.blocks) == 1


async def test_while_the_calendar_is_down_the_booking_waits_and_is_confirmed_when_it_is_back(
    outside: Outside,
) -> None:
    outside.calendar.fail("free_cells", down())
    outside.calendar.fail("create_event", down(), down())

    booking = await outside.book()
    waits = [(await outside.sync_in_vain(booking)).delay for _ in range(2)]
    waiting = await outside.current(booking)
    confirmed = await outside.sync(booking)

    assert (waiting.status, waiting.external_state) == ("pending", "pending")
    assert waiting.external_error == "The calendar does not answer."
    assert timedelta() < waits[0] < waits[1]
    assert (confirmed.status, confirmed.external_error, len(outside.blocks)) == ("confirmed", None, 1)


async def test_a_wait_that_the_calendar_asks_for_is_kept(outside: Outside) -> None:
    outside.calendar.fail("create_event", CalendarUnreachable("Too many requests.", retry_after_seconds=42))

    again = await outside.sync_in_vain(await outside.book())

    assert again.delay == timedelta(seconds=42)


async def test_a_reply_lost_after_the_write_leads_to_one_block(outside: Outside) -> None:
    outside.calendar.losing_replies.append(down())
    booking = await outside.book()

    await outside.sync_in_vain(booking)
    booking = await outside.sync(booking)

    [block] = outside.blocks
    assert (booking.status, booking.external_event_id) == ("confirmed", block.event_id)


@pytest.mark.parametrize("has_written", [False, True])
async def test_a_worker_that_dies_half_way_leads_to_one_block(outside: Outside, has_written: bool) -> None:
    booking = await outside.book()
    claimed = await outside.services.sync._claim(booking.sub_account_id, booking.id)
    assert claimed is not None
    if has_written:
        await outside.services.sync._attempt(claimed)

    with pytest.raises(TryAgain, match="another worker"):
        await outside.sync(booking)
    outside.clock.instant += timedelta(seconds=CLAIM_SECONDS + 1)
    booking = await outside.sync(booking)

    [block] = outside.blocks
    assert (booking.status, booking.external_event_id) == ("confirmed", block.event_id)


@pytest.mark.parametrize("is_reply_lost", [False, True])
async def test_a_booking_cancelled_while_it_was_written_leaves_no_block(
    outside: Outside, is_reply_lost: bool
) -> None:
    booking = await outside.book()
    outside.calendar.meanwhile = lambda: outside.cancel(booking)
    if is_reply_lost:
        outside.calendar.losing_replies.append(down())
        await outside.sync_in_vain(booking)

    booking = await outside.sync(booking)

    assert outside.blocks == []
    assert (booking.status, booking.external_state) == ("cancelled", "synced")
    assert booking.external_event_id is None


async def test_a_worker_that_was_away_for_too_long_leaves_no_twin(outside: Outside) -> None:
    booking = await outside.book()

    async def another_worker_takes_over() -> None:
        outside.clock.instant += timedelta(seconds=CLAIM_SECONDS + 1)
        await outside.sync(booking)

    outside.calendar.meanwhile = another_worker_takes_over
    booking = await outside.sync(booking)

    [block] = outside.blocks
    assert (booking.status, booking.external_state) == ("confirmed", "synced")
    assert booking.external_event_id == block.event_id


async def test_a_cancelled_booking_is_taken_out_of_the_calendar(outside: Outside) -> None:
    booking = await outside.sync(await outside.book())
    outside.calendar.fail("cancel_event", down())

    cancelled = await outside.cancel(booking)
    await outside.sync_in_vain(cancelled)
    cancelled = await outside.sync(cancelled)

    assert outside.blocks == []
    assert (cancelled.status, cancelled.external_state) == ("cancelled", "synced")


async def test_a_clear_no_fails_the_push_and_says_why(outside: Outside) -> None:
    outside.calendar.fail("create_event", CalendarRefused("The calendar does not accept the token."))

    booking = await outside.sync(await outside.book())

    assert (booking.status, booking.external_state) == ("pending", "failed")
    assert booking.external_error == "The calendar does not accept the token."
    assert await outside.sync(booking) == booking


async def test_a_no_after_a_lost_reply_is_tried_anew_without_a_twin(outside: Outside) -> None:
    outside.calendar.losing_replies.append(down())
    booking = await outside.book()
    await outside.sync_in_vain(booking)
    outside.calendar.fail("find_events", CalendarRefused("The calendar does not accept the token."))
    assert (await outside.sync(booking)).external_state == "failed"

    await outside.services.sync.push_again(booking.sub_account_id)
    booking = await outside.sync(booking)

    [block] = outside.blocks
    assert (booking.status, booking.external_event_id) == ("confirmed", block.event_id)


@pytest.mark.parametrize("is_reply_lost", [False, True])
async def test_a_no_to_taking_an_event_away_is_tried_anew(outside: Outside, is_reply_lost: bool) -> None:
    booking = await outside.book()
    if is_reply_lost:
        outside.calendar.losing_replies.append(down())
        await outside.sync_in_vain(booking)
    else:
        await outside.sync(booking)
    outside.calendar.fail("find_events", CalendarRefused("The calendar does not accept the token."))
    cancelled = await outside.sync(await outside.cancel(booking))
    assert (cancelled.status, cancelled.external_state) == ("cancelled", "failed")

    await outside.services.sync.push_again(booking.sub_account_id)

    assert (await outside.sync(booking)).external_state == "synced"
    assert outside.blocks == []


async def test_a_no_to_a_connection_that_is_well_by_then_is_tried_again(outside: Outside) -> None:
    """Whoever made it well looked for what was refused before this was written down."""
    outside.calendar.fail("create_event", *[CalendarNotAllowed("The token is not accepted.")] * 2)
    booking = await outside.book()

    await outside.sync_in_vain(booking)
    async with outside.services.db.tenant(booking.sub_account_id) as connection:
        await connection.execute("UPDATE integrations SET health = 'broken'")

    assert (await outside.sync(booking)).external_state == "failed"


async def test_a_time_taken_there_cancels_the_booking_and_frees_its_time(outside: Outside) -> None:
    outside.calendar.fail("create_event", CalendarSlotTaken("Taken."))

    booking = await outside.sync(await outside.book())

    assert (booking.status, booking.external_state) == ("cancelled", "failed")
    assert (await outside.history(booking))[-1].reason == "calendar_conflict"
    assert (await outside.history(booking))[-1].actor_kind == "calendar"
    assert (await outside.book()).status == "pending"


async def test_two_workers_with_one_job_write_one_block(outside: Outside) -> None:
    booking = await outside.book()

    ended = await asyncio.gather(
        *(outside.services.sync.run(booking.sub_account_id, booking.id) for _ in range(5)),
        return_exceptions=True,
    )

    assert len(outside.blocks) == 1
    assert all(one is None or isinstance(one, TryAgain) for one in ended)
    assert (await outside.sync(booking)).status == "confirmed"


async def test_a_booking_whose_calendar_was_disconnected_is_confirmed_here_alone(outside: Outside) -> None:
    booking = await outside.book()
    await outside.services.connections.disconnect(booking.sub_account_id)

    booking = await outside.sync(booking)

    assert (booking.status, booking.external_state) == ("confirmed", "none")
    assert outside.blocks == []


async def test_the_job_commits_with_its_booking(outside: Outside) -> None:
    booking = await outside.book()

    assert await outside.jobs(booking.id) == 1


async def test_a_booking_that_is_rolled_back_leaves_no_job(outside: Outside) -> None:
    seen: list[int] = []

    async def think_twice(_connection: Connection, booking: Booking) -> None:
        seen.append(booking.id)
        raise RuntimeError("second thoughts")

    with pytest.raises(RuntimeError, match="second thoughts"):
        await outside.book(alongside=think_twice)

    assert await outside.jobs(seen[0]) == 0
    assert (await outside.book()).status == "pending"


async def test_what_the_calendar_shows_as_taken_is_not_offered(outside: Outside) -> None:
    await outside.sync(await outside.book())
    outside.calendar.opening.remove(outside.calendar.opening[0])

    with pytest.raises(SlotUnavailable):
        await outside.book("09:00")
