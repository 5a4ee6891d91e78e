"""Hearing what other processes announce, over PostgreSQL's LISTEN and NOTIFY, on a connection of our own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg

from frontdesk.db.pool import ConnectionSettings
from frontdesk.logs import logger

RETRY_SECONDS = 1.0
_log = logger(__name__)
OnNotice = Callable[[str], None]
OnGap = Callable[[], None]


class Notices:
    """Who is told of what in this process.

    When the connection is lost, notices are lost with it: whoever subscribed is told of the gap, before the
    first notice after it.
    """

    def __init__(self) -> None:
        self._told: dict[str, list[OnNotice]] = {}
        self._gaps: list[OnGap] = []

    def subscribe(self, channel: str, on_notice: OnNotice, *, on_gap: OnGap) -> None:
        """Hear of a channel's notices. Call it before anything is expected."""
        self._told.setdefault(channel, []).append(on_notice)
        self._gaps.append(on_gap)

    def deliver(self, channel: str, payload: str) -> None:
        """Pass a notice on."""
        for on_notice in self._told.get(channel, []):
            on_notice(payload)

    def tell_of_gap(self) -> None:
        """Say that notices may have been missed."""
        for on_gap in self._gaps:
            on_gap()


@asynccontextmanager
async def listening(connections: ConnectionSettings, *channels: str) -> AsyncIterator[Notices]:
    """Listen to channels until the block is left; a lost connection is made again."""
    notices = Notices()
    first = await _listen(connections, channels, notices)
    task = asyncio.create_task(_keep_listening(first, connections, channels, notices), name="notices")
    try:
        yield notices
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await first.close()  # a task that was never begun has not closed it


async def _keep_listening(
    connection: asyncpg.Connection,
    connections: ConnectionSettings,
    channels: tuple[str, ...],
    notices: Notices,
) -> None:
    while True:
        lost = asyncio.Event()
        connection.add_termination_listener(lambda *_, lost=lost: lost.set())
        try:
            if not connection.is_closed():
                await lost.wait()
        finally:
            await connection.close()
        _log.warning("notices_lost")
        notices.tell_of_gap()
        connection = await _listen_again(connections, channels, notices)
        notices.tell_of_gap()


async def _listen_again(
    connections: ConnectionSettings, channels: tuple[str, ...], notices: Notices
) -> asyncpg.Connection:
    while True:
        try:
            return await _listen(connections, channels, notices)
        except (OSError, asyncpg.PostgresError):
            await asyncio.sleep(RETRY_SECONDS)


async def _listen(
    connections: ConnectionSettings, channels: tuple[str, ...], notices: Notices
) -> asyncpg.Connection:
    connection = await connections.connect()
    try:
        for channel in channels:
            await connection.add_listener(
                channel, lambda _connection, _pid, name, payload: notices.deliver(name, payload)
            )
    except BaseException:  # nobody else knows of it yet
        connection.terminate()
        raise
    return connection
