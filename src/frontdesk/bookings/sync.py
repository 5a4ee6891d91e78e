"""Making the outside calendar agree with a booking, whatever happened before. Runs in the worker.

One job serves every change: it looks at the booking as it is now and does what is missing. A claim on the row
keeps two workers apart without a transaction around the network call; a claim that was never settled (a
crash, a lost reply) means that the event may exist, so the next run looks for our mark before it writes.
"""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from frontdesk.availability import outside_repository as outside
from frontdesk.availability.intervals import Interval
from frontdesk.bookings import repository, sync_repository
from frontdesk.bookings.contacts import contact_of
from frontdesk.bookings.following import follow
from frontdesk.bookings.lifecycle import SHOWN
from frontdesk.bookings.outcomes import ENDED, LANDED_AFTER, Outcome, doubt_after, is_wanted, settled
from frontdesk.bookings.outside_events import (
    StandsElsewhere,
    ensure_event,
    ensure_no_event,
    look_again,
    tell_ending,
)
from frontdesk.bookings.own_events import Place
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.turns import locked
from frontdesk.calendars.connections import CalendarConnections, UserCalendar, active_integration
from frontdesk.calendars.health import is_well
from frontdesk.calendars.port import (
    CalendarNotAllowed,
    CalendarRefused,
    CalendarSlotTaken,
    CalendarUnreachable,
    EventKind,
)
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import FrontdeskError
from frontdesk.jobs.queue import enqueue_refreshes, enqueue_sync, enqueue_syncs
from frontdesk.jobs.retry import backoff
from frontdesk.jobs.settlements import announce
from frontdesk.logs import logger
from frontdesk.zones import zone_named

_CALENDAR = Actor("calendar")
_log = logger(__name__)


class TryAgain(Exception):
    """The calendar gave no clear answer; the job is to run again after `delay`."""

    def __init__(self, delay: timedelta, reason: str) -> None:
        super().__init__(reason)
        self.delay = delay


class BookingSync:
    """The worker's side of a booking."""

    def __init__(self, db: Database, clock: Clock, connections: CalendarConnections) -> None:
        self._db = db
        self._clock = clock
        self._connections = connections

    async def run(self, sub_account_id: int, booking_id: int) -> None:
        """Do what is missing until nothing is; safe to run twice, and beside itself.

        Raises:
            TryAgain: the calendar gave no clear answer, or another worker has the booking.
        """
        while (booking := await self._claim(sub_account_id, booking_id)) is not None:
            outcome = await self._settle(booking, await self._attempt(booking))
            if outcome.kind == "unclear":
                wait = backoff(
                    booking.external_attempts,
                    asked_for_seconds=outcome.retry_after_seconds,
                    chance=random.random(),  # noqa: S311 -- spreads retries, guards nothing
                )
                raise TryAgain(wait, outcome.problem or "no clear answer")

    async def push_again(self, sub_account_id: int) -> None:
        """Try those bookings anew that the outside calendar refused and that are not over yet."""
        async with self._db.tenant(sub_account_id) as connection:
            booking_ids = await sync_repository.try_anew(connection, now=self._clock.now())
            await enqueue_syncs(connection, sub_account_id, booking_ids)

    async def _claim(self, sub_account_id: int, booking_id: int) -> Booking | None:
        now = self._clock.now()
        async with self._db.tenant(sub_account_id) as connection:
            claimed = await sync_repository.claim(connection, booking_id, now=now)
            if claimed is not None:
                return claimed
            current = await repository.by_id(connection, booking_id)
        if current is not None and is_wanted(current, now=now):
            raise TryAgain(timedelta(seconds=1), "another worker has this booking")
        return None

    async def _attempt(self, booking: Booking) -> Outcome:
        try:
            place = await self._place(booking)
        except FrontdeskError as error:
            return Outcome("refused", booking.external_event_id, problem=str(error))
        if place is None:
            return Outcome("unconnected", booking.external_event_id)
        outcome = await _tried(booking, place)
        # Until it is where it belongs, it is looked for where it was.
        return (
            outcome
            if outcome.kind == "agreed"
            else replace(outcome, place=booking.external_place or place.connected.target.place)
        )

    async def _place(self, booking: Booking) -> Place | None:
        async with self._db.tenant(booking.sub_account_id) as connection:
            integration = await active_integration(connection)
            row = await connection.fetchrow(sync_repository.CALENDAR_OF, booking.regular_user_id)
        assert row is not None, "a booking's user cannot be removed"  # noqa: S101
        user = UserCalendar(
            row["calendar_id"], row["location_id"], row["assigned_user_id"], zone_named(row["timezone"])
        )
        connected = self._connections.of_user(booking.sub_account_id, integration, user)
        if connected is None or integration is None:
            return None
        kind: EventKind = "appointment" if integration.event_kind == "appointment" else "block"
        target, written_to = connected.target, booking.external_place
        return Place(
            connected,
            kind,
            partial(contact_of, self._db, booking, connected),
            partial(self._are_leaving, booking.sub_account_id),
            former=None if written_to in {None, target.place} else target.at(written_to),
        )

    async def _are_leaving(self, sub_account_id: int, booking_ids: set[int]) -> bool:
        async with self._db.tenant(sub_account_id) as connection:
            return bool(await connection.fetchval(sync_repository.ARE_LEAVING, sorted(booking_ids)))

    async def _settle(self, claimed: Booking, outcome: Outcome) -> Outcome:
        """Write down how an attempt ended; returns it as it was taken.

        What was refused for the connection's sake is tried again if the connection is well meanwhile: it was
        made well before this could be found among what is then to be tried anew.
        """
        now = self._clock.now()
        async with self._db.tenant(claimed.sub_account_id) as connection:
            current = await locked(connection, claimed.id)
            assert current is not None, "bookings are never deleted"  # noqa: S101
            if current.external_attempts != claimed.external_attempts:
                await connection.execute(sync_repository.LOOK_AGAIN, current.id)
                return outcome
            if outcome.is_about_access and await is_well(connection):
                outcome = replace(outcome, kind="unclear")
            after = await _stayed(connection, claimed, current, outcome, now=now)
            if after is None:
                after = await _settled(connection, claimed, current, outcome, now=now)
            if after.external_state == "synced" and after.doubted_at is not None:
                await enqueue_sync(connection, after.sub_account_id, after.id, after=LANDED_AFTER)
            await self._note_outside(connection, claimed, outcome)
            await announce(connection, current.sub_account_id, current.id)
        if outcome.problem:
            _log.warning("booking_not_synced", booking=current.id, kind=outcome.kind, reason=outcome.problem)
        return outcome

    async def _note_outside(self, connection: Connection, claimed: Booking, outcome: Outcome) -> None:
        """Keep up with what an attempt taught about the outside calendar's times."""
        has_moved = (claimed.external_from, claimed.external_until) != (claimed.starts_at, claimed.ends_at)
        if outcome.kind == "taken":
            time = Interval(claimed.starts_at, claimed.ends_at)
            await outside.close(connection, claimed.sub_account_id, claimed.regular_user_id, time)
        elif outcome.kind != "agreed" or not has_moved:
            return
        await outside.want(
            connection, claimed.sub_account_id, [claimed.regular_user_id], now=self._clock.now()
        )
        await enqueue_refreshes(connection, claimed.sub_account_id, [claimed.regular_user_id])


async def _settled(
    connection: Connection, claimed: Booking, current: Booking, outcome: Outcome, *, now: datetime
) -> Booking:
    after = await sync_repository.settle(
        connection,
        current,
        outcome,
        becomes=settled(claimed, current, outcome),
        doubt=doubt_after(claimed, current, outcome, now=now),
        now=now,
    )
    if current.status != after.status:
        reason = "calendar_conflict" if outcome.kind == "taken" else None
        await repository.record(connection, after, _CALENDAR, before=current.status, reason=reason)
    return after


async def _stayed(
    connection: Connection, claimed: Booking, current: Booking, outcome: Outcome, *, now: datetime
) -> Booking | None:
    """Leave a booking where its event stands when the time it was to move to is gone.

    None when that is not so, or its old time was given to somebody else meanwhile.
    """
    is_as_claimed = (claimed.starts_at, claimed.ends_at) == (current.starts_at, current.ends_at)
    if outcome.stands is None or not is_as_claimed or current.status not in {"pending", "confirmed"}:
        return None
    return await follow(
        connection,
        current,
        outcome.stands,
        reason="calendar_conflict",
        problem=outcome.problem,
        now=now,
    )


async def _tried(booking: Booking, place: Place) -> Outcome:
    try:
        return await _make_agree(booking, place)
    except StandsElsewhere as error:
        return Outcome("taken", error.stands.event_id, error.stands.kind, error.stands, str(error))
    except CalendarSlotTaken as error:
        return Outcome("taken", problem=str(error))
    except (CalendarRefused, FrontdeskError) as error:
        return Outcome(
            "refused",
            booking.external_event_id,
            problem=str(error),
            is_about_access=isinstance(error, CalendarNotAllowed),
        )
    except CalendarUnreachable as error:
        return Outcome(
            "unclear",
            booking.external_event_id,
            problem=str(error),
            retry_after_seconds=error.retry_after_seconds,
        )


async def _make_agree(booking: Booking, place: Place) -> Outcome:
    is_told = booking.external_state == "synced"
    if is_told and booking.status in SHOWN:
        return Outcome("agreed", *await look_again(booking, place), place=booking.external_place)
    if booking.status in ENDED:
        await tell_ending(booking, place)
        return Outcome("agreed", booking.external_event_id)
    if booking.status in SHOWN:
        return Outcome("agreed", *await ensure_event(booking, place), place=place.connected.target.place)
    await ensure_no_event(booking, place)
    return Outcome("agreed")
