"""`frontdesk serve` as a process of its own, on a database that is already there."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.wire import Wire

START_SECONDS = 60.0


@asynccontextmanager
async def served(database_url: str, data_dir: Path) -> AsyncIterator[int]:
    """Serve without a worker until the block is left; yields the port once it answers."""
    port = free_port()
    environment = {
        **os.environ,
        "FRONTDESK_DATABASE_URL": database_url,
        "FRONTDESK_DATA_DIR": str(data_dir),
        "FRONTDESK_LOG_LEVEL": "ERROR",
        "FRONTDESK_MODEL": "offline",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "frontdesk", "serve", "--no-worker", "--port", str(port), env=environment
    )
    try:
        await until_answering(port, process)
        yield port
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def until_answering(port: int, process: asyncio.subprocess.Process) -> None:
    """Wait until something answers on a port."""
    async with asyncio.timeout(START_SECONDS):
        while True:
            assert process.returncode is None, "the server ended before it answered; its words are above"
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
