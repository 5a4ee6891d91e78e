"""Scores the reading of dates and times against labelled expressions, by the rules that came with them.

A case is right when the first answer equals the expected one or one of the others allowed. Of a `time` the
date is ignored; the open side of a range must be left open (for an open start, "now" is fine); a part of the
day may be answered by that part or by clock times inside it. What is scored is which date a text names: where
it names one only to turn it down ("I'm away on Friday"), that one is the answer.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Final

from frontdesk.assistant.offline.mention import Role
from frontdesk.assistant.offline.understand import Context, Understanding, understand
from frontdesk.assistant.offline.wish import wish_of
from frontdesk.evals.answers import Answer, answer_of, explained
from frontdesk.evals.loading import Row, fields_of, moment_of, object_of, objects_of, read_each, text_of
from frontdesk.evals.report import Miss, Share, Timing, share, timing

Progress = Callable[[int, int], None]

POINTS: Final = frozenset(("date", "time", "datetime"))
CONVERSATIONAL: Final = frozenset(("pate", "sgd", "snips-restaurant"))
_COMPARED: Final = {
    "date": ("date", "date_end"),
    "time": ("time", "time_end"),
    "datetime": ("date", "time", "date_end", "time_end"),
    "daterange": ("date", "date_end"),
    "timerange": ("time", "time_end"),
    "datetimerange": ("date", "time", "date_end", "time_end"),
}
_PARTS: Final = {"morning": (5, 12), "afternoon": (12, 18), "evening": (16, 24), "night": (18, 24)}


@dataclass(frozen=True, slots=True)
class Prediction:
    """One answer, as predictions are written: `answer` is None when nothing was read."""

    id: str
    answer: Answer | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled expression. `right` holds every right answer with its kind; the label's own is first."""

    id: str
    source: str
    text: str
    reference: dt.datetime
    right: tuple[dict[str, str], ...]

    @property
    def is_point(self) -> bool:
        """Whether one date, one time or both are meant, not a range."""
        return self.right[0]["kind"] in POINTS

    def accepts(self, answer: Answer | None) -> bool:
        """Tell whether an answer is one of the right ones."""
        now = f"{self.reference:%H:%M}"
        return any(matches(answer or {}, expected, now=now) for expected in self.right)


@dataclass(frozen=True, slots=True)
class DatetimeReport:
    """The scores of one file. `unanswered`: how many were read as nothing at all."""

    overall: Share
    points: Share
    ranges: Share
    conversational: Share
    by_source: Mapping[str, Share]
    unanswered: int
    misses: tuple[Miss, ...]
    timing: Timing
    predictions: tuple[Prediction, ...]


def score_datetime(path: Path, *, on_case: Progress | None = None) -> DatetimeReport:
    """Score a file of expressions; raises ValueError naming the line that is wrong, and OSError."""
    cases = read_each(path, _case)
    predictions, misses = [], []
    for number, case in enumerate(cases, start=1):
        prediction, read = _predict(case)
        predictions.append(prediction)
        if not case.accepts(prediction.answer):
            misses.append(_miss(case, prediction, read))
        if on_case:
            on_case(number, len(cases))
    return _report(cases, predictions, misses)


def _report(cases: list[Case], predictions: list[Prediction], misses: list[Miss]) -> DatetimeReport:
    outcomes = [(case, case.accepts(one.answer)) for case, one in zip(cases, predictions, strict=True)]

    def among(belongs: Callable[[Case], bool]) -> Share:
        return share([is_right for case, is_right in outcomes if belongs(case)])

    return DatetimeReport(
        overall=among(lambda _case: True),
        points=among(lambda case: case.is_point),
        ranges=among(lambda case: not case.is_point),
        conversational=among(lambda case: case.source in CONVERSATIONAL),
        by_source={
            source: share([is_right for case, is_right in outcomes if case.source == source])
            for source in sorted({case.source for case in cases})
        },
        unanswered=sum(prediction.answer is None for prediction in predictions),
        misses=tuple(misses),
        timing=timing([one.seconds for one in predictions], [case.text for case in cases]),
        predictions=tuple(predictions),
    )


def _case(row: Row) -> Case:
    text = text_of(row, "text")
    first = fields_of(object_of(row, "expected"))
    kind = first.get("kind", "")
    if kind not in _COMPARED:
        raise ValueError(f"unknown kind of expression {kind!r}")
    return Case(
        id=text_of(row, "id"),
        source=text_of(row, "source"),
        text=text,
        reference=moment_of(row, "reference"),
        right=(first, *({"kind": kind, **fields_of(also)} for also in objects_of(row, "also_ok"))),
    )


def matches(answer: Mapping[str, str], expected: Mapping[str, str], *, now: str = "") -> bool:
    """Tell whether an answer is the expected one, by the rules of this evaluation.

    Args:
        answer: what was read.
        expected: its `kind` and the fields that must be equal.
        now: the reference time, "HH:MM": as good as an open start.
    """
    kind = expected.get("kind", "")
    if "part" in expected:
        return _matches_part(answer, expected)
    got = dict(answer)
    if "range" in kind and "time" not in expected and "time_end" in expected and got.get("time") == now:
        got.pop("time")
    compared = [field for field in _COMPARED[kind] if field != "date_end" or kind != "datetimerange"]
    return "part" not in got and all(got.get(field) == expected.get(field) for field in compared)


def _matches_part(answer: Mapping[str, str], expected: Mapping[str, str]) -> bool:
    if "date" in expected and answer.get("date") != expected["date"]:
        return False
    wanted = expected["part"]
    if "part" in answer:
        late = ("evening", "night")
        return answer["part"] == wanted or (answer["part"] in late and wanted in late)
    clocks = [_hour(answer[field]) for field in ("time", "time_end") if field in answer]
    first, last = _PARTS[wanted]
    return bool(clocks) and first <= sum(clocks) / len(clocks) < last


def _hour(clock: str) -> float:
    return int(clock[:2]) + int(clock[3:5]) / 60


def _predict(case: Case) -> tuple[Prediction, Understanding]:
    context = Context(now=case.reference)
    started = perf_counter()
    read = understand(case.text, context)
    seconds = perf_counter() - started
    named = read.wish or wish_of([replace(one, role=Role.PLAIN) for one in read.rejected])
    return Prediction(case.id, answer_of(named), seconds), read


def _miss(case: Case, prediction: Prediction, read: Understanding) -> Miss:
    return Miss(
        id=case.id,
        text=case.text,
        expected=" or ".join(str(expected) for expected in case.right),
        got=str(prediction.answer),
        why=explained(read),
    )
