"""Servers as processes of their own, on a database that is already there."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bench.wire import Wire

START_SECONDS = 60.0


@asynccontextmanager
async def served(
    database_url: str, data_dir: Path, *, environment: Mapping[str, str] | None = None
) -> AsyncIterator[int]:
    """Run `frontdesk serve`, without a worker, until the block is left; yields the port once it answers."""
    chosen = {
        "FRONTDESK_DATABASE_URL": database_url,
        "FRONTDESK_DATA_DIR": str(data_dir),
        "FRONTDESK_LOG_LEVEL": "ERROR",
        "FRONTDESK_MODEL": "offline",
        **(environment or {}),
    }
    port = free_port()
    async with running("frontdesk", "serve", "--no-worker", "--port", str(port), environment=chosen):
        await until_answering(port)
        yield port


@asynccontextmanager
async def served_bare(database_url: str, *, sub_account_id: int, user_id: int) -> AsyncIterator[int]:
    """Run `bench.bare` likewise."""
    environment = {"FRONTDESK_DATABASE_URL": database_url, "BENCH_WHOSE": f"{sub_account_id},{user_id}"}
    port = free_port()
    async with running("bench.bare", str(port), environment=environment):
        await until_answering(port)
        yield port


@asynccontextmanager
async def running(module: str, *arguments: str, environment: Mapping[str, str]) -> AsyncIterator[None]:
    """Run a module as a process; it is told to end when the block is left."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, env={**os.environ, **environment}
    )
    try:
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def until_answering(port: int) -> None:
    """Wait until something answers on a port.

    Raises:
        TimeoutError: nothing does; what the process said stands on its standard error.
    """
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                wire = await Wire.connect(port, "none")
                reply = await wire.ask("GET", "/readyz")
                await wire.close()
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.05)
            else:
                assert reply.status == 200
                return


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
