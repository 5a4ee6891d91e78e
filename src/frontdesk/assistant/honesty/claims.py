"""What a reply claims to have been done. Pure.

How claims are worded is data, in `*.claims`: a line `NAME = pattern` names a piece that `<NAME>` puts
into the lines after it; a line `kind manner: pattern` is one way to claim something. The manner is `act`
(it was done now), `state` (it is so) or `promise` (it will be done). `undone` is what takes a claim back
when it stands before it, `only_once` when it stands after it, and with a word of `others` a time that is
booked is somebody else's. Patterns meet one clause as `clauses.folded` leaves it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from frontdesk.assistant.honesty.clauses import Clause, Sentence

Manner = Literal["act", "state", "promise"]


class Kind(StrEnum):
    """What is claimed."""

    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    SENT = "sent"
    CALLED = "called"
    UPDATED = "updated"
    DONE = "done"
    CHARGED = "charged"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, and the clause that makes it."""

    kind: Kind
    manner: Manner
    clause: Clause
    words: str


@dataclass(frozen=True, slots=True)
class _Table:
    ways: tuple[tuple[Kind, Manner, re.Pattern[str]], ...]
    undone: re.Pattern[str]
    only_once: re.Pattern[str]
    others: re.Pattern[str]


_FILES: Final = ("english", "spanish", "others")
_CONDITION: Final = re.compile(
    r"\W*(?:if|once|when|as soon as|after|(?:just )?(?:say|tell|pick|choose|let me know)|dime|si|cuando"
    r"|en cuanto|wenn|sobald|quand)\b"
)
_OWN: Final = re.compile(r"\b(?:you|your|te|tu|su|le)\b")


def claims_in(sentence: Sentence) -> Iterator[Claim]:
    """Yield what a sentence claims; a question, a condition and a denial claim nothing."""
    asks_on = sentence.text.rstrip().endswith("?")
    is_others = _has(sentence.folded, "others")
    is_conditional = False
    for clause in sentence.clauses:
        for claim in () if clause.asks else _claims_of(clause):
            somebody_elses = is_others and claim.kind == Kind.BOOKED and not _OWN.search(claim.words)
            if not somebody_elses and not (claim.manner == "promise" and (asks_on or is_conditional)):
                yield claim
        is_conditional = is_conditional or _CONDITION.match(clause.folded) is not None


def denies(words: str) -> bool:
    """Tell whether folded words say no, or not yet, to something."""
    return _has(words, "undone") or _has(words, "others")


def _claims_of(clause: Clause) -> Iterator[Claim]:
    for name in _FILES:
        table = _table(name)
        for kind, manner, pattern in table.ways:
            found = pattern.search(clause.folded)
            if found and not _is_taken_back(clause, found, manner=manner):
                yield Claim(kind, manner, clause, found.group())


def _is_taken_back(clause: Clause, found: re.Match[str], *, manner: Manner) -> bool:
    before, after = clause.folded[: found.start()], clause.folded[found.end() :]
    return _has(before, "undone") or (manner != "act" and _has(after, "only_once"))


def _has(words: str, key: Literal["undone", "only_once", "others"]) -> bool:
    return any(getattr(_table(name), key).search(words) for name in _FILES)


@cache
def _table(name: str) -> _Table:
    """Read one of the files; what it has no word for matches nothing."""
    pieces: dict[str, str] = {}
    ways: list[tuple[Kind, Manner, re.Pattern[str]]] = []
    rest: dict[str, list[str]] = {"undone": [], "only_once": [], "others": []}
    for line in (
        files("frontdesk.assistant.honesty").joinpath(f"{name}.claims").read_text("utf-8").splitlines()
    ):
        if not line or line.startswith("#"):
            continue
        named = re.fullmatch(r"([A-Z]+) = (.*)", line)
        if named:
            pieces[named[1]] = _filled(named[2], pieces)
            continue
        key, _, pattern = line.partition(": ")
        kind, _, manner = key.partition(" ")
        if kind in rest:
            rest[kind].append(pattern)
        else:
            ways.append((Kind(kind), _manner(manner), re.compile(_filled(pattern, pieces))))
    return _Table(tuple(ways), *(re.compile("|".join(rest[key]) or r"(?!)") for key in rest))


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    return re.sub(r"<([A-Z]+)>", lambda name: pieces[name[1]], pattern)


def _manner(word: str) -> Manner:
    manners: dict[str, Manner] = {"act": "act", "state": "state", "promise": "promise"}
    return manners[word]
