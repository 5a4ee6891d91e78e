"""Putting up the stage of an ordeal, and taking it down."""

import os
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bench.ordeal.parties import CLIENT_ID, CLIENT_SECRET, joined
from bench.ordeal.stage import TOKEN_SECONDS, Ordeal, Scale
from bench.ordeal.workers import start_workers, stop_workers
from bench.ordeal.zone import changed_clocks
from bench.processes import served
from frontdesk.assembly import assembled
from frontdesk.calendars.simulator import SimulatorState, create_app, running
from frontdesk.clock import SystemClock
from frontdesk.db import login
from frontdesk.settings import Settings


@asynccontextmanager
async def prepared(
    scale: Scale, database_url: str, folder: Path, *, log: Path | None = None
) -> AsyncIterator[Ordeal]:
    """Put up the stage, with everybody connected and the workers at work. Nothing goes wrong yet.

    Args:
        scale: how much of an ordeal it is to be.
        database_url: its owner's; the schema is there.
        folder: what the processes keep goes there.
        log: where the workers' log goes; else their errors go to standard error.
    """
    state = SimulatorState(access_token_seconds=TOKEN_SECONDS)
    state.apps[CLIENT_ID] = CLIENT_SECRET
    state.requests.entries, state.webhooks.deliveries = deque(), deque()
    first = datetime.combine(SystemClock().now().date() + timedelta(days=2), time(), UTC)
    async with AsyncExitStack() as stack:
        zones = stack.enter_context(changed_clocks(folder / "zones", first.date()))
        base_url = await stack.enter_async_context(running(create_app(state, SystemClock())))
        settings = _settings(base_url, folder / "home")
        environment = {**zones, **_environment(settings, database_url, state, log)}
        services = await stack.enter_async_context(
            assembled(settings, await login.of_server(database_url), clock=SystemClock())
        )
        desk = services.bookings._desk  # noqa: SLF001 -- nobody is to wait for the workers here
        services.bookings._desk = replace(desk, patience_seconds=0.0)  # noqa: SLF001
        ordeal = Ordeal(scale, database_url, environment, log, state, services, first)
        await start_workers(ordeal)
        stack.push_async_callback(stop_workers, ordeal)
        port = await stack.enter_async_context(
            served(database_url, settings.data_dir, environment=environment)
        )
        state.webhooks.url = f"http://127.0.0.1:{port}/webhooks/gohighlevel"
        ordeal.parties = await joined(services, state, scale.parties)
        yield ordeal


def _settings(base_url: str, data_dir: Path) -> Settings:
    return Settings(
        data_dir=data_dir,
        secret_keys=(b"k" * 32,),
        ghl_base_url=base_url,
        ghl_client_id=CLIENT_ID,
        ghl_client_secret=CLIENT_SECRET,
        public_url="http://127.0.0.1:1",
    )


def _environment(
    settings: Settings, database_url: str, state: SimulatorState, log: Path | None
) -> Mapping[str, str]:
    return {
        **os.environ,
        "FRONTDESK_DATABASE_URL": database_url,
        "FRONTDESK_DATA_DIR": str(settings.data_dir),
        "FRONTDESK_SECRET_KEYS": "a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=",
        "FRONTDESK_GHL_BASE_URL": settings.ghl_base_url,
        "FRONTDESK_GHL_CLIENT_ID": CLIENT_ID,
        "FRONTDESK_GHL_CLIENT_SECRET": CLIENT_SECRET,
        "FRONTDESK_GHL_WEBHOOK_KEYS": state.webhooks.public_key,
        "FRONTDESK_PUBLIC_URL": "http://127.0.0.1:1",
        "FRONTDESK_LOG_LEVEL": "ERROR" if log is None else "WARNING",
        "FRONTDESK_MODEL": "offline",
    }
