"""Bringing the schema up to date, and telling whether it is."""

from dataclasses import dataclass
from pathlib import Path

import asyncpg

HEAD = "0040"
_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = "SELECT pg_advisory_lock(hashtext('frontdesk migrations'))"


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """Where the schema stands. `current` is None in an empty database."""

    current: str | None
    head: str

    @property
    def is_current(self) -> bool:
        """Say whether there is nothing to do."""
        return self.current == self.head


async def status(url: str) -> SchemaStatus:
    """Return the schema's version in the database at `url` (a postgresql:// address)."""
    connection = await asyncpg.connect(url)
    try:
        known = await connection.fetchval("SELECT to_regclass('public.alembic_version') IS NOT NULL")
        current = await connection.fetchval("SELECT version_num FROM alembic_version") if known else None
    finally:
        await connection.close()
    return SchemaStatus(current=current, head=HEAD)


async def migrate(url: str) -> SchemaStatus:
    """Bring the schema up to date; processes that start together take turns. Returns the new status."""
    before = await status(url)
    if before.is_current:
        return before
    # Alembic and SQLAlchemy take a second to load and are needed on this path alone.
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415

    engine = create_async_engine(_sqlalchemy_url(url))
    try:
        async with engine.connect() as connection:
            await connection.exec_driver_sql(_LOCK)
            await connection.commit()
            await connection.run_sync(_upgrade)
            await connection.commit()
    finally:
        await engine.dispose()
    return await status(url)


def _upgrade(connection: object) -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _sqlalchemy_url(url: str) -> str:
    return "postgresql+asyncpg://" + url.partition("://")[2]
