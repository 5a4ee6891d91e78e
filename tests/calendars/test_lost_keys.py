"""What the secret keys do not open is known when a server starts, and well again with the key."""

from collections.abc import Iterator

import httpx
import pytest
from structlog.testing import capture_logs

from frontdesk import logs
from frontdesk.assembly import Services, assembled
from frontdesk.calendars.credentials import Credentials
from frontdesk.clock import FixedClock
from frontdesk.entry import warn_of_lost_keys
from tests.calendars.simulation import Simulation
from tests.conftest import Account, TestServer, app_around, client_of, with_changes

STATUS = "/integrations/gohighlevel"
OTHER = b"o" * 32


async def shown(services: Services, account: Account) -> tuple[str, str]:
    async with client_of(app_around(services), account.headers) as client:
        answer: httpx.Response = await client.get(STATUS)
    return answer.json()["health"], answer.json().get("whatToDo") or ""


@pytest.fixture
async def connected(services: Services, account: Account, simulation: Simulation) -> Account:
    await services.connections.connect(
        account.sub_account_id, Credentials(simulation.token), location_id="loc", event_kind="block_slot"
    )
    return account


@pytest.fixture
def warnings_told() -> Iterator[None]:
    """Log what the tests' own set-up keeps quiet."""
    logs.configure("WARNING")
    yield
    logs.configure("ERROR")


@pytest.mark.usefixtures("warnings_told")
async def test_a_server_without_the_key_says_so_at_its_start(
    services: Services, server: TestServer, clock: FixedClock, connected: Account
) -> None:
    without = with_changes(services.settings, secret_keys=(OTHER,))
    async with assembled(without, server.app, clock=clock) as ours:
        with capture_logs() as lines:
            await warn_of_lost_keys(ours)
        own = await ours.connections.integration(connected.sub_account_id)

    (line,) = [line for line in lines if line["event"] == "secret_keys_lost"]
    told = [line["integration"] for line in lines if line["event"] == "integration_troubled"]
    assert line["log_level"] == "warning"
    assert line["connections"] >= 1
    assert told.count(own.id) == 1
    assert own.health == "broken"
    assert "FRONTDESK_SECRET_KEYS" in (own.health_problem or "")


@pytest.mark.usefixtures("warnings_told")
async def test_a_server_with_the_key_says_nothing_and_finds_the_connection_well_again(
    services: Services, server: TestServer, clock: FixedClock, connected: Account, simulation: Simulation
) -> None:
    without = with_changes(services.settings, secret_keys=(OTHER,))
    async with assembled(without, server.app, clock=clock) as ours:
        await ours.probe.look_for_lost_keys()
    both = (OTHER, *services.settings.secret_keys)
    again = with_changes(services.settings, secret_keys=both, ghl_base_url=simulation.base_url)
    async with assembled(again, server.app, clock=clock) as ours:
        assert (await shown(services, connected))[0] == "broken"
        with capture_logs() as lines:
            await warn_of_lost_keys(ours)
        await ours.probe.look_at(connected.sub_account_id)

    assert "secret_keys_lost" not in [line["event"] for line in lines]
    assert await shown(services, connected) == ("healthy", "")
