"""Messages in another language, said in English: so that one reader with one grammar reads them all. Pure.

The language is told for each message. What is known is replaced phrase by phrase, what is not stays as it is,
and every place in the English points back into the message.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from frontdesk.assistant.offline import spanish
from frontdesk.assistant.offline.words import worded

_WORD: Final = re.compile(r"[a-z']+")
_YES: Final = re.compile(r"\bs\u00ed\b")
_FOLDED: Final = str.maketrans("\u00e1\u00e9\u00ed\u00f3\u00fa\u00fc\u00f1", "aeiouun")
_STRONG, _WEAK, _ENGLISH = (worded(words) for words in (spanish.STRONG, spanish.WEAK, spanish.ENGLISH))


@dataclass(frozen=True, slots=True)
class Gloss:
    """A message in English. `starts`: where each piece of it starts; `origins`: its place in the message."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[tuple[int, int], ...]

    def origin_of(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the message a stretch of the English comes from."""
        first, last = (bisect_right(self.starts, at) - 1 for at in (start, end - 1))
        return self.origins[first][0], self.origins[last][1]


def in_english(text: str) -> Gloss | None:
    """Return a Spanish message in English, or None for a message that is none.

    Args:
        text: lower case, quotes straightened.
    """
    folded = text if text.isascii() else _YES.sub("sy", text).translate(_FOLDED)
    if not _is_spanish(folded):
        return None
    pieces: list[str] = []
    origins: list[tuple[int, int]] = []
    at = 0
    while at < len(folded):
        end, english = _piece(folded, at)
        pieces.append(english)
        origins.append((at, end))
        at = end
    starts = [0]
    for piece in pieces[:-1]:
        starts.append(starts[-1] + len(piece))
    return Gloss("".join(pieces), tuple(starts), tuple(origins))


def _is_spanish(folded: str) -> bool:
    """Tell whether a message has more Spanish words than English ones, one of them beyond doubt."""
    words = _WORD.findall(folded)
    if _STRONG.isdisjoint(words):
        return False
    ours = sum(word in _STRONG or word in _WEAK for word in words)
    return ours > sum(word in _ENGLISH for word in words)


def _piece(folded: str, at: int) -> tuple[int, str]:
    """Return the end of the phrase that starts here and its English; what is unknown stays as it is."""
    if not _starts_a_word(folded, at):
        return at + 1, folded[at]
    for turn in _TURNS:
        found = turn.match(folded, at)
        if found:
            return found.end(), turn.said(found)
    known = _PHRASE.match(folded, at)
    if known:
        return known.end(), _PHRASES[" ".join(known.group().split())]
    word = _TOKEN.match(folded, at)
    return (word.end(), word.group()) if word else (at + 1, folded[at])


def _starts_a_word(folded: str, at: int) -> bool:
    return folded[at].isalnum() and not (at and folded[at - 1].isalnum())


_TOKEN: Final = re.compile(r"[^\W_]+")
_HOUR: Final = rf"(?:{spanish.HOURS}|\d{{1,2}}(?::\d\d)?)(?![\w:/])"
_BY_PLACE: Final = {
    "H": _HOUR,
    "N": rf"(?:treinta y uno|{'|'.join(spanish.NUMBERS)}|\d{{1,2}})(?![\w:/])",
    "D": "|".join(spanish.WEEKDAYS),
    "M": "|".join(spanish.MONTHS),
}
_CLOCK_BEFORE: Final = re.compile(
    rf"(?:\d|media|cuarto|\b(?:{spanish.HOURS}|{'|'.join(spanish.WEEKDAYS)}))[\s,]*$"
)
_NOT_A_CLOCK: Final = (
    r"(?![\w:/.]*\d)(?!\s*(?:h|hrs?|horas|am|pm|a\.|p\.)(?!\w))(?!\s(?:de la|y media|y cuarto|menos)\b)"
)
_ENGLISH_OF: Final = spanish.WEEKDAYS | spanish.MONTHS | spanish.NUMBERS | {"treinta y uno": "31"}
_PHRASES: Final = {
    " ".join(words.split()): english.strip()
    for words, english in (phrase.split("=") for phrase in spanish.PHRASES.split("|"))
}
_LONGEST_FIRST: Final = sorted((re.escape(words) for words in _PHRASES), key=len, reverse=True)
_PHRASE: Final = re.compile(rf"(?:{'|'.join(_LONGEST_FIRST)})(?!\w)".replace("\\ ", r"\s+"))


@dataclass(frozen=True, slots=True)
class _Turn:
    """A turn of phrase made ready. `after_clock`: whether it means this only after a time or a weekday."""

    pattern: re.Pattern[str]
    english: str
    after_clock: bool

    def match(self, folded: str, at: int) -> re.Match[str] | None:
        """Return the turn where it starts at a place, or None."""
        if self.after_clock and not _CLOCK_BEFORE.search(folded, max(0, at - _REACH), at):
            return None
        return self.pattern.match(folded, at)

    def said(self, found: re.Match[str]) -> str:
        """Return the turn in English."""
        values = [_ENGLISH_OF.get(word or "", word or "") for word in found.groups()]
        english = self.english.format(*values)
        return english if self.english.endswith(" ") else english.rstrip()


_REACH: Final = 20


def _turn(pattern: str, english: str) -> _Turn:
    bare = pattern.removeprefix("AFTER_CLOCK ").replace(" ", r"\s+")
    bare = re.sub(r"\b[HNDM]\b", lambda place: f"(?:{_BY_PLACE[place.group()]})", bare)
    ends = "" if bare.endswith("))") and "(?=" in bare else r"(?!\w)"
    bare = bare.replace("NO_CLOCK", _NOT_A_CLOCK)
    return _Turn(re.compile(bare + ends), english, pattern.startswith("AFTER_CLOCK"))


_TURNS: Final = tuple(_turn(*turn) for turn in spanish.TURNS)
