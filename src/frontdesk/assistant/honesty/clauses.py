"""A reply in pieces: sentences, and in them the clauses that can be true or false each for itself. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from frontdesk.assistant.offline.tokens import plain

_SENTENCE_ENDS: Final = re.compile(
    r"(?<!\bdr\.)(?<!\bmr\.)(?<!\bmrs\.)(?<!\bms\.)(?<!\bno\.)(?<!\b[ap]\. m\.)(?<=[.!?\u2026])[\"')\]*_]*\s+"
    r"|(?<=[\u3002\uff01\uff1f])\s*|\s*\n\s*",
    re.IGNORECASE,
)
QUESTION_MARKS: Final = ("?", "\uff1f", "\u061f")
_SPEAKERS: Final = (
    r"you|i|we|it|your|that|this|so|see|how|what|would|could|can|shall|do|does|did|is|are|may|any|anything|ok"
    r"|okay|right|will|which|te|le|nos|queda|ya|tu|su|que|quieres|puedo|como|ich|je|vous|sie|ihr"
)
_CLAUSE_ENDS: Final = re.compile(
    r"\s+[\u2013\u2014-]+\s+|\s*[;\u2014]\s*|\s*[\uff0c\u060c]\s*"
    r"|,?\s+(?:but|however|though|although|otherwise|pero|aunque|sino|aber|mais)\b(?=\W)"
    rf"|,\s+(?=(?:(?:and|then|y|e|or)\s+)?(?:{_SPEAKERS})\b)|\s+(?=(?:and|y|so)\s+(?:{_SPEAKERS})\b)"
    r"|,\s+(?=if\b)",
    re.IGNORECASE,
)


_WORD: Final = re.compile(r"\S*[\u0370-\u04ff\u200b-\u200f\u2060\ufeff\xad]\S*")
_LATIN: Final = re.compile(r"[a-z]")
_LOOKALIKES: Final = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0458\u043a\u0442\u043c\u043d\u0455\u0501\u03bf\u03b1\u03b5\u03b9\u03ba\u03bd\u03c1\u03c4",
    "aeopcxyijktmnsdoaeikvpt",
    "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad",
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that is said.

    Attributes:
        text: as it was written; `folded`: in lower case, without accents, for matching.
        asks: whether it is the question of its sentence.
    """

    text: str
    folded: str
    asks: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence and what parts it from the next."""

    text: str
    gap: str
    clauses: tuple[Clause, ...]

    @property
    def folded(self) -> str:
        """The sentence in lower case, without accents."""
        return folded(self.text)


def sentences(reply: str) -> tuple[Sentence, ...]:
    """Return the sentences of a reply, in order; put together again they are the reply."""
    found: list[Sentence] = []
    at = 0
    for end in _SENTENCE_ENDS.finditer(reply):
        if end.group().isspace() and "\n" not in end.group() and not _begins_anew(reply, end.end()):
            continue
        found.append(_sentence(reply[at : end.end()]))
        at = end.end()
    found.append(_sentence(reply[at:]))
    return tuple(one for one in found if one.text)


def folded(text: str) -> str:
    """Return words in lower case, their accents gone and their quotes straight."""
    apart = unicodedata.normalize("NFKD", _WORD.sub(_in_one_script, plain(text)))
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def _in_one_script(word: re.Match[str]) -> str:
    """Return a Latin word without the letters of other alphabets that look the same."""
    return word.group().translate(_LOOKALIKES) if _LATIN.search(word.group()) else word.group()


def _begins_anew(reply: str, at: int) -> bool:
    return at >= len(reply) or not reply[at].islower()


def _sentence(piece: str) -> Sentence:
    text = piece.strip()
    gap = piece[len(piece.rstrip()) :]
    parts = [part for part in _CLAUSE_ENDS.split(text) if part and part.strip(" .!?")]
    asks = text.rstrip("\"')*_ ").endswith(QUESTION_MARKS)
    return Sentence(
        text,
        gap,
        tuple(
            Clause(part, folded(part), asks and number == len(parts) - 1) for number, part in enumerate(parts)
        ),
    )
