"""From text to tokens: what each word, number or mark can be. No meaning is composed here (`grammar.py`)."""

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from frontdesk.assistant.offline.spelling import meant
from frontdesk.assistant.offline.words import LEXICON, NAMERS, POSSESSIVES, THINGS, Readings


class Token(NamedTuple):
    """One word, number, shape or mark.

    Attributes:
        text: lower case.
        start: index of its first character in the message.
        end: index after its last character.
        readings: what it can be ("WEEKDAY", "COLON", ...) and the value as that.
        labels: the text and the kinds, for quick matching.
        glued: whether no space stands before it.
    """

    text: str
    start: int
    end: int
    readings: Readings
    labels: frozenset[str]
    glued: bool


_SHAPES: Final = re.compile(
    r"""
    (?P<address>https?://\S+|www\.\S+|[\w.+-]+@[\w-]+\.\S+)
  | (?P<phone>(?:\+?\d{1,3}[ .-])?\(?\b\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|\+\d[\d ]{7,}|\d{7,})
  | (?P<money>[$€£]\s?\d[\d,.]*\d|[$€£]\s?\d)
  | (?P<iso>\d{4}-\d{1,2}-\d{1,2}(?!\d))
  | (?P<dated>\d{1,2}(?P<by>[./-])\d{1,2}(?P=by)(?:\d{4}|\d{2})(?!\d))
  | (?P<colon>\d{1,2}:\d{2}(?::\d{2})?(?!\d))
  | (?P<hmark>\d{1,2}h(?:\d{2})?\b)
  | (?P<dot>\d{1,2}\.\d{1,2}(?!\d)\.?)
  | (?P<slash>\d{1,2}/\d{1,2}(?!\d))
  | (?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)
  | (?P<slang>2(?:day|moro|morrow|mrw|night|nite)\b)
  | (?P<number>\d+)
  | (?P<oclock>o\s?["']?\s?clock|oclock)
  | (?P<half>[ap]\s?\.\s?m\b(?:\s?\.)?|[ap]m\b\.?)
  | (?P<letter>(?<=\d)[ap]\b)
  | (?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)
  | (?P<mark>[^\w\s]|_)
    """,
    re.VERBOSE,
)
_NOTHING: Final[Readings] = {}
_PLAIN: Final[dict[str, tuple[Readings, frozenset[str]]]] = {}


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a message, in order."""
    tokens: list[Token] = []
    last = 0
    for match in _SHAPES.finditer(plain(text)):
        kind = match.lastgroup or "mark"
        word = match.group()
        start, end = match.span()
        if kind == "word":
            readings, labels = _of_word(word)
        else:
            readings = _SHAPE_READINGS[kind](word)
            labels = frozenset((word, *readings))
        tokens.append(Token(word, start, end, readings, labels, start == last and start > 0))
        last = end
    return _without_counts(tokens)


def plain(text: str) -> str:
    """Lower-case and straighten quotes, keeping the length: indexes go on pointing into the message."""
    if text.isascii():
        return text.lower()
    lowered = "".join(lower if len(lower := letter.lower()) == 1 else letter for letter in text)
    return lowered.translate(_STRAIGHT)


_STRAIGHT: Final = str.maketrans(
    dict.fromkeys("\u2019\u2018\u00b4`", "'") | dict.fromkeys("\u201c\u201d", '"')
)


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with blanks in place of what is read already, so that the rest keeps its place."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _of_word(word: str) -> tuple[Readings, frozenset[str]]:
    known = _PLAIN.get(word)
    if known is None:
        readings = LEXICON.get(word) or POSSESSIVES.get(word)
        if readings is None:
            readings = _ish(word) or LEXICON.get(meant(word) or "", _NOTHING)
        known = readings, frozenset((word, *readings))
        if len(_PLAIN) < 20_000:
            _PLAIN[word] = known
    return known


def _ish(word: str) -> Readings:
    """Read "elevenish" and "afternoonish"."""
    stem = LEXICON.get(word[:-3], _NOTHING) if word.endswith("ish") else _NOTHING
    if "PART" in stem:
        return {"PARTISH": stem["PART"]}
    return {"ISH": stem["NUM"]} if "NUM" in stem else _NOTHING


def _clock(hour: int, minute: int) -> tuple[int, int] | None:
    return (hour, minute) if hour <= 24 and minute < 60 else None


def _number(word: str) -> Readings:
    value = int(word)
    readings: Readings = {}
    if value <= 999:
        readings["COUNT"] = value
    if len(word) <= 2:
        readings["INT"] = value
    if len(word) == 2:
        readings["TWO"] = value
    if len(word) in (3, 4) and _clock(value // 100, value % 100) and value // 100 < 24:
        readings["MIL"] = (value // 100, value % 100)
    if len(word) == 4 and 2000 <= value <= 2100:
        readings["YEAR"] = value
    return readings


def _pair(word: str) -> tuple[int, int]:
    first, second = re.findall(r"\d+", word)[:2]
    return int(first), int(second)


def _colon(word: str) -> Readings:
    clock = _clock(*_pair(word))
    return {"COLON": (*clock, word.startswith("0"))} if clock else _NOTHING


def _dot(word: str) -> Readings:
    first, second = _pair(word)
    readings: Readings = {}
    digits = word.rstrip(".").split(".")[1]
    if len(digits) == 2 and _clock(first, second):
        readings["DOTTIME"] = (first, second)
    if 1 <= first <= 31 and 1 <= second <= 12:
        readings["DOTDATE"] = (first, second)
        if word.endswith("."):
            readings["FULLDOT"] = (first, second)
    return readings


def _slash(word: str) -> Readings:
    first, second = _pair(word)
    dates = (1 <= first <= 12 and 1 <= second <= 31) or (1 <= second <= 12 and 1 <= first <= 31)
    return {"SLASH": (first, second)} if dates else _NOTHING


def _dated(word: str) -> Readings:
    first, second, year = re.split(r"[./-]", word)
    return {"DATED": (int(first), int(second), int(year) + (2000 if len(year) == 2 else 0), "." in word)}


def _ordinal(word: str) -> Readings:
    value = int(word[:-2])
    return {"ORDINAL": value} if 1 <= value <= 31 else _NOTHING


def _hmark(word: str) -> Readings:
    hour, _, minute = word.partition("h")
    clock = _clock(int(hour), int(minute or 0))
    return {"HMARK": clock} if clock else _NOTHING


def _nothing(_word: str) -> Readings:
    return _NOTHING


_SHAPE_READINGS: Final[dict[str, Callable[[str], Readings]]] = {
    "address": _nothing,
    "phone": _nothing,
    "money": _nothing,
    "iso": lambda word: {"ISO": tuple(int(part) for part in word.split("-"))},
    "dated": _dated,
    "colon": _colon,
    "hmark": _hmark,
    "dot": _dot,
    "slash": _slash,
    "ordinal": _ordinal,
    "slang": lambda word: LEXICON[word],
    "number": _number,
    "oclock": lambda _word: {"OCLOCK": True},
    "half": lambda word: {"HALF": word[0] + "m"},
    "letter": lambda word: {"HALF": word + "m"},
    "mark": _nothing,
}


def _without_counts(tokens: list[Token]) -> list[Token]:
    """Take the readings from numbers that count or name a thing: "5 people", "14th Street", "suite 610"."""
    for at, token in enumerate(tokens):
        if not (token.readings and token.labels & _NUMERIC):
            continue
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        before = tokens[at - 1].text if at else ""
        if after in THINGS or before in NAMERS or after == "%" or before == "#":
            tokens[at] = token._replace(readings=_NOTHING, labels=frozenset((token.text,)))
    return tokens


_NUMERIC: Final = frozenset(("INT", "COUNT", "NUM", "ORDINAL", "DOTTIME", "DOTDATE", "MIL"))
