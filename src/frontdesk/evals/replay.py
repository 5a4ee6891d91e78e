"""Replays recorded dialogues through the offline model and compares its date and time with the labels.

The recorded turns are fed as they are, so that nothing the model would have said matters: the user's as
`LeadSaid`, the system's as `AssistantSaid`, and a recorded booking as the answer of `create_booking`.
"""

import datetime as dt
from collections.abc import Mapping
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
from frontdesk.evals.loading import Row, day_of, fields_of, object_of, objects_of, read_each, text_of
from frontdesk.evals.report import Miss, Share, share

SETTING: Final = Setting("the business", opening=(dt.time(6), dt.time(22)))
_MORNING: Final = dt.time(8)


@dataclass(frozen=True, slots=True)
class _Played:
    """One dialogue: a miss or None for each labelled turn, and for its end if it ends in a booking."""

    source: str
    turns: tuple[Miss | None, ...]
    final: tuple[Miss | None, ...]


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


def score_replay(path: Path) -> ReplayReport:
    """Replay a file of dialogues; raises ValueError naming the line that is wrong, and OSError."""
    played = read_each(path, _played)
    joint = [one for case in played for one in case.turns]
    final = [(case.source, one) for case in played for one in case.final]
    return ReplayReport(
        joint=share([miss is None for miss in joint]),
        final=share([miss is None for _, miss in final]),
        final_by_source={
            source: share([miss is None for one, miss in final if one == source])
            for source in sorted({one for one, _ in final})
        },
        misses=tuple(miss for case in played for miss in (*case.turns, *case.final) if miss),
    )


def _played(row: Row) -> _Played:
    states = replay_states(row)
    wanted = _moment(object_of(row, "expected_booking")) if row.get("expected_booking") else None
    got = states[-1] if states else {}
    miss = Miss(text_of(row, "id"), "(whole dialogue)", str(wanted), str(got), "final booking")
    final = () if wanted is None else (None if got == wanted else miss,)
    return _Played(text_of(row, "source"), _turns(row, states), final)


def _turns(row: Row, states: tuple[Answer, ...]) -> tuple[Miss | None, ...]:
    users = [turn for turn in objects_of(row, "turns") if turn.get("speaker") == "user"]
    compared = []
    for turn, got in zip(users, states, strict=True):
        if "state" in turn:
            wanted = _moment(object_of(turn, "state"))
            miss = Miss(text_of(row, "id"), text_of(turn, "text"), str(wanted), str(got), "state")
            compared.append(None if got == wanted else miss)
    return tuple(compared)


def replay_states(case: Row, *, setting: Setting = SETTING) -> tuple[Answer, ...]:
    """Return the date and time held after each user turn of a recorded dialogue; raises ValueError."""
    now = dt.datetime.combine(day_of(case, "reference_date"), _MORNING)
    state = begin(setting)
    states: list[Answer] = []
    for turn in objects_of(case, "turns"):
        text = text_of(turn, "text")
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
