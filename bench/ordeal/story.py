"""What happens in an ordeal: bookings are made, moved and cancelled, and people see to what was refused."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from bench.ordeal.stage import Ordeal
from bench.ordeal.troubles import LOSS, REPEATS, faults, turn_down
from bench.ordeal.verdict import Promise, Verdict, judged
from bench.ordeal.workers import AT_A_TIME, kill_workers, start_workers, stop_workers
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.request import BookingRequest
from frontdesk.bookings.reschedule import Changes, NewTime
from frontdesk.calendars.simulator.faults import plan_faults

# How many deeds are done at once.
AT_ONCE = 8
WAITING = "SELECT count(*) FROM bookings WHERE external_state = 'pending'"
REFUSED = """
SELECT sub_account_id, id FROM bookings
WHERE external_state = 'failed' AND updated_at < now() - make_interval(secs => {})
"""
UNWELL = "SELECT DISTINCT sub_account_id FROM integrations WHERE is_active AND health <> 'healthy'"
# Asking for what is busy comes again and again; all else is done when it is done.
UNDONE = """
SELECT (SELECT count(*) FROM bookings WHERE external_state IN ('pending', 'failed'))
     + (SELECT count(*) FROM pgqueuer WHERE entrypoint <> 'refresh_calendar')
"""
# What is tried again later, and what a worker has been at for a while: it was killed, or it is slow.
OVERDUE = (
    """
    WITH doubted AS (UPDATE bookings SET doubted_at = doubted_at - interval '1 hour')
    UPDATE pgqueuer SET execute_after = now() WHERE status = 'queued' AND execute_after > now()
    """,
    "UPDATE pgqueuer SET heartbeat = heartbeat - interval '1 hour' WHERE heartbeat < now() - interval '8 s'",
    """
    UPDATE bookings SET external_claimed_until = NULL
    WHERE external_claimed_until - interval '52 s' < now()
    """,
    """
    UPDATE integrations SET renewal_claimed_until = NULL
    WHERE renewal_claimed_until - interval '52 s' < now()
    """,
)


async def gone_through(ordeal: Ordeal, *, on_progress: Callable[[], None]) -> None:
    """Have everything happen: deeds, faults, kills. Ends when nobody does anything any more."""
    ordeal.state.faults = plan_faults(faults(ordeal.scale))
    ordeal.state.webhooks.loss, ordeal.state.webhooks.repeats = LOSS, REPEATS
    async with asyncio.TaskGroup() as group:
        besides = [group.create_task(turn_down(ordeal)), group.create_task(_see_to_refusals(ordeal))]
        await asyncio.gather(_worked(ordeal, on_progress), _deeds(ordeal, on_progress))
        for task in besides:
            task.cancel()


async def at_rest(ordeal: Ordeal, *, within_seconds: float) -> Verdict:
    """Wait until nothing is left to do, whatever still goes wrong, and judge both sides.

    Raises:
        TimeoutError: something is never done.
    """

    async def is_at_rest() -> bool:
        requests = ordeal.state.requests
        if ordeal.scale.is_hurried and not requests.under_way:
            await ordeal.let_time_pass(*OVERDUE)
        return not await ordeal.counted(UNDONE) and not requests.under_way

    besides = asyncio.create_task(_see_to_refusals(ordeal))
    try:
        async with asyncio.timeout(within_seconds):
            await _until(is_at_rest)
    finally:
        besides.cancel()
        await stop_workers(ordeal)
    return judged(ordeal.promises, await ordeal.rows(), ordeal.state.events.values())


async def _see_to_refusals(ordeal: Ordeal) -> None:
    """Use what the product has: look at connections that are not well, push again what stays refused."""
    principals = {party.principal.sub_account_id: party.principal for party in ordeal.parties}
    services = ordeal.services
    while True:
        await asyncio.sleep(ordeal.scale.patience_seconds / 4)
        for sub_account_id, booking_id in await ordeal.asked(REFUSED.format(ordeal.scale.patience_seconds)):
            principal = principals[sub_account_id]
            await services.bookings.push_again(principal, booking_id, actor=principal.actor)
            ordeal.pushed_again += 1
        for (sub_account_id,) in await ordeal.asked(UNWELL):
            await services.probe.look_at(sub_account_id)
            ordeal.looked_at += 1


async def _deeds(ordeal: Ordeal, on_progress: Callable[[], None]) -> None:
    limit = asyncio.Semaphore(AT_ONCE)

    async def has_room() -> bool:
        return await ordeal.counted(WAITING) < ordeal.scale.most_waiting

    async def one(number: int) -> None:
        async with limit:
            await _until(has_room)
            await _story(ordeal, number)
            ordeal.deeds += 1
            on_progress()

    await asyncio.gather(*(one(number) for number in range(ordeal.scale.bookings)))


async def _story(ordeal: Ordeal, number: int) -> None:
    """One booking's life: made, perhaps moved, perhaps cancelled, at once or a little later."""
    party = ordeal.parties[number % len(ordeal.parties)]
    first, second = (
        ordeal.starts_at(2 * (number // len(ordeal.parties)) + place).astimezone(party.plan.zone)
        for place in (0, 1)
    )
    principal, actor = party.principal, Actor("user", party.principal.user_id)
    request = BookingRequest(user_id=principal.user_id, when=first, lead_id=party.lead_id)
    bookings = ordeal.services.bookings
    booking = await bookings.create(principal, request, actor=actor)
    _promise(ordeal, booking)
    if ordeal.dice.random() < 0.4:
        await asyncio.sleep(ordeal.dice.choice((0, 0, 1.0)))
        ordeal.changes += 1
        changes = Changes(time=NewTime(starts_at=second))
        _promise(ordeal, await bookings.change(principal, booking.id, changes, actor=actor))
    if ordeal.dice.random() < 0.3:
        await asyncio.sleep(ordeal.dice.choice((0, 0, 1.0)))
        ordeal.changes += 1
        _promise(ordeal, await bookings.cancel(principal, booking.id, actor=actor))


def _promise(ordeal: Ordeal, booking: Booking) -> None:
    promise = Promise(booking.status != "cancelled", booking.starts_at, booking.ends_at)
    ordeal.promises[booking.sub_account_id, booking.id] = promise


async def _worked(ordeal: Ordeal, on_progress: Callable[[], None]) -> None:
    """Run the workers and kill them now and then, evenly over all deeds; the last ones live."""
    for kill in range(ordeal.scale.kills):
        await start_workers(ordeal)
        wanted = ordeal.scale.bookings * (kill + 1) // (ordeal.scale.kills + 1)
        await _until(partial(_has_done, ordeal, wanted))
        await kill_workers(ordeal, count=AT_A_TIME if kill % 2 else 1)
        on_progress()
    await start_workers(ordeal)


async def _has_done(ordeal: Ordeal, deeds: int) -> bool:
    """Say whether so much is done, and the workers are at something."""
    return ordeal.deeds >= deeds and any(row.is_claimed for row in (await ordeal.rows()).values())


async def _until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that another process does."""
    while not await is_so():  # noqa: ASYNC110 -- nothing tells us
        await asyncio.sleep(0.1)
