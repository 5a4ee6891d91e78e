"""A message prepared for weighing: which of the phrase tables speak in it, and what else it says."""

import re
from collections.abc import Sequence
from typing import Final

from frontdesk.assistant.offline import manners, phrases
from frontdesk.assistant.offline.words import ZONES


def _compiled(table: str) -> re.Pattern[str]:
    """Return one pattern for a table of phrases, longest first, on whole words."""
    choices = sorted((" ".join(phrase.split()) for phrase in table.split("|")), key=len, reverse=True)
    words = "|".join(re.escape(choice).replace(r"\*", r"[a-z']*") for choice in choices)
    return re.compile(rf"(?<![\w'])(?:{words})(?![\w'])")


TABLES: Final = {
    name: _compiled(table)
    for name, table in (vars(phrases) | vars(manners)).items()
    if name.isupper() and isinstance(table, str)
}
_WORD: Final = re.compile(r"[a-z']+")
_EMPTY_WORDS: Final = manners.FILLERS | ZONES


class Said:
    """A message prepared for weighing: which tables speak in it."""

    def __init__(self, text: str, *, spans: Sequence[tuple[int, int]], expecting: bool) -> None:
        bare = list(text)
        for start, end in spans:
            bare[start:end] = [_MARK] * (end - start)
        marked = "".join(bare)
        self.text = text
        self.timed = bool(spans)
        self.expecting = expecting
        self.untimed = " ".join(TABLES["NOT_VERBS"].sub(" oil ", marked.replace(_MARK, " ")).split())
        self.around_time = " ".join(part for part in _SENTENCE_END.split(marked) if _MARK in part)
        self.opening = self.untimed.lstrip(" .,!?'\"")
        self._known: dict[str, bool] = {}

    def has(self, table: str) -> bool:
        """Tell whether a phrase of the table stands outside the dates and times."""
        known = self._known.get(table)
        if known is None:
            known = self._known[table] = TABLES[table].search(self.untimed) is not None
        return known

    def opens_with(self, table: str) -> bool:
        """Tell whether the message starts with a phrase of the table."""
        return TABLES[table].match(self.opening) is not None

    @property
    def names_booking(self) -> bool:
        """Whether a booking, or whom one comes to see, is named."""
        return self.has("BOOKINGS") or self.has("PROVIDERS")

    @property
    def is_foreign(self) -> bool:
        """Whether it speaks of another trade's things and of no booking."""
        return self.has("FOREIGN") and not self.names_booking

    def left_without(self, *tables: str) -> list[str]:
        """Return the words with meaning of their own that are left when the tables' phrases are taken out."""
        rest = self.untimed
        for table in tables:
            rest = TABLES[table].sub(" ", rest)
        return [word for word in _WORD.findall(rest) if word not in _EMPTY_WORDS]


def agrees(said: Said) -> bool:
    """Tell whether some clause is a yes and little else; in a question only a firm yes counts."""
    if _BUT.search(said.untimed):
        return False
    clauses = [
        (part.strip(" '\""), mark)
        for words, mark in _SENTENCE.findall(said.untimed)
        for part in words.split(",")
    ]
    return any(
        TABLES["YES"].match(clause)
        and not TABLES["NO"].match(clause)
        and (
            _is_firm(said, clause, is_first=number == 0)
            or (mark != "?" and "?" not in said.text and len(content_of(clause)) <= 1)
        )
        for number, (clause, mark) in enumerate(clauses)
    )


def _is_firm(said: Said, clause: str, *, is_first: bool) -> bool:
    return TABLES["YES_FIRMLY"].match(clause) is not None and (is_first or not said.has("NO"))


def content_of(clause: str) -> list[str]:
    """Return the words with meaning of their own beside yes and thanks."""
    rest = TABLES["THANKS"].sub(" ", TABLES["YES"].sub(" ", clause))
    return [word for word in _WORD.findall(rest) if word not in _EMPTY_WORDS]


_MARK: Final = "\x00"
_SENTENCE_END: Final = re.compile(r"[.!?;]")
_SENTENCE: Final = re.compile(r"([^.!?;]+)([.!?;]|$)")
_BUT: Final = re.compile(r"\bbut\b")


def opens_with_a_yes_alone(said: Said) -> bool:
    """Tell whether the first of several sentences is a firm yes alone, as in "Yes please! That's all."."""
    sentences = [part.strip() for part in _SENTENCE_END.split(said.untimed) if part.strip()]
    if len(sentences) < 2:
        return False
    first = sentences[0]
    is_yes = TABLES["YES_FIRMLY"].match(first) is not None
    return is_yes and not content_of(first) and not TABLES["GOODBYES"].search(first)
