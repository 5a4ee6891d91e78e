"""Scores intents, and the date and time that a request carries, against labelled utterances.

The mapping: our intents are named as the labels are; `human` counts as `help`. A false action is an utterance
that asks for nothing (`other`, `greeting`, `thanks`, `goodbye`, `help`) taken for book, reschedule or cancel.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Final

from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.understand import Context, understand
from frontdesk.evals.answers import Answer, answer_of, half_a_day_off
from frontdesk.evals.loading import Row, fields_of, moment_of, object_of, rows, text_of
from frontdesk.evals.report import Miss, Share, Timing, share, timing

ASKS_NOTHING: Final = frozenset(("other", "greeting", "thanks", "goodbye", "help"))
ACTIONS: Final = frozenset(("book", "reschedule", "cancel"))
_NO_REFERENCE: Final = dt.datetime.combine(dt.date(2026, 1, 5), dt.time(8))
"""A row without a reference carries no date that is scored; any instant will do."""


@dataclass(frozen=True, slots=True)
class IntentPrediction:
    """One answer, as predictions are written."""

    id: str
    intent: str
    when: Answer | None
    from_: Answer | None
    to: Answer | None
    seconds: float


@dataclass(frozen=True, slots=True)
class IntentsReport:
    """The scores of one file.

    Attributes:
        accuracy: share of right intents; `macro_f1` the mean F1 over the labels that occur.
        false_actions: of the utterances that ask for nothing, how many (`right`) were taken for an action.
        moments: of the rows that give a date or time, those whose every field was read right.
    """

    accuracy: Share
    macro_f1: float
    false_actions: Share
    moments: Share
    by_intent: Mapping[str, Share]
    by_source: Mapping[str, Share]
    misses: tuple[Miss, ...]
    timing: Timing
    predictions: tuple[IntentPrediction, ...]


def score_intents(path: Path, *, on_case: Callable[[int, int], None] | None = None) -> IntentsReport:
    """Score a file of utterances; raises ValueError naming what is wrong with it."""
    cases = rows(path)
    predictions: list[IntentPrediction] = []
    for number, case in enumerate(cases, start=1):
        predictions.append(_predict(case))
        if on_case:
            on_case(number, len(cases))
    labels = [text_of(case, "intent") for case in cases]
    sources = [text_of(case, "source") for case in cases]
    got = [prediction.intent for prediction in predictions]
    right = [one == label for one, label in zip(got, labels, strict=True)]
    moments = [_moment_is_right(case, one) for case, one in zip(cases, predictions, strict=True)]
    return IntentsReport(
        accuracy=share(right),
        macro_f1=_macro_f1(labels, got),
        false_actions=share(
            [one in ACTIONS for one, label in zip(got, labels, strict=True) if label in ASKS_NOTHING]
        ),
        moments=share([ok for ok in moments if ok is not None]),
        by_intent=_shares(labels, right),
        by_source=_shares(sources, right),
        misses=tuple(
            _miss(case, prediction)
            for case, prediction, ok, moment in zip(cases, predictions, right, moments, strict=True)
            if not ok or moment is False
        ),
        timing=timing([one.seconds for one in predictions], [text_of(case, "text") for case in cases]),
        predictions=tuple(predictions),
    )


def _predict(case: Row) -> IntentPrediction:
    text = text_of(case, "text")
    now = moment_of(case, "reference") if "reference" in case else _NO_REFERENCE
    started = perf_counter()
    read = understand(text, Context(now=now))
    seconds = perf_counter() - started
    intent = Intent.HELP if read.intent == Intent.HUMAN else read.intent
    wish = answer_of(read.wish)
    moves = intent == Intent.RESCHEDULE
    return IntentPrediction(
        id=text_of(case, "id"),
        intent=intent.value,
        when=None if moves else wish,
        from_=answer_of(read.leaving),
        to=wish if moves else None,
        seconds=seconds,
    )


def _moment_is_right(case: Row, prediction: IntentPrediction) -> bool | None:
    """Tell whether every date and time given was read, or None when the row gives none."""
    outcomes = []
    for field, got in (("when", prediction.when), ("from", prediction.from_), ("to", prediction.to)):
        if field in case:
            answer = got or (prediction.to if field == "when" else None) or {}
            outcomes.append(
                _equals(answer, fields_of(object_of(case, field)), case.get("either_half") is True)
            )
    return all(outcomes) if outcomes else None


def _equals(answer: Mapping[str, str], expected: Mapping[str, str], either_half: object) -> bool:
    return all(
        answer.get(field) == value
        or (bool(either_half) and field == "time" and half_a_day_off(answer.get(field), value))
        for field, value in expected.items()
    )


def _shares(keys: list[str], right: list[bool]) -> dict[str, Share]:
    return {
        key: share([ok for ok, one in zip(right, keys, strict=True) if one == key])
        for key in sorted(set(keys))
    }


def _macro_f1(labels: list[str], got: list[str]) -> float:
    pairs = Counter(zip(labels, got, strict=True))
    wanted, given = Counter(labels), Counter(got)
    scores = [2 * pairs[label, label] / (wanted[label] + given[label]) for label in wanted]
    return sum(scores) / len(scores) if scores else 0.0


def _miss(case: Row, prediction: IntentPrediction) -> Miss:
    wanted = {field: case[field] for field in ("intent", "when", "from", "to") if field in case}
    got = {
        "intent": prediction.intent,
        "when": prediction.when,
        "from": prediction.from_,
        "to": prediction.to,
    }
    return Miss(
        id=prediction.id,
        text=text_of(case, "text"),
        expected=str(wanted),
        got=str({field: value for field, value in got.items() if value is not None}),
        why="intent" if wanted["intent"] != prediction.intent else "date or time",
    )
