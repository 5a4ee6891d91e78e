"""What is so in a conversation, by its messages, tool calls and bookings: what replies are held to. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from frontdesk.assistant.conversations import Message
from frontdesk.assistant.guards import appointments
from frontdesk.assistant.history import Record, Step
from frontdesk.assistant.honesty.truth import Truth
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.mention import Mention
from frontdesk.assistant.offline.understand import Context, understand
from frontdesk.assistant.second_opinion import Heard
from frontdesk.bookings.repository import Booking

STANDING = frozenset({"pending", "confirmed"})
OFFER_LIFE = timedelta(minutes=30)
MOST_READ = 20
"""Messages of the lead, from the end, in which times are looked for."""
_ASKS = frozenset((Intent.BOOK, Intent.RESCHEDULE, Intent.CANCEL, Intent.CHANGE))


@dataclass(frozen=True, slots=True)
class Past:
    """What was before a turn.

    Attributes:
        messages: all that was said, up to the lead's last message.
        bookings: the lead's newest bookings, in whatever state, as they were then.
    """

    messages: Sequence[Message] = ()
    bookings: Sequence[Booking] = ()

    @property
    def lead_words(self) -> list[str]:
        """What the lead wrote, in order."""
        return [one.content for one in self.messages if one.author == "lead"]

    @property
    def last_reply(self) -> str:
        """What the lead was told last."""
        return next((one.content for one in reversed(self.messages) if one.author != "lead"), "")


@dataclass(frozen=True, slots=True)
class Present:
    """What a turn has done so far; `now` is aware."""

    now: datetime
    zone: ZoneInfo
    heard: Heard
    steps: Sequence[Step]
    booked: Sequence[Booking]


def truth_of(past: Past, present: Present) -> Truth:
    """Return what is so now."""
    cancelled = set(_acted_on("cancel_booking", present.steps))
    before = [one for one in past.bookings if one.status in STANDING and one.ends_at > present.now]
    made = {one.id: one for one in present.booked if one.id not in cancelled}
    stands = {one.id: one for one in before if one.id not in cancelled} | made
    setting = present.heard.state.setting
    return Truth(
        now=present.now,
        zone=present.zone,
        made=appointments(made.values()),
        standing=appointments(stands.values()),
        before=appointments(before),
        gone=appointments(one for one in past.bookings if one.status == "cancelled" or one.id in cancelled),
        done=_done(present.steps),
        done_before=_done(step for _, step in _steps(past.messages)),
        asks_to_change=_asks_to_change(present.heard),
        is_asked_for=_is_asked_for(past, present.heard),
        offered=frozenset(_offered(past, present)),
        said=tuple(_said(past, present)),
        opening=setting.opening,
        conventions=setting.conventions,
        about=present.heard.state.wish.date,
    )


def is_stuck(past: Past, steps: Sequence[Step]) -> bool:
    """Tell whether no tool has served the lead in this turn and the two before it."""
    replies = [one for one in past.messages if one.author == "assistant"][-2:]
    tried = [*(step for _, step in _steps(replies)), *steps]
    return len(replies) == 2 and all(step.result.get("success") is False for step in tried)


def _steps(messages: Iterable[Message]) -> Iterator[tuple[Message, Step]]:
    for message in messages:
        for step in msgspec.convert(dict(message.record), Record).steps:
            yield message, step


def _done(steps: Iterable[Step]) -> frozenset[str]:
    return frozenset(step.tool for step in steps if step.result.get("success") is True)


def _acted_on(tool: str, steps: Iterable[Step]) -> Iterator[int]:
    for step in steps:
        booking_id = step.result.get("bookingId")
        if step.tool == tool and step.result.get("success") is True and isinstance(booking_id, int):
            yield booking_id


def _is_asked_for(past: Past, heard: Heard) -> bool:
    said = heard.state.heard
    if said is None:
        return False
    return said.intent in _ASKS or (said.says_yes and "?" in past.last_reply)


def _asks_to_change(heard: Heard) -> bool:
    said = heard.state.heard
    return said is not None and said.intent in (Intent.CANCEL, Intent.RESCHEDULE)


def _offered(past: Past, present: Present) -> Iterator[datetime]:
    """Yield the starts that tools named as free, in this turn or not long before it."""
    open_since = present.now - OFFER_LIFE
    recent = [step for message, step in _steps(past.messages) if message.created_at > open_since]
    for step in (*recent, *present.steps):
        for start in _texts(step.result.get("startTimes")):
            yield datetime.fromisoformat(start)
        day = step.arguments.get("date")
        for clock in _texts(step.result.get("availableSlots")) if isinstance(day, str) else ():
            yield from _on_the_clock(str(day), clock, present.zone)


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list | tuple) else []


def _on_the_clock(day: str, clock: str, zone: ZoneInfo) -> Iterator[datetime]:
    try:
        local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock))
    except ValueError:
        return
    yield from (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))


def _said(past: Past, present: Present) -> Iterator[Mention]:
    """Yield the days and times that the lead named, or a person who took part."""
    opening = present.heard.state.setting.opening
    people = [message for message in past.messages if message.author != "assistant"]
    for message in people[-MOST_READ:]:
        now = message.created_at.astimezone(present.zone).replace(tzinfo=None)
        read = understand(message.content, Context(now, opening))
        yield from (*read.mentions, *read.rejected)
