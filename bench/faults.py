"""`python -m bench.faults`: what becomes of bookings when nearly everything goes wrong, as a table."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench.ordeal import Ordeal, Scale, at_rest, gone_through, prepared, tokens_lost
from bench.verdict import Verdict
from frontdesk import logs
from frontdesk.db import embedded, schema

REST_SECONDS = 900.0


async def run(scale: Scale, console: Console) -> bool:
    """Go through it and print how it ended; says whether it ended well."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with tempfile.TemporaryDirectory(prefix="frontdesk-faults-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # noqa: ASYNC240 -- nobody else is waiting yet
        with embedded.running(folder / "data") as server, Progress(*columns, console=console) as progress:
            url = server.dsn(embedded.SUPERUSER)
            await schema.migrate(url)
            async with prepared(scale, url, folder / "home") as ordeal:
                return await _gone_through(ordeal, console, progress)


async def _gone_through(ordeal: Ordeal, console: Console, progress: Progress) -> bool:
    began = time.monotonic()
    scale = ordeal.scale
    task = progress.add_task("bookings and kills", total=scale.bookings + scale.kills)
    await gone_through(ordeal, on_progress=lambda: progress.advance(task))
    active = time.monotonic() - began
    progress.update(task, description="coming to rest")
    verdict = await at_rest(ordeal, within_seconds=REST_SECONDS)
    lost = await tokens_lost(ordeal)
    progress.stop()
    console.print(_table(ordeal, verdict, lost, seconds=(active, time.monotonic() - began)))
    for fault, keys in verdict.wrong.items():
        if keys:
            console.print(f"{fault}: {keys[:10]}")
    return verdict.is_clean and not lost


def _table(ordeal: Ordeal, verdict: Verdict, lost: list[int], *, seconds: tuple[float, float]) -> Table:
    entries = ordeal.state.requests.entries
    faults = Counter(entry.fault for entry in entries if entry.fault)
    renewals = sum(entry.path == "/oauth/token" and entry.status == 200 for entry in entries)
    table = Table(title="Faults", show_header=False)
    rows: list[tuple[str, object]] = [
        ("bookings promised", len(ordeal.promises)),
        ("moves and cancellations", ordeal.changes),
        ("calls to the calendar", len(entries)),
        ("of them faulted", f"{faults.total()} ({faults.total() / max(1, len(entries)):.0%})"),
        *((f"    {fault}", count) for fault, count in sorted(faults.items())),
        ("workers killed with SIGKILL", ordeal.killed),
        ("tokens renewed", renewals),
        ("seconds until all was asked for, and until all was at rest", f"{seconds[0]:.0f}, {seconds[1]:.0f}"),
        ("confirmed, each with one event at its time", verdict.confirmed),
        ("cancelled, none with an event", verdict.cancelled),
        *((fault, len(keys)) for fault, keys in verdict.wrong.items()),
        ("tokens lost", len(lost)),
    ]
    for name, value in rows:
        table.add_row(name, str(value))
    return table


def main() -> None:
    """Read the command line and run."""
    usual = Scale()
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--bookings", type=int, default=usual.bookings)
    parser.add_argument("--kills", type=int, default=usual.kills)
    parser.add_argument("--share", type=float, default=usual.share, help="of calls that go wrong, 0 to 1")
    chosen = parser.parse_args()
    logs.configure("CRITICAL")
    scale = Scale(bookings=chosen.bookings, kills=chosen.kills, share=chosen.share)
    if not asyncio.run(run(scale, Console(width=100))):
        sys.exit(1)


if __name__ == "__main__":
    main()
