"""What the demonstration stands on: a simulator, an account connected to it, and the server as a process."""

import asyncio
import fcntl
import json
import os
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import httpx

from frontdesk import settings
from frontdesk.assembly import Services
from frontdesk.bookings.lifecycle import LIVE
from frontdesk.bookings.repository import Actor, Filters
from frontdesk.calendars.credentials import Credentials
from frontdesk.calendars.simulator import server as simulator_server
from frontdesk.calendars.simulator.app import create_app
from frontdesk.calendars.simulator.seed import DemoSeed, seed_demo
from frontdesk.calendars.simulator.state import SimulatorState
from frontdesk.clock import Clock
from frontdesk.errors import Unauthorized
from frontdesk.settings import Settings
from frontdesk.tenancy.principal import Principal

BUSINESS = "Blue Door Roofing"
ZONE = "America/New_York"
EMAIL = "owner@bluedoor.example"
START_SECONDS = 60.0


class StageCollapsed(Exception):
    """The demonstration cannot go on. The message says why."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """The demonstration's account; kept in the data folder so that its sign-in stays the same."""

    sub_account_id: int
    user_id: int
    api_key: str
    widget_key: str
    password: str

    @property
    def owner(self) -> Principal:
        """The owner as a caller."""
        return Principal(self.sub_account_id, self.user_id, "owner")


def settings_of_its_own() -> Settings:
    """Return settings with a data folder of the demonstration's own, within the one that is set.

    Its account must never be served without its simulator: it would write to the real GoHighLevel.
    """
    around = os.environ.get("FRONTDESK_DATA_DIR", "").strip() or ".frontdesk"
    own = {**os.environ, "FRONTDESK_DATA_DIR": str(Path(around) / "demo")}
    return replace(settings.from_environment(own), log_level="WARNING")


@contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Keep others from this folder: two demonstrations would connect one account to two simulators.

    Raises:
        StageCollapsed: another demonstration is running there.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StageCollapsed(
                "A demonstration is running in this folder already. Stop it first, or name another folder in "
                "FRONTDESK_DATA_DIR."
            ) from None
        yield


async def account_of(services: Services, data_dir: Path) -> DemoAccount:
    """Return the kept account, or make and keep one."""
    kept = data_dir / "demo-account.json"
    if kept.exists():
        account = DemoAccount(**json.loads(kept.read_text()))
        try:
            await services.tenancy.authenticate(account.api_key)
        except Unauthorized:
            kept.unlink()  # another database than the one it was made in
        else:
            return account
    made = await services.tenancy.create_account(BUSINESS, EMAIL, timezone=ZONE)
    account = DemoAccount(made.sub_account_id, made.user_id, made.api_key, made.widget_key, made.password)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(json.dumps(asdict(account)))
    return account


async def connect(services: Services, account: DemoAccount, seed: DemoSeed) -> int:
    """Connect the account to the simulator; returns how many bookings of an earlier run made way."""
    cleared = await _clear(services, account)
    await services.connections.connect(
        account.sub_account_id,
        Credentials(seed.token),
        location_id=seed.location_id,
        event_kind="block_slot",
    )
    owner = await services.tenancy.user(account.owner, account.user_id)
    await services.tenancy.update_user(
        account.owner, replace(owner, calendar_id=seed.calendar_id, location_id=seed.location_id)
    )
    return cleared


async def _clear(services: Services, account: DemoAccount) -> int:
    """Cancel what is live, so that Tuesday at two is free again."""
    filters = Filters(starts_from=services.clock.now())
    found, _ = await services.bookings.page(account.owner, filters, limit=200, cursor=None)
    live = [booking for booking in found if booking.status in LIVE]
    for booking in live:
        await services.bookings.cancel(
            account.owner, booking.id, actor=Actor("system"), reason="a new demonstration began"
        )
    return len(live)


@dataclass(frozen=True, slots=True)
class Simulated:
    """A running simulator: its address, its state, and what opens it."""

    base_url: str
    state: SimulatorState
    seed: DemoSeed


@asynccontextmanager
async def simulator(clock: Clock) -> AsyncIterator[Simulated]:
    """Run a simulated GoHighLevel on any free port."""
    state = SimulatorState()
    seed = seed_demo(state)
    async with simulator_server.running(create_app(state, clock)) as base_url:
        yield Simulated(base_url, state, seed)


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """`frontdesk serve` as a process of its own."""

    base_url: str
    process: asyncio.subprocess.Process

    async def ready(self) -> None:
        """Wait until it answers.

        Raises:
            StageCollapsed: it did not come up.
        """
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient(base_url=self.base_url) as client:
            while self.process.returncode is None:
                try:
                    answer = await client.get("/readyz")
                except httpx.TransportError:
                    answer = None
                if answer is not None and answer.status_code == httpx.codes.OK:
                    return
                await asyncio.sleep(0.05)
        raise StageCollapsed(
            f"The server did not start (exit code {self.process.returncode}); its words are above."
        )


@asynccontextmanager
async def server_process(chosen: Settings, *, port: int) -> AsyncIterator[ServerProcess]:
    """Start `frontdesk serve`; it is stopped when the block is left. Does not wait for it to come up."""
    environment = {
        **os.environ,
        "FRONTDESK_DATA_DIR": str(chosen.data_dir),
        "FRONTDESK_GHL_BASE_URL": chosen.ghl_base_url,
        "FRONTDESK_LOG_LEVEL": chosen.log_level,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "frontdesk", "serve", "--port", str(port), env=environment
    )
    try:
        yield ServerProcess(f"http://127.0.0.1:{port}", process)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def free_port(wanted: int) -> int:
    """Return the wanted port if nobody has it, else any free one."""
    for port in (wanted, 0):
        try:
            with socket.create_server(("127.0.0.1", port)) as listener:
                found: int = listener.getsockname()[1]
                return found
        except OSError:
            continue
    raise StageCollapsed("This machine has no free port.")
