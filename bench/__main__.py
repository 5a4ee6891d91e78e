"""`python -m bench`: how fast one `frontdesk serve` process is here. `docs/benchmarks.md` says more."""

import argparse
import asyncio
import os
import platform
import statistics
import time
from datetime import UTC, datetime, timedelta

import asyncpg
import uvloop
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench.load import Figures, NextRequest, measure, timed
from bench.processes import served, served_bare
from bench.stage import USERS, Stage, staged
from frontdesk.availability.repository import BUSY

CONNECTIONS = (1, 8, 32)
HISTORIES = (0, 100, 1_000, 10_000, 100_000)
BARE_AT = 100
BATCH, BULK_DAYS = 1_000, 100
RLS_ROUNDS = 9
STEPS = len(CONNECTIONS) * (len(HISTORIES) + 3) + 2 + RLS_ROUNDS
Rows = dict[str, list[Figures]]


class Bench:
    """One run; what was measured stands in `rows`, then in `once`."""

    def __init__(self, stage: Stage, progress: Progress, seconds: float) -> None:
        self.stage = stage
        self.rows: Rows = {}
        self.once: dict[str, str] = {}
        self._progress = progress
        self._task = progress.add_task("starting", total=STEPS)
        self._seconds = seconds

    async def run(self) -> None:
        stage = self.stage
        whose = {"sub_account_id": stage.sub_account_id, "user_id": stage.clerk_id}
        async with (
            served(stage.database_url, stage.data_dir) as port,
            served_bare(
                stage.database_url, sub_account_id=stage.sub_account_id, user_id=stage.user_id
            ) as bare,
            served_bare(stage.database_url, **whose) as bare_clerk,
        ):
            await self._availability(port, bare)
            await self._load("create, bare", bare_clerk, self._create_bare)
            await self._load("create", port, self._create)
            await self._many_at_once(port)
        await self._row_level_security()

    async def _availability(self, port: int, bare: int) -> None:
        for history in HISTORIES:
            await self.stage.grow_history(history)
            name = f"availability of a day, N = {history:,}"
            if history == BARE_AT:
                await self._load(f"{name}, bare", bare, lambda: self._ask("/availability"))
            await self._load(name, port, lambda: self._ask("/bookings/availability"))

    async def _load(self, name: str, port: int, next_request: NextRequest) -> None:
        self.rows[name] = []
        for connections in CONNECTIONS:
            self._begin(f"{name}, {connections} connections")
            self.rows[name].append(
                await measure(
                    port, self.stage.api_key, next_request, connections=connections, seconds=self._seconds
                )
            )

    async def _many_at_once(self, port: int) -> None:
        stage = self.stage
        self._begin(f"a batch of {BATCH:,}")
        items = [self._create()[2] for _ in range(BATCH)]
        took, told = await timed(port, stage.api_key, ("POST", "/bookings/batch", {"bookings": items}))
        self.once[f"batch of {BATCH:,} bookings"] = f"{took:.2f} s, {told['created']:,} created"
        self._begin("bulk availability")
        days = {"from": str(stage.day), "to": str(stage.day + timedelta(days=BULK_DAYS - 1))}
        took, told = await timed(port, stage.api_key, ("POST", "/bookings/availability/bulk", days))
        self.once[f"availability of {USERS} users on {BULK_DAYS} days"] = (
            f"{took:.2f} s, {len(told['results']):,} user-days"
        )

    async def _row_level_security(self) -> None:
        stage = self.stage
        owner, app = await asyncpg.connect(stage.database_url), await stage.app.connect()
        filtered = BUSY.replace("WHERE", f"WHERE sub_account_id = {stage.sub_account_id} AND")
        as_tenant = f"BEGIN; SET LOCAL app.sub_account_id = '{stage.sub_account_id}'"
        rounds = []
        # By turns, so that whatever else the machine does falls on both.
        for turn in range(RLS_ROUNDS):
            self._begin(f"row-level security, {turn + 1} of {RLS_ROUNDS}")
            without = await self._queries(owner, filtered, "BEGIN")
            rounds.append((await self._queries(app, BUSY, as_tenant), without))
        shares = sorted(within / without - 1 for within, without in rounds)
        within, without = (statistics.median(side) for side in zip(*rounds, strict=True))
        self.once["busy times, transactions a second, one connection"] = (
            f"{within:,.0f} with row-level security, {without:,.0f} without "
            f"({statistics.median(shares):+.0%}, from {shares[0]:+.0%} to {shares[-1]:+.0%})"
        )
        await asyncio.gather(owner.close(), app.close())

    async def _queries(self, connection: asyncpg.Connection, query: str, begin: str) -> float:
        """Return how many transactions a second answer the question that every day of availability asks."""
        day = datetime(self.stage.day.year, self.stage.day.month, self.stage.day.day, tzinfo=UTC)
        values = ([self.stage.user_id], day, day + timedelta(days=1), day, None)
        count, begun = 0, time.perf_counter()
        while time.perf_counter() < begun + self._seconds:
            await connection.execute(begin)
            await connection.fetch(query, *values)
            await connection.execute("COMMIT")
            count += 1
        return count / (time.perf_counter() - begun)

    def _ask(self, path: str) -> tuple[str, str, dict[str, object]]:
        return "POST", path, {"date": str(self.stage.day)}

    def _create(self) -> tuple[str, str, dict[str, object]]:
        wanted = {"startsAt": self.stage.next_start().isoformat(), "userId": self.stage.clerk_id}
        return "POST", "/bookings", wanted

    def _create_bare(self) -> tuple[str, str, dict[str, object]]:
        return "POST", "/bookings", {"startsAt": self.stage.next_start().isoformat()}

    def _begin(self, what: str) -> None:
        self._progress.update(self._task, description=what, advance=1)


def table(rows: Rows) -> Table:
    """Return what is printed of the loads."""
    shown = Table("requests a second, p50 / p95 ms", *(f"{count} at once" for count in CONNECTIONS))
    for name, figures in rows.items():
        cells = (f"{one.a_second:,.0f}   {one.p50_ms:.1f} / {one.p95_ms:.1f}" for one in figures)
        shown.add_row(name, *cells)
    for what in (f"availability of a day, N = {BARE_AT:,}", "create"):
        shares = (
            f"{mine.a_second / bare.a_second:.0%}"
            for mine, bare in zip(rows[what], rows[f"{what}, bare"], strict=True)
        )
        shown.add_row(f"{what}: share of bare", *shares)
    return shown


async def main(seconds: float) -> None:
    """Measure, and print the table."""
    console = Console()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        async with staged() as stage:
            bench = Bench(stage, progress, seconds)
            await bench.run()
    console.print(table(bench.rows))
    for what, told in bench.once.items():
        console.print(f"{what}: {told}", highlight=False)
    machine = f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"
    console.print(machine, highlight=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each figure is measured")
    uvloop.run(main(parser.parse_args().seconds))
