"""One keeper for each grant in this process: its renewals queue here before they do in the database."""

from frontdesk.calendars.credentials import Grant
from frontdesk.calendars.grant_port import GrantDead, Granting
from frontdesk.calendars.grants import GrantStore, Vault
from frontdesk.calendars.renewal import GrantKeeper

TEMPLATE = "gohighlevel"
# Where an agency's grant is kept, beside the connection of the same sub-account's own location.
AGENCY_TEMPLATE = "gohighlevel_agency"


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
            self._keepers[place] = GrantKeeper(store, self._granting, agencies=self.agency)
        return self._keepers[place]

    async def agency(self, agency_account_id: int) -> Grant:
        """Return the living grant of the agency that this sub-account keeps.

        Raises:
            GrantDead: the agency has to connect again. CalendarRefused: it is not connected any more.
        """
        try:
            return await self.of(agency_account_id, AGENCY_TEMPLATE).living()
        except GrantDead:
            gone = GrantDead(
                "GoHighLevel no longer accepts the agency's connection. Connect the agency again."
            )
        raise gone
