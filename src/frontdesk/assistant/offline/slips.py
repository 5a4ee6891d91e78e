"""Misspelt and shortened words for what a lead does here, put right before the message is read. Pure.

Days and times have `spelling.py`; these are the words around them: "cn i boook apointmnt". Only what is no
word of its own is changed, and every place in the result points back into the message.
"""

import re
from collections.abc import Iterator
from typing import Final

from frontdesk.assistant.offline.gloss import Gloss
from frontdesk.assistant.offline.spelling import is_one_slip

_TARGETS: Final = (
    *("reserve", "reservation", "schedule", "reschedule", "cancel", "whenever", "available", "availability"),
    *("another", "instead", "earliest", "earlier", "appointment"),
)
_GOOD_WORDS: Final = frozenset(
    (
        *("reserves", "reserved", "reservations", "schedules", "scheduled", "scheduler", "reschedules"),
        *("rescheduled", "cancels", "unavailable", "appointments", "cancer", "earliers"),
    )
)
_SHORT: Final = {
    "cn": "can", "u": "you", "r u": "are you", "ur": "your", "wnt": "want", "stil": "still",
    "avail": "available", "bok": "book", "boook": "book", "booook": "book", "bokk": "book", "buk": "book",
    "bk": "book", "boking": "booking", "bookin": "booking", "shedule": "schedule", "resched": "reschedule",
    "skedule": "schedule", "anythin": "anything", "cancl": "cancel",
    "cancle": "cancel", "cancell": "cancel", "cansel": "cancel", "canel": "cancel",
}  # fmt: skip
_APPOINTMENT: Final = re.compile(r"ap+o+i?n?t*m[ea]*n?t?(s?)")
_WORD: Final = re.compile(r"\br u\b|[a-z]+")
_SHORTEST: Final = 6


def put_right(text: str) -> Gloss | None:
    """Return a message with its misspelt words put right, or None when there are none.

    Args:
        text: the message, lower case.
    """
    changes = list(_changes(text))
    if not changes:
        return None
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for start, end, word in changes:
        pieces += [(letter, at + number, at + number + 1) for number, letter in enumerate(text[at:start])]
        pieces.append((word, start, end))
        at = end
    pieces += [(letter, at + number, at + number + 1) for number, letter in enumerate(text[at:])]
    starts, total = [], 0
    for word, _, _ in pieces:
        starts.append(total)
        total += len(word)
    origins = tuple((start, end) for _, start, end in pieces)
    return Gloss("".join(word for word, _, _ in pieces), tuple(starts), origins)


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a word is to be changed, and into what."""
    for found in _WORD.finditer(text):
        right = _right(found.group())
        if right is not None and right != found.group() and _stands_alone(text, found):
            yield found.start(), found.end(), right


def _right(word: str) -> str | None:
    if word in _SHORT:
        return _SHORT[word]
    if len(word) < _SHORTEST or word in _GOOD_WORDS or word in _TARGETS:
        return None
    if (appointment := _APPOINTMENT.fullmatch(word)) is not None:
        return f"appointment{appointment.group(1)}"
    near = (target for target in _TARGETS if target[0] == word[0] and is_one_slip(word, target))
    return next(near, None)


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    """Tell whether a word is no part of an address, a name with a hyphen or the like."""
    around = text[max(found.start() - 1, 0) : found.start()] + text[found.end() : found.end() + 1]
    return not any(sign in "@_-/'&" or sign.isalnum() for sign in around) and not text.startswith(
        (".com", ".org"), found.end()
    )
