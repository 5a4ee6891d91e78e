"""Puts the adapter together: one for each connection, with a token, a pace and a watch of its own."""

import httpx

from frontdesk.calendars.connections import Opening
from frontdesk.calendars.gohighlevel.app import Address
from frontdesk.calendars.gohighlevel.calendar import GoHighLevelCalendar
from frontdesk.calendars.gohighlevel.client import GoHighLevelClient
from frontdesk.calendars.gohighlevel.oauth import GoHighLevelGranting
from frontdesk.calendars.gohighlevel.tokens import StaticToken, TokenSource
from frontdesk.calendars.gohighlevel.transport import Conduct, Transport
from frontdesk.calendars.grants import Vault
from frontdesk.calendars.health import HealthWatch
from frontdesk.calendars.keepers import GrantKeepers
from frontdesk.calendars.pace import Pace
from frontdesk.calendars.port import Calendar


class GoHighLevel:
    """One GoHighLevel, as this process reaches it."""

    def __init__(self, vault: Vault, *, http: httpx.AsyncClient, address: Address) -> None:
        self._db = vault.db
        self._clock = vault.clock
        self._http = http
        self._base_url = address.base_url
        self.granting = GoHighLevelGranting(http, vault.clock, address, pace_of=self._pace_of)
        self.keepers = GrantKeepers(vault, self.granting)

    def open_calendar(self, opening: Opening) -> Calendar:
        """Return the adapter of a connection."""
        tokens: TokenSource = StaticToken(opening.credentials.private_integration_token)
        if opening.credentials.grant is not None:
            tokens = self.keepers.of(opening.sub_account_id)
        conduct = Conduct(
            clock=self._clock,
            pace=self._pace_of(opening.location_id or f"connection {opening.integration_id}"),
            watch=HealthWatch(
                self._db,
                self._clock,
                sub_account_id=opening.sub_account_id,
                integration_id=opening.integration_id,
            ),
        )
        transport = Transport(self._http, base_url=self._base_url, tokens=tokens, conduct=conduct)
        return GoHighLevelCalendar(GoHighLevelClient(transport), clock=self._clock)

    def _pace_of(self, place: str) -> Pace:
        return Pace(self._db, self._clock, place)
