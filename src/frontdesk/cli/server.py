"""`frontdesk serve` and `frontdesk worker`."""

import asyncio
import signal
import socket
from typing import Annotated

import typer
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from frontdesk import logs, settings
from frontdesk.db.access import reachable
from frontdesk.entry import opened_with_jobs
from frontdesk.settings import Settings

NoWorker = Annotated[bool, typer.Option("--no-worker", help="Leave the jobs to 'frontdesk worker'.")]


class CannotServe(Exception):
    """The server cannot listen where it was told to."""


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="How many processes serve.", min=1, max=64)] = 1,
    no_worker: NoWorker = False,  # noqa: FBT002 -- a flag of the command line
) -> None:
    """Serve the API and the pages, and run the jobs."""
    chosen = settings.from_environment()
    logs.configure(chosen.log_level)
    require_free(host, port)
    asyncio.run(_look_at_the_database(chosen))
    Server(
        "frontdesk.entry:web_alone" if no_worker else "frontdesk.entry:web_and_jobs",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


def worker() -> None:
    """Run the jobs alone."""
    chosen = settings.from_environment()
    logs.configure(chosen.log_level)
    asyncio.run(_work(chosen))


def require_free(host: str, port: int) -> None:
    """Refuse an address that somebody else listens on, or that is not this machine's.

    Raises:
        CannotServe: says which, and what to do.
    """
    try:
        with socket.create_server((host, port)):
            return
    except OSError as error:
        raise CannotServe(
            f"Cannot listen on {host} port {port} ({error.strerror or error}); choose another with --port."
        ) from error


async def _look_at_the_database(chosen: Settings) -> None:
    """Fail here, in words, rather than in a server process."""
    async with reachable(chosen):
        return


async def _work(chosen: Settings) -> None:
    told_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    async with opened_with_jobs(chosen):
        await told_to_stop.wait()
