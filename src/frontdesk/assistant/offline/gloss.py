"""Messages in another language, said in English: so that one reader with one grammar reads them all. Pure.

The language is told for each message. What is known is replaced phrase by phrase, what is not stays as it is,
and every place in the English points back into the message.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
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
    folded = _folded(text)
    return _glossed(folded) if _is_spanish(folded) else None


def glossed(text: str) -> Gloss:
    """Return a message that is known to be Spanish in English."""
    return _glossed(_folded(text))


def _folded(text: str) -> str:
    return text if text.isascii() else _YES.sub("sy", text).translate(_FOLDED)


def _glossed(folded: str) -> Gloss:
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
    for turns in (_TURNS, _TURNS_ANYWHERE):
        found = turns.match(folded, at)
        if found and (turns is _TURNS_ANYWHERE or _is_in_place(found)):
            return found.end(), _said(found)
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


_AFTER_CLOCK: Final = "AFTER_CLOCK "
_REACH: Final = 20
"""Characters before a turn in which a time or weekday must end."""


def _is_in_place(found: re.Match[str]) -> bool:
    """Tell whether a turn that means this only after a time or a weekday stands there."""
    pattern, _ = spanish.TURNS[_number_of(found)]
    before = max(0, found.start() - _REACH), found.start()
    return not pattern.startswith(_AFTER_CLOCK) or _CLOCK_BEFORE.search(found.string, *before) is not None


def _said(found: re.Match[str]) -> str:
    """Return a turn of phrase in English."""
    _, english = spanish.TURNS[_number_of(found)]
    inside = found.groups()[found.re.groupindex[found.lastgroup or ""] :]
    values = [_ENGLISH_OF.get(word or "", word or "") for word in inside]
    said = english.format(*values)
    return said if english.endswith(" ") else said.rstrip()


def _number_of(found: re.Match[str]) -> int:
    return int((found.lastgroup or "")[1:])


def _ready(pattern: str) -> str:
    """Return a pattern of `spanish.TURNS` as a regular expression."""
    bare = pattern.removeprefix(_AFTER_CLOCK).replace(" ", r"\s+")
    bare = re.sub(r"\b[HNDM]\b", lambda place: f"(?:{_BY_PLACE[place.group()]})", bare)
    ends = "" if bare.endswith("))") and "(?=" in bare else r"(?!\w)"
    return bare.replace("NO_CLOCK", _NOT_A_CLOCK) + ends


def _any_of(numbered: Iterable[tuple[int, str]]) -> re.Pattern[str]:
    """Return one pattern for many turns; the group that matched is named for the turn's number."""
    return re.compile("|".join(f"(?P<t{number}>{_ready(pattern)})" for number, pattern in numbered))


_PATTERNS: Final = tuple((number, pattern) for number, (pattern, _) in enumerate(spanish.TURNS))
_TURNS: Final = _any_of(_PATTERNS)
_TURNS_ANYWHERE: Final = _any_of(one for one in _PATTERNS if not one[1].startswith(_AFTER_CLOCK))
