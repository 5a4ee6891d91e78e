"""What a lead waits for, by the messages so far. Pure."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from frontdesk.assistant.conversations import Message
from frontdesk.assistant.history import Record
from frontdesk.assistant.honesty.clauses import folded
from frontdesk.assistant.honesty.tongues import is_read
from frontdesk.assistant.honesty.truth import Awaited
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.understand import Understanding
from frontdesk.assistant.second_opinion import Heard

BOOKING_ACTS = frozenset(("create_booking", "reschedule_booking", "cancel_booking"))
_ASKS = frozenset(
    (Intent.BOOK, Intent.RESCHEDULE, Intent.CANCEL, Intent.CHANGE, Intent.AVAILABILITY, Intent.LOOKUP)
)
_OF_BOOKINGS = re.compile(
    r"\b(?:my|still|am i|do i|did|have i|was it|is it|mi|tengo|sigue)\b.*"
    r"\b(?:appointments?|bookings?|booked|visits?|reservations?|scheduled|citas?|reservas?|reservado)\b"
)
"""The lead speaks of a booking of theirs."""
_SMALL_TALK = frozenset((Intent.GREETING, Intent.THANKS, Intent.GOODBYE))
_TO_CHANGE = frozenset((Intent.RESCHEDULE.value, Intent.CANCEL.value))


def awaited(messages: Sequence[Message], heard: Heard, *, has_booking: bool) -> Awaited:
    """Return what the lead waits for.

    Args:
        messages: all that was said, up to the lead's last message.
        heard: how that was understood.
        has_booking: whether a booking of the lead stands, so that a day in a goodbye may be its day.
    """
    said = heard.state.heard
    if said is None:
        return Awaited.NOTHING
    words = folded(messages[-1].content)
    if _asks(said, words, has_booking=has_booking) or (said.says_yes and "?" in _last_reply(messages)):
        return Awaited.ASKED
    if _is_open(messages, heard):
        return Awaited.OPEN
    is_unread = said.intent == Intent.OTHER and not is_read(messages[-1].content)
    return Awaited.UNREAD if is_unread else Awaited.NOTHING


def _asks(said: Understanding, words: str, *, has_booking: bool) -> bool:
    if said.intent in _SMALL_TALK and has_booking:
        return False
    names_time = any(not one.words.strip().isdigit() for one in said.mentions)
    return said.intent in _ASKS or names_time or _OF_BOOKINGS.search(words) is not None


def _is_open(messages: Sequence[Message], heard: Heard) -> bool:
    """Tell whether something was asked for that nothing came of yet."""
    state = heard.state
    if state.wants or (not state.spent and (state.wish.date or state.wish.time)):
        return True
    return any(record.understood.get("intent") in _TO_CHANGE for record in _since_the_last_act(messages))


def _since_the_last_act(messages: Sequence[Message]) -> Iterator[Record]:
    for message in reversed(messages):
        record = msgspec.convert(dict(message.record), Record)
        if any(step.tool in BOOKING_ACTS and step.result.get("success") is True for step in record.steps):
            return
        yield record


def _last_reply(messages: Sequence[Message]) -> str:
    return next((one.content for one in reversed(messages) if one.author != "lead"), "")
