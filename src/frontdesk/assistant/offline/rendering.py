"""What the offline model says, said in Spanish. Pure.

Its own sentences are a closed set: each is found by its English and told by the Spanish beside it in
`spanish_replies.py`, with days, times and lists turned as well. What is not among them, such as words of the
business's own, stays as it is.
"""

import re
from functools import lru_cache
from typing import Final

from frontdesk.assistant.honesty.tongues import Tongue, tongue_of
from frontdesk.assistant.honesty.wording import PHRASES
from frontdesk.assistant.offline.gloss import in_english
from frontdesk.assistant.offline.spanish_replies import SENTENCES
from frontdesk.assistant.offline.speech import MONTHS, WEEKDAYS
from frontdesk.assistant.offline.tokens import plain
from frontdesk.assistant.offline.words import worded

_SPANISH: Final = PHRASES[Tongue.SPANISH]
_DAY_OF: Final = dict(zip(WEEKDAYS, _SPANISH.weekdays, strict=True))
_MONTH_OF: Final = dict(zip(MONTHS, _SPANISH.months, strict=True))
_DAYS: Final = "|".join(WEEKDAYS)
_DAY: Final = re.compile(rf"\b(?P<weekday>{_DAYS}) (?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)})\b")
_CLOCK: Final = re.compile(r"\b(?P<clock>\d{1,2}:\d\d) (?P<half>AM|PM)\b")
_PLACE: Final = re.compile(r"\((?P<place>[^()]+?) time(?:, (?P<which>before|after) the clocks go back)?\)")
_WORDS: Final = (
    (
        re.compile(rf"\b({_DAYS}) to ({_DAYS}) "),
        lambda found: f"de {_day_name(found[1])} a {_day_name(found[2])} ",
    ),
    (re.compile(rf"\b({_DAYS})\b"), lambda found: _day_name(found[1])),
    (re.compile(r"(?<=m\.) to (?=\d)"), lambda _: " a "),
    (re.compile(r" and (?=[iI])"), lambda _: " e "),
    (re.compile(r" and "), lambda _: " y "),
    (re.compile(r" or (?=[oO])"), lambda _: " u "),
    (re.compile(r" or "), lambda _: " o "),
    (re.compile(r"(\d+) minutes\b"), lambda found: f"{found[1]} minutos"),
    (re.compile(r"not yet confirmed"), lambda _: "aún sin confirmar"),
)
_SLOT: Final = re.compile(r"\{(\w+)\}")
_SENTENCE: Final = re.compile(r".*?(?:[.!?](?=\s|$)|$)\s*", re.DOTALL)


def writes_spanish(text: str, before: bool) -> bool:  # noqa: FBT001 -- what held before
    """Tell whether a lead writes in Spanish; a message that has no language leaves it as it was."""
    if in_english(plain(text)) is not None:
        return True
    words = _WORD.findall(text.lower())
    return before and (tongue_of(text) in (None, Tongue.SPANISH) or all(word in _SHARED for word in words))


_WORD: Final = re.compile(r"[^\W\d_]+")
_SHARED: Final = worded("no ok okay okey a me in am pm p m email on is super perfect bye")
"""Words that Spanish writers use as well."""


def in_spanish(text: str, *, business: str) -> str:
    """Return a reply of the offline model's in Spanish; `business`: its name, which stays as it is."""
    told: list[str] = []
    at = 0
    while at < len(text):
        end, words = _next(text, at, business)
        told.append(words)
        at = end
    return "".join(told)


def _next(text: str, at: int, business: str) -> tuple[int, str]:
    """Return the end of the sentence that starts here, and the sentence in Spanish."""
    for pattern, spanish in _sentences(business):
        found = pattern.match(text, at)
        if found:
            slots = {name: _told(name, value) for name, value in found.groupdict().items()}
            return found.end(), spanish.format(**slots) + found["gap"]
    found = _SENTENCE.match(text, at)
    end = max(found.end(), at + 1) if found else len(text)
    return end, text[at:end]


def _told(slot: str, words: str) -> str:
    """Return what stands in a slot in Spanish; names stay as they are."""
    if slot in ("business", "gap"):
        return words
    if slot == "service":
        return _MINUTES.sub(r"(\1 minutos)", words)
    is_names = slot == "names" and not _DAY.search(words)
    return _LAST_OF_LIST.sub(lambda found: _JOINED[found[1]], words) if is_names else _turned(words)


_MINUTES: Final = re.compile(r"\((\d+) minutes\)$")
_LAST_OF_LIST: Final = re.compile(r" (and|or) (?!.* (?:and|or) )")
_JOINED: Final = {"and": " y ", "or": " o "}


def _turned(words: str) -> str:
    """Return the days, times and lists of a slot in Spanish."""
    words = _DAY.sub(
        lambda one: _SPANISH.day.format(
            weekday=_DAY_OF[one["weekday"]], day=one["day"], month=_MONTH_OF[one["month"]]
        ),
        words,
    )
    words = _CLOCK.sub(lambda one: f"{one['clock']} {_SPANISH.halves[one['half'] == 'PM']}", words)
    words = _PLACE.sub(_place, words)
    for pattern, spanish in _WORDS:
        words = pattern.sub(spanish, words)
    return words


def _place(found: re.Match[str]) -> str:
    which = f", {_SPANISH.of_two[found['which'] == 'after']}" if found["which"] else ""
    return f"({_SPANISH.place.format(place=found['place'])}{which})"


def _day_name(english: str) -> str:
    return _DAY_OF[english]


@lru_cache(maxsize=256)
def _sentences(business: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences as patterns, those with the most words of their own first."""
    pairs = sorted(SENTENCES, key=lambda pair: -len(_SLOT.sub("", pair[0])))
    return tuple((_pattern(english, business), spanish) for english, spanish in pairs)


def _pattern(english: str, business: str) -> re.Pattern[str]:
    parts = _SLOT.split(english)
    body = "".join(
        f"(?P<{part}>{_holds(part, business)})" if number % 2 else re.escape(part)
        for number, part in enumerate(parts)
    )
    return re.compile(rf"{body}(?P<gap>\s+|$)")


def _holds(slot: str, business: str) -> str:
    """Return what may stand in a slot."""
    if slot == "business":
        return re.escape(business)
    if slot == "message":
        return r".+"
    return rf"(?:{_DAYS})\b[^?!\n]*?" if slot in ("when", "day", "last") else r"[^?!\n]+?"
