"""From tokens to mentions: find the phrases, join those that belong together, resolve them, tell their part in the
sentence (asked for, turned down, moved from, moved to, an alternative)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from frontdesk.assistant.offline.chart import Grammar, Parse
from frontdesk.assistant.offline.clocks import CLOCKS
from frontdesk.assistant.offline.days import DAYS
from frontdesk.assistant.offline.hours import resolve_clock, resolve_clocks
from frontdesk.assistant.offline.resolution import Assumption, Frame, Unresolvable, resolve_day, resolve_days
from frontdesk.assistant.offline.tokens import Token
from frontdesk.assistant.offline.values import Away, Piece, Weekly, Weeks


class Role(StrEnum):
    """What a mention does in its sentence."""

    PLAIN = "plain"
    REJECTED = "rejected"
    SOURCE = "source"
    TARGET = "target"
    ALTERNATIVE = "alternative"


@dataclass(frozen=True, slots=True)
class Mention:
    """A date, a time or both, as the lead said it and as it is read.

    Attributes:
        words: the lead's own words; `start` and `end` say where they stand in the message.
        date: the day, or the first day of a run that ends with `date_end` (included).
        time: the time, or the start of a range that ends with `time_end`; local wall time. A range with only
            `time_end` is open at the start; `open_ended` says that one with only `time` has no end.
        part: morning, afternoon, evening or night, when no clock time was given.
        either_half: the words leave open whether the time is before or after noon; `time` is the likelier.
        assumptions: what was decided rather than said.
        sureness: 0 to 1.
    """

    words: str
    start: int
    end: int
    date: dt.date | None = None
    date_end: dt.date | None = None
    time: dt.time | None = None
    time_end: dt.time | None = None
    part: str | None = None
    open_ended: bool = False
    either_half: bool = False
    assumptions: tuple[Assumption, ...] = ()
    role: Role = Role.PLAIN
    sureness: float = 1.0

    @property
    def is_exact_time(self) -> bool:
        """Whether one time of day was named, not a range or a part of the day."""
        return self.time is not None and self.time_end is None and not self.open_ended


GRAMMAR: Final = Grammar((*CLOCKS, *DAYS))
_TOPS: Final = ("moment", "days", "aday", "clocks", "clock", "part", "loosespan", "bare")
_STARTS: Final = {name: GRAMMAR.starts_of(name) for name in _TOPS}
_ANY_START: Final = GRAMMAR.starts_of(*_TOPS)
_NEVER_ALONE: Final = frozenset(
    ("a", "an", "the", "in", "on", "at", "for", "of", "this", "that", ",", ".", "-", "~")
)
_TIMELIKE: Final = frozenset(
    [
        "ORDINAL",
        "INT",
        "COUNT",
        "NUM",
        "TENS",
        "ORD",
        "COLON",
        "DOTTIME",
        "DOTDATE",
        "FULLDOT",
        "SLASH",
        "DATED",
        "ISO",
        "HMARK",
        "MIL",
        "WEEKDAY",
        "MONTH",
        "PART",
        "UNIT",
        "FEW",
        "fortnight's",
        "week's",
        "DAYWORD",
        "TONIGHT",
        "NAMED",
        "MEAL",
        "ISH",
        "PARTISH",
        "that",
        "same",
        "next",
        "following",
        "day",
        "week",
        "weekend",
        "weekends",
        "month",
        "eod",
        "cob",
        "business",
        "today",
    ]
)
_GLUE: Final = frozenset(
    [
        ",",
        "at",
        "on",
        "@",
        "for",
        "in",
        "the",
        "around",
        "about",
        "of",
        "from",
        "this",
        "-",
        "(",
        ")",
        "approximately",
        "approx",
        "by",
        "sometime",
        "preferably",
        "anytime",
        "any",
        "time",
        "between",
        "say",
        "maybe",
        "perhaps",
        "like",
        "ideally",
        "best",
        "either",
        "roughly",
    ]
)
_BARE_CUES: Final = frozenset(
    ["at", "@", "around", "about", "say", "maybe", "like", "prefer", "try", "do", "or", "it's", "is"]
)
_PARTY: Final = frozenset(
    [
        "table",
        "reservation",
        "reservations",
        "party",
        "people",
        "restaurant",
        "group",
        "seats",
        "guests",
        "diner",
        "bistro",
        "us",
        "spot",
    ]
)
_AMBIGUOUS_SHORT: Final = frozenset(("sat", "sun", "mon", "wed", "mo", "tu", "we", "mar", "sec", "min"))
_NOUNISH: Final = frozenset(("the", "i", "we", "he", "she", "they", "a", "and", "who"))
_COUNTED_ORDINAL: Final = frozenset(
    [
        "one",
        "ones",
        "option",
        "options",
        "slot",
        "slots",
        "choice",
        "time",
        "times",
        "available",
        "opening",
        "openings",
        "visit",
        "appointment",
        "thing",
        "place",
        "party",
        "half",
        "class",
        "grade",
        "floor",
        "avenue",
        "street",
        "salon",
        "doctor",
        "dentist",
        "two",
        "three",
        "part",
        "person",
        "month",
        "and",
        "to",
        "of",
    ]
)


class Found(NamedTuple):
    """A phrase and the tokens it covers: from `start` up to, not including, `end`."""

    start: int
    end: int
    piece: Piece


class Hints(NamedTuple):
    """What the conversation says about naked numbers."""

    awaiting_time: bool
    offered_hours: frozenset[int]


def find_mentions(text: str, tokens: Sequence[Token], *, frame: Frame, hints: Hints) -> tuple[Mention, ...]:
    """Return the mentions in a message, in order, roles not yet told."""
    found = _accepted(tokens, _phrases(tokens), hints=hints)
    mentions = []
    for one in _joined(tokens, found):
        words = text[tokens[one.start].start : tokens[one.end - 1].end]
        mention = _resolved(one.piece, frame, words=words, start=tokens[one.start].start)
        if mention:
            mentions.append(mention)
    return tuple(mentions)


def _phrases(tokens: Sequence[Token]) -> list[Found]:
    if all(_TIMELIKE.isdisjoint(token.labels) for token in tokens):
        return []
    parse = Parse(GRAMMAR, tokens)
    found: list[Found] = []
    at = 0
    while at < len(tokens):
        best = _longest(parse, tokens, at)
        if best:
            found.append(best)
        at = best.end if best else at + 1
    return found


def _longest(parse: Parse, tokens: Sequence[Token], at: int) -> Found | None:
    labels = tokens[at].labels
    if _ANY_START.isdisjoint(labels) or (at and tokens[at].text == tokens[at - 1].text == "-"):
        return None
    best: Found | None = None
    for name in _TOPS:
        if _STARTS[name].isdisjoint(labels):
            continue
        for end, value in parse.phrases(name, at):
            longer = best is None or end > best.end
            if longer and isinstance(value, Piece) and _stands(tokens, at, end=end, piece=value):
                best = Found(at, end, value)
    return best


def _stands(tokens: Sequence[Token], start: int, *, end: int, piece: Piece) -> bool:
    """Tell whether the words around a phrase let it be one."""
    last = tokens[end - 1]
    after = tokens[end] if end < len(tokens) else None
    before = tokens[start - 1].text if start else ""
    if (piece.day or piece.days) and after:
        if last.labels & {"INT", "NUM"} and after.labels & {"HALF", "OCLOCK"}:
            return False
        if last.labels & {"ORD"} and "MONTH" in after.labels:
            return False
        if last.labels & {"ORD", "ORDINAL"} and after.text in _COUNTED_ORDINAL:
            return after.text in ("and", "to", "of", "time") and "ORDINAL" in last.labels
    if end - start == 1 and piece.day and last.text in _AMBIGUOUS_SHORT:
        return before not in _NOUNISH
    if end - start == 1 and "PART" in last.labels and start:
        return bool(tokens[start - 1].readings) or not before.isalpha() or before in _BEFORE_PART
    if after and "UNIT" in after.labels and last.labels & {"INT", "NUM", "COUNT"}:
        return False
    return not (last.labels & {"ORD"} and piece.day and _is_plain_noun(after))


def _is_plain_noun(after: Token | None) -> bool:
    return bool(after and not after.readings and after.text.isalpha() and after.text not in _AFTER_DATE)


_BEFORE_PART: Final = frozenset(
    [
        "prefer",
        "do",
        "only",
        "any",
        "some",
        "the",
        "a",
        "an",
        "in",
        "on",
        "of",
        "for",
        "or",
        "and",
        "maybe",
        "perhaps",
        "say",
        "this",
        "that",
        "like",
        "free",
        "want",
        "need",
        "is",
        "be",
        "about",
        "best",
        "every",
        "not",
        "please",
        "by",
        "work",
        "works",
        "either",
        "just",
        "yes",
        "no",
        "ok",
        "early",
        "late",
        "mid",
        "weekday",
        "at",
        "that's",
        "mean",
        "than",
        "th",
        "st",
        "nd",
        "rd",
    ]
)
_AFTER_DATE: Final = frozenset(
    [
        "at",
        "please",
        "if",
        "for",
        "would",
        "works",
        "work",
        "is",
        "in",
        "from",
        "then",
        "instead",
        "and",
        "or",
        "with",
        "around",
        "by",
        "after",
        "before",
        "between",
        "to",
        "will",
        "sounds",
        "seems",
        "should",
        "could",
        "can",
        "on",
        "be",
        "of",
        "the",
        "that",
        "this",
        "it's",
        "it",
        "i",
        "we",
        "my",
        "do",
        "does",
        "are",
        "was",
        "so",
        "because",
        "though",
        "about",
    ]
)


def _accepted(tokens: Sequence[Token], found: list[Found], *, hints: Hints) -> list[Found]:
    """Keep naked numbers only where something says that they are times."""
    has_clock = any((one.piece.clock or one.piece.clocks) and not one.piece.bare for one in found)
    kept: list[Found] = []
    for one in found:
        if one.piece.bare and not _is_time_here(tokens, one, kept=kept, has_clock=has_clock, hints=hints):
            continue
        kept.append(one)
    return kept


def _is_time_here(
    tokens: Sequence[Token], one: Found, *, kept: list[Found], has_clock: bool, hints: Hints
) -> bool:
    before = tokens[one.start - 1].text if one.start else ""
    previous = kept[-1] if kept else None
    if previous and all(token.text in _GLUE for token in tokens[previous.end : one.start]):
        day = previous.piece.day
        if isinstance(day, Weekly | Away) or (day and tokens[one.start].labels & {"MIL"}):
            return not previous.piece.clock
    if previous and before == "or" and previous.end == one.start - 1:
        return bool(previous.piece.clock)
    if "MIL" in tokens[one.start].labels:
        return before in _BARE_CUES and before != "or"
    if has_clock:
        return False
    clock = one.piece.clock
    if hints.awaiting_time and len(tokens) <= _SHORT_ANSWER:
        return True
    if clock and clock.hour in hints.offered_hours and len(tokens) <= _SHORT_ANSWER:
        return True
    if before == "it":
        return one.start > 1 and tokens[one.start - 2].text in ("make", "do", "at", "book")
    if before == "for":
        return _PARTY.isdisjoint(token.text for token in tokens) and _ends_phrase(tokens, one.end)
    return (
        before in _BARE_CUES and _ends_phrase(tokens, one.end) and before not in ("is", "or", "like", "about")
    )


_SHORT_ANSWER: Final = 7


def _ends_phrase(tokens: Sequence[Token], at: int) -> bool:
    return at >= len(tokens) or not tokens[at].text.isalpha() or tokens[at].text in _AFTER_DATE


def _joined(tokens: Sequence[Token], found: list[Found]) -> list[Found]:
    joined: list[Found] = []
    for one in found:
        if joined and all(token.text in _GLUE for token in tokens[joined[-1].end : one.start]):
            both = _together(joined[-1].piece, one.piece)
            if both:
                joined[-1] = Found(joined[-1].start, one.end, both)
                continue
        joined.append(one)
    return joined


def _together(first: Piece, second: Piece) -> Piece | None:
    """Return one piece for two that complete each other, or None when they are rivals."""
    week = first.days
    if isinstance(week, Weeks) and isinstance(second.day, Weekly) and second.day.weeks_on is None:
        first = first._replace(days=None)
        second = second._replace(day=second.day._replace(weeks_on=week.weeks_on))
    days = [piece.day or piece.days for piece in (first, second) if piece.day or piece.days]
    clocks = [piece.clock or piece.clocks for piece in (first, second) if piece.clock or piece.clocks]
    parts = [piece.part for piece in (first, second) if piece.part]
    if len(clocks) > 1 or len(parts) > 1 or (len(days) > 1 and days[0] != days[1]):
        return None
    if first.ahead or second.ahead:
        return None if clocks or (days and days[0] != Away(0)) else Piece(ahead=first.ahead or second.ahead)
    return Piece(
        day=first.day or second.day,
        days=first.days or second.days,
        clock=first.clock or second.clock,
        clocks=first.clocks or second.clocks,
        part=first.part or second.part,
    )


def _resolved(piece: Piece, frame: Frame, *, words: str, start: int) -> Mention | None:
    frame = replace(frame, assumed=[])
    mention = Mention(words, start, start + len(words))
    if piece.ahead:
        then = frame.now + dt.timedelta(minutes=piece.ahead.minutes)
        return replace(mention, date=then.date(), time=then.time().replace(second=0, microsecond=0))
    try:
        if piece.day:
            mention = replace(mention, date=resolve_day(piece.day, frame))
        elif piece.days:
            first, last = resolve_days(piece.days, frame)
            mention = replace(mention, date=first, date_end=last)
    except Unresolvable:
        return (
            replace(mention, assumptions=(Assumption.NO_SUCH_DAY,), sureness=0.2)
            if _named_a_day(piece)
            else None
        )
    mention = _timed(mention, piece, frame)
    unsure = sum(assumption != Assumption.HALF_BY_OPENING for assumption in frame.assumed)
    return replace(mention, assumptions=tuple(frame.assumed), sureness=round(0.98 - 0.2 * unsure, 2))


def _named_a_day(piece: Piece) -> bool:
    return type(piece.day).__name__ in ("Monthly", "Numeric", "Nth")


def _timed(mention: Mention, piece: Piece, frame: Frame) -> Mention:
    if piece.clock:
        found = resolve_clock(piece.clock, piece.part, frame)
        return replace(mention, time=found.at, either_half=found.either_half)
    if piece.clocks:
        start, end = resolve_clocks(piece.clocks, piece.part, frame)
        return replace(
            mention,
            time=start.at if start else None,
            time_end=end.at if end else None,
            open_ended=end is None,
            either_half=any(side is not None and side.either_half for side in (start, end)),
        )
    return replace(mention, part=piece.part)
