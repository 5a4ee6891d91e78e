"""The front door: start the embedded PostgreSQL or join the one that runs, and leave it again."""

import atexit
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from frontdesk.db.embedded import accounts
from frontdesk.db.embedded.binaries import find_binaries
from frontdesk.db.embedded.cluster import DATABASE, DURABLE, Cluster
from frontdesk.db.embedded.errors import explaining
from frontdesk.db.embedded.places import PORT, find_place, find_socket_folder, open_data_dir
from frontdesk.db.embedded.sharing import Use, starting_alone

Role = Literal["postgres", "frontdesk_app"]
SUPERUSER: Role = "postgres"  # migrations
APP: Role = "frontdesk_app"  # everything else; the migrations create it


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running server that this process uses until `close`, or until it exits."""

    socket_folder: Path
    _leave: Callable[[], None]

    def dsn(self, role: Role) -> str:
        """Return the connection string for asyncpg and libpq."""
        return f"postgresql://{role}@/{DATABASE}?host={quote(str(self.socket_folder))}&port={PORT}"

    def sqlalchemy_url(self, role: Role) -> str:
        """Return the URL for SQLAlchemy's asyncpg dialect, which Alembic uses."""
        return f"postgresql+asyncpg://{role}@/{DATABASE}?host={quote(str(self.socket_folder))}&port={PORT}"

    def close(self) -> None:
        """Leave the server; the last process to leave stops it. Later calls do nothing.

        Raises:
            DoesNotStop: this was the last process, and the server still runs after a minute.
        """
        atexit.unregister(self._leave)
        self._leave()


def start(data_dir: Path, *, settings: Mapping[str, str] = DURABLE) -> EmbeddedServer:
    """Start the server of `data_dir`, made first when missing, or join the one that runs.

    Blocks until it is ready: about a second the first time, a fifth later, a fiftieth to join. `settings` go
    over ours in `postgresql.conf` and do nothing to a server that already runs; tests pass `FORGETFUL`.

    Raises:
        EmbeddedDatabaseError: it cannot be used; the message says why and what to do.
    """
    owner = accounts.owner()
    account = accounts.server_account(owner)
    binaries = find_binaries(account)
    data_dir = open_data_dir(data_dir)
    with explaining(data_dir), starting_alone(data_dir):
        place = find_place(data_dir, account)
        cluster = Cluster(
            folder=place.cluster,
            socket_folder=find_socket_folder(place, account),
            owner=owner,
            account=account,
            binaries=binaries,
        )
        use = Use(data_dir)
        try:
            if cluster.is_missing():
                cluster.create(settings)
                place.remember()
            cluster.bring_up(settings)
        except BaseException:
            use.end(cluster.stop)
            raise
    leave = partial(use.end, cluster.stop)
    atexit.register(leave)
    return EmbeddedServer(socket_folder=cluster.socket_folder, _leave=leave)


@contextmanager
def running(data_dir: Path, *, settings: Mapping[str, str] = DURABLE) -> Iterator[EmbeddedServer]:
    """Use the server of `data_dir` inside the `with` block; see `start`."""
    server = start(data_dir, settings=settings)
    try:
        yield server
    finally:
        server.close()
