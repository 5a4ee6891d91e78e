"""Databases of a test's own on the run's server: for what must not be seen by others, or must be spoilt."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from frontdesk.db import login, schema
from tests.conftest import TestServer


@asynccontextmanager
async def owning(server: TestServer) -> AsyncIterator[asyncpg.Connection]:
    """Connect as the one whom row-level security does not bind."""
    connection = await asyncpg.connect(server.owner_dsn, timeout=30)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def own_database(server: TestServer, name: str) -> AsyncIterator[TestServer]:
    """Make a database with the schema in it; it is dropped in the end."""
    owner_dsn = re.sub(r"/[a-z_]+\?", f"/{name}?", server.owner_dsn)
    async with owning(server) as connection:
        await connection.execute(f"CREATE DATABASE {name}")
        try:
            await schema.migrate(owner_dsn)
            yield TestServer(owner_dsn, await login.of_server(owner_dsn))
        finally:
            await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


async def rows(server: TestServer, query: str, *values: Any) -> list[asyncpg.Record]:
    """Ask as the owner."""
    async with owning(server) as connection:
        found: list[asyncpg.Record] = await connection.fetch(query, *values)
    return found
