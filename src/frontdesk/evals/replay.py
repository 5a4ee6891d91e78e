"""Replays recorded dialogues through the offline model and compares its date and time with the labels.

The recorded turns are fed as they are, so that nothing the model would have said matters: the user's as
`LeadSaid`, the system's as `AssistantSaid`, and a recorded booking as the answer of `create_booking`.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from frontdesk.assistant.offline.dialogue import (
    AssistantSaid,
    LeadSaid,
    Setting,
    State,
    ToolAnswered,
    begin,
    step,
)
from frontdesk.evals.answers import Answer, answer_of
from frontdesk.evals.loading import Row, fields_of, object_of, objects_of, rows, text_of
from frontdesk.evals.report import Miss, Share, share

SETTING: Final = Setting("the business", opening=(dt.time(6), dt.time(22)))
_MORNING: Final = dt.time(8)


@dataclass(frozen=True, slots=True)
class Replayed:
    """One dialogue: the date and time held after each user turn, as predictions are written."""

    id: str
    states: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """The scores of one file.

    Attributes:
        joint: user turns after which both date and time are as labelled, where there are labels.
        final: dialogues that end in a booking, and whose date and time are right after the last user turn.
    """

    joint: Share
    final: Share
    final_by_source: Mapping[str, Share]
    misses: tuple[Miss, ...]
    replayed: tuple[Replayed, ...]


def score_replay(path: Path, *, on_case: Callable[[int, int], None] | None = None) -> ReplayReport:
    """Replay a file of dialogues; raises ValueError naming what is wrong with it."""
    cases = rows(path)
    joint: list[bool] = []
    final: list[tuple[str, bool]] = []
    misses: list[Miss] = []
    replayed: list[Replayed] = []
    for number, case in enumerate(cases, start=1):
        states = replay_states(case)
        replayed.append(Replayed(text_of(case, "id"), states))
        turns = _compared(case, states)
        joint.extend(ok for ok, _ in turns)
        misses.extend(miss for ok, miss in turns if not ok)
        if case.get("expected_booking"):
            wanted = _moment(object_of(case, "expected_booking"))
            final.append((text_of(case, "source"), bool(states) and _moment(states[-1]) == wanted))
            if not final[-1][1]:
                misses.append(_last_miss(case, states, wanted))
        if on_case:
            on_case(number, len(cases))
    return ReplayReport(
        joint=share(joint),
        final=share([ok for _, ok in final]),
        final_by_source={
            source: share([ok for one, ok in final if one == source])
            for source in sorted({one for one, _ in final})
        },
        misses=tuple(misses),
        replayed=tuple(replayed),
    )


def replay_states(case: Row, *, setting: Setting = SETTING) -> tuple[Answer, ...]:
    """Return the date and time held after each user turn of a recorded dialogue; raises ValueError."""
    now = dt.datetime.combine(dt.date.fromisoformat(text_of(case, "reference_date")), _MORNING)
    state = begin(setting)
    states: list[Answer] = []
    for turn in objects_of(case, "turns"):
        text = text_of({"id": case["id"], **turn}, "text")
        if turn.get("speaker") == "user":
            state = step(state, LeadSaid(text, now))
            states.append(_moment(answer_of(state.wish) or {}))
            continue
        if turn.get("booked"):
            state = _booked(state)
        state = step(state, AssistantSaid(text))
    return tuple(states)


def _booked(state: State) -> State:
    held = _moment(answer_of(state.wish) or {})
    result = {"success": True, "bookingId": 1, "status": "confirmed", "details": held}
    return step(state, ToolAnswered("create_booking", held, result))


def _moment(answer: Mapping[str, object]) -> Answer:
    return {key: text for key, text in fields_of(answer).items() if key in ("date", "time")}


def _compared(case: Row, states: tuple[Answer, ...]) -> list[tuple[bool, Miss]]:
    users = [turn for turn in objects_of(case, "turns") if turn.get("speaker") == "user"]
    compared = []
    for turn, got in zip(users, states, strict=True):
        if "state" in turn:
            wanted = _moment(object_of({"id": case["id"], **turn}, "state"))
            miss = Miss(text_of(case, "id"), str(turn["text"]), str(wanted), str(got), "state")
            compared.append((got == wanted, miss))
    return compared


def _last_miss(case: Row, states: tuple[Answer, ...], wanted: Answer) -> Miss:
    got = states[-1] if states else {}
    return Miss(text_of(case, "id"), "(whole dialogue)", str(wanted), str(got), "final booking")
