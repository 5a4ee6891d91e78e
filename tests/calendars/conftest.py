"""Fixtures for everything that talks to a simulator."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.calendars.gohighlevel.calendar import GoHighLevelCalendar
from frontdesk.calendars.simulator.state import StaffMember
from frontdesk.clock import FixedClock
from tests.calendars.oauth_world import OAuthWorld, oauth_world
from tests.calendars.simulation import Simulation, simulate
from tests.calendars.worlds import WORLDS, World, opened
from tests.conftest import Account, TestServer
from tests.databases import owning


@pytest.fixture
async def simulation() -> AsyncIterator[Simulation]:
    """A location with an event calendar, a round robin of two people and one person's calendar."""
    async with simulate() as running:
        running.add_calendar("event", "event")
        running.add_calendar("robin", "round_robin", team=("ann", "bob"))
        running.add_calendar("personal", "personal", team=("cyd",))
        running.state.staff["ann"] = StaffMember("ann", "loc", "Ann", "Lee", "ann@x.example")
        yield running


@pytest.fixture
async def api(simulation: Simulation) -> AsyncIterator[httpx.AsyncClient]:
    async with simulation.api() as http:
        yield http


@pytest.fixture
async def adapter(simulation: Simulation) -> AsyncIterator[GoHighLevelCalendar]:
    async with simulation.adapter() as calendar:
        yield calendar


@pytest.fixture
async def others_are_known(server: TestServer, account: Account, clock: FixedClock) -> None:
    """Nothing need be asked about the connections that other tests left behind: the clock looks at ours."""
    async with owning(server) as connection:
        await connection.execute(
            "UPDATE integrations SET checked_at = $2, expires_at = NULL WHERE sub_account_id <> $1",
            account.sub_account_id,
            clock.instant + timedelta(days=1),
        )


@pytest.fixture(params=WORLDS)
async def world(request: pytest.FixtureRequest, simulation: Simulation) -> AsyncIterator[World]:
    """A calendar, whoever makes it."""
    async with opened(request.param, simulation) as world:
        yield world


@pytest.fixture
async def oauth(
    services: Services, server: TestServer, simulation: Simulation, account: Account, clock: FixedClock
) -> AsyncIterator[OAuthWorld]:
    """An account whose owner has a browser, and our app at the simulated GoHighLevel."""
    async with oauth_world(services, server, simulation, account, clock) as world:
        yield world
