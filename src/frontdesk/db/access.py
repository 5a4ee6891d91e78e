"""Getting at the database this process is meant to use: the one that is named, or the embedded one."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg

from frontdesk.db import embedded, login, schema
from frontdesk.db.pool import ConnectionSettings, DatabaseError, by_arguments
from frontdesk.settings import Settings


@asynccontextmanager
async def owner_url(settings: Settings) -> AsyncIterator[str]:
    """Give the address under which the schema may be changed; the embedded server runs meanwhile.

    Raises:
        DatabaseError: it does not let us in. EmbeddedDatabaseError: the embedded server cannot be used.
    """
    if settings.database_url is not None:
        with _explaining():
            yield settings.database_url
        return
    server = await asyncio.to_thread(embedded.start, settings.data_dir)
    try:
        yield server.dsn(embedded.SUPERUSER)
    finally:
        await asyncio.to_thread(server.close)


@asynccontextmanager
async def reachable(settings: Settings) -> AsyncIterator[ConnectionSettings]:
    """Give the way to a database whose schema is up to date.

    The embedded database is brought up to date without asking; somebody else's server is not touched.

    Raises:
        DatabaseError: it does not answer, or its schema is not up to date. SchemaNewer: it is ahead of us.
        EmbeddedDatabaseError: the embedded server cannot be used.
    """
    if settings.database_url is not None:
        await _require_current(settings.database_url)
        with _explaining():
            connections = await login.of_server(settings.database_url)
        yield connections
        return
    server = await asyncio.to_thread(embedded.start, settings.data_dir)
    try:
        await schema.migrate(server.dsn(embedded.SUPERUSER))
        yield by_arguments({"dsn": server.dsn(embedded.APP)})
    finally:
        await asyncio.to_thread(server.close)


async def _require_current(url: str) -> None:
    with _explaining():
        found = await schema.status(url)
    if found.is_newer:
        raise schema.SchemaNewer(found)
    if not found.is_current:
        raise DatabaseError(
            f"The database's schema is at {found.current or 'nothing'}, this program needs {found.head}; "
            "run 'frontdesk db migrate' first."
        )


@contextmanager
def _explaining() -> Iterator[None]:
    try:
        yield
    except asyncpg.InsufficientPrivilegeError as error:
        raise DatabaseError(
            f"The account of FRONTDESK_DATABASE_URL may not do this: {error}. 'frontdesk db migrate' needs "
            "one that owns the database and may create roles."
        ) from error
    except OSError as error:
        raise DatabaseError(f"The database of FRONTDESK_DATABASE_URL does not answer: {error}") from error
    except asyncpg.PostgresError as error:
        raise DatabaseError(f"The database of FRONTDESK_DATABASE_URL does not let us in: {error}") from error
