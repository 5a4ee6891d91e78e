"""Asking outside calendars what they call free, and keeping it. Runs in the worker."""

from frontdesk.availability import outside_repository
from frontdesk.availability.directory import Directory
from frontdesk.availability.intervals import Interval
from frontdesk.availability.outside import KEPT_AHEAD, REFRESHED_EVERY, busy_pieces
from frontdesk.calendars.connections import CalendarConnections, ConnectedCalendar
from frontdesk.calendars.port import CalendarError
from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import FrontdeskError
from frontdesk.jobs.queue import enqueue_refreshes
from frontdesk.logs import logger

MOST_AT_ONCE = 500
_log = logger(__name__)


class OutsideTimes:
    """Keeps what is known of outside calendars young enough."""

    def __init__(
        self, db: Database, clock: Clock, connections: CalendarConnections, directory: Directory
    ) -> None:
        self._db = db
        self._clock = clock
        self._connections = connections
        self._directory = directory

    async def refresh(self, sub_account_id: int, user_id: int) -> None:
        """Ask one user's calendar until nothing that happened meanwhile calls for asking again.

        A calendar that does not answer is asked again by the timetable, not by this job.
        """
        while await self._refresh_once(sub_account_id, user_id):
            pass

    async def refresh_stale(self) -> int:
        """Have those calendars asked whose last answer grows old, all tenants'; returns how many."""
        now = self._clock.now()
        stale = await self._db.find_stale_calendars(now - REFRESHED_EVERY, MOST_AT_ONCE)
        for sub_account_id, user_ids in stale.items():
            async with self._db.tenant(sub_account_id) as connection:
                await enqueue_refreshes(connection, sub_account_id, user_ids)
        return sum(len(user_ids) for user_ids in stale.values())

    async def _refresh_once(self, sub_account_id: int, user_id: int) -> bool:
        connected = await self._connected(sub_account_id, user_id)
        if connected is None:
            return False
        now = self._clock.now()
        asked = Interval(now, now + KEPT_AHEAD)
        try:
            cells = await connected.calendar.free_cells(connected.target, start=asked.start, end=asked.end)
        except CalendarError as error:
            _log.warning("calendar_not_asked", reason=str(error), user=user_id)
            async with self._db.tenant(sub_account_id) as connection:
                await outside_repository.note_problem(connection, user_id, str(error), now=now)
            return False
        free = [Interval(cell.starts_at, cell.ends_at) for cell in cells]
        async with self._db.tenant(sub_account_id) as connection:
            ours = await outside_repository.ours(connection, user_id, asked)
            return await outside_repository.keep(
                connection,
                sub_account_id,
                user_id,
                place=connected.target.place,
                asked=asked,
                busy=busy_pieces(asked, free=free, ours=ours),
            )

    async def _connected(self, sub_account_id: int, user_id: int) -> ConnectedCalendar | None:
        """Return the calendar to ask; with none, what was known of it is forgotten."""
        async with self._db.tenant(sub_account_id) as connection:
            found = await self._directory.find(connection, sub_account_id, [user_id])
            connected = None
            if user_id in found:
                bookable = found[user_id]
                try:
                    connected = self._connections.of_user(
                        sub_account_id, bookable.integration, bookable.calendar
                    )
                except FrontdeskError:
                    connected = None
            if connected is None:
                await outside_repository.forget(connection, user_id)
            else:
                await outside_repository.begin(connection, sub_account_id, user_id, now=self._clock.now())
        return connected
