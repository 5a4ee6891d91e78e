"""Which outside calendar a user's bookings go to, and how to reach it.

Adapters are made by the function that `app` hands in, and they are kept as long as their credentials stay the
same: an adapter remembers what it learned about its calendars.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from frontdesk.calendars.errors import CalendarApiError, NoCalendarId, NoLocationId
from frontdesk.calendars.port import Calendar, CalendarTarget
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import NotFound
from frontdesk.jobs.queue import enqueue_push_again
from frontdesk.sealing import SealBroken, Sealer
from frontdesk.trail.entries import OPERATOR, Actor, Entry, Target, record

EventKind = Literal["block_slot", "appointment"]
TEMPLATE = "gohighlevel"
_INTEGRATION = Target("integration")

ACTIVE = """
SELECT i.id, i.location_id, i.event_kind, i.credentials, i.is_active, i.created_at, i.updated_at
FROM integrations i JOIN integration_templates t ON t.id = i.template_id
WHERE t.name = $1 AND i.is_active
"""

UPSERT = """
INSERT INTO integrations (sub_account_id, template_id, is_active, location_id, event_kind, credentials,
                          created_at, updated_at)
SELECT $1, t.id, true, $3, $4, $5, $6, $6 FROM integration_templates t WHERE t.name = $2
ON CONFLICT ON CONSTRAINT integrations_one_each DO UPDATE
SET is_active = true, location_id = $3, event_kind = $4, credentials = $5, updated_at = $6
"""

DEACTIVATE = """
UPDATE integrations SET is_active = false, credentials = '', updated_at = $2
WHERE is_active AND template_id = (SELECT id FROM integration_templates WHERE name = $1)
RETURNING id
"""


class Credentials(msgspec.Struct, frozen=True):
    """What opens the outside calendar. Sealed at rest; never shown or logged."""

    private_integration_token: str

    def __repr__(self) -> str:
        return "Credentials(hidden)"


@dataclass(frozen=True, slots=True)
class Integration:
    """A sub-account's connection as stored; `credentials` are sealed."""

    id: int
    location_id: str | None
    event_kind: EventKind
    credentials: bytes
    is_active: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class UserCalendar:
    """What is stored of a user's place in the outside calendar."""

    calendar_id: str | None
    location_id: str | None
    assigned_user_id: str | None
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class ConnectedCalendar:
    """A user's calendar, ready to be asked."""

    calendar: Calendar
    target: CalendarTarget


class CalendarConnections:
    """Finds, keeps and opens the sub-accounts' connections."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        sealer: Sealer,
        *,
        open_calendar: Callable[[Credentials], Calendar],
        on_change: Callable[[int], None],
    ) -> None:
        self._db = db
        self._clock = clock
        self._sealer = sealer
        self._open_calendar = open_calendar
        self._on_change = on_change
        self._opened: dict[tuple[int, bytes], Calendar] = {}

    async def connect(
        self,
        sub_account_id: int,
        credentials: Credentials,
        *,
        location_id: str | None,
        event_kind: EventKind,
        by: Actor = OPERATOR,
    ) -> Integration:
        """Store a connection in place of the one before it, if any."""
        sealed = self._sealer.seal(msgspec.json.encode(credentials), _context(sub_account_id))
        async with self._db.tenant(sub_account_id) as connection:
            now = self._clock.now()
            await connection.execute(UPSERT, sub_account_id, TEMPLATE, location_id, event_kind, sealed, now)
            told = {"provider": TEMPLATE, "locationId": location_id, "eventKind": event_kind}
            await record(connection, Entry(by, "integration.connected", _INTEGRATION, told), now=now)
            await enqueue_push_again(connection, sub_account_id)
        self._on_change(sub_account_id)
        return await self.integration(sub_account_id)

    async def integration(self, sub_account_id: int) -> Integration:
        """Return the active connection.

        Raises:
            NotFound: nothing is connected.
        """
        async with self._db.tenant(sub_account_id) as connection:
            found = await active_integration(connection)
        if found is None:
            raise NotFound("GoHighLevel is not connected.")
        return found

    async def disconnect(self, sub_account_id: int, *, by: Actor = OPERATOR) -> None:
        """Forget the credentials; bookings from now on are local.

        Raises:
            NotFound: nothing is connected.
        """
        async with self._db.tenant(sub_account_id) as connection:
            now = self._clock.now()
            if await connection.fetchval(DEACTIVATE, TEMPLATE, now) is None:
                raise NotFound("GoHighLevel is not connected.")
            told = {"provider": TEMPLATE}
            await record(connection, Entry(by, "integration.disconnected", _INTEGRATION, told), now=now)
        self._on_change(sub_account_id)

    def open(self, sub_account_id: int, integration: Integration) -> Calendar:
        """Return the adapter that speaks for this connection.

        Raises:
            CalendarApiError: its credentials were sealed with a key that is gone.
        """
        key = (integration.id, integration.credentials)
        if key not in self._opened:
            credentials = self._unsealed(sub_account_id, integration)
            self._opened = {other: kept for other, kept in self._opened.items() if other[0] != integration.id}
            self._opened[key] = self._open_calendar(credentials)
        return self._opened[key]

    def _unsealed(self, sub_account_id: int, integration: Integration) -> Credentials:
        try:
            plain = self._sealer.open(integration.credentials, _context(sub_account_id))
        except SealBroken as error:
            raise CalendarApiError(
                "The stored GoHighLevel credentials can no longer be opened. Connect GoHighLevel again."
            ) from error
        return msgspec.json.decode(plain, type=Credentials)

    def of_user(
        self, sub_account_id: int, integration: Integration | None, user: UserCalendar
    ) -> ConnectedCalendar | None:
        """Return the calendar that a user's bookings go to; None when nothing is connected.

        Raises:
            NoCalendarId, NoLocationId: something is connected, but this user's part of it is not set.
        """
        if integration is None:
            return None
        if not user.calendar_id:
            raise NoCalendarId
        if not user.location_id:
            raise NoLocationId
        target = CalendarTarget(user.calendar_id, user.location_id, user.assigned_user_id, user.zone)
        return ConnectedCalendar(self.open(sub_account_id, integration), target)


async def active_integration(connection: Connection) -> Integration | None:
    """Return the tenant's active connection."""
    row = await connection.fetchrow(ACTIVE, TEMPLATE)
    return Integration(**row) if row else None


def _context(sub_account_id: int) -> str:
    return f"integration {TEMPLATE} of sub-account {sub_account_id}"
