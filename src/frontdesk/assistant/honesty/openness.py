"""Whether a reply leaves it plain what is booked, or needs a line of code's that says so. Pure.

Lies are not listed here. What is known is how a reply says plainly that nothing is settled: it asks for a
day, a time, a choice or a go-ahead, offers times that were looked up, says what is taken, or denies. Whatever
else speaks of a booking, or cannot be read, may be taken for one.
"""

import re
from collections.abc import Sequence

from frontdesk.assistant.honesty import open_words
from frontdesk.assistant.honesty.claims import Kind
from frontdesk.assistant.honesty.lines import is_told
from frontdesk.assistant.honesty.statements import Statement
from frontdesk.assistant.honesty.tongues import is_foreign
from frontdesk.assistant.honesty.truth import Appointment, Awaited, Truth
from frontdesk.assistant.honesty.words import OPENING_HOURS, TODAY_IS

_CHANGES = frozenset((Kind.MOVED, Kind.CANCELLED))
_OF_BOOKINGS = _CHANGES | {Kind.BOOKED, Kind.DONE}
_FEW_WORDS = 5


def needs_state(reply: str, said: Sequence[Statement], truth: Truth) -> bool:
    """Tell whether who reads a reply could believe that something is booked, moved or cancelled that is not.

    What the turn did is told by fact lines, whatever the reply says.
    """
    if truth.deeds or (truth.awaited == Awaited.NOTHING and not truth.standing):
        return False
    if _says_so(reply, said, truth) or leaves_open(said, truth):
        return False
    settles = any(may_settle(one, truth) for one in said)
    if "hand_off_to_human" in truth.done:  # a person will tell
        return settles
    if truth.awaited == Awaited.OPEN:
        return settles or not truth.was_told
    return settles or truth.awaited == Awaited.ASKED


def leaves_open(said: Sequence[Statement], truth: Truth) -> bool:
    """Tell whether a reply shows that nothing is settled, and no clause of it may be taken otherwise."""
    return any(opens(one, truth) for one in said) and not any(may_settle(one, truth) for one in said)


def is_left_open(one: Appointment, said: Sequence[Statement], truth: Truth) -> bool:
    """Tell whether a reply itself shows that a time is not booked: it offers it, or says that it is taken."""
    at = one.starts_at
    return any(opens(clause, truth) for clause in said if any(name.fits(at) for name in clause.named))


def tells_of_cancelling(said: Sequence[Statement]) -> bool:
    """Tell whether a reply says that something was cancelled."""
    return any(Kind.CANCELLED in one.kinds for one in said)


def may_settle(one: Statement, truth: Truth) -> bool:
    """Tell whether a clause may be taken to settle something: it speaks of it and opens nothing."""
    folded = one.clause.folded
    if is_foreign(one.clause.text, among=one.tongue):
        return not open_words.NOTHING_BOOKED.search(folded)
    if one.clause.asks and not one.claims:
        return False
    if opens(one, truth) or _fits_what_stands(one, truth) or _is_harmless(one):
        return False
    return bool(one.named or one.kinds & _OF_BOOKINGS or open_words.SPEAKS.search(folded))


def _is_harmless(one: Statement) -> bool:
    """Tell whether a clause only says when the doors are open, what day it is, or that a time is taken."""
    folded = one.clause.folded
    is_taken = not one.claims and open_words.HARMLESS.search(folded)
    return bool(is_taken or OPENING_HOURS.search(folded) or TODAY_IS.search(folded))


def _says_so(reply: str, said: Sequence[Statement], truth: Truth) -> bool:
    """Tell whether a reply says of everything, and truthfully, what is booked."""
    if not truth.standing:
        return any(open_words.NOTHING_BOOKED.search(one.clause.folded) for one in said)
    if all(is_told(one, reply, truth) for one in truth.standing):
        return not any(one.kinds & _CHANGES for one in said)
    named = [name for one in said if _fits_what_stands(one, truth) for name in one.named if name.is_exact]
    is_named = all(any(name.fits(one.starts_at) for name in named) for one in truth.standing)
    return is_named and not any(may_settle(one, truth) for one in said)


def opens(one: Statement, truth: Truth) -> bool:
    """Tell whether a clause shows by itself that what was asked for is not done."""
    folded = one.clause.folded
    if one.waits:
        return True
    if truth.asks_to_change and truth.standing:
        return bool(_asks(one, open_words.CHANGE_ASKED) or open_words.NOT_CHANGED.search(folded))
    may_deny = truth.is_asked_for or not truth.standing
    if open_words.NOT_BOOKED.search(folded) or (may_deny and open_words.NOTHING_BOOKED.search(folded)):
        return True
    if one.claims or one.clause.asks:
        return not one.claims and _asks(one, open_words.CHOICE_ASKED)
    wants = open_words.CHOICE_WANTED.search(folded) or open_words.TAKEN.search(folded)
    return bool(wants) or _offers(one, truth)


def _asks(one: Statement, way: re.Pattern[str]) -> bool:
    """Tell whether a clause asks in some way, or is no more than a day or time with a question mark."""
    folded = one.clause.folded
    if not one.clause.asks or open_words.OF_THE_LEAD.search(folded):
        return False
    return bool(way.search(folded) or (one.named and len(folded.split()) <= _FEW_WORDS))


def _offers(one: Statement, truth: Truth) -> bool:
    """Tell whether a clause offers times, all of which were looked up."""
    times = [name for name in one.named if name.is_exact]
    is_known = bool(times) and all(name.fits_any(truth.offered) for name in times)
    return is_known and bool(open_words.OFFERED.search(one.clause.folded))


def _fits_what_stands(one: Statement, truth: Truth) -> bool:
    """Tell whether a clause says of what stands that it does, and says nothing else."""
    starts = truth.starts_of(truth.standing)
    if not starts or not one.kinds <= {Kind.BOOKED} or open_words.TAKEN.search(one.clause.folded):
        return False
    folded = one.clause.folded
    names_it = one.named and open_words.STANDS.search(folded)
    return bool(one.kinds or names_it or open_words.NOT_CHANGED.search(folded)) and all(
        name.fits_any(starts) for name in one.named
    )
