"""From tokens to mentions: find the phrases, join those that belong together, resolve them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from frontdesk.assistant.offline.chart import Grammar, Parse
from frontdesk.assistant.offline.clocks import CLOCKS
from frontdesk.assistant.offline.days import DAYS
from frontdesk.assistant.offline.hours import resolve_clock, resolve_clocks
from frontdesk.assistant.offline.mention import Mention
from frontdesk.assistant.offline.resolution import Assumption, Frame, Unresolvable, resolve_day, resolve_days
from frontdesk.assistant.offline.spans import SPANS
from frontdesk.assistant.offline.surroundings import GLUE, Found, Hints, accepted, stands
from frontdesk.assistant.offline.tokens import Token
from frontdesk.assistant.offline.values import Away, Monthly, Nth, Numeric, Piece, Weekly, Weeks
from frontdesk.assistant.offline.words import worded

GRAMMAR: Final = Grammar((*CLOCKS, *DAYS, *SPANS))
MOST_PHRASES: Final = 32
"""Dates and times read in one message; whoever names more is asked."""
_TOPS: Final = ("moment", "days", "aday", "clocks", "clock", "part", "loosespan", "bare")
_STARTS: Final = tuple((name, GRAMMAR.starts_of(name)) for name in _TOPS)
_ANY_START: Final = GRAMMAR.starts_of(*_TOPS)
_TIMELIKE: Final = worded("""
    INT COUNT NUM TENS ORD ORDINAL COLON DOTTIME DOTDATE FULLDOT SLASH DATED ISO HMARK MIL WEEKDAY MONTH
    PART UNIT FEW DAYWORD TONIGHT NAMED MEAL ISH PARTISH fortnight's week's same that next following
    weekend weekends eod cob business end
""")
"""A message without any of these holds no date and no time."""


def find_mentions(text: str, tokens: Sequence[Token], *, frame: Frame, hints: Hints) -> tuple[Mention, ...]:
    """Return the mentions in a message, in order, their roles not yet told."""
    if all(_TIMELIKE.isdisjoint(token.labels) for token in tokens):
        return ()
    mentions = []
    parse = Parse(GRAMMAR, tokens)
    found = _phrases(parse, tokens)
    for one in _joined(tokens, accepted(tokens, found, hints=hints)):
        start = tokens[one.start].start
        words = text[start : tokens[one.end - 1].end]
        mention = _resolved(one.piece, frame, words=words, start=start)
        if mention:
            mentions.append(mention)
    gave_up = parse.gave_up or len(found) == MOST_PHRASES
    return tuple(partly_read(mentions) if gave_up else mentions)


def partly_read(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions of a message that was not read to its end: what follows may say otherwise."""
    return [
        replace(one, assumptions=(*one.assumptions, Assumption.NOT_ALL_READ), sureness=0.2)
        for one in mentions
    ]


def _phrases(parse: Parse, tokens: Sequence[Token]) -> list[Found]:
    """Return the longest phrases from the left, none overlapping."""
    found: list[Found] = []
    at = 0
    while at < len(tokens) and len(found) < MOST_PHRASES and not parse.gave_up:
        best = None if _ANY_START.isdisjoint(tokens[at].labels) else _longest(parse, tokens, at)
        if best:
            found.append(best)
        at = best.end if best else at + 1
    return found


def _longest(parse: Parse, tokens: Sequence[Token], at: int) -> Found | None:
    labels = tokens[at].labels
    best: Found | None = None
    for name, starts in _STARTS:
        if starts.isdisjoint(labels):
            continue
        for end, value in parse.phrases(name, at):
            if isinstance(value, Piece) and (best is None or end > best.end):
                one = Found(at, end, value)
                best = one if stands(tokens, one) else best
    return best


def _joined(tokens: Sequence[Token], found: Sequence[Found]) -> list[Found]:
    joined: list[Found] = []
    for one in found:
        before = joined[-1] if joined else None
        if before and all(token.text in GLUE for token in tokens[before.end : one.start]):
            both = _together(before.piece, one.piece)
            if both:
                joined[-1] = Found(before.start, one.end, both)
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
    clocks = [piece for piece in (first, second) if piece.clock or piece.clocks]
    if len(clocks) > 1 or (first.part and second.part) or (len(days) > 1 and days[0] != days[1]):
        return None
    if first.ahead or second.ahead:
        elsewhere = clocks or (days and days[0] != Away(0))
        return None if elsewhere else Piece(ahead=first.ahead or second.ahead)
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
        mention = _timed(_dated(mention, piece, frame), piece, frame)
    except Unresolvable:
        named = isinstance(piece.day, Monthly | Numeric | Nth)
        return replace(mention, assumptions=(Assumption.NO_SUCH_DAY,), sureness=0.2) if named else None
    unsure = sum(assumption != Assumption.HALF_BY_OPENING for assumption in frame.assumed)
    return replace(mention, assumptions=tuple(frame.assumed), sureness=round(0.98 - 0.2 * unsure, 2))


def _dated(mention: Mention, piece: Piece, frame: Frame) -> Mention:
    if piece.day:
        return replace(mention, date=resolve_day(piece.day, frame))
    if piece.days:
        first, last = resolve_days(piece.days, frame)
        return replace(mention, date=first, date_end=last)
    return mention


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
