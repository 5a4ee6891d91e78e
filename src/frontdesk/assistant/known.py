"""What is so in a conversation, by its messages, tool calls and bookings: what replies are held to. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from frontdesk.assistant.awaiting import awaited
from frontdesk.assistant.conversations import Message
from frontdesk.assistant.guards import appointment, appointments
from frontdesk.assistant.history import Record, Step
from frontdesk.assistant.honesty import lines
from frontdesk.assistant.honesty.clauses import sentences
from frontdesk.assistant.honesty.tongues import tongue_of
from frontdesk.assistant.honesty.truth import Appointment, Deed, Truth
from frontdesk.assistant.offline import telling
from frontdesk.assistant.offline.about import About
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.mention import Mention
from frontdesk.assistant.offline.several import several_times
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
    truth = Truth(
        now=present.now,
        zone=present.zone,
        made=appointments(made.values()),
        standing=appointments(stands.values()),
        before=appointments(before),
        gone=appointments(one for one in past.bookings if one.status == "cancelled" or one.id in cancelled),
        deeds=tuple(_deeds(past, present, made.values())),
        unmet=tuple(_unmet(present, made.values(), stands.values())),
        done=_done(present.steps),
        done_before=_done(step for _, step in _steps(past.messages)),
        asks_to_change=_asks_to_change(present.heard),
        is_asked_for=_is_asked_for(past, present.heard),
        awaited=awaited(past.messages, present.heard, has_booking=bool(stands)),
        looked_up=any(_looks_up(step) for step in _recent_steps(past, present)),
        usual_minutes=setting.duration_minutes,
        tongue=next(map(tongue_of, reversed(past.lead_words)), None),
        offered=frozenset(_offered(past, present)),
        said=tuple(_said(past, present)),
        opening=setting.opening,
        conventions=setting.conventions,
        about=present.heard.state.wish.date,
        own_words=frozenset(_own_words(setting.about)),
    )
    return replace(truth, was_told=_was_told(past, truth))


def _own_words(about: About) -> Iterator[str]:
    """Yield the sentences in which the business speaks of itself, but for the shortest."""
    texts = [about.description, *about.rules, *(one.description for one in about.services)]
    texts += [telling.services([one]) for one in about.services]
    texts += [telling.hours(about.hours), telling.offer(about.services, has_more=False)]
    for sentence in (one for text in texts for one in sentences(text)):
        if len(sentence.folded.split()) >= FEWEST_REPEATED:
            yield telling.quoted([sentence.folded])


FEWEST_REPEATED = 3


def _was_told(past: Past, truth: Truth) -> bool:
    """Tell whether the reply before said what is booked: in a line, or each booking to the minute."""
    reply = past.last_reply
    live = [appointment(one) for one in past.bookings if one.status in STANDING]
    return lines.tells_state(reply) or (bool(live) and all(lines.is_told(one, reply, truth) for one in live))


def _deeds(past: Past, present: Present, made: Iterable[Booking]) -> Iterator[Deed]:
    """Yield what this turn did, from the bookings' rows."""
    moved = set(_acted_on("reschedule_booking", present.steps))
    for one in made:
        yield Deed("moved" if one.id in moved else "made", appointment(one))
    cancelled = set(_acted_on("cancel_booking", present.steps))
    for one in past.bookings:
        if one.id in cancelled:
            yield Deed("cancelled", appointment(one))


def _unmet(present: Present, made: Iterable[Booking], stands: Iterable[Booking]) -> Iterator[Appointment]:
    """Yield what else the last message asked to be booked, where some of it was."""
    wanted = several_times(present.heard.state)
    starts = {one.starts_at for one in stands}
    for local in dict.fromkeys(wanted) if tuple(made) else ():
        if starts.isdisjoint(local.replace(tzinfo=present.zone, fold=fold) for fold in (0, 1)):
            yield Appointment(0, local.replace(tzinfo=present.zone), present.zone)


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
    for step in _recent_steps(past, present):
        for start in _texts(step.result.get("startTimes")):
            yield datetime.fromisoformat(start)
        day = step.arguments.get("date")
        for clock in _texts(step.result.get("availableSlots")) if isinstance(day, str) else ():
            yield from _on_the_clock(str(day), clock, present.zone)


def _recent_steps(past: Past, present: Present) -> list[Step]:
    """Return what tools did in this turn or not long before it."""
    open_since = present.now - OFFER_LIFE
    recent = [step for message, step in _steps(past.messages) if message.created_at > open_since]
    return [*recent, *present.steps]


def _looks_up(step: Step) -> bool:
    return step.tool == "check_availability" or "availableSlots" in step.result


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
