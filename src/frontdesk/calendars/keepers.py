"""One keeper for each grant in this process: its renewals queue here before they do in the database."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from frontdesk.calendars.credentials import Grant
from frontdesk.calendars.grant_port import AgencyLocation, GrantDead, Granting
from frontdesk.calendars.grants import GrantStore, Vault
from frontdesk.calendars.port import CalendarLockedOut
from frontdesk.calendars.renewal import GrantKeeper

TEMPLATE = "gohighlevel"
# Where an agency's grant is kept, beside the connection of the same sub-account's own location.
AGENCY_TEMPLATE = "gohighlevel_agency"

Answer = TypeVar("Answer")


class GrantKeepers:
    """Finds and makes keepers."""

    def __init__(self, vault: Vault, granting: Granting) -> None:
        self._vault = vault
        self._granting = granting
        self._keepers: dict[tuple[int, str], GrantKeeper] = {}

    def of(self, sub_account_id: int, template: str = TEMPLATE) -> GrantKeeper:
        """Return the keeper of a sub-account's grant, whether there is one or not."""
        place = (sub_account_id, template)
        if place not in self._keepers:
            store = GrantStore(self._vault, template=template, sub_account_id=sub_account_id)
            self._keepers[place] = GrantKeeper(store, self._granting, of_agency=self.location)
        return self._keepers[place]

    async def location(self, agency_account_id: int, location_id: str) -> Grant:
        """Return a location's grant, made out of the one of the agency that a sub-account keeps.

        Raises:
            GrantDead: the agency has to connect again. CalendarError: its grant does not open the location.
        """
        made = await self._as_agency(
            agency_account_id, lambda agency: self._granting.for_location(agency, location_id)
        )
        return Grant(
            access_token=made.access_token,
            expires_at=made.expires_at,
            location_id=location_id,
            company_id=made.company_id,
            agency_account_id=agency_account_id,
        )

    async def locations(self, agency_account_id: int) -> list[AgencyLocation]:
        """Return the locations of the agency in which our app is installed; errors as in `location`."""
        return await self._as_agency(agency_account_id, self._granting.locations)

    async def _as_agency(self, agency_account_id: int, ask: Callable[[Grant], Awaitable[Answer]]) -> Answer:
        """Ask as an agency; once more with another token if its own is turned down before its time."""
        keeper = self.of(agency_account_id, AGENCY_TEMPLATE)
        with suppress(GrantDead):
            agency = await keeper.living()
            with suppress(CalendarLockedOut):
                return await ask(agency)
            agency = await keeper.living_after(agency.access_token)
            with suppress(CalendarLockedOut):
                return await ask(agency)
        raise GrantDead("GoHighLevel no longer accepts the agency's connection. Connect the agency again.")
