"""Which outside calendar a user's bookings go to, and how to reach it.

Adapters are made by the function that `app` hands in, and they are kept as long as nobody connects anew: an
adapter remembers what it learned about its calendars. A grant's renewals do not concern them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from frontdesk.calendars.credentials import Credentials, seal, unseal
from frontdesk.calendars.errors import NoCalendarId, NoLocationId
from frontdesk.calendars.health import Health
from frontdesk.calendars.keepers import AGENCY_TEMPLATE, TEMPLATE
from frontdesk.calendars.port import Calendar, CalendarTarget
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import NotFound
from frontdesk.jobs.queue import enqueue_push_again
from frontdesk.sealing import Sealer
from frontdesk.trail.entries import OPERATOR, Actor, Entry, Target, record

EventKind = Literal["block_slot", "appointment"]
Method = Literal["token", "oauth", "agency"]
_INTEGRATION = Target("integration")

ACTIVE = """
SELECT i.id, i.location_id, i.event_kind, i.credentials, i.is_active, i.created_at, i.updated_at,
       i.generation, i.method, i.company_id, i.expires_at, i.health, i.health_since, i.health_problem,
       i.checked_at
FROM integrations i JOIN integration_templates t ON t.id = i.template_id
WHERE t.name = $1 AND i.is_active
"""

UPSERT = """
INSERT INTO integrations AS i (sub_account_id, template_id, is_active, location_id, event_kind, credentials,
                               created_at, updated_at, method, company_id, expires_at, health_since,
                               agency_account_id)
SELECT $1, t.id, true, $3, $4, $5, $6, $6, $7, $8, $9, $6, $10 FROM integration_templates t WHERE t.name = $2
ON CONFLICT ON CONSTRAINT integrations_one_each DO UPDATE
SET is_active = true, location_id = $3, event_kind = $4, credentials = $5, updated_at = $6,
    method = $7, company_id = $8, expires_at = $9, agency_account_id = $10, awaits_install = false,
    generation = i.generation + 1, version = i.version + 1,
    renewal_claimed_until = NULL, health = 'healthy', health_since = $6, health_problem = NULL,
    health_scope = NULL, checked_at = NULL
"""

# A location that was opened through its agency may be waited for.
DEACTIVATE = """
UPDATE integrations
SET is_active = false, credentials = '', expires_at = NULL, version = version + 1, updated_at = $2,
    awaits_install = $3 AND agency_account_id IS NOT NULL AND location_id IS NOT NULL
WHERE (is_active OR awaits_install) AND template_id = (SELECT id FROM integration_templates WHERE name = $1)
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Integration:
    """A sub-account's connection as stored; `credentials` are sealed.

    Attributes:
        generation: counts how often somebody connected.
        method: a private integration token, the location's own grant, or one made out of its agency's; the
            agency's own grant is `agency`, too.
        expires_at: when the present access token ends; None for a token without an end.
        health_problem: what is wrong and what to do about it.
        checked_at: when an answer last told how well the connection is.
    """

    id: int
    location_id: str | None
    event_kind: EventKind
    credentials: bytes
    is_active: bool
    created_at: datetime
    updated_at: datetime
    generation: int = 1
    method: Method = "token"
    company_id: str | None = None
    expires_at: datetime | None = None
    health: Health = "healthy"
    health_since: datetime | None = None
    health_problem: str | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What an adapter is made of."""

    sub_account_id: int
    integration_id: int
    location_id: str | None
    credentials: Credentials


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
        open_calendar: Callable[[Opening], Calendar],
        on_change: Callable[[int], None],
    ) -> None:
        self._db = db
        self._clock = clock
        self._sealer = sealer
        self._open_calendar = open_calendar
        self._on_change = on_change
        self._opened: dict[tuple[int, int], Calendar] = {}

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
        grant = credentials.grant
        method: Method = "token"
        if grant is not None:
            method = "oauth" if grant.agency_account_id is None else "agency"
        async with self._db.tenant(sub_account_id) as connection:
            await connection.execute(
                UPSERT,
                sub_account_id,
                TEMPLATE,
                location_id,
                event_kind,
                seal(self._sealer, credentials, template=TEMPLATE, sub_account_id=sub_account_id),
                self._clock.now(),
                method,
                grant.company_id if grant else None,
                grant.expires_at if grant else None,
                grant.agency_account_id if grant else None,
            )
            told = {
                "provider": TEMPLATE,
                "method": method,
                "locationId": location_id,
                "eventKind": event_kind,
            }
            await self._record(connection, Entry(by, "integration.connected", _INTEGRATION, told))
            await enqueue_push_again(connection, sub_account_id)
        self._on_change(sub_account_id)
        return await self.integration(sub_account_id)

    async def connect_agency(
        self, sub_account_id: int, credentials: Credentials, *, by: Actor
    ) -> Integration:
        """Keep an agency's grant, out of which its locations' tokens are made."""
        grant = credentials.grant
        assert grant is not None, "an agency connects by OAuth alone"  # noqa: S101
        async with self._db.tenant(sub_account_id) as connection:
            await connection.execute(
                UPSERT,
                sub_account_id,
                AGENCY_TEMPLATE,
                None,
                "block_slot",
                seal(self._sealer, credentials, template=AGENCY_TEMPLATE, sub_account_id=sub_account_id),
                self._clock.now(),
                "agency",
                grant.company_id,
                grant.expires_at,
                None,
            )
            told = {"provider": AGENCY_TEMPLATE, "companyId": grant.company_id}
            await self._record(connection, Entry(by, "integration.connected", _INTEGRATION, told))
        self._on_change(sub_account_id)
        return await self.agency(sub_account_id)

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

    async def agency(self, sub_account_id: int) -> Integration:
        """Return the agency's grant that this sub-account keeps.

        Raises:
            NotFound: it keeps none.
        """
        async with self._db.tenant(sub_account_id) as connection:
            found = await active_integration(connection, AGENCY_TEMPLATE)
        if found is None:
            raise NotFound("No GoHighLevel agency is connected.")
        return found

    async def disconnect(
        self,
        sub_account_id: int,
        *,
        template: str = TEMPLATE,
        by: Actor = OPERATOR,
        is_until_installed: bool = False,
    ) -> None:
        """Forget the credentials, perhaps until the app is installed again; bookings from now on are local.

        Raises:
            NotFound: nothing is connected.
        """
        async with self._db.tenant(sub_account_id) as connection:
            now = self._clock.now()
            if await connection.fetchval(DEACTIVATE, template, now, is_until_installed) is None:
                raise NotFound("GoHighLevel is not connected.")
            told = {"provider": template}
            await self._record(connection, Entry(by, "integration.disconnected", _INTEGRATION, told))
        self._on_change(sub_account_id)

    def open(self, sub_account_id: int, integration: Integration) -> Calendar:
        """Return the adapter that speaks for this connection.

        Raises:
            CalendarApiError: its credentials were sealed with a key that is gone.
        """
        key = (integration.id, integration.generation)
        if key not in self._opened:
            credentials = self.credentials(sub_account_id, integration, TEMPLATE)
            opening = Opening(sub_account_id, integration.id, integration.location_id, credentials)
            self._opened = {other: kept for other, kept in self._opened.items() if other[0] != integration.id}
            self._opened[key] = self._open_calendar(opening)
        return self._opened[key]

    def credentials(self, sub_account_id: int, integration: Integration, template: str) -> Credentials:
        """Return a connection's credentials; errors as in `open`."""
        return unseal(self._sealer, integration.credentials, template=template, sub_account_id=sub_account_id)

    async def _record(self, connection: Connection, entry: Entry) -> None:
        await record(connection, entry, now=self._clock.now())

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


async def active_integration(connection: Connection, template: str = TEMPLATE) -> Integration | None:
    """Return the tenant's active connection."""
    row = await connection.fetchrow(ACTIVE, template)
    return Integration(**row) if row else None
