"""A reply clause by clause: what each claims and which days and times it names. Pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from frontdesk.assistant.honesty.claims import Claim, Kind, claims_in
from frontdesk.assistant.honesty.clauses import Clause, Sentence, sentences
from frontdesk.assistant.honesty.naming import Named, named_in
from frontdesk.assistant.honesty.open_words import CONDITION
from frontdesk.assistant.honesty.tongues import Tongue, tongue_of
from frontdesk.assistant.honesty.truth import Truth


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause with what it claims and names.

    Attributes:
        tells: whether its reply claims, here or elsewhere, that something was booked or moved.
        waits: whether it holds only once the lead has said something.
        tongue: the language of the reply.
    """

    sentence: int
    clause: Clause
    claims: tuple[Claim, ...]
    named: tuple[Named, ...]
    tells: bool
    waits: bool
    tongue: Tongue | None

    @property
    def kinds(self) -> frozenset[Kind]:
        """What is claimed."""
        return frozenset(claim.kind for claim in self.claims)


def read(reply: str, truth: Truth) -> tuple[Statement, ...]:
    """Return the clauses of a reply, in order."""
    tongue = tongue_of(reply)
    return tuple(statements(sentences(reply), truth, tongue=tongue))


def statements(said: tuple[Sentence, ...], truth: Truth, *, tongue: Tongue | None) -> Iterator[Statement]:
    """Yield the clauses of a reply that was taken apart already."""
    claims = [tuple(claims_in(sentence)) for sentence in said]
    tells = any(claim.kind in (Kind.BOOKED, Kind.MOVED) for found in claims for claim in found)
    day: dt.date | None = None
    for number, sentence in enumerate(said):
        if sentence.folded in truth.own_words:
            continue
        waits = False
        for clause in sentence.clauses:
            named = tuple(named_in(clause.text, truth, after=day, is_spanish=tongue == Tongue.SPANISH))
            day = named[-1].date if named else day
            mine = tuple(claim for claim in claims[number] if claim.clause is clause)
            waits = waits or CONDITION.search(clause.folded) is not None
            yield Statement(number, clause, mine, named, tells, waits, tongue)
