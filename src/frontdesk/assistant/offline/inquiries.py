"""What a message says of the business beside a day and a time: questions, and what to come for. Pure."""

from dataclasses import replace
from typing import Final

from frontdesk.assistant.offline.about import chosen_of, named_in
from frontdesk.assistant.offline.asking import answer, asks_for_else
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.state import State
from frontdesk.assistant.offline.understand import Understanding


def told_of(state: State, text: str, heard: Understanding) -> str:
    """Return what the business's own words answer to a message that asks about it."""
    if heard.intent in _ACTS:
        return ""
    setting, names_time = state.setting, heard.wish is not None or heard.pick is not None
    return answer(text, setting.about, usual_minutes=setting.duration_minutes, names_time=names_time)


_ACTS: Final = frozenset((Intent.CANCEL, Intent.RESCHEDULE, Intent.LOOKUP, Intent.IDENTITY))
_MAY_ONLY_ASK: Final = frozenset((Intent.AVAILABILITY, Intent.HELP, Intent.GREETING, Intent.THANKS))


def after_asking(state: State, text: str, heard: Understanding, *, told: str) -> Understanding:
    """Take a question about the business for nothing else, and the answer to "which one?" for a request."""
    asks_else = heard.intent == Intent.AVAILABILITY and asks_for_else(text, state.setting.about)
    if (told or asks_else) and heard.wish is None and heard.intent in _MAY_ONLY_ASK:
        return replace(heard, intent=Intent.OTHER, hold=None)
    if told and heard.intent == Intent.OTHER and heard.wish:
        return replace(heard, intent=Intent.AVAILABILITY)
    is_answer = bool(state.choices) and not told and heard.intent in (Intent.OTHER, Intent.AFFIRM)
    return replace(heard, intent=Intent.BOOK, says_yes=False, pick=None) if is_answer else heard


def with_service(state: State, text: str) -> State:
    """Take in what the lead wants to come for."""
    if state.choices:
        return state if state.told else state.having(service=chosen_of(text, state.choices), choices=())
    named = named_in(text, state.setting.about.services)
    if len(named) == 1:
        return state.having(service=named[0])
    asks = bool(state.told) or {one.minutes for one in named} == {None}
    return state if asks or not named else state.having(choices=named, service=None)
