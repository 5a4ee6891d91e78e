"""Scores as tables for people: ours, beside what existing libraries reach where that was measured."""

from collections.abc import Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table

from frontdesk.evals.anchors import READING, TRACKING
from frontdesk.evals.datetime_eval import DatetimeReport
from frontdesk.evals.dialogue_cases import When
from frontdesk.evals.dialogue_report import DialogueReport
from frontdesk.evals.intents_eval import IntentsReport
from frontdesk.evals.replay import ReplayReport
from frontdesk.evals.report import Miss, Share, Timing

_READING_COLUMNS: Final = ("right", "points", "ranges", "requests", "unread", "median ms", "p95 ms")
"""Points are single dates and times; requests are whole ones in a conversation; unread ones had no answer."""


def print_datetime(report: DatetimeReport, *, beside: bool) -> None:
    """Print how dates and times were read; `beside`: with the libraries' figures on the development data."""
    ours = [
        f"{one.value:.1%}" for one in (report.overall, report.points, report.ranges, report.conversational)
    ]
    times = [f"{report.timing.median_seconds * 1000:.2f}", f"{report.timing.p95_seconds * 1000:.2f}"]
    table = _table("Dates and times", *_READING_COLUMNS)
    table.add_row("frontdesk", *ours, str(report.unanswered), *times, style="bold")
    for one in READING if beside else ():
        shares = [f"{value:.1f}%" for value in (one.overall, one.points, one.ranges, one.conversational)]
        table.add_row(one.library, *shares, str(one.unanswered), f"{one.median_ms:.2f}", f"{one.p95_ms:.2f}")
    console = Console()
    console.print(table)
    _print_shares(console, "source", shares=report.by_source, overall=report.overall)
    _print_slowest(console, report.timing)
    _print_misses(console, report.misses)


def print_intents(report: IntentsReport) -> None:
    """Print what messages were taken to ask for."""
    console = Console()
    table = _table("Intents", "right", "macro-F1", "dates", "false actions", "median ms", "p95 ms")
    table.add_row(
        "frontdesk",
        f"{report.accuracy.value:.1%}",
        f"{report.macro_f1:.3f}",
        f"{report.moments.value:.1%}",
        f"{report.false_actions.right} of {report.false_actions.total}",
        f"{report.timing.median_seconds * 1000:.2f}",
        f"{report.timing.p95_seconds * 1000:.2f}",
        style="bold",
    )
    console.print(table)
    _print_shares(console, "source", shares=report.by_source, overall=report.accuracy)
    _print_shares(console, "intent", shares=report.by_intent, overall=report.accuracy)
    _print_slowest(console, report.timing)
    _print_misses(console, report.misses)


def print_dialogues(report: DialogueReport, replay: ReplayReport, *, model: str, beside: bool) -> None:
    """Print how live dialogues ended, and how their recordings were followed."""
    console = Console()
    table = _table(f"Live dialogues, {model}", "booked right")
    for source, found in report.success_by_source.items():
        table.add_row(source, _percent(found))
    table.add_row("all", _percent(report.success), style="bold")
    console.print(table)
    for k in sorted({1, report.trials}):
        console.print(f"pass^{k}            {report.pass_hat(k):.1%}", highlight=False)
    console.print(f"tokens a booking  {report.tokens_per_booking:,.0f}", highlight=False)
    if (dollars := report.dollars_per_booking) is not None:
        console.print(f"dollars a booking {dollars:,.4f}", highlight=False)
    console.print(f"wrong bookings    {len(report.wrong)}  (not agreed to; must be 0)", highlight=False)
    console.print(f"double bookings   {len(report.double)}  (must be 0)", highlight=False)
    console.print(f"median user turns {report.median_user_turns:g}", highlight=False)
    for kind, outcomes in (("wrong", report.wrong), ("missed", report.missed)):
        for outcome in outcomes:
            booked = ", ".join(_when(booking) for booking in outcome.bookings) or "nothing"
            expected = _when(outcome.expected) if outcome.expected else "nothing"
            line = f"  {kind}  {outcome.id}: expected {expected}, booked {booked}"
            line += "".join(f", on the way {_when(booking)}" for booking in outcome.unasked)
            console.print(line, style="red", highlight=False, markup=False)
    _print_replay(console, replay, beside=beside)


def _print_replay(console: Console, replay: ReplayReport, *, beside: bool) -> None:
    table = _table("Recordings followed, offline reader", "final booking", "joint state")
    table.add_row("frontdesk", _percent(replay.final), _percent(replay.joint), style="bold")
    for one in TRACKING if beside else ():
        table.add_row(one.library, f"{one.final:.1f}%", f"{one.joint:.1f}%")
    console.print(table)
    _print_misses(console, replay.misses)


def _table(title: str, *columns: str) -> Table:
    return Table("", *columns, title=title, title_justify="left")


def _print_shares(console: Console, kind: str, *, shares: Mapping[str, Share], overall: Share) -> None:
    table = Table(kind, "right")
    for key, found in shares.items():
        table.add_row(key, _percent(found))
    table.add_row("all", _percent(overall), style="bold")
    console.print(table)


def _print_slowest(console: Console, timing: Timing) -> None:
    console.print(f"slowest: {timing.slowest_text[:200]}", highlight=False, markup=False)


def _print_misses(console: Console, misses: Sequence[Miss]) -> None:
    for miss in misses:
        console.print(f"  wrong  {miss.id}: {miss.text}", style="red", highlight=False, markup=False)
        console.print(f"         expected {miss.expected}", highlight=False, markup=False)
        console.print(f"         read {miss.got} from {miss.why}", highlight=False, markup=False)


def _percent(found: Share) -> str:
    return f"{found.value:.1%} ({found.right}/{found.total})"


def _when(when: When) -> str:
    return f"{when.date} {when.time}"
