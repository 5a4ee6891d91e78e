"""`frontdesk db`: the schema."""

import asyncio

import typer

from frontdesk import settings
from frontdesk.db import schema
from frontdesk.db.access import owner_url
from frontdesk.db.schema import SchemaNewer, SchemaStatus
from frontdesk.settings import Settings

app = typer.Typer(help="The database's schema.", no_args_is_help=True)


@app.callback()
def database() -> None:
    """The database's schema."""


@app.command("migrate")
def migrate() -> None:
    """Bring the schema up to date."""
    _print(asyncio.run(_migrated(settings.from_environment())))


@app.command("status")
def status() -> None:
    """Say whether the schema is up to date; exits 1 if it is not."""
    found = asyncio.run(_status(settings.from_environment()))
    _print(found)
    if not found.is_current:
        raise typer.Exit(1)


async def _migrated(chosen: Settings) -> SchemaStatus:
    async with owner_url(chosen) as url:
        return await schema.migrate(url)


async def _status(chosen: Settings) -> SchemaStatus:
    async with owner_url(chosen) as url:
        return await schema.status(url)


def _print(found: SchemaStatus) -> None:
    if found.is_newer:
        raise SchemaNewer(found)
    state = "up to date" if found.is_current else f"behind; this program needs {found.head}"
    typer.echo(f"The schema is at {found.current or 'nothing yet'}: {state}.")
