"""frontdesk with an app of its own at the simulated GoHighLevel, and a browser that says yes there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx

from frontdesk.assembly import Services, assembled
from frontdesk.calendars.credentials import Credentials, Grant, unseal
from frontdesk.calendars.keepers import TEMPLATE
from frontdesk.calendars.port import Calendar
from frontdesk.clock import FixedClock
from frontdesk.sealing import Sealer
from tests.calendars.simulation import Simulation
from tests.conftest import Account, TestServer, app_around, client_of, with_changes

CONNECT, CALLBACK = "/integrations/gohighlevel/connect", "/integrations/gohighlevel/callback"
CLIENT_ID, CLIENT_SECRET = "app1-suffix", "client-s3cret"


@dataclass
class OAuthWorld:
    """One process of ours, and an account whose owner has a browser."""

    services: Services
    account: Account
    simulation: Simulation
    clock: FixedClock
    browser: httpx.AsyncClient

    async def leave(self, **choice: str) -> httpx.URL:
        """Let the browser go away and say yes; returns the address that it is sent back to."""
        away = await self.browser.get(CONNECT)
        async with httpx.AsyncClient(verify=False) as outside:
            back = await outside.get(away.headers["location"], params=_and(away.headers["location"], choice))
        return httpx.URL(back.headers["location"])

    async def connect(self, **choice: str) -> httpx.Response:
        """Say yes, for the first location unless another is chosen, and come back."""
        back = await self.leave(**choice)
        return await self.browser.get(back.raw_path.decode())

    def wait(self, hours: float) -> None:
        """Let time pass, here and there."""
        self.clock.instant += timedelta(hours=hours)
        self.simulation.clock.instant = self.clock.instant

    async def adapter(self) -> Calendar:
        connections = self.services.connections
        integration = await connections.integration(self.account.sub_account_id)
        return connections.open(self.account.sub_account_id, integration)

    async def stored(self, template: str = TEMPLATE) -> Grant:
        """Return the grant as the database has it."""
        async with self.services.db.tenant(self.account.sub_account_id) as connection:
            sealed = await connection.fetchval(
                "SELECT credentials FROM integrations i JOIN integration_templates t ON t.id = template_id "
                "WHERE t.name = $1",
                template,
            )
        sealer = Sealer(self.services.settings.secret_keys, "credentials")
        found: Credentials = unseal(
            sealer, sealed, template=template, sub_account_id=self.account.sub_account_id
        )
        assert found.grant is not None
        return found.grant

    def asked(self, path: str) -> int:
        return sum(entry.path == path for entry in self.simulation.state.requests.entries)


@asynccontextmanager
async def oauth_world(
    services: Services, server: TestServer, simulation: Simulation, account: Account, clock: FixedClock
) -> AsyncIterator[OAuthWorld]:
    simulation.state.apps[CLIENT_ID] = CLIENT_SECRET
    simulation.clock.instant = clock.instant
    chosen = with_changes(
        services.settings,
        ghl_base_url=simulation.base_url,
        ghl_client_id=CLIENT_ID,
        ghl_client_secret=CLIENT_SECRET,
        public_url="http://test",
    )
    async with (
        assembled(chosen, server.app, clock=clock) as ours,
        client_of(app_around(ours), account.headers) as browser,
    ):
        yield OAuthWorld(ours, account, simulation, clock, browser)


def _and(address: str, more: dict[str, str]) -> dict[str, str]:
    return dict(httpx.URL(address).params) | more
