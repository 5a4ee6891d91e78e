"""Which date or time word a misspelt word was meant to be: one slip of the finger, and only in long words.

A slip is one letter missing, extra, wrong or swapped with its neighbour. Short words are left alone ("sat",
"man", "match"), and so are good English words that happen to lie one slip away ("sundae", "mourning").
"""

from functools import lru_cache
from typing import Final

from frontdesk.assistant.offline.words import LEXICON, worded

_SHORTEST_TARGET: Final = 6
_SHORTEST_TYPED: Final = 5
_GOOD_WORDS: Final = worded("""
    sundae sunda frida mourning mornings evening evenings eventing augusta octobers forth fort forte
    weeks mooning moaning warning fourths seventy eighty ninety seventies midway friary fright minutest
    monthly second seconds minute minutes secondly thirdly tended tension sevens elevens fifties forties
    twenties thirties weekdays hourly leaven heaven given driven fridge sundry handy mundane lunches
    evenly brunch launch munch
""")
_TARGETS: Final = tuple(
    word
    for word, readings in LEXICON.items()
    if len(word) >= _SHORTEST_TARGET
    and readings.keys() & {"WEEKDAY", "MONTH", "DAYWORD", "TONIGHT", "PART", "NUM", "TENS", "NAMED"}
)


def _with_one_letter_less(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _neighbours() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for word in _TARGETS:
        for shorter in _with_one_letter_less(word) | {word}:
            found.setdefault(shorter, []).append(word)
    return found


_NEIGHBOURS: Final = _neighbours()


@lru_cache(maxsize=4096)
def meant(word: str) -> str | None:
    """Return the lexicon's word that `word` (lower case) misspells, or None."""
    if len(word) < _SHORTEST_TYPED or word in _GOOD_WORDS:
        return None
    candidates: list[str] = list(_NEIGHBOURS.get(word, ()))
    for shorter in _with_one_letter_less(word):
        candidates.extend(_NEIGHBOURS.get(shorter, ()))
    for candidate in candidates:
        if candidate[0] == word[0] and is_one_slip(word, candidate):
            return candidate
    return None


def is_one_slip(typed: str, target: str) -> bool:
    """Tell whether one letter is missing, extra, wrong or swapped with its neighbour."""
    if abs(len(typed) - len(target)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(typed, target, strict=False)) if a != b), None)
    if at is None:
        return True
    rest = typed[at:], target[at:]
    swapped = rest[0][1::-1] + rest[0][2:] == rest[1]
    return swapped or rest[0][1:] in (rest[1][1:], rest[1]) or rest[0] == rest[1][1:]
