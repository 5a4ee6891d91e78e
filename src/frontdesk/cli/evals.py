"""`frontdesk eval`: scores on public data, with a progress bar, for people and as JSON."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from frontdesk import logs, settings
from frontdesk.evals.dialogue_cases import Case, When
from frontdesk.evals.dialogue_eval import DialogueReport, Outcome, read_cases, score_dialogues
from frontdesk.evals.replay import replay_states
from frontdesk.evals.report import Share
from frontdesk.settings import Settings, SettingsError

app = typer.Typer(help="Score understanding and booking on public data.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="A JSONL file of cases.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Model = Annotated[str | None, typer.Option(help="offline, or a provider's model; the settings' if left out.")]
Predictions = Annotated[Path | None, typer.Option(help="Write a line a case to this file.")]


@app.callback()
def scores() -> None:
    """Score understanding and booking on public data."""


@app.command("dialogues")
def dialogues(
    file: File,
    model: Model = None,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag of the command line
    predictions: Predictions = None,
) -> None:
    """Let recorded people talk to the assistant and count what it books."""
    chosen = _chosen(model)
    cases = _read(file)
    report = asyncio.run(_score(cases, chosen))
    if predictions is not None:
        _write(
            predictions,
            [_prediction(case, outcome) for case, outcome in zip(cases, report.outcomes, strict=True)],
        )
    if as_json:
        typer.echo(json.dumps(_as_object(report, chosen.model)))
    else:
        _print(report, chosen.model)


async def _score(cases: Sequence[Case], chosen: Settings) -> DialogueReport:
    with _progress("dialogues", len(cases)) as bar:

        def advance(_outcome: Outcome) -> None:
            bar.advance(bar.task_ids[0])

        return await score_dialogues(cases, chosen, on_case=advance)


def _chosen(model: str | None) -> Settings:
    given = settings.from_environment()
    logs.configure("ERROR")
    return (
        given if model is None else replace(given, model=settings.require_model(model, given.openai_api_key))
    )


def _read(file: Path) -> list[Case]:
    try:
        return read_cases(file)
    except (OSError, ValueError, KeyError) as error:
        raise SettingsError(f"{file} cannot be scored: {error}") from error


@contextmanager
def _progress(what: str, total: int) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        bar.add_task(what, total=total)
        yield bar


def _print(report: DialogueReport, model: str) -> None:
    console = Console()
    table = Table("", "booked right", title=f"Live, {model}", title_justify="left")
    for source, found in report.success_by_source.items():
        table.add_row(source, _percent(found))
    table.add_row("all", _percent(report.success), style="bold")
    console.print(table)
    console.print(
        f"wrong bookings   {len(report.wrong)}   (a date or time that was not agreed to; must be 0)"
    )
    console.print(f"double bookings   {len(report.double)}   (must be 0)")
    console.print(f"median user turns {report.median_user_turns:g}")
    for outcome in report.wrong:
        expected = _when(outcome.expected) if outcome.expected else "no booking"
        booked = ", ".join(_when(booking) for booking in outcome.bookings)
        console.print(
            f"  wrong  {outcome.id}: expected {expected}, booked {booked}", style="red", highlight=False
        )


def _percent(found: Share) -> str:
    return f"{found.value:.1%} ({found.right}/{found.total})"


def _when(when: When) -> str:
    return f"{when.date} {when.time}"


def _as_object(report: DialogueReport, model: str) -> Mapping[str, object]:
    return {
        "model": model,
        "dialogues": report.success.total,
        "right": report.success.right,
        "success": round(report.success.value, 4),
        "successBySource": {source: round(one.value, 4) for source, one in report.success_by_source.items()},
        "wrongBookings": len(report.wrong),
        "doubleBookings": len(report.double),
        "medianUserTurns": report.median_user_turns,
        "wrong": [outcome.id for outcome in report.wrong],
        "missed": [
            outcome.id for outcome in report.outcomes if not outcome.is_right and not outcome.is_wrong
        ],
    }


def _prediction(case: Case, outcome: Outcome) -> Mapping[str, object]:
    return {
        "id": case.id,
        "bookings": [{"date": booking.date, "time": booking.time} for booking in outcome.bookings],
        "states": list(replay_states(case.row)),
        "userTurns": outcome.user_turns,
    }


def _write(path: Path, lines: Sequence[Mapping[str, object]]) -> None:
    try:
        path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from error
