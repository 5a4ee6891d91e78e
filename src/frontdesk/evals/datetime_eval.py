"""Scores the reading of dates and times against labelled expressions, by the rules that came with them.

A case is right when the first answer equals the expected one or one of the others allowed. Of a `time` the
date is ignored; the open side of a range must be left open (for an open start, "now" is fine); a part of the
day may be answered by that part or by clock times inside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from frontdesk.assistant.offline.understand import Context, Understanding, understand
from frontdesk.evals.answers import Answer, answer_of
from frontdesk.evals.loading import Row, fields_of, moment_of, object_of, objects_of, rows, text_of
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
class DatetimeReport:
    """The scores of one file."""

    overall: Share
    points: Share
    ranges: Share
    conversational: Share
    by_source: Mapping[str, Share]
    misses: tuple[Miss, ...]
    timing: Timing
    predictions: tuple[Prediction, ...]


def score_datetime(path: Path, *, on_case: Progress | None = None) -> DatetimeReport:
    """Score a file of expressions; raises ValueError naming what is wrong with it."""
    cases = rows(path)
    predictions, right, misses = [], [], []
    for number, case in enumerate(cases, start=1):
        prediction, read = _predict(case)
        is_right = any(matches(prediction.answer or {}, expected, now=text_of(case, "reference")[11:16])
                       for expected in _expected(case))  # fmt: skip
        predictions.append(prediction)
        right.append(is_right)
        if not is_right:
            misses.append(_miss(case, prediction, read))
        if on_case:
            on_case(number, len(cases))
    kinds = [fields_of(object_of(case, "expected")).get("kind", "") for case in cases]
    sources = [text_of(case, "source") for case in cases]
    return DatetimeReport(
        overall=share(right),
        points=share([ok for ok, kind in zip(right, kinds, strict=True) if kind in POINTS]),
        ranges=share([ok for ok, kind in zip(right, kinds, strict=True) if kind not in POINTS]),
        conversational=share([ok for ok, one in zip(right, sources, strict=True) if one in CONVERSATIONAL]),
        by_source={
            source: share([ok for ok, one in zip(right, sources, strict=True) if one == source])
            for source in sorted(set(sources))
        },
        misses=tuple(misses),
        timing=timing([one.seconds for one in predictions], [text_of(case, "text") for case in cases]),
        predictions=tuple(predictions),
    )


def matches(answer: Mapping[str, str], expected: Mapping[str, str], *, now: str = "") -> bool:
    """Tell whether an answer is the expected one, by the rules of this evaluation.

    Args:
        answer: what was read.
        expected: its `kind` and the fields that must be equal.
        now: the reference time, "HH:MM": as good as an open start.
    """
    kind = expected.get("kind", "")
    if kind not in _COMPARED:
        raise ValueError(f"unknown kind of expression {kind!r}")
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


def _expected(case: Row) -> list[dict[str, str]]:
    """Return every right answer of a case, each with its kind."""
    first = fields_of(object_of(case, "expected"))
    return [
        first,
        *({"kind": first.get("kind", ""), **fields_of(also)} for also in objects_of(case, "also_ok")),
    ]


def _predict(case: Row) -> tuple[Prediction, Understanding]:
    text, context = text_of(case, "text"), Context(now=moment_of(case, "reference"))
    started = perf_counter()
    read = understand(text, context)
    seconds = perf_counter() - started
    return Prediction(text_of(case, "id"), answer_of(read.wish), seconds), read


def _miss(case: Row, prediction: Prediction, read: Understanding) -> Miss:
    words = "; ".join(f"{one.words!r} ({', '.join((one.role, *one.assumptions))})" for one in read.mentions)
    turned_down = "; ".join(repr(one.words) for one in read.rejected)
    return Miss(
        id=prediction.id,
        text=text_of(case, "text"),
        expected=str(_expected(case)),
        got=str(prediction.answer),
        why=(words or "no date or time seen") + (f"; turned down: {turned_down}" if turned_down else ""),
    )
