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
from frontdesk.assistant.offline.understand import Context, Understanding, understand
from frontdesk.evals.answers import Answer, answer_of, explained, half_a_day_off
from frontdesk.evals.loading import Row, fields_of, moment_of, object_of, read_each, text_of
from frontdesk.evals.report import Miss, Share, Timing, share, timing

ASKS_NOTHING: Final = frozenset(("other", "greeting", "thanks", "goodbye", "help"))
ACTIONS: Final = frozenset(("book", "reschedule", "cancel"))
_NO_REFERENCE: Final = dt.datetime.combine(dt.date(2026, 1, 5), dt.time(8))
"""A row without a reference carries no date that is scored; any instant will do."""


@dataclass(frozen=True, slots=True)
class IntentPrediction:
    """One answer, as predictions are written. `to` repeats `when` where the intent is to move a booking."""

    id: str
    intent: str
    when: Answer | None
    from_: Answer | None
    to: Answer | None
    seconds: float

    @property
    def moments(self) -> dict[str, Answer | None]:
        """The dates and times read, by the labels' names."""
        return {"when": self.when, "from": self.from_, "to": self.to}


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled utterance. `moments`: the dates and times it carries, by "when", "from" and "to"."""

    id: str
    source: str
    text: str
    intent: str
    reference: dt.datetime
    moments: Mapping[str, dict[str, str]]
    either_half: bool


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
    """Score a file of utterances; raises ValueError naming the line that is wrong, and OSError."""
    cases = read_each(path, _case)
    predictions: list[IntentPrediction] = []
    misses: list[Miss] = []
    for number, case in enumerate(cases, start=1):
        prediction, read = _predict(case)
        predictions.append(prediction)
        if prediction.intent != case.intent or _moment_is_right(case, prediction) is False:
            misses.append(_miss(case, prediction, read))
        if on_case:
            on_case(number, len(cases))
    return _report(cases, predictions, misses)


def _report(cases: list[Case], predictions: list[IntentPrediction], misses: list[Miss]) -> IntentsReport:
    labels, got = [case.intent for case in cases], [one.intent for one in predictions]
    right = [one == label for one, label in zip(got, labels, strict=True)]
    idle = [one in ACTIONS for one, label in zip(got, labels, strict=True) if label in ASKS_NOTHING]
    moments = [_moment_is_right(case, one) for case, one in zip(cases, predictions, strict=True)]
    return IntentsReport(
        accuracy=share(right),
        macro_f1=_macro_f1(labels, got),
        false_actions=share(idle),
        moments=share([ok for ok in moments if ok is not None]),
        by_intent=_shares(labels, right),
        by_source=_shares([case.source for case in cases], right),
        misses=tuple(misses),
        timing=timing([one.seconds for one in predictions], [case.text for case in cases]),
        predictions=tuple(predictions),
    )


_LABELLED_AS: Final = {Intent.HUMAN: Intent.HELP, Intent.IDENTITY: Intent.OTHER}
"""What the data call the intents that they do not know."""


def _case(row: Row) -> Case:
    intent = text_of(row, "intent")
    if intent not in set(Intent) - set(_LABELLED_AS):
        raise ValueError(f"unknown intent {intent!r}")
    return Case(
        id=text_of(row, "id"),
        source=text_of(row, "source"),
        text=text_of(row, "text"),
        intent=intent,
        reference=moment_of(row, "reference") if "reference" in row else _NO_REFERENCE,
        moments={field: fields_of(object_of(row, field)) for field in ("when", "from", "to") if field in row},
        either_half=row.get("either_half") is True,
    )


def _predict(case: Case) -> tuple[IntentPrediction, Understanding]:
    context = Context(now=case.reference)
    started = perf_counter()
    read = understand(case.text, context)
    seconds = perf_counter() - started
    intent = _LABELLED_AS.get(read.intent, read.intent)
    wish = answer_of(read.wish)
    prediction = IntentPrediction(
        id=case.id,
        intent=intent.value,
        when=wish,
        from_=answer_of(read.leaving),
        to=wish if intent == Intent.RESCHEDULE else None,
        seconds=seconds,
    )
    return prediction, read


def _moment_is_right(case: Case, prediction: IntentPrediction) -> bool | None:
    """Tell whether every date and time given was read, or None when the row gives none."""
    got = prediction.moments
    outcomes = [
        _equals(got[field] or {}, wanted, either_half=case.either_half)
        for field, wanted in case.moments.items()
    ]
    return all(outcomes) if outcomes else None


def _equals(answer: Mapping[str, str], expected: Mapping[str, str], *, either_half: bool) -> bool:
    return all(
        answer.get(field) == value
        or (either_half and field == "time" and half_a_day_off(answer.get(field), value))
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


def _miss(case: Case, prediction: IntentPrediction, read: Understanding) -> Miss:
    got = {field: answer for field, answer in prediction.moments.items() if answer is not None}
    return Miss(
        id=case.id,
        text=case.text,
        expected=str({"intent": case.intent, **case.moments}),
        got=str({"intent": prediction.intent, **got}),
        why=explained(read),
    )
