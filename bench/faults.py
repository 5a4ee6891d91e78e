"""`python -m bench.faults`: what becomes of bookings when nearly everything goes wrong, as a table."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench.ordeal import Ordeal, Scale, Tally, Verdict, at_rest, gone_through, prepared, tallied
from bench.ordeal.retold import retold
from frontdesk import logs
from frontdesk.db import embedded, schema

REST_SECONDS = 900.0
Row = tuple[str, object]


async def run(scale: Scale, console: Console, *, log: Path | None) -> bool:
    """Go through it and print how it ended; says whether it ended well."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with tempfile.TemporaryDirectory(prefix="frontdesk-faults-") as name:
        folder = Path(name)
        folder.chmod(0o711)  # noqa: ASYNC240 -- nobody else is waiting yet
        with embedded.running(folder / "data") as server, Progress(*columns, console=console) as progress:
            url = server.dsn(embedded.SUPERUSER)
            await schema.migrate(url)
            async with prepared(scale, url, folder, log=log) as ordeal:
                return await _gone_through(ordeal, console, progress)


async def _gone_through(ordeal: Ordeal, console: Console, progress: Progress) -> bool:
    began = time.monotonic()
    scale = ordeal.scale
    task = progress.add_task("bookings and kills", total=scale.bookings + scale.kills)
    await gone_through(ordeal, on_progress=lambda: progress.advance(task))
    active = time.monotonic() - began
    progress.update(task, description="coming to rest")
    verdict = await at_rest(ordeal, within_seconds=REST_SECONDS)
    rested = time.monotonic() - began
    tally = await tallied(ordeal)
    progress.stop()
    console.print(_table(ordeal, verdict, tally, seconds=(active, rested)))
    for fault, keys in verdict.wrong.items():
        if keys:
            console.print(f"{fault}: {keys[:10]}", highlight=False)
    for line in await retold(ordeal, [key for keys in verdict.wrong.values() for key in keys]):
        console.print(line, highlight=False, soft_wrap=True)
    return verdict.is_clean and tally.is_clean


def _table(ordeal: Ordeal, verdict: Verdict, tally: Tally, *, seconds: tuple[float, float]) -> Table:
    table = Table(title="Faults", show_header=False)
    rows: list[Row] = [
        ("bookings promised", len(ordeal.promises)),
        ("moves and cancellations", ordeal.changes),
        *_what_went_wrong(ordeal),
        *_what_was_done(ordeal, tally),
        ("seconds until all was asked for, and until all was at rest", f"{seconds[0]:.0f}, {seconds[1]:.0f}"),
        ("confirmed, each with one event at its time", verdict.confirmed),
        ("cancelled, none with an event", verdict.cancelled),
        *((fault, len(keys)) for fault, keys in verdict.wrong.items()),
        ("tokens lost", len(tally.lost)),
        ("connections that are not well", len(tally.unwell)),
        ("left for comparing both sides", ", ".join(tally.findings[:10]) or 0),
    ]
    for name, value in rows:
        table.add_row(name, str(value))
    return table


def _what_went_wrong(ordeal: Ordeal) -> Iterable[Row]:
    entries = ordeal.state.requests.entries
    faults = Counter(entry.fault for entry in entries if entry.fault)
    yield "calls to the calendar", len(entries)
    yield "of them faulted", f"{faults.total()} ({faults.total() / max(1, len(entries)):.0%})"
    yield from ((f"    {fault}", count) for fault, count in sorted(faults.items()))
    yield "times in which a location was turned down", ordeal.refusals
    yield (
        "workers killed with SIGKILL",
        f"{sum(kill.workers for kill in ordeal.kills)} in {len(ordeal.kills)} kills",
    )
    yield (
        "bookings in a worker's hands at each kill",
        ", ".join(str(kill.open_claims) for kill in ordeal.kills),
    )
    yield (
        "of them written over there, and not yet here",
        ", ".join(str(kill.unnoted) for kill in ordeal.kills),
    )


def _what_was_done(ordeal: Ordeal, tally: Tally) -> Iterable[Row]:
    yield "tokens renewed", tally.tokens.renewed
    yield "tokens made out of the agency's", tally.tokens.made_of_agency
    yield (
        "tokens used up unheard, and regained",
        f"{tally.tokens.regained}, and {tally.regained_at_last} at last",
    )
    yield "connections found not to be well", tally.troubled
    yield "looks at connections that were not well", ordeal.looked_at
    yield "refused bookings that somebody pushed again", ordeal.pushed_again
    yield from ((f"webhooks {what}", count) for what, count in tally.webhooks.items())


def main() -> None:
    """Read the command line and run."""
    usual = Scale()
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--bookings", type=int, default=usual.bookings)
    parser.add_argument("--kills", type=int, default=usual.kills)
    parser.add_argument("--share", type=float, default=usual.share, help="of calls that go wrong, 0 to 1")
    parser.add_argument("--log", type=Path, help="a file for the workers' log")
    chosen = parser.parse_args()
    logs.configure("CRITICAL")
    scale = Scale(bookings=chosen.bookings, kills=chosen.kills, share=chosen.share)
    if not asyncio.run(run(scale, Console(width=110), log=chosen.log)):
        sys.exit(1)


if __name__ == "__main__":
    main()
