"""A recorded dialogue as values: what people said, what it should end in. Pure."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Final

from frontdesk.assistant.offline.understand import Context, understand
from frontdesk.evals.loading import Row, day_of, fields_of, object_of, objects_of, text_of

MORNING: Final = dt.time(8)
OPENS: Final = dt.time(6)
LAST_START: Final = dt.time(22)


@dataclass(frozen=True, slots=True)
class When:
    """A date and a time, either of which may be missing."""

    date: str | None = None
    time: str | None = None

    def agrees_with(self, other: "When") -> bool:
        """Say whether nothing in the two contradicts."""
        return all(
            mine is None or theirs is None or mine == theirs
            for mine, theirs in ((self.date, other.date), (self.time, other.time))
        )

    def over(self, before: "When") -> "When":
        """Return what is known when this is said after something else."""
        return When(self.date or before.date, self.time or before.time)

    def __bool__(self) -> bool:
        return self.date is not None or self.time is not None


@dataclass(frozen=True, slots=True)
class UserTurn:
    """What a real person said, and what of a date and time is in it.

    Attributes:
        takes_back: whether it turns a date or time down ("I have a wedding on Friday").
        turns_elsewhere: whether it asks for another provider after one had no time: another calendar.
    """

    text: str
    gives: When
    agrees: bool
    takes_back: bool = False
    turns_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """One dialogue. `expected` is None when it ends in no booking."""

    id: str
    source: str
    reference: dt.datetime
    business: str
    user_turns: tuple[UserTurn, ...]
    expected: When | None
    unavailable: tuple[dt.datetime, ...]
    row: Row


def case_of(row: Row) -> Case:
    """Read one row; raises ValueError naming what is wrong with it."""
    reference = dt.datetime.combine(day_of(row, "reference_date"), MORNING)
    expected = object_of(row, "expected_booking") if row.get("expected_booking") else None
    return Case(
        id=text_of(row, "id"),
        source=text_of(row, "source"),
        reference=reference,
        business=text_of(row, "business"),
        user_turns=_user_turns(objects_of(row, "turns"), reference),
        expected=When(text_of(expected, "date"), text_of(expected, "time")) if expected else None,
        unavailable=tuple(
            dt.datetime.fromisoformat(f"{text_of(busy, 'date')}T{text_of(busy, 'time')}")
            for busy in objects_of(row, "unavailable")
        ),
        row=row,
    )


def _user_turns(turns: list[Row], reference: dt.datetime) -> tuple[UserTurn, ...]:
    """Return what the person said, each turn knowing whether it leaves a provider that had no time."""
    said: list[UserTurn] = []
    provider: str | None = None
    full: str | None = None
    for turn in turns:
        if turn.get("speaker") == "user":
            before, provider = provider, _provider(turn) or provider
            leaves = full is not None and before == full != provider
            said.append(replace(_user_turn(turn, reference), turns_elsewhere=leaves))
        elif turn.get("unavailable"):
            full = provider
    return tuple(said)


def _provider(turn: Row) -> str | None:
    state = turn.get("state")
    return fields_of(state).get("provider") if isinstance(state, dict) else None


def _user_turn(turn: Row, reference: dt.datetime) -> UserTurn:
    text = text_of(turn, "text")
    read = understand(text, Context(reference))
    takes_back = bool(read.rejected)
    if "inform" in turn or "acts" in turn:
        given = turn.get("inform", {})
        gives = fields_of(given) if isinstance(given, dict) else {}
        return UserTurn(
            text, When(gives.get("date"), gives.get("time")), "AFFIRM" in str(turn.get("acts")), takes_back
        )
    return UserTurn(text, mentioned(text, reference), read.says_yes, takes_back)


def mentioned(text: str, reference: dt.datetime) -> When:
    """Return the one date and time that a text names."""
    wish = understand(text, Context(reference, opening=(OPENS, LAST_START))).wish
    if wish is None:
        return When()
    date = wish.date.isoformat() if wish.date and wish.is_exact_date else None
    return When(date, f"{wish.time:%H:%M}" if wish.time is not None and wish.is_exact_time else None)
