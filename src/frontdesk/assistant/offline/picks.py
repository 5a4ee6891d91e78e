"""Which of the offered times was chosen by its place or its rank: "the second one", "the earlier one"."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from frontdesk.assistant.offline.tokens import Token


class Rank(StrEnum):
    """How a time was chosen."""

    PLACE = "place"
    EARLIEST = "earliest"
    LATEST = "latest"
    ANY = "any"
    SOONER = "sooner"
    LATER = "later"
    MORE = "more"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Pick:
    """A choice. `place` counts from 0 and is given for `Rank.PLACE` alone.

    EARLIEST, LATEST and ANY choose among what is offered; SOONER, LATER and MORE ask for other times;
    ALL is said of bookings: "cancel both".
    """

    rank: Rank
    place: int | None = None


_ANY: Final = re.compile(
    r"\b(?:either|any of (?:them|those|these|the)|any (?:is|works|will|one|time is|time works)|whichever"
    r"|anything works|doesn'?t matter|don'?t mind|no preference|not fussy|you (?:choose|pick|decide)"
    r"|up to you|whatever (?:works|is|time|you))\b"
    r"|^(?:any|any ?time|whatever|any one)(?: please)?[ .!]*$"
)
_EARLIEST: Final = re.compile(
    r"\b(?:earliest|soonest|as soon as possible|asap|a\.s\.a\.p|next available"
    r"|first (?:available|opening|free|thing|slot|possible)"
    r"|(?:the )?(?:earlier|sooner|early) (?:one|time|slot|option)|the earlier(?= ?[.,!]|$| please| works))"
    r"|^(?:very )?(?:soon|whenever)(?: you can| is fine| works| suits| for| you| me| please)*[ .!]*$"
)
_LATEST: Final = re.compile(
    r"\b(?:latest (?:one|time|slot|possible|you have|available)|last (?:one|slot|option|time of)"
    r"|(?:the )?(?:later?) (?:one|slot|option)|the latest(?= ?[.,!]|$| please| works)"
    r"|the later(?= ?[.,!]|$| please| works))"
)
_MORE: Final = (
    r"\b(?:anything|something|somewhat|bit|little|any time|any|much|go|is there|are there|do you have|want"
    r"|need)\b[\w' ]{0,12}"
)
_TOO: Final = r"|^(?:that'?s |that is |it'?s |this is )?(?:a bit |a little |way |far |much )?too "
_SOONER: Final = re.compile(_MORE + r"\b(?:earlier|sooner)\b|^(?:earlier|sooner)\b" + _TOO + r"late[ .!]*$")
_LATER: Final = re.compile(
    _MORE + r"\b(?:later|after that)\b(?! today)|^later\b(?! today)" + _TOO + r"early[ .!]*$"
)
_FURTHER: Final = re.compile(
    r"^(?:(?:do you have|have you got|got|are there|is there|show me|what|can i have|any)\b ?)*"
    r"(?:(?:more|other|different|further) (?:times|slots|options|openings)|anything else|what else)"
    r"(?: do you have| have you got| are there| please| available| free)*[ .!?]*$"
)
_ALL: Final = re.compile(
    r"\b(?:both|all of (?:them|those|my|it)|all (?:my|the|our|these|those) [a-z]+s|everything|(?:them|it) all"
    r"|every (?:appointment|booking|visit|one))\b"
)
_HALF: Final = re.compile(r"(?:(?:the|in the|it's) )?([ap])\.?m\b\.?(?: one)?(?: please)?[ .!]*")
_PLACED: Final = re.compile(
    r"\b(?:the )?(first|second|third|fourth|fifth|sixth|1st|2nd|3rd|4th|5th|6th|last)"
    r"(?: (?:one|option|slot|choice|time|of those|of them)\b"
    r"|(?= ?(?:please|works|is good|is fine|sounds)?[ .!]*$))"
    r"|\b(?:option|number|choice|no\.?|slot|#) ?([1-6]|one|two|three|four|five|six)\b"
)
_PLACES: Final = {
    word: place
    for place, words in enumerate(
        (
            "first 1st 1 one",
            "second 2nd 2 two",
            "third 3rd 3 three",
            "fourth 4th 4 four",
            "fifth 5th 5 five",
            "sixth 6th 6 six",
        )
    )
    for word in words.split()
}


def find_pick(text: str, tokens: Sequence[Token], *, offered: Sequence[dt.datetime]) -> Pick | None:
    """Return the choice a message makes, or None. A place counts only when that many times are offered."""
    if len(tokens) > _LONGEST:
        return None
    for rank, pattern in _RANKS:
        if pattern.search(text):
            return Pick(rank)
    half = _HALF.fullmatch(text.strip()) if offered else None
    if half:
        return _in_half(half.group(1), offered)
    placed = _PLACED.search(text) if offered else None
    if placed is None:
        return None
    word = placed.group(1) or placed.group(2)
    place = len(offered) - 1 if word == "last" else _PLACES[word]
    days = {starts_at.day for starts_at in offered}
    if place >= len(offered) or (word[0].isdigit() and place + 1 in days and "option" not in placed.group()):
        return None
    return Pick(Rank.PLACE, place)


def _in_half(half: str, offered: Sequence[dt.datetime]) -> Pick | None:
    """Return the only offer before or after noon, as "am" or "pm" asks for."""
    places = [place for place, at in enumerate(offered) if (at.hour < _NOON) == (half == "a")]
    return Pick(Rank.PLACE, places[0]) if len(places) == 1 and len(offered) > 1 else None


_NOON: Final = 12
_LONGEST: Final = 40
_RANKS: Final = (
    (Rank.EARLIEST, _EARLIEST),
    (Rank.LATEST, _LATEST),
    (Rank.ANY, _ANY),
    (Rank.SOONER, _SOONER),
    (Rank.LATER, _LATER),
    (Rank.MORE, _FURTHER),
    (Rank.ALL, _ALL),
)
