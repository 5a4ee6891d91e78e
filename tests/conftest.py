"""What every test may ask for: a real database, a clock that stands still, an account of its own, a client.

One embedded server and one migrated database for the whole run of a process; each test gets a sub-account of
its own, so tests see as little of each other as tenants do.
"""

import itertools
import socket
import ssl
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from argon2 import PasswordHasher
from litestar import Litestar

from frontdesk import logs
from frontdesk.app import create_app
from frontdesk.assembly import Services, assembled, jobs_running
from frontdesk.clock import FixedClock
from frontdesk.db import embedded, schema
from frontdesk.db.pool import ConnectionSettings, by_arguments
from frontdesk.settings import Settings
from frontdesk.tenancy import passwords
from frontdesk.tenancy.principal import Principal
from tests.calendars.gohighlevel.vendor_spec import all_requests_judged
from tests.outages import Outages

MONDAY_MORNING = datetime(2026, 11, 30, 13, 0, tzinfo=UTC)  # 08:00 in New York
_numbers = itertools.count(1)


@pytest.fixture(autouse=True, scope="session")
def _only_loopback() -> Iterator[None]:
    """Refuse every connection that would leave this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1"}:
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _plain_logs() -> None:
    """Log as a server does; unconfigured, each traceback would be drawn with all variables, for seconds."""
    logs.configure("ERROR")


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords() -> Iterator[None]:
    """Hash with the least cost: every account has a password, and the real cost is a fifth of a second."""
    patch = pytest.MonkeyPatch()
    patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def _certificates_read_once() -> Iterator[None]:
    """Read the world's certificates once: every HTTP client does it anew, and none here speaks TLS."""
    patch = pytest.MonkeyPatch()
    patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def misfits_of_this_run() -> Iterator[list[str]]:
    """Watch what goes out to GoHighLevel."""
    with all_requests_judged() as wrong:
        yield wrong


@pytest.fixture(autouse=True)
def _every_request_is_valid(misfits_of_this_run: list[str]) -> Iterator[None]:
    """Hold whatever a test makes us send to GoHighLevel against the vendor's documents."""
    misfits_of_this_run.clear()
    yield
    assert misfits_of_this_run == []


@dataclass(frozen=True, slots=True)
class TestServer:
    """The run's database server, with everything in it up to date."""

    __test__ = False

    owner_dsn: str
    app: ConnectionSettings


@pytest.fixture(scope="session")
def reachable_folder() -> Iterator[Path]:
    """Return a folder that a server account of its own can reach too; pytest's are closed to others."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-tests-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope="session")
async def server(reachable_folder: Path) -> AsyncIterator[TestServer]:
    """Start the embedded server, forgetful but fast, and make the schema."""
    with embedded.running(reachable_folder / "data", settings=embedded.FORGETFUL) as running:
        await schema.migrate(running.dsn(embedded.SUPERUSER))
        yield TestServer(running.dsn(embedded.SUPERUSER), by_arguments({"dsn": running.dsn(embedded.APP)}))


@pytest.fixture
def outages(reachable_folder: Path) -> Iterator[Outages]:
    """Return a database server of the test's own, not started yet."""
    outages = Outages(reachable_folder / "outages")
    yield outages
    outages.begin()


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock that stands at Monday 30 November 2026, 08:00 in New York."""
    return FixedClock(MONDAY_MORNING)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings for a process that talks to nobody."""
    return Settings(data_dir=tmp_path, secret_keys=(b"k" * 32,), ghl_base_url="http://127.0.0.1:9")


@pytest.fixture
async def services(server: TestServer, settings: Settings, clock: FixedClock) -> AsyncIterator[Services]:
    """Return the assembled services, without a worker."""
    async with assembled(settings, server.app, clock=clock) as services:
        # All tests call from one address at one time.
        async with services.db.untenanted() as connection:
            await connection.execute("DELETE FROM rate_buckets")
        yield services


@pytest.fixture
async def working_services(services: Services) -> AsyncIterator[Services]:
    """Return the assembled services with the worker running beside them."""
    async with jobs_running(services):
        yield services


@dataclass(frozen=True, slots=True)
class Account:
    """A sub-account of the test's own, with its owner."""

    sub_account_id: int
    user_id: int
    api_key: str
    widget_key: str
    email: str
    password: str

    @property
    def owner(self) -> Principal:
        """The owner as a caller."""
        return Principal(self.sub_account_id, self.user_id, "owner")

    @property
    def headers(self) -> dict[str, str]:
        """The owner's credential."""
        return {"Authorization": f"Bearer {self.api_key}"}


async def make_account(services: Services, *, timezone: str = "America/New_York") -> Account:
    """Make a sub-account whose owner works Monday to Friday, nine to five, in half-hour slots."""
    email = f"owner{next(_numbers)}@example.com"
    made = await services.tenancy.create_account("Acme Roofing", email, timezone=timezone)
    return Account(made.sub_account_id, made.user_id, made.api_key, made.widget_key, email, made.password)


@pytest.fixture
async def account(services: Services) -> Account:
    """Return a fresh sub-account."""
    return await make_account(services)


@asynccontextmanager
async def client_of(app: Litestar, headers: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    """Talk to an application in this process."""
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]  # the same protocol, typed more narrowly
    async with httpx.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        yield client


def app_around(services: Services) -> Litestar:
    """Return the application around services that are already there."""

    @asynccontextmanager
    async def given() -> AsyncIterator[Services]:
        yield services

    app = create_app(given)
    app.state.services = services  # what its start would do; the test holds the services open
    return app


@pytest.fixture
def app(services: Services) -> Litestar:
    """Return the application, without a worker."""
    return app_around(services)


@pytest.fixture
async def client(app: Litestar, account: Account) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client that speaks as the account's owner."""
    async with client_of(app, account.headers) as client:
        yield client


def with_changes(settings: Settings, **changes: Any) -> Settings:
    """Return settings that differ in some values."""
    return replace(settings, **changes)
