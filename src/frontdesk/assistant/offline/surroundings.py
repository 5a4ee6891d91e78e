"""Whether the words around a phrase let it be a date or a time: "the second one", "a table for 4"."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from frontdesk.assistant.offline.tokens import Token
from frontdesk.assistant.offline.values import Away, Piece, Weekly
from frontdesk.assistant.offline.words import worded

GLUE: Final = worded("""
    , at on @ for in the around about of from this - ( ) approximately approx by sometime preferably
    anytime any time between say maybe perhaps like ideally best either roughly
""")
"""Words that may stand between the day and the time of one mention."""

_AMBIGUOUS_SHORT: Final = worded("sat sun mon wed mar")
_NICKNAMES: Final = worded("mo tu")
_BEFORE_NICKNAMES: Final = worded("on next this or to till until from by , -")
"""Two letters are a weekday only where one is expected: "with Mo" is a guest."""
_BEFORE_A_NOUN: Final = worded("the i we he she they a and who")
_AFTER_COUNTED: Final = worded("""
    one ones option options slot slots choice time times available opening openings visit appointment
    thing place party half class grade floor avenue street salon doctor dentist two three part person
    month and to of
""")
_AFTER_DATE: Final = worded("""
    at please if for would works work is in from then instead and or with around by after before between
    to will sounds seems should could can on be of the that this it's it i we my do does are was so
    because though about works,
""")
_BEFORE_PART: Final = worded("""
    prefer do only any some the a an in on of for or and maybe perhaps say this like free want need is
    be about best every not please by work works either just yes no ok early late mid weekday at that's
    mean than th st nd rd
""")
_BEFORE_BARE: Final = worded("at @ around maybe prefer try do say")
_BEFORE_MIL: Final = _BEFORE_BARE | worded("about approximately for circa")
_PRONOUN_BELOW: Final = 2
"""In a message longer than this, "one" stands for a thing, not for an hour."""
_BEFORE_A_THING: Final = worded("""
    the a an any another that this which other only first second third fourth last next earlier later early
    late latest earliest
""")
"""Before "one", or before a day that "one" follows, they make it a thing: "the Monday one", "which one"."""
_AFTER_A_THING: Final = worded("works work is sounds looks still suits was seems")
_PARTY: Final = worded(
    "table reservation reservations party people restaurant group seats guests diner bistro us spot"
    " dinner lunch brunch breakfast eat dine pub bar cafe"
)
_SHORT_ANSWER: Final = 7
"""Tokens in a message that is hardly more than the answer to a question."""


class Found(NamedTuple):
    """A phrase and the tokens it covers: from `start` up to, not including, `end`."""

    start: int
    end: int
    piece: Piece


class Hints(NamedTuple):
    """What the conversation says about naked numbers."""

    awaiting_time: bool
    offered_hours: frozenset[int]


def stands(tokens: Sequence[Token], found: Found) -> bool:
    """Tell whether a phrase can be one where it stands."""
    last = tokens[found.end - 1]
    after = tokens[found.end] if found.end < len(tokens) else None
    if after and "UNIT" in after.labels and last.labels & {"INT", "NUM", "COUNT"}:
        return False
    if (found.piece.clock or found.piece.clocks) and _is_day_of_month(tokens, found.end):
        return False
    if _is_a_thing(tokens, found):
        return False
    if found.end - found.start == 1 and not _stands_alone(tokens, found):
        return False
    return not (found.piece.day or found.piece.days) or _ends_a_date(last, after)


def _is_a_thing(tokens: Sequence[Token], found: Found) -> bool:
    """Tell whether "one" in a phrase is an appointment: "the afternoon one", "the first one at night"."""
    before = tokens[found.end - 2] if found.end > 1 else None
    if tokens[found.end - 1].text == "one" and before and "PART" in before.labels:
        return True
    if tokens[found.start].text != "one" or not found.start:
        return False
    after = tokens[found.start + 1] if found.start + 1 < len(tokens) else None
    is_clock = after is not None and bool(after.labels & {"OCLOCK", "HALF", "INT", "NUM", "TENS"})
    return tokens[found.start - 1].text in _BEFORE_A_THING and not is_clock


def _is_day_of_month(tokens: Sequence[Token], end: int) -> bool:
    """Tell whether a phrase ends with the number of a date: "by 11" of "by 11 December"."""
    if "INT" not in tokens[end - 1].labels or end >= len(tokens) or "MONTH" not in tokens[end].labels:
        return False
    return end + 1 >= len(tokens) or tokens[end + 1].labels.isdisjoint(("INT", "ORDINAL", "ORD"))


def _stands_alone(tokens: Sequence[Token], found: Found) -> bool:
    word, before = tokens[found.start], tokens[found.start - 1] if found.start else None
    if before is None:
        return True
    if found.piece.day and word.text in _AMBIGUOUS_SHORT:
        return before.text not in _BEFORE_A_NOUN
    if word.text in _NICKNAMES:
        return before.text in _BEFORE_NICKNAMES
    if "PART" in word.labels:
        return bool(before.readings) or not before.text.isalpha() or before.text in _BEFORE_PART
    return True


def _ends_a_date(last: Token, after: Token | None) -> bool:
    if after is None:
        return True
    if last.labels & {"INT", "NUM"} and after.labels & {"HALF", "OCLOCK"}:
        return False
    if "ORD" in last.labels and "MONTH" in after.labels:
        return False
    if after.text in _AFTER_COUNTED and last.labels & {"ORD", "ORDINAL"}:
        return after.text in ("and", "to", "of", "time") and "ORDINAL" in last.labels
    return "ORD" not in last.labels or bool(after.readings) or not _is_noun(after)


def _is_noun(token: Token) -> bool:
    return token.text.isalpha() and token.text not in _AFTER_DATE


def accepted(tokens: Sequence[Token], found: Sequence[Found], *, hints: Hints) -> list[Found]:
    """Keep naked numbers only where something says that they are times."""
    has_clock = any((one.piece.clock or one.piece.clocks) and not one.piece.bare for one in found)
    kept: list[Found] = []
    for number, one in enumerate(found, start=1):
        previous = kept[-1] if kept else None
        following = found[number] if number < len(found) else None
        if not one.piece.bare or _follows(tokens, one, previous=previous):
            kept.append(one)
        elif following and _leads(tokens, one, following=following):
            kept.append(one._replace(piece=_like(one.piece, following.piece)))
        elif not has_clock and _is_time_here(tokens, one, hints=hints):
            kept.append(one)
    return kept


_LISTS_OR_CORRECTS: Final = worded("or and , & no it actually mean rather sorry wait")
_ENUMERATES: Final = _LISTS_OR_CORRECTS | worded(". ! ; - make i nope better")


def _is_an_hour(one: Found) -> bool:
    return one.piece.clock is not None and 1 <= one.piece.clock.hour <= _HOURS


_HOURS: Final = 12


def _follows(tokens: Sequence[Token], one: Found, *, previous: Found | None) -> bool:
    """Tell whether a number stands after a day ("Saturday 5", "6 May 1430") or a time ("5pm or 6")."""
    if previous is None:
        return False
    between = [token.text for token in tokens[previous.end : one.start]]
    if between and between[-1] in _LISTS_OR_CORRECTS and previous.piece.clock:
        is_pronoun = tokens[one.start].text == "one"
        goes_on = one.end < len(tokens) and tokens[one.end].text in _ENUMERATES
        ends = goes_on or _ends_phrase(tokens, one.end)
        return _ENUMERATES.issuperset(between) and _is_an_hour(one) and ends and not is_pronoun
    if not GLUE.issuperset(between) or previous.piece.clock:
        return False
    if tokens[one.start].text == "one" and _is_one_of_a_day(tokens, one, previous=previous):
        return False
    day = previous.piece.day
    return isinstance(day, Weekly | Away) or (day is not None and "MIL" in tokens[one.start].labels)


def _is_one_of_a_day(tokens: Sequence[Token], one: Found, *, previous: Found) -> bool:
    """Tell whether "one" after a day is an appointment: "the Monday one", "Monday one works"."""
    opening = tokens[max(previous.start - 1, 0) : previous.start + 1]
    after = tokens[one.end].text if one.end < len(tokens) else ""
    return not _BEFORE_A_THING.isdisjoint(token.text for token in opening) or after in _AFTER_A_THING


def _leads(tokens: Sequence[Token], one: Found, *, following: Found) -> bool:
    """Tell whether a number stands before a day ("7 tonight", "2 to 4 on Friday") or a time ("3 or 4pm")."""
    between = [token.text for token in tokens[one.end : following.start]]
    if between == ["or"]:
        return following.piece.clock is not None and not following.piece.bare
    if one.piece.clocks and GLUE.issuperset(between):
        return True
    if between or tokens[one.start].text == "one" or not isinstance(following.piece.day, Weekly | Away):
        return False
    return _PARTY.isdisjoint(token.text for token in tokens)


def _like(piece: Piece, following: Piece) -> Piece:
    """Return "3" of "3 or 4pm" with the half of the day that the second time names."""
    if piece.clock and following.clock:
        return piece._replace(
            clock=piece.clock._replace(half=following.clock.half, part=following.clock.part)
        )
    return piece


def _is_time_here(tokens: Sequence[Token], one: Found, *, hints: Hints) -> bool:
    before = tokens[one.start - 1].text if one.start else ""
    if one.piece.clocks:
        return len(tokens) == one.end - one.start or (hints.awaiting_time and len(tokens) <= _SHORT_ANSWER)
    if "MIL" in tokens[one.start].labels:
        return len(tokens) == 1 or (before in _BEFORE_MIL and _ends_phrase(tokens, one.end))
    if tokens[one.start].text == "one" and len(tokens) > _PRONOUN_BELOW:
        return before in ("at", "@", "around")
    hour = one.piece.clock.hour if one.piece.clock else 0
    if (hints.awaiting_time or hour in hints.offered_hours) and len(tokens) <= _SHORT_ANSWER:
        return True
    return _ends_phrase(tokens, one.end) and _is_cued(tokens, one, before=before)


def _is_cued(tokens: Sequence[Token], one: Found, *, before: str) -> bool:
    """Tell whether the word before a number makes it a time: "at 3", "make it 3", "for 3"."""
    if before == "it":
        return one.start > 1 and tokens[one.start - 2].text in ("make", "do", "at", "book")
    if before == "for":
        return _PARTY.isdisjoint(token.text for token in tokens)
    return before in _BEFORE_BARE


def _ends_phrase(tokens: Sequence[Token], at: int) -> bool:
    return at >= len(tokens) or not tokens[at].text.isalpha() or tokens[at].text in _AFTER_DATE
