"""What a lead's message changes: the task, the wish, and whether the lead agreed to exactly that wish.

Agreeing is the strict part. A time is agreed to when the lead named that day and time plainly and asked for
it, or took it from the table (by name, by place, or with a yes to the one time proposed). What was guessed,
hedged, held back (`holds.py`) or left over from an earlier request is never agreed to. Whoever speaks,
nothing else is booked: the guard of every model asks the same question (`second_opinion.py`).
"""

from dataclasses import replace
from typing import Final

from frontdesk.assistant.offline.about import with_services_plain
from frontdesk.assistant.offline.clock_changes import answers_which_of_two, occurs_twice
from frontdesk.assistant.offline.contact import given_in
from frontdesk.assistant.offline.holds import Hold
from frontdesk.assistant.offline.inquiries import after_asking, told_of, with_service
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.picks import Rank
from frontdesk.assistant.offline.rendering import writes_spanish
from frontdesk.assistant.offline.resolution import OF_DATES, Assumption
from frontdesk.assistant.offline.several import is_ordered, still_wanted
from frontdesk.assistant.offline.state import LIST, MOVE, LeadSaid, Offer, State, Task
from frontdesk.assistant.offline.understand import Understanding
from frontdesk.assistant.offline.which import meant
from frontdesk.assistant.offline.wish import Wish
from frontdesk.assistant.offline.zoning import in_named_zone

_ASKS_TO_BOOK: Final = frozenset((Intent.BOOK, Intent.CHANGE, Intent.RESCHEDULE))
_ASKS_TO_MOVE: Final = frozenset((Intent.CHANGE, Intent.RESCHEDULE))
_FINDING: Final = frozenset((Task.BOOK, Task.MOVE))


def hear(state: State, event: LeadSaid) -> State:
    """Return the state after a message of the lead."""
    given = given_in(event.text, state.given.over(state.setting.lead))
    words = with_services_plain(given.rest, state.setting.about.services)
    words = "yes" if _chooses_of_two(state, event.text) else words
    state = state.having(is_spanish=writes_spanish(event.text, state.is_spanish))
    state, heard = in_named_zone(state, replace(event, text=words))
    before = state
    told = told_of(state, event.text, heard)
    heard = after_asking(state, event.text, heard, told=told)
    state = _begun(state, event, heard, told=told)
    if heard.hold not in _SAID_BY_OTHERS:
        state = state.having(given=given.contact.over(state.given))
    state = _with_refusal(state, heard)
    task = _task(state, heard)
    state = state.having(
        task=task,
        wants=state.wants or heard.intent in _ASKS_TO_BOOK,
        wants_move=task == Task.MOVE and (state.wants_move or heard.intent in _ASKS_TO_MOVE),
    )
    if task == Task.LOOKUP or heard.until:
        state = state.having(bookings=None)
    if before.asking == "booking" and before.task in (Task.MOVE, Task.CANCEL) and (heard.wish or heard.pick):
        return _which_one(state, before.task, heard)
    if state.to_cancel and task == Task.CANCEL:
        agrees = is_clean_yes(heard) and heard.intent in (Intent.AFFIRM, Intent.CANCEL)
        return state.having(agreed=agrees)
    chosen = _chosen(state, heard)
    if chosen:
        wish = Wish(date=chosen.starts_at.date(), time=chosen.starts_at.time())
        task = task if task in _FINDING else Task.BOOK
        return state.having(
            task=task, wish=wish, agreed=True, wants=True, spent=False, offered=(), proposal=None
        )
    return _with_wish(_beyond_table(state, heard), heard)


def _chooses_of_two(state: State, text: str) -> bool:
    """Tell whether a message says which of the two is meant that the time proposed occurs as: a yes to it."""
    proposed = state.proposal is not None and occurs_twice(state.proposal.starts_at, state.zone)
    return proposed and answers_which_of_two(text)


def _begun(state: State, event: LeadSaid, heard: Understanding, *, told: str) -> State:
    """Return the state with what belongs to this message alone, and what stays of the one before."""
    minutes = heard.duration_minutes or (None if state.spent else state.minutes)
    shift = heard.shift or (state.shift if state.asking == "booking" else None)
    state = state.having(heard=heard, days=(), answered=None, calls=0, agreed=False)
    state = state.having(had_nothing=False, told=told, noted=False, minutes=minutes, shift=shift)
    state = with_service(state, event.text)
    return state.having(made=(), queue=heard.further or still_wanted(state, heard))


_SAID_BY_OTHERS: Final = frozenset((Hold.PRETENDED, Hold.REPORTED))


def _beyond_table(state: State, heard: Understanding) -> State:
    """Let go of the time that was asked for, when other times are asked for instead."""
    rank = heard.pick.rank if heard.pick else None
    if heard.wish or not state.table or rank not in (Rank.SOONER, Rank.LATER, Rank.MORE):
        return state
    shown = tuple(offer.starts_at for offer in state.table) if rank == Rank.MORE else ()
    wish = Wish(date=state.wish.date or state.table[0].starts_at.date(), date_end=state.wish.date_end)
    return state.having(wish=wish, declined=(*state.declined, *shown))


def _which_one(state: State, task: Task, heard: Understanding) -> State:
    """Take in which of several bookings is meant: "the Tuesday one"; what is to become of it stays."""
    found = meant(state.bookings or (), heard.wish, heard.pick)
    return state.having(task=task, booking=found[0] if len(found) == 1 else state.booking)


def _with_refusal(state: State, heard: Understanding) -> State:
    refuses = heard.says_no and not heard.says_yes and heard.intent not in (Intent.THANKS, Intent.GOODBYE)
    if not refuses or not state.proposal:
        return state
    return state.having(declined=(*state.declined, state.proposal.starts_at), proposal=None)


def _task(state: State, heard: Understanding) -> Task:
    match heard.intent:
        case Intent.CANCEL:
            return Task.CANCEL
        case Intent.LOOKUP:
            return Task.LOOKUP
        case Intent.RESCHEDULE:
            return Task.MOVE if state.booking or not state.wants else Task.BOOK
        case Intent.BOOK | Intent.AVAILABILITY | Intent.CHANGE:
            return _finding_task(state, heard)
    answers = heard.wish and heard.intent in (Intent.AFFIRM, Intent.DENY)
    answers = answers or (state.asking == "anew" and heard.intent == Intent.AFFIRM)
    answers = answers or _wants_it_soon(state, heard)
    if state.task in _FINDING or (state.task == Task.CANCEL and state.to_cancel):
        return state.task
    return Task.BOOK if answers else Task.NOTHING


def _wants_it_soon(state: State, heard: Understanding) -> bool:
    """Tell whether the earliest time is asked for before anything else was: "asap", "whenever works"."""
    soon = heard.pick is not None and heard.pick.rank in (Rank.EARLIEST, Rank.ANY)
    return (
        soon
        and heard.intent in (Intent.OTHER, Intent.AFFIRM)
        and state.task == Task.NOTHING
        and not state.table
    )


def _finding_task(state: State, heard: Understanding) -> Task:
    """Tell booking from moving: who has a booking and names no further one means that one."""
    is_further = heard.additional or bool(heard.further)
    if state.task in _FINDING and not (state.task == Task.MOVE and is_further):
        return state.task
    is_of_itself = heard.books or heard.corrects  # "Tuesday at 2, no, make it 3"
    if heard.intent == Intent.CHANGE and not is_of_itself and _is_first_word(state):
        return Task.MOVE
    can_move = state.booking is not None and (MOVE in state.setting.tools or heard.intent == Intent.CHANGE)
    return Task.MOVE if can_move and not is_further else Task.BOOK


def _is_first_word(state: State) -> bool:
    """Tell whether there is nothing yet that "move it" could mean but a booking of before."""
    nothing_yet = state.task == Task.NOTHING and not state.wants and not state.table and state.wish == Wish()
    return nothing_yet and {LIST, MOVE} <= state.setting.tools


def _chosen(state: State, heard: Understanding) -> Offer | None:
    """Return the time on the table that the lead took, if one was."""
    if not state.table or heard.rejected or heard.hold:
        return None
    if heard.wish and Assumption.ZONE_NAMED in heard.wish.assumptions:
        return None
    if heard.wish and (heard.wish.date or heard.wish.names_time):
        return None if heard.tentative else _named(state.table, heard.wish)
    if heard.says_no and not heard.says_yes:
        return None
    if heard.pick:
        return _picked(state.table, heard)
    return state.proposal if is_clean_yes(heard) and heard.intent not in _NO_ASSENT else None


def is_clean_yes(heard: Understanding) -> bool:
    """Tell whether a message says yes and nothing that takes it back or makes it depend on something."""
    keeps = heard.shift is None or heard.shift.keeps_time
    return heard.says_yes and not heard.says_no and heard.hold is None and keeps


_NO_ASSENT: Final = frozenset(
    (
        Intent.GOODBYE,
        Intent.GREETING,
        Intent.HELP,
        Intent.HUMAN,
        Intent.IDENTITY,
        Intent.LOOKUP,
        Intent.CANCEL,
    )
)


def _named(table: tuple[Offer, ...], wish: Wish) -> Offer | None:
    """Return the only offer that fits the date and time that were named."""
    if wish.several or not wish.is_exact_time or wish.date_end or wish.time is None:
        return None
    half_away = wish.time.replace(hour=(wish.time.hour + 12) % 24)
    good = (wish.time, half_away) if wish.either_half else (wish.time,)
    fits = [
        offer
        for offer in table
        if offer.starts_at.time() in good and wish.date in (None, offer.starts_at.date())
    ]
    return fits[0] if len(fits) == 1 else None


def _picked(table: tuple[Offer, ...], heard: Understanding) -> Offer | None:
    pick = heard.pick
    if pick is None or len(table) < 2:
        return None
    match pick.rank:
        case Rank.PLACE:
            return table[pick.place or 0]
        case Rank.EARLIEST | Rank.ANY:
            return min(table, key=lambda offer: offer.starts_at)
        case Rank.LATEST:
            return max(table, key=lambda offer: offer.starts_at)
    return None


def _with_wish(state: State, heard: Understanding) -> State:
    new = heard.wish
    if state.asking == "anew" and state.spent:
        state = state.having(wish=Wish())
    if new is None or (state.task == Task.NOTHING and heard.intent == Intent.OTHER):
        return state
    if state.task in (Task.CANCEL, Task.LOOKUP):
        return state.having(wish=new, spent=True)
    wish = merged(_held_wish(state), new)
    asks = state.wants or heard.intent == Intent.AFFIRM
    agreed = asks and _is_plain(state, wish, heard=heard)
    return state.having(wish=wish, spent=False, agreed=agreed, offered=(), proposal=None)


def _held_wish(state: State) -> Wish:
    """Return the wish that a new one adds to: a move starts from the booking, a new booking from nothing."""
    if not state.spent:
        return state.wish
    if state.task == Task.MOVE and state.booking:
        return Wish(date=state.booking.starts_at.date(), time=state.booking.starts_at.time())
    return Wish()


def _is_plain(state: State, wish: Wish, *, heard: Understanding) -> bool:
    """Tell whether this message asks, plainly, for exactly the day and time of the wish."""
    new = heard.wish
    if state.unclear_zone is not None:
        return False
    moves = state.task == Task.MOVE
    if new is None or (moves and not state.wants_move):
        return False
    completes = new.names_time or state.asking == "date" or moves
    return completes and is_ordered(wish, heard)


def merged(old: Wish, new: Wish) -> Wish:
    """Return the old wish with what the new one says put in its place."""
    names_day = new.date is not None or Assumption.NO_SUCH_DAY in new.assumptions
    day, clock = (new if names_day else old), (new if new.names_time else old)
    kept = [one for one in day.assumptions if one in OF_DATES or not day.names_time]
    kept += [one for one in clock.assumptions if one not in OF_DATES]
    return replace(
        clock,
        date=day.date,
        date_end=day.date_end,
        several=new.several,
        assumptions=tuple(dict.fromkeys(kept)),
    )
