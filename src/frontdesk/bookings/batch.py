"""Making many bookings at once: each its own success or refusal, in a handful of statements.

Items are judged one after the other, each against what is taken and what the items before it took. The
database decides races with the rest of the world: an item whose time was taken meanwhile is refused alone.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from frontdesk.availability.facts import Question
from frontdesk.availability.ground import REACH, Ground, ask_calendars
from frontdesk.availability.intervals import Interval
from frontdesk.availability.repository import TakenTime
from frontdesk.bookings import batch_repository
from frontdesk.bookings.create import taken
from frontdesk.bookings.desk import Desk
from frontdesk.bookings.repository import Actor, Booking, NewBooking
from frontdesk.bookings.request import BookingRequest, instants_of, judge, new_booking
from frontdesk.errors import FrontdeskError, NotFound, ValidationFailed
from frontdesk.jobs.queue import enqueue_syncs
from frontdesk.tenancy.principal import Principal
from frontdesk.zones import LeadZone, choose_zone

MOST_ITEMS = 1_000
FARTHEST = timedelta(days=2 * 366)
ITEMS_A_TURN = 50
ANY_ZONE = timedelta(days=1)  # no zone is farther from UTC

Item = BookingRequest | FrontdeskError
Result = Booking | FrontdeskError
Verdict = NewBooking | FrontdeskError


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all items of a batch are judged by."""

    principal: Principal
    grounds: Mapping[int, Ground]
    lead_zones: Mapping[int, LeadZone]
    now: datetime


async def create_batch(
    desk: Desk, principal: Principal, items: Sequence[Item], *, actor: Actor
) -> list[Result]:
    """Book what can be booked; the results stand in the order of the items. Nobody waits for the calendar.

    An item that is a refusal already (it could not be read) is handed back as it is.
    """
    verdicts = await _judge_all(desk, principal, items)
    wanted = {index: verdict for index, verdict in enumerate(verdicts) if isinstance(verdict, NewBooking)}
    created = await _write(desk, principal, wanted, actor=actor)
    results: list[Result] = []
    for index, (item, verdict) in enumerate(zip(items, verdicts, strict=True)):
        if isinstance(verdict, FrontdeskError):
            results.append(verdict)
        elif index in created:
            results.append(created[index])
        elif isinstance(item, BookingRequest):
            results.append(await taken(desk, principal.sub_account_id, item))
    return results


async def _judge_all(desk: Desk, principal: Principal, items: Sequence[Item]) -> list[Verdict]:
    requests = [item for item in items if isinstance(item, BookingRequest)]
    around = await _look_around(desk, principal, requests)
    verdicts: list[Verdict] = []
    for number, item in enumerate(items, start=1):
        verdicts.append(_judge(item, around) if isinstance(item, BookingRequest) else item)
        if number % ITEMS_A_TURN == 0:
            await asyncio.sleep(0)  # let other requests have their turn
    return verdicts


async def _look_around(desk: Desk, principal: Principal, requests: Sequence[BookingRequest]) -> Surroundings:
    now = desk.clock.now()
    window = _window(requests, now)
    async with desk.db.tenant(principal.sub_account_id) as connection:
        user_ids = sorted({request.user_id for request in requests})
        grounds = await desk.availability.grounds(connection, principal.sub_account_id, user_ids, window)
        lead_ids = sorted({request.lead_id for request in requests if request.lead_id is not None})
        lead_zones = await batch_repository.lead_zones(connection, lead_ids)
    await ask_calendars(list(grounds.values()), window)
    return Surroundings(principal, grounds, lead_zones, now)


def _window(requests: Sequence[BookingRequest], now: datetime) -> Interval:
    """Return the stretch in which facts can matter for any of the requests."""
    moments = [
        request.when
        if isinstance(request.when, datetime)
        else datetime.combine(request.when.day, request.when.at, UTC)
        for request in requests
    ]
    near = [moment for moment in moments if now - ANY_ZONE <= moment <= now + FARTHEST]
    first, last = min(near, default=now), max(near, default=now)
    return Interval(first - ANY_ZONE - REACH, last + ANY_ZONE + REACH)


def _judge(request: BookingRequest, around: Surroundings) -> Verdict:
    """Return the row to write, its time noted as taken; or why there will be none."""
    try:
        around.principal.require_calendar_of(request.user_id)
        ground = around.grounds.get(request.user_id)
        if ground is None:
            raise NotFound("There is no such user.")
        if ground.refusal is not None:
            raise ground.refusal
        return _take(request, ground, around)
    except FrontdeskError as refusal:
        return refusal


def _take(request: BookingRequest, ground: Ground, around: Surroundings) -> NewBooking:
    if request.lead_id is not None and request.lead_id not in around.lead_zones:
        raise NotFound("There is no such lead.")
    lead_zone = LeadZone() if request.lead_id is None else around.lead_zones[request.lead_id]
    chosen = choose_zone(request.timezone, lead_zone, user=ground.bookable.person.timezone)
    starts_at = instants_of(request.when, chosen.zone)[0]
    if starts_at > around.now + FARTHEST:
        raise ValidationFailed({"date": f"must lie within {FARTHEST.days} days"})
    question = Question(
        user_id=request.user_id,
        day=starts_at.astimezone(chosen.zone).date(),
        timezone=request.timezone,
        duration_minutes=request.duration_minutes,
    )
    wanted = judge(ground.facts(question, chosen, around=starts_at), request)
    ground.take(TakenTime(wanted.starts_at, wanted.ends_at, wanted.busy_until))
    return new_booking(around.principal.sub_account_id, request, wanted)


async def _write(
    desk: Desk, principal: Principal, wanted: Mapping[int, NewBooking], *, actor: Actor
) -> dict[int, Booking]:
    """Write rows, history and jobs in one transaction; says which items found their time free."""
    if not wanted:
        return {}
    now = desk.clock.now()
    places = {(row.regular_user_id, row.starts_at): index for index, row in wanted.items()}
    async with desk.db.tenant(principal.sub_account_id) as connection:
        created = await batch_repository.insert_many(
            connection, principal.sub_account_id, list(wanted.values()), now=now
        )
        await batch_repository.record_many(connection, principal.sub_account_id, created, actor, now=now)
        pending = [booking.id for booking in created if booking.external_state == "pending"]
        await enqueue_syncs(connection, principal.sub_account_id, pending)
    return {places[booking.regular_user_id, booking.starts_at]: booking for booking in created}
