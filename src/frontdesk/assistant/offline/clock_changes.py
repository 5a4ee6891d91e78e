"""Times that occur twice, because the clocks go back over them: which of the two somebody means. Pure.

Which one is told by `fold`, as in the standard library: 0 is the first, 1 the second.
"""

import datetime as dt
import re
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_FIRST: Final = re.compile(r"\b(?:before|first|1st|earlier|antes|primer[ao]?)\b")
_SECOND: Final = re.compile(r"\b(?:after|second|2nd|later|despu[eé]s|segund[ao])\b")
_ANSWER: Final = re.compile(
    r"\W*(?:(?:yes|yeah|ok|okay|sure|please|i want|i'd like|i mean|i'll take|i would like|book|take|make it"
    r"|s[ií]|quiero|prefiero)\b\W*)*(?:(?:the|la|el|de|del)\b\s*)*"
    r"(?:before|after|first|second|1st|2nd|earlier|later|antes|despu[eé]s|primer[ao]|segund[ao])"
    r"(?: (?:one|time|hour|hora))?"
    r"(?: (?:the|they|it)?(?: clocks?)? ?(?:go(?:es)? back|change|changes)| del? (?:cambio|la hora))*"
    r"(?:\W+(?:please|thanks|thank you|por favor|gracias))?\W*"
)


def occurs_twice(at: dt.datetime, zone: str) -> bool:
    """Tell whether the clocks of a zone show a local time twice; in a zone that is not known, none."""
    try:
        place = ZoneInfo(zone)
    except (ValueError, ZoneInfoNotFoundError):
        return False
    first, second = (at.replace(tzinfo=place, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second


def named_fold(words: str) -> int | None:
    """Return which of two times words speak of; None where they speak of neither, or of both."""
    said = [bool(pattern.search(words.lower())) for pattern in (_FIRST, _SECOND)]
    return None if said[0] == said[1] else said.index(True)


def answers_which_of_two(words: str) -> bool:
    """Tell whether a message does nothing but choose: "the second one, please"."""
    return _ANSWER.fullmatch(words.lower()) is not None
