"""`frontdesk serve` and `frontdesk worker`."""

import asyncio
import signal
from contextlib import AsyncExitStack
from typing import Annotated

import typer
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from frontdesk import logs, settings
from frontdesk.db.access import reachable
from frontdesk.serving import require_free
from frontdesk.settings import OFFLINE_MODEL, Settings

NoWorker = Annotated[bool, typer.Option("--no-worker", help="Leave the jobs to 'frontdesk worker'.")]
# How long a process that was told to stop may go on answering; open pages hold a stream for minutes.
LAST_SECONDS = 10


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
    _require_model(chosen)
    server = Server(
        "frontdesk.entry:web_alone" if no_worker else "frontdesk.entry:web_and_jobs",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=LAST_SECONDS,
    )
    # The database is opened here, where a failure can be told in words, and held while the processes serve.
    with asyncio.Runner() as runner:
        held = AsyncExitStack()
        runner.run(_hold_database(held, chosen))
        try:
            server.serve()
        finally:
            runner.run(held.aclose())


def worker() -> None:
    """Run the jobs alone."""
    chosen = settings.from_environment()
    logs.configure(chosen.log_level)
    asyncio.run(_work(chosen))


def _require_model(chosen: Settings) -> None:
    """Refuse a model that the processes could not open; the usual two need no look, which takes seconds."""
    if chosen.model.partition(":")[0] not in {OFFLINE_MODEL, "openai"}:
        from frontdesk.assistant.models import provider_model  # noqa: PLC0415

        provider_model(chosen)


async def _hold_database(held: AsyncExitStack, chosen: Settings) -> None:
    await held.enter_async_context(reachable(chosen))


async def _work(chosen: Settings) -> None:
    from frontdesk.entry import opened_with_jobs  # noqa: PLC0415 -- `serve` itself needs none of it

    told_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    async with opened_with_jobs(chosen):
        await told_to_stop.wait()
