"""Comparing a user's bookings with their outside calendar, and mending what can be. Runs in the worker.

Webhooks are not relied upon: this finds whatever they did not tell.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from frontdesk.availability.directory import Directory
from frontdesk.availability.outside import KEPT_AHEAD
from frontdesk.bookings import comparing_repository, repository
from frontdesk.bookings.comparing_repository import Compared
from frontdesk.bookings.differences import (
    Finding,
    FindingCode,
    difference,
    finding_about,
    is_left_over,
    is_suspicious,
    is_unpushed,
    marked_booking,
    overlaps,
    stands_elsewhere,
)
from frontdesk.bookings.mending import ChangedMeanwhile, mend, push, sync_again
from frontdesk.bookings.repository import Booking
from frontdesk.calendars.connections import CalendarConnections, ConnectedCalendar
from frontdesk.calendars.inbox import forget_old
from frontdesk.calendars.port import CalendarError, CalendarMissing, ExternalEvent
from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import FrontdeskError
from frontdesk.logs import logger

COMPARED_EVERY = timedelta(minutes=10)
# For so long somebody may say over there how an appointment ended, or that it was called off.
LOOKED_BACK = timedelta(days=3)
_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Sides:
    """What was read of both sides, ours first.

    Attributes:
        begun: of the last days, the appointments that are not known to have ended.
        bookings: those to come.
        events: everything in the calendar and everything that takes the user's time.
        busy: what takes the user's time from now on, on whatever calendar.
    """

    now: datetime
    connected: ConnectedCalendar
    begun: Sequence[Booking]
    bookings: Sequence[Booking]
    events: Mapping[str, ExternalEvent]
    busy: Sequence[ExternalEvent]

    def event_of(self, booking: Booking) -> ExternalEvent | None:
        """Return the event that a booking is known by."""
        return self.events.get(booking.external_event_id or "")


class Comparing:
    """Keeps both sides in step without being told of anything."""

    def __init__(
        self, db: Database, clock: Clock, connections: CalendarConnections, directory: Directory
    ) -> None:
        self._db = db
        self._clock = clock
        self._connections = connections
        self._directory = directory

    async def compare_if_due(self, sub_account_id: int, user_id: int) -> None:
        """Compare a user's two sides, unless that was done a few minutes ago."""
        async with self._db.tenant(sub_account_id) as connection:
            last = await comparing_repository.compared_at(connection, user_id)
        if last is None or last <= self._clock.now() - COMPARED_EVERY:
            await self.compare(sub_account_id, user_id)

    async def compare(self, sub_account_id: int, user_id: int) -> list[Finding]:
        """Compare a user's two sides and mend what can be mended; returns all that did not agree."""
        connected = await self._connected(sub_account_id, user_id)
        if connected is None:
            return []
        now = self._clock.now()
        try:
            sides = await self._read(sub_account_id, user_id, connected, now=now)
            findings = [
                *await self._judge_begun(sides),
                *await self._judge_bookings(sides),
                *await self._judge_events(sub_account_id, sides),
                *overlaps(sides.bookings, _foreign(sides, sub_account_id)),
            ]
        except CalendarError as error:
            _log.warning("calendar_not_compared", user=user_id, reason=str(error))
            return []
        settled = [one for one in sides.bookings if one.external_state == "synced"]
        agreed = len([one for one in settled if difference(one, sides.event_of(one)) is None])
        async with self._db.tenant(sub_account_id) as connection:
            await comparing_repository.note(connection, user_id, agreed=agreed, findings=findings, now=now)
            await forget_old(connection, now=now)
        for finding in findings:
            _log.warning("calendars_differ", user=user_id, code=finding.code, mended=finding.is_mended)
        return findings

    async def report(self, sub_account_id: int) -> list[Compared]:
        """Return how every user's calendar compared when that was last looked at."""
        async with self._db.tenant(sub_account_id) as connection:
            return await comparing_repository.report(connection)

    async def open_findings(self, sub_account_id: int) -> int:
        """Return how many differences wait for somebody: the number for a dashboard."""
        async with self._db.tenant(sub_account_id) as connection:
            return await comparing_repository.open_findings(connection)

    async def _connected(self, sub_account_id: int, user_id: int) -> ConnectedCalendar | None:
        async with self._db.tenant(sub_account_id) as connection:
            found = (await self._directory.find(connection, sub_account_id, [user_id])).get(user_id)
        if found is None:
            return None
        try:
            return self._connections.of_user(sub_account_id, found.integration, found.calendar)
        except FrontdeskError:
            return None

    async def _read(
        self, sub_account_id: int, user_id: int, connected: ConnectedCalendar, *, now: datetime
    ) -> Sides:
        """Read our side first: what changes here while theirs is read, is seen to have changed."""
        end, since = now + KEPT_AHEAD, now - LOOKED_BACK
        async with self._db.tenant(sub_account_id) as connection:
            begun = await comparing_repository.just_begun(connection, user_id, since=since, now=now)
            bookings = await comparing_repository.comparable(connection, user_id, start=now, end=end)
        calendar, target = connected.calendar, connected.target
        found = await calendar.find_events(target, start=begun[0].starts_at if begun else now, end=end)
        busy = await calendar.busy(target, start=now, end=end)
        events = {event.event_id: event for event in (*busy, *found)}
        return Sides(now, connected, begun, bookings, events, busy)

    async def _judge_begun(self, sides: Sides) -> list[Finding]:
        """Follow what is said of an appointment that has begun; one that is gone is nobody's business now."""
        findings = []
        for booking in sides.begun:
            event = sides.event_of(booking)
            if event is not None and difference(booking, event) is not None:
                findings += await self._mended(booking, sides)
        return findings

    async def _judge_bookings(self, sides: Sides) -> list[Finding]:
        findings = [
            finding_about("not_written", booking, is_mended=False)
            for booking in sides.bookings
            if booking.external_state == "failed" and booking.status != "cancelled"
        ]
        findings += [await self._pushed("unpushed", one) for one in sides.bookings if is_unpushed(one)]
        for booking in filter(is_left_over, sides.bookings):
            findings.append(replace(await self._pushed("left_over", booking), is_mended=False))
        place = sides.connected.target.place
        elsewhere = [one for one in sides.bookings if stands_elsewhere(one, place)]
        findings += [await self._brought_over(one) for one in elsewhere]
        here = [one for one in sides.bookings if one not in elsewhere]
        differing = [one for one in here if difference(one, sides.event_of(one)) is not None]
        gone = [one for one in differing if sides.event_of(one) is None]
        if is_suspicious(len(gone), len([one for one in sides.bookings if one.status == "confirmed"])):
            findings += [finding_about("many_gone", one, is_mended=False) for one in gone]
            differing = [one for one in differing if one not in gone]
        for booking in differing:
            findings += await self._mended(booking, sides)
        return findings

    async def _brought_over(self, booking: Booking) -> Finding:
        """Bring an event over, but for one whose time was found to be gone there."""
        if booking.external_error is not None:
            return finding_about("elsewhere", booking, is_mended=False)
        return await self._pushed("elsewhere", booking)

    async def _pushed(self, code: FindingCode, booking: Booking) -> Finding:
        with suppress(ChangedMeanwhile):
            await push(self._db, booking)
        return finding_about(code, booking, is_mended=True)

    async def _mended(self, booking: Booking, sides: Sides) -> list[Finding]:
        try:
            event = sides.event_of(booking) or await _looked_up(booking, sides.connected)
            finding = await mend(self._db, self._clock, booking, event)
        except ChangedMeanwhile:
            return []  # what it is now is compared the next time
        except CalendarError as error:
            _log.warning("event_not_read", booking=booking.id, reason=str(error))
            return [finding_about("unreadable", booking, is_mended=False)]
        return [finding] if finding else []

    async def _judge_events(self, sub_account_id: int, sides: Sides) -> list[Finding]:
        """Look at what has our mark and is not the event that its booking is known by."""
        known = {booking.external_event_id for booking in sides.bookings}
        findings = []
        for event in sides.events.values():
            booking_id = marked_booking(event, sub_account_id)
            is_over = event.ends_at <= sides.now or not event.takes_time
            if booking_id is None or event.event_id in known or is_over:
                continue
            finding = await self._stray(sub_account_id, booking_id, event)
            findings += [finding] if finding else []
        return findings

    async def _stray(self, sub_account_id: int, booking_id: int, event: ExternalEvent) -> Finding | None:
        async with self._db.tenant(sub_account_id) as connection:
            booking = await repository.by_id(connection, booking_id)
            if booking is None:
                return Finding("orphan", is_mended=False, event_id=event.event_id, starts_at=event.starts_at)
            if booking.external_state == "pending" or booking.external_event_id == event.event_id:
                return None
            is_over = booking.status == "cancelled"
            known = event.event_id if is_over else booking.external_event_id
            await sync_again(connection, booking, event_id=known, because_of=event)
        code: FindingCode = "left_over" if is_over else "twin"
        return replace(
            finding_about(code, booking, is_mended=True), event_id=event.event_id, starts_at=event.starts_at
        )


async def _looked_up(booking: Booking, connected: ConnectedCalendar) -> ExternalEvent | None:
    """Return the event of a booking that is not where it was looked for, if it is anywhere."""
    if booking.external_kind != "appointment" or booking.external_event_id is None:
        return None
    try:
        return await connected.calendar.appointment(booking.external_event_id)
    except CalendarMissing:
        return None


def _foreign(sides: Sides, sub_account_id: int) -> list[ExternalEvent]:
    known = {booking.external_event_id for booking in sides.bookings}
    return [
        event
        for event in sides.busy
        if event.event_id not in known and marked_booking(event, sub_account_id) is None
    ]
