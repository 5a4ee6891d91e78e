"""`frontdesk eval`: scores on public data, with a progress bar, for people and as JSON."""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from frontdesk import logs, settings
from frontdesk.cli import eval_objects, eval_tables
from frontdesk.evals.datetime_eval import score_datetime
from frontdesk.evals.dialogue_cases import Case
from frontdesk.evals.dialogue_eval import read_cases, score_dialogues
from frontdesk.evals.dialogue_report import DialogueReport, Outcome
from frontdesk.evals.intents_eval import score_intents
from frontdesk.evals.replay import score_replay
from frontdesk.settings import Settings, SettingsError

app = typer.Typer(help="Score understanding and booking on public data.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="A JSONL file of cases.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Model = Annotated[str | None, typer.Option(help="offline, or a provider's model; the settings' if left out.")]
Reader = Annotated[str, typer.Option("--model", help="offline: no other model reads dates and intents.")]
Predictions = Annotated[Path | None, typer.Option(help="Write a line a case to this file.")]
Anchors = Annotated[
    bool, typer.Option("--anchors", help="Print existing libraries' figures on the development data beside.")
]
Show = Annotated[bool, typer.Option("--show", help="Print what lead and assistant say, on standard error.")]
Trials = Annotated[int, typer.Option("-k", min=1, help="Hold each dialogue so often; tells pass^k.")]
Report = TypeVar("Report")
OFFLINE: Final = "offline"


@app.callback()
def scores() -> None:
    """Score understanding and booking on public data."""


@app.command("datetime")
def datetime(
    file: File,
    model: Reader = OFFLINE,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag of the command line
    predictions: Predictions = None,
    anchors: Anchors = False,  # noqa: FBT002 -- a flag of the command line
) -> None:
    """Read labelled expressions and compare the dates and times."""
    _require_offline(model)
    with _advancing("dates and times") as advance:
        report = _scored(file, lambda: score_datetime(file, on_case=advance))
    _write(predictions, [eval_objects.reading_line(one) for one in report.predictions])
    if as_json:
        typer.echo(json.dumps({"model": model, **eval_objects.of_datetime(report)}))
    else:
        eval_tables.print_datetime(report, beside=anchors)


@app.command("intents")
def intents(
    file: File,
    model: Reader = OFFLINE,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag of the command line
    predictions: Predictions = None,
) -> None:
    """Read labelled messages and compare what they ask for."""
    _require_offline(model)
    with _advancing("intents") as advance:
        report = _scored(file, lambda: score_intents(file, on_case=advance))
    _write(predictions, [eval_objects.intent_line(one) for one in report.predictions])
    if as_json:
        typer.echo(json.dumps({"model": model, **eval_objects.of_intents(report)}))
    else:
        eval_tables.print_intents(report)


@app.command("dialogues")
def dialogues(  # noqa: PLR0913, PLR0917 -- each is an option of the command
    file: File,
    model: Model = None,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag of the command line
    predictions: Predictions = None,
    anchors: Anchors = False,  # noqa: FBT002 -- a flag of the command line
    show: Show = False,  # noqa: FBT002 -- a flag of the command line
    trials: Trials = 1,
) -> None:
    """Let recorded people talk to the assistant and count what it books."""
    chosen = _chosen(model)
    cases = _scored(file, lambda: read_cases(file))
    replay = _scored(file, lambda: score_replay(file))
    report = asyncio.run(_hold_all(cases, chosen, trials=trials, show=_print_words if show else None))
    first = report.outcomes[: len(cases)]
    lines = [eval_objects.dialogue_line(*pair) for pair in zip(cases, first, strict=True)]
    _write(predictions, lines)
    if as_json:
        typer.echo(json.dumps(eval_objects.of_dialogues(report, replay, model=chosen.model)))
    else:
        eval_tables.print_dialogues(report, replay, model=chosen.model, beside=anchors)


async def _hold_all(
    cases: Sequence[Case], chosen: Settings, *, trials: int, show: Callable[[str, str], None] | None
) -> DialogueReport:
    held = 0
    with _advancing("dialogues") as advance:
        advance(0, trials * len(cases))

        def count(_outcome: Outcome) -> None:
            nonlocal held
            held += 1
            advance(held, trials * len(cases))

        return await score_dialogues(cases, chosen, trials=trials, on_case=count, show=show)


def _print_words(speaker: str, words: str) -> None:
    typer.echo(f"{speaker:>9}  {words}", err=True)


def _chosen(model: str | None) -> Settings:
    given = settings.from_environment()
    logs.configure("ERROR")
    if model is None:
        return given
    return replace(given, model=settings.require_model(model, given.openai_api_key))


def _require_offline(model: str) -> None:
    if model != OFFLINE:
        raise SettingsError(f"--model {model}: dates and intents are read by the offline model alone")


def _scored(file: Path, score: Callable[[], Report]) -> Report:
    try:
        return score()
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SettingsError(f"{file} cannot be scored: {error}") from error


@contextmanager
def _advancing(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a progress bar on standard error; call what is yielded with how many of how many are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:

        def advance(done: int, total: int) -> None:
            if not bar.task_ids:
                bar.add_task(what)
            bar.update(bar.task_ids[0], completed=done, total=total)

        yield advance


def _write(path: Path | None, lines: Sequence[Mapping[str, object]]) -> None:
    if path is None:
        return
    try:
        path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from error
