"""A look at every connection by the clock: grants are renewed long before they end, and one that fails is
known before it costs a booking."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from frontdesk.calendars.agency_locations import AgencyLocations
from frontdesk.calendars.connections import CalendarConnections, Integration
from frontdesk.calendars.errors import CalendarApiError
from frontdesk.calendars.health import Finding, HealthWatch
from frontdesk.calendars.keepers import AGENCY_TEMPLATE, TEMPLATE, GrantKeepers
from frontdesk.calendars.pace import in_background
from frontdesk.calendars.port import CalendarError, CalendarNotAllowed
from frontdesk.calendars.renewal import AHEAD, MARGIN
from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import NotFound
from frontdesk.logs import logger

# Whoever connects waits for a first answer no longer than this.
FIRST_LOOK_SECONDS = 3.0
UNCHECKED_FOR = timedelta(minutes=15)
MOST_AT_ONCE = 500
# More accounts than there are.
EVERYBODY = 2**31 - 1

# A connection may name no location: then its users do.
A_USERS_LOCATION = "SELECT location_id FROM users WHERE location_id <> '' ORDER BY id LIMIT 1"

_log = logger(__name__)


class Probe:
    """Looks at connections."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        *,
        connections: CalendarConnections,
        keepers: GrantKeepers,
        agency_locations: AgencyLocations,
    ) -> None:
        self._db = db
        self._clock = clock
        self._connections = connections
        self._keepers = keepers
        self._agency_locations = agency_locations

    async def look_at_all(self) -> int:
        """Look at whatever nobody has heard of for a while, or what ends soon; returns at how many."""
        now = self._clock.now()
        waiting = await self._db.find_unchecked(
            checked_before=now - UNCHECKED_FOR, ends_before=now + AHEAD, most=MOST_AT_ONCE
        )
        with in_background():
            for sub_account_id in waiting:
                await self.look_at(sub_account_id)
        return len(waiting)

    async def look_for_lost_keys(self) -> int:
        """Note as broken every connection that our secret keys do not open; returns how many there are."""
        later = self._clock.now() + timedelta(days=1)
        everybody = await self._db.find_unchecked(checked_before=later, ends_before=later, most=EVERYBODY)
        return sum([await self._look_for_lost_keys(sub_account_id) for sub_account_id in everybody])

    async def _look_for_lost_keys(self, sub_account_id: int) -> int:
        kinds = ((TEMPLATE, self._connections.integration), (AGENCY_TEMPLATE, self._connections.agency))
        lost = 0
        for template, find in kinds:
            with suppress(NotFound):
                integration = await find(sub_account_id)
                try:
                    self._connections.credentials(sub_account_id, integration, template)
                except CalendarApiError as error:
                    await self._watch(sub_account_id, integration).note(Finding("broken", str(error)))
                    lost += 1
        return lost

    async def look_at(self, sub_account_id: int) -> None:
        """Renew what ends soon, and ask one cheap question; look whether what is waited for is there."""
        with suppress(NotFound):
            agency = await self._connections.agency(sub_account_id)
            await self._renew(sub_account_id, agency, AGENCY_TEMPLATE)
            await self._ask_agency(sub_account_id, agency)
        try:
            integration = await self._connections.integration(sub_account_id)
        except NotFound:
            await self._agency_locations.look_for_awaited(sub_account_id)
        else:
            await self._renew(sub_account_id, integration, TEMPLATE)
            await self._ask(sub_account_id, integration)

    async def look_first(self, sub_account_id: int) -> Integration:
        """Ask with a connection that was just made, and return it; without an answer the clock asks again."""
        integration = await self._connections.integration(sub_account_id)
        try:
            async with asyncio.timeout(FIRST_LOOK_SECONDS):
                await self._list(sub_account_id, integration)
        except (CalendarError, TimeoutError) as error:
            reason = str(error) or "it took too long"
            _log.info("connection_not_well", sub_account=sub_account_id, reason=reason)
        return await self._connections.integration(sub_account_id)

    async def _renew(self, sub_account_id: int, integration: Integration, template: str) -> None:
        if integration.expires_at is None:
            return
        watch = self._watch(sub_account_id, integration)
        try:
            await self._keepers.of(sub_account_id, template).renew_ahead()
        except CalendarApiError as error:
            await watch.note(Finding("broken", str(error)))
        except CalendarError as error:
            is_over = integration.expires_at - self._clock.now() <= MARGIN
            await watch.note(Finding("broken" if is_over else "expiring", str(error)))

    async def _ask_agency(self, sub_account_id: int, agency: Integration) -> None:
        """Ask for the agency's locations."""
        watch = self._watch(sub_account_id, agency)
        try:
            await self._keepers.locations(sub_account_id)
        except (CalendarNotAllowed, CalendarApiError) as error:
            await watch.note(Finding("broken", str(error)))
        except CalendarError as error:
            _log.info("connection_not_well", sub_account=sub_account_id, reason=str(error))
            await watch.put_off()
        else:
            await watch.note(Finding("healthy"))

    async def _ask(self, sub_account_id: int, integration: Integration) -> None:
        """Ask for the calendars."""
        watch = self._watch(sub_account_id, integration)
        try:
            if not await self._list(sub_account_id, integration):
                await watch.put_off()
        except CalendarApiError as error:
            await watch.note(Finding("broken", str(error)))
        except CalendarError as error:
            _log.info("connection_not_well", sub_account=sub_account_id, reason=str(error))
            await watch.put_off()

    async def _list(self, sub_account_id: int, integration: Integration) -> bool:
        """Ask for the calendars, of which the adapter's own watch takes note; False if nobody knows where."""
        location_id = integration.location_id
        if location_id is None:
            async with self._db.tenant(sub_account_id) as connection:
                location_id = await connection.fetchval(A_USERS_LOCATION)
        if location_id is not None:
            await self._connections.open(sub_account_id, integration).list_calendars(location_id)
        return location_id is not None

    def _watch(self, sub_account_id: int, integration: Integration) -> HealthWatch:
        return HealthWatch(
            self._db, self._clock, sub_account_id=sub_account_id, integration_id=integration.id
        )
