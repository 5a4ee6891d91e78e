"""Scores and predictions as JSON: the outward form of `frontdesk eval --json` and `--predictions`."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from frontdesk.evals.datetime_eval import DatetimeReport
from frontdesk.evals.datetime_eval import Prediction as Reading
from frontdesk.evals.dialogue_cases import Case
from frontdesk.evals.dialogue_report import DialogueReport, Outcome
from frontdesk.evals.intents_eval import IntentPrediction, IntentsReport
from frontdesk.evals.replay import ReplayReport, replay_states
from frontdesk.evals.report import Miss, Share, Timing

Object = dict[str, object]


def of_datetime(report: DatetimeReport) -> Object:
    """Return the scores of reading dates and times."""
    return {
        "cases": report.overall.total,
        "right": report.overall.right,
        "accuracy": _rounded(report.overall),
        "points": _rounded(report.points),
        "ranges": _rounded(report.ranges),
        "conversational": _rounded(report.conversational),
        "bySource": _by_key(report.by_source),
        "unanswered": report.unanswered,
        **_of_timing(report.timing),
        "wrong": _of_misses(report.misses),
    }


def of_intents(report: IntentsReport) -> Object:
    """Return the scores of intents."""
    return {
        "cases": report.accuracy.total,
        "right": report.accuracy.right,
        "accuracy": _rounded(report.accuracy),
        "macroF1": round(report.macro_f1, 4),
        "falseActions": report.false_actions.right,
        "falseActionRate": _rounded(report.false_actions),
        "moments": _rounded(report.moments),
        "byIntent": _by_key(report.by_intent),
        "bySource": _by_key(report.by_source),
        **_of_timing(report.timing),
        "wrong": _of_misses(report.misses),
    }


def of_dialogues(report: DialogueReport, replay: ReplayReport, *, model: str) -> Object:
    """Return the scores of live dialogues with a model, and of their replay by the reader."""
    return {
        "model": model,
        "dialogues": report.success.total,
        "right": report.success.right,
        "success": _rounded(report.success),
        "successBySource": _by_key(report.success_by_source),
        "trials": report.trials,
        "pass^1": round(report.pass_hat(1), 4),
        f"pass^{report.trials}": round(report.pass_hat(report.trials), 4),
        "inputTokens": sum(outcome.input_tokens for outcome in report.outcomes),
        "outputTokens": sum(outcome.output_tokens for outcome in report.outcomes),
        "tokensPerBooking": round(report.tokens_per_booking, 1),
        "dollarsPerBooking": _dollars(report.dollars_per_booking),
        "wrongBookings": len(report.wrong),
        "doubleBookings": len(report.double),
        "medianUserTurns": report.median_user_turns,
        "wrong": [outcome.id for outcome in report.wrong],
        "missed": [outcome.id for outcome in report.missed],
        "replay": {
            "jointStateAccuracy": _rounded(replay.joint),
            "finalBooking": _rounded(replay.final),
            "finalBookingBySource": _by_key(replay.final_by_source),
            "wrong": _of_misses(replay.misses),
        },
    }


def reading_line(prediction: Reading) -> Object:
    """Return the line that `--predictions` writes for an expression; no answer is null."""
    return asdict(prediction)


def intent_line(prediction: IntentPrediction) -> Object:
    """Return the line that `--predictions` writes for an utterance; what was not read is left out."""
    moments = {field: answer for field, answer in prediction.moments.items() if answer is not None}
    return {"id": prediction.id, "intent": prediction.intent, **moments}


def dialogue_line(case: Case, outcome: Outcome) -> Object:
    """Return the line that `--predictions` writes for a dialogue."""
    return {
        "id": case.id,
        "bookings": [{"date": booking.date, "time": booking.time} for booking in outcome.bookings],
        "states": list(replay_states(case.row)),
        "userTurns": outcome.user_turns,
    }


def _rounded(found: Share) -> float:
    return round(found.value, 4)


def _by_key(shares: Mapping[str, Share]) -> dict[str, float]:
    return {key: _rounded(one) for key, one in shares.items()}


def _of_timing(timing: Timing) -> Object:
    return {
        "medianMs": round(timing.median_seconds * 1000, 3),
        "p95Ms": round(timing.p95_seconds * 1000, 3),
        "slowest": timing.slowest_text,
    }


def _of_misses(misses: Sequence[Miss]) -> list[Object]:
    return [asdict(miss) for miss in misses]


def _dollars(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 6)
