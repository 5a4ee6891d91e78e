"""Bringing the schema up to date, and telling whether it is."""

from dataclasses import dataclass
from pathlib import Path

import asyncpg

from frontdesk.db.pool import DatabaseError

HEAD = "0041"
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

    @property
    def is_newer(self) -> bool:
        """Say whether a later program has been here; versions count up."""
        return self.current is not None and self.current > self.head


class SchemaNewer(DatabaseError):
    """A later version of this program has changed the schema; there is no way back but a backup."""

    def __init__(self, found: SchemaStatus) -> None:
        super().__init__(
            f"The database's schema is at {found.current}, newer than this program, which needs {found.head}."
            " Install the newer frontdesk, or restore a backup that was made before it."
        )


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
    """Bring the schema up to date; processes that start together take turns. Returns the new status.

    Raises:
        SchemaNewer: it is ahead of this program. asyncpg.PostgresError: the database does not allow it.
    """
    before = await status(url)
    if before.is_current:
        return before
    if before.is_newer:
        raise SchemaNewer(before)
    # Alembic and SQLAlchemy take a second to load and are needed on this path alone.
    from sqlalchemy.exc import ProgrammingError  # noqa: PLC0415
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415

    engine = create_async_engine(_sqlalchemy_url(url))
    refusal: BaseException | None = None
    try:
        async with engine.connect() as connection:
            await connection.exec_driver_sql(_LOCK)
            await connection.commit()
            await connection.run_sync(_upgrade)
            await connection.commit()
    except ProgrammingError as error:
        refusal = _as_it_was_said(error)
    finally:
        await engine.dispose()
    if refusal is not None:
        raise refusal
    return await status(url)


def _upgrade(connection: object) -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _as_it_was_said(error: BaseException) -> BaseException:
    """Return PostgreSQL's own no from within what is wrapped around it, else what is given."""
    inner: BaseException | None = error
    while inner is not None and not isinstance(inner, asyncpg.PostgresError):
        inner = inner.__cause__
    return inner or error


def _sqlalchemy_url(url: str) -> str:
    return "postgresql+asyncpg://" + url.partition("://")[2]
