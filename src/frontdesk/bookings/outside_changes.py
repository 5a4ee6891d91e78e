"""Following up what came in from outside: each hint is looked up at its source, and then acted upon."""

from datetime import timedelta

from frontdesk.availability import outside_repository
from frontdesk.bookings import repository
from frontdesk.bookings.differences import marked_booking
from frontdesk.bookings.mending import ChangedMeanwhile, mend
from frontdesk.bookings.repository import Booking
from frontdesk.calendars import inbox
from frontdesk.calendars.agency_locations import AgencyLocations
from frontdesk.calendars.connections import CalendarConnections, Integration, active_integration
from frontdesk.calendars.deliveries import Hint
from frontdesk.calendars.port import (
    Calendar,
    CalendarMissing,
    CalendarNotAllowed,
    CalendarRefused,
    CalendarUnreachable,
    ExternalEvent,
)
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import FrontdeskError
from frontdesk.jobs.queue import enqueue_push_again, enqueue_refreshes
from frontdesk.leads.repository import LeadFields
from frontdesk.leads.service import LeadService
from frontdesk.logs import logger
from frontdesk.trail.entries import Actor

TRY_AGAIN = timedelta(seconds=20)
AT_ONCE = timedelta(milliseconds=200)
INSTALLED_SOON_SECONDS = 60
# Longer than this nobody is asked: comparing both sides finds what was missed.
PATIENCE = timedelta(hours=1)
CALENDAR = Actor("calendar")

BY_EVENT = f"""
SELECT {repository.COLUMNS} FROM bookings WHERE external_event_id = $1
"""  # noqa: S608 -- columns are a constant

# Whose time an event may take: that of its calendar's and its persons' users, and of those whose person is
# whoever the calendar's team puts first.
CONCERNED = """
SELECT id FROM users
WHERE calendar_id IS NOT NULL
  AND (calendar_id = $1 OR assigned_user_id = ANY($2::text[]) OR assigned_user_id IS NULL)
"""

EVERYBODY = "SELECT id FROM users WHERE calendar_id IS NOT NULL"

IS_A_LEADS = "SELECT true FROM leads WHERE external_id = $1 LIMIT 1"

_log = logger(__name__)


class OutsideChanges:
    """The worker's side of the inbox."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        connections: CalendarConnections,
        agency_locations: AgencyLocations,
        leads: LeadService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._connections = connections
        self._agency_locations = agency_locations
        self._leads = leads

    async def follow(self, sub_account_id: int, delivery_id: str) -> timedelta | None:
        """Act upon a delivery; returns how long to wait before the next try, if it needs one."""
        async with self._db.tenant(sub_account_id) as connection:
            hint = await inbox.waiting(connection, delivery_id)
            integration = await active_integration(connection)
        if hint is None:
            return None
        try:
            if integration is None:
                outcome = await self._unconnected(sub_account_id, hint)
            else:
                outcome = await self._act(sub_account_id, integration, hint)
        except ChangedMeanwhile:
            return AT_ONCE
        except CalendarUnreachable as error:
            if not self._is_too_late(hint):
                return max(TRY_AGAIN, timedelta(seconds=error.retry_after_seconds or 0))
            outcome = "given up"
        except (CalendarRefused, FrontdeskError) as error:
            _log.warning("delivery_not_followed", kind=hint.kind, reason=str(error))
            outcome = "refused"
        async with self._db.tenant(sub_account_id) as connection:
            await inbox.note_outcome(connection, delivery_id, outcome, now=self._clock.now())
        return None

    def _is_too_late(self, hint: Hint) -> bool:
        return hint.received_at is not None and hint.received_at < self._clock.now() - PATIENCE

    async def _unconnected(self, sub_account_id: int, hint: Hint) -> str:
        """Connect who waited for this. Over there the news may come before its own side knows of it."""
        if hint.kind != "install":
            return "unconnected"
        try:
            is_connected = await self._agency_locations.connect_awaited(sub_account_id)
        except CalendarNotAllowed:
            raise
        except CalendarRefused as error:
            raise CalendarUnreachable(str(error), retry_after_seconds=INSTALLED_SOON_SECONDS) from error
        return "connected" if is_connected else "unconnected"

    async def _act(self, sub_account_id: int, integration: Integration, hint: Hint) -> str:
        calendar = self._connections.open(sub_account_id, integration)
        match hint.kind:
            case "event":
                return await self._event(sub_account_id, calendar, hint)
            case "contact":
                return await self._contact(sub_account_id, calendar, hint)
            case "uninstall":
                return await self._uninstall(sub_account_id, integration, calendar, hint)
            case "install":
                return await self._install(sub_account_id)

    async def _event(self, sub_account_id: int, calendar: Calendar, hint: Hint) -> str:
        assert hint.subject_id is not None, "such a hint would not have been let in"  # noqa: S101
        before = await self._booking_of(sub_account_id, hint.subject_id)
        event = await _read(calendar, hint.subject_id)
        if before is None and event is not None:
            before = await self._marked(sub_account_id, event)
        if before is None:
            await self._ask_anew(sub_account_id, hint, event)
            return "somebody else's"
        if before.external_state != "synced":
            return "ours, being written"
        if event is not None and before.external_event_id not in {None, event.event_id}:
            return "ours, and not the one that counts"
        finding = await mend(self._db, self._clock, before, event)
        if finding is None:
            return "echo"
        await self._ask_anew(sub_account_id, hint, event)
        return finding.code

    async def _booking_of(self, sub_account_id: int, event_id: str) -> Booking | None:
        async with self._db.tenant(sub_account_id) as connection:
            row = await connection.fetchrow(BY_EVENT, event_id)
        return Booking(**row) if row else None

    async def _marked(self, sub_account_id: int, event: ExternalEvent) -> Booking | None:
        booking_id = marked_booking(event, sub_account_id)
        if booking_id is None:
            return None
        async with self._db.tenant(sub_account_id) as connection:
            return await repository.by_id(connection, booking_id)

    async def _ask_anew(self, sub_account_id: int, hint: Hint, event: ExternalEvent | None) -> None:
        calendar_id = event.calendar_id if event and event.calendar_id else hint.calendar_id
        persons = {*hint.person_ids, *([event.assigned_user_id] if event and event.assigned_user_id else [])}
        async with self._db.tenant(sub_account_id) as connection:
            rows = await connection.fetch(CONCERNED, calendar_id, sorted(persons))
            await self._want(connection, sub_account_id, [row["id"] for row in rows])

    async def _want(self, connection: Connection, sub_account_id: int, user_ids: list[int]) -> None:
        await outside_repository.want(connection, sub_account_id, user_ids, now=self._clock.now())
        await enqueue_refreshes(connection, sub_account_id, user_ids)

    async def _contact(self, sub_account_id: int, calendar: Calendar, hint: Hint) -> str:
        assert hint.subject_id is not None, "such a hint would not have been let in"  # noqa: S101
        async with self._db.tenant(sub_account_id) as connection:
            if not await connection.fetchval(IS_A_LEADS, hint.subject_id):
                return "no lead of ours"
        try:
            facts = (await calendar.contact(hint.subject_id)).facts
        except CalendarMissing:
            return "gone"
        told = LeadFields(facts.name, facts.email, facts.phone, facts.timezone, hint.subject_id)
        await self._leads.hear_of_contact(sub_account_id, told)
        return "taken over"

    async def _uninstall(
        self, sub_account_id: int, integration: Integration, calendar: Calendar, hint: Hint
    ) -> str:
        """Disconnect, unless the connection still opens the location or is younger than the news."""
        if hint.sent_at is not None and hint.sent_at < integration.updated_at:
            return "connected since"
        try:
            await calendar.list_calendars(hint.location_id or integration.location_id or "")
        except CalendarRefused:
            await self._connections.disconnect(sub_account_id, by=CALENDAR, is_until_installed=True)
            _log.warning("integration_uninstalled", sub_account=sub_account_id)
            return "disconnected"
        return "still connected"

    async def _install(self, sub_account_id: int) -> str:
        """Try anew what was refused: the connection may be good again."""
        async with self._db.tenant(sub_account_id) as connection:
            rows = await connection.fetch(EVERYBODY)
            await self._want(connection, sub_account_id, [row["id"] for row in rows])
            await enqueue_push_again(connection, sub_account_id)
        return "looked at anew"


async def _read(calendar: Calendar, event_id: str) -> ExternalEvent | None:
    try:
        return await calendar.appointment(event_id)
    except CalendarMissing:
        return None
