"""What is checked before a reply goes out. Pure.

Everything a reply claims and every time it names is held against what happened in this turn and what stands
in the database (`honesty/`). What is not so is taken out and the truth is put in its place; what is useful
stays. A booking just made is told with the weekday, date, time and zone that the database holds, printed by
code.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from frontdesk.assistant.honesty import lines
from frontdesk.assistant.honesty.corrections import NOTHING_BOOKED, NOTHING_CHANGED, corrections
from frontdesk.assistant.honesty.openness import is_left_open, needs_state, tells_of_cancelling
from frontdesk.assistant.honesty.statements import Statement, read
from frontdesk.assistant.honesty.tongues import Tongue, tongue_of
from frontdesk.assistant.honesty.truth import Appointment, Truth
from frontdesk.assistant.honesty.verdict import Judged, judge
from frontdesk.assistant.honesty.words import HOLLOW
from frontdesk.assistant.offline.speech import spoken
from frontdesk.bookings.repository import Booking

__all__ = [
    "LONGEST_REPLY",
    "NOTHING_BOOKED",
    "NOTHING_CHANGED",
    "NO_ANSWER",
    "appointment",
    "cleaned",
    "objection",
    "said_truthfully",
    "shortened",
    "told",
]


NO_ANSWER = "I'm sorry, I couldn't work that out. A person will get back to you."
TOLD_LAST = "A person takes over here."
_SENTENCE_END = re.compile(r"[.!?\u2026\u3002](?=\s|$)|\n")
_NOT_KEPT = re.compile("[\\x00\\ud800-\\udfff]")
LONGEST_REPLY = 4_000
"""Characters; nobody reads more in a chat, and judging takes longer than the reply does."""
OWN_WORDS = frozenset((NO_ANSWER, TOLD_LAST))
"""What code itself says when no model does; it claims nothing."""


def said_truthfully(reply: str, truth: Truth) -> str:
    """Return the reply as it may go out, completed with what was done or what stands."""
    judged = judge(reply, truth)
    text, said = reply, judged.statements
    if judged.untruths and reply not in OWN_WORDS:
        text = _corrected(judged, truth)
        said = read(text, truth)
    tongue = tongue_of(text) or judged.tongue or truth.tongue or Tongue.ENGLISH
    told = "\n".join(_lines(text, said, truth, tongue=tongue))
    return f"{text.rstrip()}\n\n{told}".lstrip() if told else text


def objection(reply: str, truth: Truth) -> str | None:
    """Return what to tell the model about a reply that is not so, or None when it may go out."""
    judged = judge(reply, truth)
    if not judged.untruths:
        return None
    words = "; ".join(dict.fromkeys(f'"{one.clause}"' for one in judged.untruths))
    done = _facts("", (), truth, tongue=Tongue.ENGLISH)
    so = " ".join([*corrections(judged, truth, asks_already=True), *done]) or "Nothing of that is known."
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
        booking.id,
        booking.starts_at,
        ZoneInfo(booking.details["timezone"]),
        str(booking.status),
        booking.details.get("duration"),
    )


def appointments(bookings: Iterable[Booking]) -> tuple[Appointment, ...]:
    """Return bookings as replies speak of them."""
    return tuple(appointment(booking) for booking in bookings)


def cleaned(words: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    """Return what a model wrote without U+0000 and halves of characters, which no database keeps."""
    if isinstance(words, str):
        return _NOT_KEPT.sub("", words)
    if isinstance(words, dict):
        return {cleaned(name): cleaned(value) for name, value in words.items()}
    if isinstance(words, list):
        return [cleaned(value) for value in words]
    return words


def shortened(reply: str) -> str:
    """Return a reply of at most `LONGEST_REPLY` characters, which ends with a sentence if it has any."""
    if len(reply) <= LONGEST_REPLY:
        return reply
    whole = reply[:LONGEST_REPLY]
    ends = [end.end() for end in _SENTENCE_END.finditer(whole)]
    return whole[: ends[-1] if ends else None].rstrip()


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
    so = corrections(judged, truth, asks_already=asks_already)
    adds_only = all(untruth.sentence is None for untruth in judged.untruths)
    return " ".join([rest, *so] if adds_only else [*so, rest]).strip()


def _lines(text: str, said: Sequence[Statement], truth: Truth, *, tongue: Tongue) -> Iterator[str]:
    """Yield what a reply lacks: what was done to each booking, or what stands when nothing was done."""
    yield from _facts(text, said, truth, tongue=tongue)
    if any(deed.act == "cancelled" for deed in truth.deeds):
        yield from (one for one in lines.standing(truth, tongue=tongue) if one not in text)
    if text not in OWN_WORDS and needs_state(text, said, truth):
        yield lines.state(truth, tongue=tongue)


def _facts(text: str, said: Sequence[Statement], truth: Truth, *, tongue: Tongue) -> Iterator[str]:
    """Yield a line for each act of the turn that a reply does not tell, and for each request not met."""
    for deed in truth.deeds:
        tells_length = lines.speaks_of_length(text)
        is_told = lines.is_told(deed.appointment, text, truth, with_length=tells_length)
        if not is_told or (deed.act == "cancelled" and not tells_of_cancelling(said)):
            yield lines.fact(deed, truth, tongue=tongue, tells_length=tells_length)
    for one in truth.unmet:
        if not (is_left_open(one, said, truth) or lines.is_missing_told(one, text, truth)):
            yield lines.missing(one, truth, tongue=tongue)
