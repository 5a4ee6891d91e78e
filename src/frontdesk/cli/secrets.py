"""`frontdesk secrets`: which key the stored secrets are sealed with, and sealing them with the first one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import typer
from rich.console import Console
from rich.progress import Progress

from frontdesk import settings
from frontdesk.calendars.sealed import SEALED
from frontdesk.db.access import owner_url
from frontdesk.db.rotation import Counts, Rotation
from frontdesk.settings import Settings

# Every sealed column there is; a test finds those that are missing.
COLUMNS = (*SEALED,)

app = typer.Typer(help="Stored secrets and the keys they are sealed with.", no_args_is_help=True)


@app.callback()
def secrets() -> None:
    """Stored secrets and the keys they are sealed with."""


@app.command("status")
def status() -> None:
    """Count the stored secrets by the key they need; exits 1 while one needs another than the first."""
    _tell(asyncio.run(_count(settings.from_environment())))


@app.command("rotate")
def rotate() -> None:
    """Seal every stored secret with the first key; exits 1 if one still needs another."""
    _tell(asyncio.run(_rotate(settings.from_environment())))


async def _count(chosen: Settings) -> Counts:
    counts = Counts()
    async with _rotation(chosen) as rotation:
        for place in await rotation.places():
            counts += await rotation.count(*place)
    return counts


async def _rotate(chosen: Settings) -> Counts:
    counts = Counts()
    async with _rotation(chosen) as rotation:
        places = await rotation.places()
        with Progress(console=Console(stderr=True), transient=True) as progress:
            for place in progress.track(places, description="sub-accounts"):
                counts += Counts(resealed=await rotation.reseal(*place))
                counts += await rotation.count(*place)
    return counts


@asynccontextmanager
async def _rotation(chosen: Settings) -> AsyncIterator[Rotation]:
    async with owner_url(chosen) as url:
        connection = await asyncpg.connect(url)
        try:
            yield Rotation(connection, chosen.secret_keys, COLUMNS)
        finally:
            await connection.close()


def _tell(counts: Counts) -> None:
    typer.echo(
        f"Sealed with the first key: {counts.current} (just now: {counts.resealed}). "
        f"Still in need of an older key: {counts.old}. Opened by none of the keys: {counts.broken}."
    )
    if counts.old or counts.broken:
        raise typer.Exit(1)
