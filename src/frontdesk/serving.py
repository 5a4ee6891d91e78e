"""Serves an application inside an asyncio program: for demonstrations, tests and one-process set-ups.

`frontdesk serve` starts server processes instead. Here granian runs on the program's own event loop, so that
what the application was given (services, a still clock) is what it answers with.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from granian.constants import Interfaces
from granian.server.embed import Server

if TYPE_CHECKING:  # half a second to load, and the command line asks here for a free port only
    from litestar.types import ASGIApp

START_SECONDS = 20.0
# granian's native threads end a few milliseconds after it says it stopped. An interpreter that ends before
# them is aborted now and then (4 of 50 exits with granian 2.8.7 without a pause, none of 20 with one).
THREADS_END_SECONDS = 0.25


class AddressInUse(Exception):
    """Nobody can listen there: somebody does already, or the address is not this machine's."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(
            f"Cannot listen on {host} port {port} ({why}); stop what listens there or choose another port."
        )


def require_free(host: str, port: int) -> int:
    """Return the port that can be listened on; 0 picks a free one.

    granian shares a port that another process has, so this asks first, without sharing.

    Raises:
        AddressInUse: nobody can listen there.
    """
    try:
        with socket.create_server((host, port)) as probe:
            chosen: int = probe.getsockname()[1]
    except OSError as error:
        raise AddressInUse(host, port, error.strerror or str(error)) from error
    return chosen


@asynccontextmanager
async def serving(
    app: "ASGIApp", host: str = "127.0.0.1", port: int = 0, *, before_stop: Callable[[], None] = lambda: None
) -> AsyncIterator[str]:
    """Serve until the block is left; gives the base URL, which answers at once. Port 0 picks a free one.

    What is being answered is answered first: `before_stop` ends what would go on for long.

    Raises:
        AddressInUse: the port is busy.
    """
    chosen = require_free(host, port)
    server = Server(
        app, address=host, port=chosen, interface=Interfaces.ASGI, websockets=False, log_enabled=False
    )
    served = asyncio.create_task(server.serve(), name="serving")
    try:
        await _until_reachable(served, host, chosen)
        yield f"http://{host}:{chosen}"
    finally:
        before_stop()
        server.stop()  # type: ignore[no-untyped-call]  # granian leaves it so
        await asyncio.gather(served, return_exceptions=True)
        await asyncio.sleep(THREADS_END_SECONDS)


async def _until_reachable(served: asyncio.Task[None], host: str, port: int) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            if served.done():
                served.result()
                raise RuntimeError("the server stopped before it answered")
            try:
                _, writer = await asyncio.open_connection(host, port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                await writer.wait_closed()
                return
