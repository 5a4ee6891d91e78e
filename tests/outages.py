"""A database that goes away and comes back, for the tests of what is said and kept meanwhile."""

from contextlib import ExitStack
from pathlib import Path

from frontdesk.db import embedded, schema
from frontdesk.db.pool import ConnectionSettings, by_arguments


class Outages:
    """A database server of the test's own that can be taken away and brought back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running = ExitStack()

    def end(self) -> embedded.EmbeddedServer:
        return self._running.enter_context(embedded.running(self._folder, settings=embedded.FORGETFUL))

    def begin(self) -> None:
        self._running.close()


async def reached(outages: Outages) -> ConnectionSettings:
    server = outages.end()
    await schema.migrate(server.dsn(embedded.SUPERUSER))
    return by_arguments({"dsn": server.dsn(embedded.APP)})
