"""A reply in pieces: sentences, and in them the clauses that can be true or false each for itself. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from frontdesk.assistant.offline.tokens import plain

_SENTENCE_ENDS: Final = re.compile(
    r"(?<!\bdr\.)(?<!\bmr\.)(?<!\bmrs\.)(?<!\bms\.)(?<!\bno\.)(?<=[.!?\u2026])[\"')\]*_]*\s+"
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
    apart = unicodedata.normalize("NFKD", plain(text))
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


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
