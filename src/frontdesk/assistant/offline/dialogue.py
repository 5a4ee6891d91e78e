"""The offline model's mind: a conversation is folded into a state, and the state says what to do next.

    state = begin(setting)
    state = step(state, LeadSaid("Can I come on Tuesday at 2?", now))
    decide(state)  # CallTool("check_availability", {"date": "2026-12-01"})

Everything can be rebuilt from a stored conversation by stepping through its events again. What is said about
a booking comes from a tool's answer and from nowhere else.
"""

import datetime as dt
from dataclasses import replace

from frontdesk.assistant.offline import results
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.picks import Rank
from frontdesk.assistant.offline.plans import plan
from frontdesk.assistant.offline.resolution import Assumption
from frontdesk.assistant.offline.state import (
    CANCEL,
    CHECK,
    CREATE,
    LIST,
    MOVE,
    Action,
    AssistantSaid,
    CallTool,
    Event,
    LeadSaid,
    Offer,
    Say,
    Setting,
    State,
    Task,
    ToolAnswered,
)
from frontdesk.assistant.offline.understand import Context, Understanding, understand
from frontdesk.assistant.offline.wish import Wish

__all__ = [
    "Action", "AssistantSaid", "CallTool", "Event", "LeadSaid", "Say", "Setting", "State", "ToolAnswered",
    "begin", "decide", "step",
]  # fmt: skip


def begin(setting: Setting) -> State:
    """Return the state before anything was said."""
    return State(setting)


def decide(state: State) -> Action:
    """Return what to do now: call a tool or say something."""
    return plan(state).action


def step(state: State, event: Event) -> State:
    """Return the state after an event."""
    if isinstance(event, LeadSaid):
        return _heard(state, event)
    if isinstance(event, ToolAnswered):
        return _answered(state, event)
    return _said(state, event.text)


def _heard(state: State, event: LeadSaid) -> State:
    heard = understand(event.text, _context(state, event.now_local))
    state = state.having(now=event.now_local, heard=heard, days=(), answered=None, calls=0)
    state = _turned_down(state, heard)
    task = _task(state, heard)
    state = state.having(task=task, wants=state.wants or heard.intent in _ASKS_TO_BOOK)
    chosen = _chosen(state, heard)
    if chosen:
        wish = Wish(date=chosen.starts_at.date(), time=chosen.starts_at.time())
        return state.having(wish=wish, agreed=True, wants=True, offered=(), proposal=None)
    if state.to_cancel:
        return state.having(agreed=heard.says_yes and not heard.says_no, to_cancel=state.to_cancel)
    return _wished(state, heard)


_ASKS_TO_BOOK = frozenset((Intent.BOOK, Intent.CHANGE, Intent.RESCHEDULE))


def _context(state: State, now: dt.datetime) -> Context:
    about = state.proposal.starts_at.date() if state.proposal else state.wish.date
    return Context(
        now=now,
        opening=state.setting.opening,
        offered=state.offered or ((state.proposal,) if state.proposal else ()),
        about=about,
        awaiting=state.asking,
        conventions=state.setting.conventions,
    )


def _turned_down(state: State, heard: Understanding) -> State:
    refuses = heard.says_no and not heard.says_yes and heard.intent not in (Intent.THANKS, Intent.GOODBYE)
    if not refuses or not state.proposal:
        return state
    return state.having(declined=(*state.declined, state.proposal.starts_at), proposal=None, agreed=False)


def _task(state: State, heard: Understanding) -> Task:
    if heard.intent == Intent.CANCEL:
        return Task.CANCEL
    if heard.intent == Intent.LOOKUP:
        return Task.LOOKUP
    if heard.intent == Intent.RESCHEDULE:
        return Task.MOVE if state.booking or not state.wants else Task.BOOK
    if heard.intent == Intent.CHANGE and state.booking and state.task != Task.BOOK:
        return Task.MOVE
    if heard.intent in (Intent.BOOK, Intent.AVAILABILITY, Intent.CHANGE):
        return state.task if state.task in (Task.BOOK, Task.MOVE) else Task.BOOK
    if (
        heard.wish
        and state.task in (Task.NOTHING, Task.LOOKUP)
        and heard.intent in (Intent.AFFIRM, Intent.DENY)
    ):
        return Task.BOOK
    return Task.NOTHING if state.task == Task.LOOKUP else state.task


def _chosen(state: State, heard: Understanding) -> Offer | None:
    """Return the time on the table that the lead took, if one was."""
    table = state.offered or ((state.proposal,) if state.proposal else ())
    if not table or heard.rejected:
        return None
    if heard.wish and (heard.wish.date or heard.wish.names_time):
        return _named(table, heard.wish) if not (heard.says_no and heard.intent == Intent.DENY) else None
    if heard.says_no and not heard.says_yes:
        return None
    if heard.pick:
        return _picked(table, heard)
    agrees = heard.says_yes and heard.intent in (
        Intent.AFFIRM,
        Intent.BOOK,
        Intent.THANKS,
        Intent.GOODBYE,
        Intent.OTHER,
    )
    return state.proposal if agrees or (state.proposal and heard.intent == Intent.BOOK) else None


def _named(table: tuple[Offer, ...], wish: Wish) -> Offer | None:
    """Return the only offer that fits the date and time that were named."""
    if wish.several or wish.date_end or wish.time_end or wish.open_ended or wish.time is None:
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


def _wished(state: State, heard: Understanding) -> State:
    new = heard.wish
    if new is None or (state.task == Task.NOTHING and heard.intent == Intent.OTHER):
        return state.having(agreed=False)
    if state.task in (Task.CANCEL, Task.LOOKUP):
        return state.having(wish=new, agreed=False)
    wish = merged(state.wish, new)
    plain = not doubts(wish) and wish.is_exact_date and wish.is_exact_time
    asks = heard.intent != Intent.AVAILABILITY
    return state.having(wish=wish, agreed=plain and asks and state.wants, offered=(), proposal=None)


def doubts(wish: Wish) -> bool:
    """Tell whether something about the wish was decided for the lead rather than said."""
    return (
        wish.several or wish.either_half or any(one != Assumption.HALF_BY_OPENING for one in wish.assumptions)
    )


_OF_DATES = frozenset(
    (
        Assumption.NOT_TODAY,
        Assumption.NEXT_WEEKDAY,
        Assumption.DAY_MONTH_ORDER,
        Assumption.WEEKDAY_CONTRADICTS,
        Assumption.NO_SUCH_DAY,
    )
)


def merged(old: Wish, new: Wish) -> Wish:
    """Return the old wish with what the new one says put in its place."""
    has_day = new.date is not None or Assumption.NO_SUCH_DAY in new.assumptions
    day, clock = (new if has_day else old), (new if new.names_time else old)
    kept = [one for one in day.assumptions if one in _OF_DATES or day.names_time is False]
    kept += [one for one in clock.assumptions if one not in _OF_DATES]
    return replace(
        clock,
        date=day.date,
        date_end=day.date_end,
        several=new.several,
        assumptions=tuple(dict.fromkeys(kept)),
    )


def _answered(state: State, event: ToolAnswered) -> State:
    zone = state.setting.zone
    state = state.having(answered=event, calls=state.calls + 1)
    if event.name == CHECK:
        day = results.free_day(event.result, asked=event.arguments, zone=zone)
        return state.having(days=(*state.days, day)) if day else state
    if event.name == LIST:
        bookings = results.listed_bookings(event.result, zone=zone)
        only = bookings[0] if bookings and len(bookings) == 1 else None
        return state.having(bookings=bookings, booking=only or state.booking)
    if event.result.get("success") is False or "error" in event.result:
        return state.having(agreed=False)
    if event.name in (CREATE, MOVE):
        booking = results.known(event.result, zone=zone)
        if booking and booking.booking_id is None and state.booking:
            booking = replace(booking, booking_id=state.booking.booking_id)
        return state.having(
            booking=booking, agreed=False, wants=False, proposal=None, offered=(), bookings=None
        )
    if event.name == CANCEL:
        return state.having(booking=None, bookings=None, to_cancel=None, agreed=False, wants=False)
    return state


def _said(state: State, text: str) -> State:
    """Put on the table what was said: from our own plan when it is our text, else by reading it."""
    own = plan(state) if state.heard else None
    done = state.answered is not None and state.answered.name in (CREATE, MOVE, CANCEL) and not state.wants
    state = state.having(task=Task.NOTHING if done else state.task, days=(), answered=None)
    if own and isinstance(own.action, Say) and own.action.text == text:
        return state.having(
            offered=own.offered, proposal=own.proposal, to_cancel=own.to_cancel, asking=own.asking
        )
    return _read_back(state, text)


def _read_back(state: State, text: str) -> State:
    """Read the offers and the question in words that are not ours."""
    if state.now is None:
        return state
    read = understand(
        text, Context(now=state.now, about=state.wish.date, conventions=state.setting.conventions)
    )
    asking = "time" if "what time" in text.lower() else None
    offers = []
    day = state.wish.date if state.wish.is_exact_date else None
    for mention in read.mentions:
        day = mention.date or day
        if day and mention.time and mention.is_exact_time:
            offers.append(Offer(dt.datetime.combine(day, mention.time)))
    one = offers[0] if len(offers) == 1 and "?" in text else None
    several = tuple(offers) if len(offers) > 1 else ()
    asking = "confirm" if one else "pick" if several else asking
    return state.having(offered=several, proposal=one, asking=asking, to_cancel=None)
