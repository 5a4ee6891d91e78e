"""The offline model's mind: a conversation is folded into a state, and the state says what to do next.

    state = begin(setting)
    state = step(state, LeadSaid("Can I come on Tuesday at 2?", now))
    decide(state)  # CallTool("check_availability", {"date": "2026-12-01"})

Everything can be rebuilt from a stored conversation by stepping through its events again. What is said about
a booking comes from a tool's answer and from nowhere else.
"""

import datetime as dt
import re
from dataclasses import replace
from typing import Final

from frontdesk.assistant.offline import results
from frontdesk.assistant.offline.hearing import hear
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.mention import Role
from frontdesk.assistant.offline.plans import plan
from frontdesk.assistant.offline.several import is_doubtful, taken_up
from frontdesk.assistant.offline.state import (
    CANCEL,
    CHECK,
    CREATE,
    LIST,
    MOVE,
    UPDATE,
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
from frontdesk.assistant.offline.zone_said import Where, zone_said
from frontdesk.assistant.offline.zoning import by_clock

__all__ = [
    "Action",
    "AssistantSaid",
    "CallTool",
    "Event",
    "LeadSaid",
    "Say",
    "Setting",
    "State",
    "ToolAnswered",
    "begin",
    "decide",
    "step",
]


def begin(setting: Setting) -> State:
    """Return the state before anything was said."""
    return State(setting)


def decide(state: State) -> Action:
    """Return what to do now: call a tool or say something."""
    return plan(state).action


def step(state: State, event: Event) -> State:
    """Return the state after an event."""
    match event:
        case LeadSaid():
            return hear(state, event)
        case ToolAnswered():
            return _answered(state, event)
        case AssistantSaid():
            return _said(state, event.text)


def _answered(state: State, event: ToolAnswered) -> State:
    if event.name == UPDATE:
        return _written_down(state, event)
    zone, usual = state.zone, state.setting.duration_minutes
    state = state.having(answered=event, calls=state.calls + 1)
    if event.name == CHECK:
        day = results.free_day(event.result, asked=event.arguments, zone=zone)
        return state.having(days=(*state.days, day)) if day else state
    if event.name == LIST:
        bookings = results.listed_bookings(event.result, zone=zone, usual_minutes=usual)
        only = bookings[0] if bookings and len(bookings) == 1 else None
        state = state.having(bookings=bookings, booking=only or state.booking)
        return _having_nothing(state) if bookings == () and state.booking is None else state
    if results.is_refusal(event.result):
        return state.having(agreed=False)
    return _acted(state, event)


def _written_down(state: State, event: ToolAnswered) -> State:
    """Take in that what the lead said of themself was written down, or that it could not be."""
    left = {name: None for name in event.arguments if name in ("name", "email", "phone")}
    done = not results.is_refusal(event.result)
    return state.having(given=replace(state.given, **left), noted=done, calls=state.calls + 1)


def _having_nothing(state: State) -> State:
    """Take "make it Friday at 3" for a new booking where there is none to be moved; it is proposed first."""
    if state.task != Task.MOVE or state.heard is None or state.heard.intent != Intent.CHANGE:
        return state
    return state.having(task=Task.BOOK, agreed=False, wants_move=False, had_nothing=True)


def _acted(state: State, event: ToolAnswered) -> State:
    """Take in that a booking was made, moved or cancelled."""
    if event.name == CANCEL and state.also_cancel:
        following, *others = state.also_cancel
        return state.having(to_cancel=following, also_cancel=tuple(others), bookings=None, booking=None)
    done = state.having(agreed=False, wants=False, spent=True, bookings=None, to_cancel=None)
    done = done.having(service=None)
    if event.name in (CREATE, MOVE):
        usual = state.setting.duration_minutes
        booking = results.known(event.result, zone=state.zone, usual_minutes=usual)
        if booking and booking.booking_id is None and state.booking:
            booking = replace(booking, booking_id=state.booking.booking_id)
        done = done.having(booking=booking, proposal=None, offered=())
        made = (*state.made, booking) if booking and event.name == CREATE else state.made
        done = done.having(made=made)
        return taken_up(done.having(service=state.service)) if state.queue else done
    return done.having(booking=None) if event.name == CANCEL else state


def _said(state: State, text: str) -> State:
    """Put on the table what was said: from our own plan when it is our text, else by reading it."""
    own = plan(state) if state.heard else None
    done = state.answered is not None and state.answered.name in (CREATE, MOVE, CANCEL) and state.spent
    state = state.having(task=Task.NOTHING if done else state.task, days=(), answered=None)
    if own and isinstance(own.action, Say) and own.action.text == text:
        return state.having(
            task=Task.NOTHING if own.ends else state.task,
            offered=own.offered,
            proposal=own.proposal,
            to_cancel=own.to_cancel,
            also_cancel=own.also_cancel,
            booking=own.booking or state.booking,
            asking=own.asking,
        )
    return _read_back(state, text)


def _read_back(state: State, text: str) -> State:
    """Read the offers and the question in words that are not ours."""
    if state.now is None:
        return state
    context = Context(now=state.now, about=state.wish.date, conventions=state.setting.conventions)
    read = understand(text, context)
    stated = zone_said(text, Where(state.zone)).zone
    named = _by_our_clock(state, _named_times(state, read), stated)
    asked = _by_our_clock(state, _asked_about(state, text, context=context), stated) if "?" in text else ()
    one = _only(asked) or (_only(named) if "?" in text and not _WHICH.search(_question(text)) else None)
    if not named and not _REFUSES.search(text) and _has_just_been_ordered(state):
        one = state.exact
    several = tuple(Offer(at) for at in named) if len(named) > 1 and one is None else ()
    asking = "confirm" if one else "pick" if several else _asked_for(text)
    proposal = Offer(one) if one else None
    return state.having(offered=several, proposal=proposal, asking=asking, to_cancel=None, also_cancel=())


def _asked_for(text: str) -> str | None:
    """Return what a text asks for that names no time: a time zone or a time."""
    if "?" in text and _ZONE.search(_question(text)):
        return "zone"
    return "time" if "what time" in text.lower() else None


def _by_our_clock(
    state: State, times: tuple[dt.datetime, ...], stated: str | None
) -> tuple[dt.datetime, ...]:
    """Return times by the clock of the conversation, whatever zone they were told in."""
    return tuple(by_clock(at, stated, state.zone) for at in times) if stated else times


_ZONE: Final = re.compile(r"\btime ?zones?\b", re.IGNORECASE)
_WHICH: Final = re.compile(r"\b(?:which|what|when)\b", re.IGNORECASE)
_REFUSES: Final = re.compile(
    r"\b(?:no|not|sorry|unfortunately|afraid|taken|booked|full|closed|instead)\b|n[\u2019']t\b", re.IGNORECASE
)


def _question(text: str) -> str:
    """Return the last question of a text."""
    return re.split(r"(?<=[.!?])\s+|\n", text[: text.rindex("?") + 1])[-1]


def _asked_about(state: State, text: str, *, context: Context) -> tuple[dt.datetime, ...]:
    """Return the times that the last question of a text names itself."""
    return _named_times(state, understand(_question(text), context))


def _named_times(state: State, read: Understanding) -> tuple[dt.datetime, ...]:
    """Return the times that a text names and does not turn down, each on the day it is told with."""
    found: list[dt.datetime] = []
    day = state.wish.date if state.wish.is_exact_date else None
    for mention in sorted((*read.mentions, *read.rejected), key=lambda mention: mention.start):
        day = mention.date or day
        if day and mention.time and mention.is_exact_time and mention.role != Role.REJECTED:
            found.append(dt.datetime.combine(day, mention.time))
    return tuple(dict.fromkeys(found))


def _only(times: tuple[dt.datetime, ...]) -> dt.datetime | None:
    return times[0] if len(times) == 1 else None


def _has_just_been_ordered(state: State) -> bool:
    """Tell whether the message that a text answers named one time beyond doubt."""
    named = state.heard is not None and state.heard.wish is not None and state.heard.wish.names_time
    named = named and state.unclear_zone is None
    return named and not state.spent and state.exact is not None and not is_doubtful(state.wish)
