"""Holds what a reply claims and names against what is so. Pure."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from frontdesk.assistant.honesty import words
from frontdesk.assistant.honesty.claims import Claim, Kind, denies
from frontdesk.assistant.honesty.clauses import Clause, Sentence, sentences
from frontdesk.assistant.honesty.naming import Named, contradicts_its_weekday
from frontdesk.assistant.honesty.openness import may_settle, opens
from frontdesk.assistant.honesty.statements import Statement, statements
from frontdesk.assistant.honesty.tongues import Tongue, tongue_of
from frontdesk.assistant.honesty.truth import ACTS, Truth

Fault = Kind | Literal["when", "offer", "weekday", "unconfirmed", "open"]
_DONE_BY: Final = {
    Kind.MOVED: "reschedule_booking",
    Kind.CANCELLED: "cancel_booking",
    Kind.CALLED: "hand_off_to_human",
    Kind.UPDATED: "update_lead",
}
_OF_BOOKINGS: Final = frozenset((Kind.BOOKED, Kind.MOVED, Kind.CANCELLED))


@dataclass(frozen=True, slots=True)
class Untruth:
    """What of a reply is not so.

    Attributes:
        fault: what is wrong: a claim with nothing behind it, "when" for a time that no booking has, "offer"
            for one that was never offered, "weekday" for one that is another day's, "unconfirmed", and "open"
            when a request is met as if it were settled, though nothing was done.
        sentence: which sentence it stands in, None for the reply as a whole; `clause`: its words.
        named: the day or time that is wrong, if that is it.
    """

    fault: Fault
    sentence: int | None
    clause: str
    named: Named | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A reply, its sentences, what each clause states, and what is not so in it."""

    sentences: tuple[Sentence, ...]
    statements: tuple[Statement, ...]
    untruths: tuple[Untruth, ...]
    tongue: Tongue | None


def judge(reply: str, truth: Truth) -> Judged:
    """Return what of a reply is not so."""
    said = sentences(reply)
    tongue = tongue_of(reply)
    stated = tuple(statements(said, truth, tongue=tongue))
    untruths = [
        Untruth(fault, statement.sentence, statement.clause.text.strip(), named)
        for statement in stated
        for fault, named in _faults(statement, truth)
    ]
    untruths = untruths or list(_left_open(stated, said, truth))
    return Judged(said, stated, tuple(untruths), tongue)


def _left_open(stated: tuple[Statement, ...], said: tuple[Sentence, ...], truth: Truth) -> Iterator[Untruth]:
    """Yield what meets a request as if it were settled, where nothing was done and nothing is asked.

    However it is worded, in whatever language: who reads it thinks that the matter is settled.
    """
    if not truth.waits_for_an_act or any(opens(one, truth) or _asks_or_denies(one) for one in stated):
        return
    numbers = list(dict.fromkeys(one.sentence for one in stated if may_settle(one, truth)))
    for number in numbers:
        yield Untruth("open", number, said[number].text)
    if not numbers:
        yield Untruth("open", None, " ".join(one.text for one in said))


def _asks_or_denies(one: Statement) -> bool:
    folded = one.clause.folded
    return denies(folded) or (one.clause.asks and not words.HOLLOW.match(folded))


_Found = tuple[Fault, Named | None]


def _faults(statement: Statement, truth: Truth) -> Iterator[_Found]:
    for named in statement.named:
        if contradicts_its_weekday(named):
            yield "weekday", named
    yield from _wrong_as_a_whole(statement.clause, truth)
    for claim in statement.claims:
        if _tells_of_all(claim, truth) or not _is_so(claim, truth, names_time=bool(statement.named)):
            yield claim.kind, None
    if statement.kinds & _OF_BOOKINGS:
        yield from _wrong_times(statement, truth)
    elif not words.OPENING_HOURS.search(statement.clause.folded):
        yield from _unknown_times(statement, truth)


def _wrong_as_a_whole(clause: Clause, truth: Truth) -> Iterator[_Found]:
    """Yield what a clause says of today, of how many bookings there are, and of all that is free."""
    if _misnames_today(clause, truth):
        yield "weekday", None
    are_fewer = len(truth.standing) < 2 or truth.unmet
    if words.SEVERAL.search(clause.folded) and are_fewer and not clause.asks:
        yield Kind.BOOKED, None
    if words.FULL.search(clause.folded) and not truth.looked_up:
        yield "offer", None


def _is_so(claim: Claim, truth: Truth, *, names_time: bool) -> bool:
    """Tell whether what is claimed to be done was done, whenever it is said to be.

    With a time (`names_time`), what stands from earlier may be spoken of in any way: the time is looked at
    apart. Without one, it may be spoken of as standing, unless the lead has just asked for something.
    """
    may_mean_earlier = bool(truth.standing) and claim.manner == "state" and not truth.is_asked_for
    match claim.kind:
        case Kind.SENT | Kind.CHARGED | Kind.HUMAN:
            return False
        case Kind.DONE:
            return bool(truth.done & ACTS)
        case Kind.BOOKED:
            return bool(truth.made or (truth.standing and names_time)) or may_mean_earlier
        case Kind.CANCELLED:
            return _is_cancelled(claim, truth)
        case Kind.MOVED:
            return _DONE_BY[Kind.MOVED] in truth.done
    return _DONE_BY[claim.kind] in truth.done | truth.done_before


def _tells_of_all(claim: Claim, truth: Truth) -> bool:
    """Tell whether all is said to be booked of which only some is."""
    is_of_booking = claim.kind in (Kind.BOOKED, Kind.DONE)
    return bool(truth.unmet) and is_of_booking and words.BOTH.search(claim.clause.folded) is not None


def _is_cancelled(claim: Claim, truth: Truth) -> bool:
    if words.BOTH.search(claim.clause.folded) and truth.standing:
        return False
    was_once = claim.manner == "state" and truth.gone and not truth.standing
    return bool(was_once) or _DONE_BY[Kind.CANCELLED] in truth.done


def _wrong_times(statement: Statement, truth: Truth) -> Iterator[_Found]:
    """Yield the times that a claim about bookings names and no such booking has."""
    undone = statement.kinds & {Kind.MOVED, Kind.CANCELLED}
    instants = truth.starts_of(truth.standing, *((truth.before, truth.gone) if undone else ()))
    for named in statement.named:
        if instants and not named.fits_any(instants):
            yield "when", named
    waits = truth.standing and all(one.status == "pending" for one in truth.standing)
    if waits and Kind.BOOKED in statement.kinds and words.CONFIRMED.search(statement.clause.folded):
        yield "unconfirmed", None


def _unknown_times(statement: Statement, truth: Truth) -> Iterator[_Found]:
    """Yield the times that are spoken of and that nobody offered, booked or said."""
    folded = statement.clause.folded
    if words.TAKEN.search(folded) and not words.PLAINLY_FREE.search(folded):
        return
    is_free = bool(words.FREE.search(folded))
    retells = statement.tells and not is_free and not statement.clause.asks and bool(truth.standing)
    speaks_of_days = words.FREE_DAY.search(folded) and not statement.clause.asks
    for named in statement.named:
        if named.is_exact:
            if not _is_known(named, truth, is_free=is_free, retells=retells):
                yield "when" if retells else "offer", named
        elif speaks_of_days and named.date is not None and not named.fits_any(truth.offered):
            yield "offer", named


def _is_known(named: Named, truth: Truth, *, is_free: bool, retells: bool) -> bool:
    """Tell whether a time may be spoken of.

    Args:
        named: the time.
        truth: what is so.
        is_free: whether it is said to be free, which must have been looked up.
        retells: whether it can only be the time of a booking that the reply speaks of.
    """
    if named.fits_any(truth.starts_of(truth.standing)):
        return True
    if retells:
        return named.fits_any(truth.starts_of(truth.before, truth.gone))
    return named.fits_any(truth.offered) or (not is_free and _was_said(named, truth))


def _was_said(named: Named, truth: Truth) -> bool:
    """Tell whether a time is one that the lead named, one of a booking that was, or now."""
    now = truth.now.replace(second=0, microsecond=0)
    if named.fits_any(truth.starts_of(truth.before, truth.gone) | {now}):
        return True
    at = named.mention.time
    return any(
        at in _near(one.time, one.time_end)
        for one in truth.said
        if one.time is not None and (None in (one.date, named.mention.date) or one.date == named.mention.date)
    )


def _near(start: dt.time, end: dt.time | None) -> set[dt.time]:
    """Return the times that repeat a time or a range that somebody named, twelve hours off too."""
    said = {start} | ({end} if end else set())
    return said | {one.replace(hour=(one.hour + 12) % 24) for one in said}


def _misnames_today(clause: Clause, truth: Truth) -> bool:
    for which, weekday in words.TODAY_IS.findall(clause.folded):
        day = truth.today + dt.timedelta(days=which == "tomorrow")
        if words.DAY_NAMES[day.weekday()] != weekday:
            return True
    return False
