"""Which times the lead's last message orders, where it may order several, and what is left of them. Pure.

There is one notion of an order: the message names that day and time plainly, and nothing holds it back.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.resolution import Assumption
from frontdesk.assistant.offline.state import State, Task
from frontdesk.assistant.offline.understand import Understanding
from frontdesk.assistant.offline.wish import Wish

_ORDERS: Final = frozenset((Intent.BOOK, Intent.CHANGE, Intent.RESCHEDULE, Intent.AFFIRM, Intent.DENY))
"""What a message that names a time may be for the time to be ordered by it: "no, 3pm" orders as well."""
_OTHER_ERRANDS: Final = frozenset(
    (Intent.CANCEL, Intent.LOOKUP, Intent.RESCHEDULE, Intent.GOODBYE, Intent.HUMAN)
)
_HARMLESS: Final = frozenset((Assumption.HALF_BY_OPENING,))


def is_ordered(wish: Wish, heard: Understanding) -> bool:
    """Tell whether a message orders exactly the day and time of a wish, held back by nothing."""
    is_order = not heard.tentative and heard.hold is None and heard.intent in _ORDERS
    return is_order and wish.is_exact_date and wish.is_exact_time and not is_doubtful(wish)


def is_doubtful(wish: Wish) -> bool:
    """Tell whether something about the wish was decided for the lead rather than said."""
    return wish.several or wish.either_half or any(one not in _HARMLESS for one in wish.assumptions)


def still_wanted(state: State, heard: Understanding) -> tuple[Wish, ...]:
    """Return what waits to be booked after what is talked of; a no, or another errand, ends it."""
    refuses = heard.says_no and heard.wish is None and heard.pick is None
    ends = refuses or heard.hold is not None or heard.intent in _OTHER_ERRANDS
    return () if ends else state.queue


def taken_up(state: State) -> State:
    """Return the state that goes on with the next wish; agreed to only if this message asks for it."""
    named, *rest = state.queue
    wish, heard = _on_its_day(named, state), state.heard
    is_of_now = heard is not None and named in heard.further and is_ordered(wish, heard)
    state = state.having(task=Task.BOOK, wish=wish, queue=tuple(rest), agreed=is_of_now)
    return state.having(wants=True, spent=False, days=(), proposal=None)


def agreed_times(state: State) -> tuple[dt.datetime, ...]:
    """Return every time that the lead's last message orders or agrees to."""
    first = (state.exact,) if state.agreed else ()
    return (*(one for one in first if one), *(at for at, is_order in _further_times(state) if is_order))


def several_times(state: State) -> tuple[dt.datetime, ...]:
    """Return every time that the lead's last message names to be booked, where it names more than one."""
    further = tuple(at for at, _ in _further_times(state))
    return (*((state.exact,) if state.exact else ()), *further) if further else ()


def _further_times(state: State) -> Iterator[tuple[dt.datetime, bool]]:
    """Yield what the last message names beside its first time, and whether that is an order."""
    heard = state.heard
    if heard is None or state.task != Task.BOOK:
        return
    for wish in (_on_its_day(one, state) for one in heard.further):
        at = state.having(wish=wish).exact
        if at is not None:
            yield at, is_ordered(wish, heard)


def _on_its_day(wish: Wish, state: State) -> Wish:
    """Return "3pm" of "2pm and 3pm" on the day that is talked of."""
    return wish if wish.date else replace(wish, date=state.wish.date, date_end=state.wish.date_end)
