"""Reading one event back from the outside calendar, by its id."""

from datetime import timedelta

from frontdesk.calendars.connections import CalendarConnections, Integration
from frontdesk.calendars.errors import CalendarApiError
from frontdesk.calendars.port import Calendar, CalendarError, CalendarMissing, CalendarTarget, ExternalEvent
from frontdesk.db.pool import Database
from frontdesk.errors import NotFound
from frontdesk.zones import zone_named

# A block has no address of its own: it is found by its time, which for ours is the booking's.
BLOCK_OF = """
SELECT b.starts_at, b.ends_at, coalesce(b.external_from, b.starts_at) AS known_from,
       coalesce(b.external_until, b.ends_at) AS known_until,
       u.calendar_id, u.location_id, u.assigned_user_id, u.timezone
FROM bookings b JOIN users u ON u.id = b.regular_user_id
WHERE b.external_event_id = $1 AND u.calendar_id IS NOT NULL AND u.location_id IS NOT NULL
"""
AROUND = timedelta(hours=1)
NO_SUCH_EVENT = "GoHighLevel has no appointment with this id, and no booking has a block with it there."


class ExternalEvents:
    """Reads events."""

    def __init__(self, db: Database, connections: CalendarConnections) -> None:
        self._db = db
        self._connections = connections

    async def by_id(self, sub_account_id: int, event_id: str) -> ExternalEvent:
        """Return an appointment, or a block that stands for one of our bookings.

        Raises:
            NotFound: nothing is connected, or there is no such event. CalendarApiError: no answer.
        """
        integration = await self._connections.integration(sub_account_id)
        try:
            return await self._found(sub_account_id, integration, event_id)
        except CalendarMissing:
            raise NotFound(NO_SUCH_EVENT) from None
        except CalendarError as error:
            raise CalendarApiError(str(error)) from error

    async def _found(self, sub_account_id: int, integration: Integration, event_id: str) -> ExternalEvent:
        calendar = self._connections.open(sub_account_id, integration)
        try:
            return await calendar.appointment(event_id)
        except CalendarMissing:
            return await self._block(sub_account_id, calendar, event_id)

    async def _block(self, sub_account_id: int, calendar: Calendar, event_id: str) -> ExternalEvent:
        async with self._db.tenant(sub_account_id) as connection:
            row = await connection.fetchrow(BLOCK_OF, event_id)
        if row is None:
            raise CalendarMissing(NO_SUCH_EVENT)
        target = CalendarTarget(
            row["calendar_id"], row["location_id"], row["assigned_user_id"], zone_named(row["timezone"])
        )
        start = min(row["starts_at"], row["known_from"]) - AROUND
        end = max(row["ends_at"], row["known_until"]) + AROUND
        for event in await calendar.find_events(target, start=start, end=end):
            if event.event_id == event_id:
                return event
        raise CalendarMissing(NO_SUCH_EVENT)
