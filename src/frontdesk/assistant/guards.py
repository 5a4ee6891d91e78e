"""What is checked before a reply goes out. Pure.

Everything a reply claims and every time it names is held against what happened in this turn and what stands
in the database (`honesty/`). What is not so is taken out and the truth is put in its place; what is useful
stays. A booking just made is told with the weekday, date, time and zone that the database holds, printed by
code.
"""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from frontdesk.assistant.honesty.corrections import NOTHING_BOOKED, NOTHING_CHANGED, corrections
from frontdesk.assistant.honesty.truth import Appointment, Truth
from frontdesk.assistant.honesty.verdict import Judged, judge
from frontdesk.assistant.honesty.words import HOLLOW
from frontdesk.assistant.offline.speech import spoken
from frontdesk.bookings.repository import Booking

__all__ = [
    "NOTHING_BOOKED",
    "NOTHING_CHANGED",
    "NO_ANSWER",
    "appointment",
    "cleaned",
    "objection",
    "said_truthfully",
    "told",
]


NO_ANSWER = "I'm sorry, I couldn't work that out. A person will get back to you."


def said_truthfully(reply: str, truth: Truth) -> str:
    """Return the reply as it may go out."""
    judged = judge(reply, truth)
    if judged.untruths and reply != NO_ANSWER:
        reply = _corrected(judged, truth)
    return _with_facts(reply, truth.made[-1], truth) if truth.made else reply


def objection(reply: str, truth: Truth) -> str | None:
    """Return what to tell the model about a reply that is not so, or None when it may go out."""
    judged = judge(reply, truth)
    if not judged.untruths:
        return None
    words = "; ".join(dict.fromkeys(f'"{one.clause}"' for one in judged.untruths))
    so = " ".join(corrections(judged, truth, asks_already=True)) or "Nothing of that is known."
    return (
        f"This is not so and was not sent: {words}. What is so: {so} Answer again with what is so; call a "
        "tool first where something is to be looked up or done."
    )


def told(booking: Booking) -> str:
    """Return when a booking is, in words: "Tuesday 1 December, 2:00 PM (New York time)"."""
    one = appointment(booking)
    return spoken(one.local, one.zone.key)


def appointment(booking: Booking) -> Appointment:
    """Return a booking as replies speak of it."""
    return Appointment(
        booking.id, booking.starts_at, ZoneInfo(booking.details["timezone"]), str(booking.status)
    )


def appointments(bookings: Iterable[Booking]) -> tuple[Appointment, ...]:
    """Return bookings as replies speak of them."""
    return tuple(appointment(booking) for booking in bookings)


def cleaned(words: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """Return what a model wrote without U+0000, which no database keeps and no reader sees."""
    if isinstance(words, str):
        return words.replace("\x00", "")
    if isinstance(words, dict):
        return {cleaned(name): cleaned(value) for name, value in words.items()}
    if isinstance(words, list):
        return [cleaned(value) for value in words]
    return words


def _corrected(judged: Judged, truth: Truth) -> str:
    """Return the truth, followed by what of a reply was so and says something."""
    wrong = {untruth.sentence for untruth in judged.untruths}
    kept = [
        sentence
        for number, sentence in enumerate(judged.sentences)
        if number not in wrong and not HOLLOW.match(sentence.folded)
    ]
    rest = "".join(f"{sentence.text}{sentence.gap}" for sentence in kept).strip()
    asks_already = "?" in rest
    lines = corrections(judged, truth, asks_already=asks_already)
    adds_only = all(untruth.sentence is None for untruth in judged.untruths)
    return " ".join([rest, *lines] if adds_only else [*lines, rest]).strip()


def _with_facts(reply: str, made: Appointment, truth: Truth) -> str:
    when = spoken(made.local, made.zone.key, now=truth.now.astimezone(made.zone).replace(tzinfo=None))
    if when in reply:
        return reply
    fact = f"Booked: {when}." if made.status == "confirmed" else f"Reserved, not yet confirmed: {when}."
    return f"{reply.rstrip()}\n\n{fact}".lstrip()
