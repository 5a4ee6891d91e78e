"""How long an appointment is to take, as a lead says it: "for an hour", "90 minutes", "1.5 hours". Pure."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class Length(NamedTuple):
    """A length in minutes, and where in the text it is said."""

    start: int
    end: int
    minutes: int


_WORDS: Final = {
    "a": 1, "an": 1, "one": 1, "full": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10,
    "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fortyfive": 45,
    "forty five": 45, "sixty": 60, "ninety": 90,
}  # fmt: skip
AMOUNT: Final = r"\d{1,3}(?:\.\d{1,2})?|" + "|".join(sorted(_WORDS, key=len, reverse=True))
_LENGTH: Final = re.compile(
    r"(?<![\w:./-])(?:"
    r"(?P<quarters>three quarters of an hour)|(?P<half>half[ -](?:an? )?hour)"
    rf"|(?P<hours>{AMOUNT})[ -]?(?:hours?|hrs?)\b(?:(?P<more>,? and a half)|,?(?: and)? (?P<rest>\d\d)"
    r" ?min(?:ute)?s?)?"
    rf"|(?P<minutes>{AMOUNT})[ -]?(?:minutes?|mins?)"
    r"|(?<=for )(?P<mark>[1-8])h(?P<over>\d\d)?"
    r")(?!\w)"
)
_NOT_AFTER: Final = re.compile(
    r" ?(?:from|after|before|past|to|ago|later?|early|earlier|sooner|notice|away|drive|walk|back|behind)\b"
)
_IS_NO_LENGTH: Final = frozenset(("in", "after", "within", "every", "about", "past", "not"))
_TAKES: Final = re.compile(r"\b(?:takes?|taking|spend) (?:me|us) $")
_WORD_BEFORE: Final = re.compile(r"([a-z']+)\W*$")


def length_of(text: str) -> int | None:
    """Return the length that a message asks for, in minutes, or None; the last word counts.

    Args:
        text: the message in English, lower case.
    """
    found = [length.minutes for length in lengths(text)]
    return found[-1] if found else None


def minutes_of(words: str) -> int | None:
    """Return the minutes of words that are a length and nothing else."""
    found = _LENGTH.fullmatch(words)
    return _minutes(found) if found else None


def lengths(text: str) -> Iterator[Length]:
    """Yield the lengths of an appointment that a message names."""
    for found in _LENGTH.finditer(text):
        before = _WORD_BEFORE.search(text, 0, found.start())
        is_other = before is not None and before.group(1) in _IS_NO_LENGTH
        if is_other or _TAKES.search(text, 0, found.start()) or _NOT_AFTER.match(text, found.end()):
            continue
        yield Length(found.start(), found.end(), _minutes(found))


def _minutes(found: re.Match[str]) -> int:
    said = found.groupdict()
    if said["quarters"]:
        return 45
    if said["half"]:
        return 30
    if said["minutes"]:
        return round(_number(said["minutes"]))
    if said["mark"]:
        return int(said["mark"]) * 60 + int(said["over"] or 0)
    return round(_number(said["hours"]) * 60) + (30 if said["more"] else int(said["rest"] or 0))


def _number(word: str) -> float:
    return float(_WORDS.get(word) or word)
