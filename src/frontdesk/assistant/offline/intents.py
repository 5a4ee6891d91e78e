"""What the lead is after, weighed from words alone. Deterministic; `phrases.py` holds the words.

The order of the checks is the policy: what would act on a booking needs a word for the act *and* a booking (or
a time) to act on, so that talk of other things never becomes an action.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from frontdesk.assistant.offline import phrases


class Intent(StrEnum):
    """What a message asks for."""

    BOOK = "book"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    LOOKUP = "lookup"
    AVAILABILITY = "availability"
    CHANGE = "change"
    AFFIRM = "affirm"
    DENY = "deny"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    HELP = "help"
    HUMAN = "human"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Weighed:
    """The intent, how sure (0 to 1), and whether the message says yes or no."""

    intent: Intent
    confidence: float
    says_yes: bool
    says_no: bool


def _compiled(table: str) -> re.Pattern[str]:
    """Return one pattern for a table of phrases, longest first, on whole words."""
    choices = sorted((" ".join(phrase.split()) for phrase in table.split("|")), key=len, reverse=True)
    words = "|".join(re.escape(choice).replace(r"\*", r"[a-z']*") for choice in choices)
    return re.compile(rf"(?<![\w'])(?:{words})(?![\w'])")


_TABLES: Final = {
    name: _compiled(getattr(phrases, name))
    for name in [
        "ACT_CANCEL",
        "CANCEL_OUTRIGHT",
        "ACT_MOVE",
        "MOVE_OUTRIGHT",
        "ACT_BOOK",
        "WANT",
        "NEEDS",
        "ASK_MINE",
        "ASK_FREE",
        "MY_TIME",
        "CHANGE_MARKS",
        "CHANGE_OBJECTS",
        "TRY",
        "YES",
        "NO",
        "GREETINGS",
        "THANKS",
        "GOODBYES",
        "HELP_ASKS",
        "HUMAN",
        "NOT_VERBS",
    ]
}
_BOOKED: Final = _compiled("|".join(phrases.THINGS_BOOKED))
_FOREIGN: Final = _compiled("|".join(phrases.FOREIGN))
_WORD: Final = re.compile(r"[a-z']+")


class Said:
    """A message prepared for weighing: which tables speak in it."""

    def __init__(self, text: str, *, timed: bool, spans: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.timed = timed
        bare = list(text)
        for start, end in spans:
            bare[start:end] = " " * (end - start)
        self.untimed = " ".join(_TABLES["NOT_VERBS"].sub(" oil ", "".join(bare)).split())
        self.words = _WORD.findall(self.untimed)
        self.content = [word for word in self.words if word not in phrases.FILLERS]

    def has(self, table: str) -> bool:
        """Tell whether a phrase of the table stands outside the dates and times."""
        return _TABLES[table].search(self.untimed) is not None

    def opens_with(self, table: str) -> bool:
        """Tell whether the message starts with a phrase of the table."""
        return _TABLES[table].match(self.untimed.lstrip(" .,!?'\"")) is not None

    @property
    def names_booking(self) -> bool:
        """Whether a word for a booking, or for what one comes for, is there."""
        return _BOOKED.search(self.untimed) is not None

    @property
    def is_foreign(self) -> bool:
        """Whether it speaks of another trade's things."""
        return _FOREIGN.search(self.untimed) is not None

    def left_without(self, *tables: str) -> list[str]:
        """Return the words with meaning of their own that are left when the tables' phrases are taken out."""
        rest = self.untimed
        for table in tables:
            rest = _TABLES[table].sub(" ", rest)
        return [word for word in _WORD.findall(rest) if word not in phrases.FILLERS]


def weigh(text: str, *, timed: bool, spans: Sequence[tuple[int, int]], expecting: bool) -> Weighed:
    """Return the intent of a message.

    Args:
        text: the message, lower case, quotes straightened.
        timed: whether it names a date or a time.
        spans: where in the text it does.
        expecting: whether a day or time is on the table in the conversation.
    """
    said = Said(text, timed=timed, spans=spans)
    says_no = said.has("NO")
    says_yes = said.has("YES") and not said.opens_with("NO")
    for decide in (_ends, _acts, _asks, _corrects, _books, _social, _answers):
        found = decide(said, expecting)
        if found:
            return Weighed(
                found[0], found[1], says_yes and not (says_no and not said.opens_with("YES")), says_no
            )
    return Weighed(Intent.OTHER, 0.5, says_yes, says_no)


Decision = tuple[Intent, float] | None


def _ends(said: Said, _expecting: bool) -> Decision:
    """Thanks and goodbyes that hold nothing else."""
    if said.timed and (said.names_booking or said.has("ACT_BOOK")):
        return None
    goodbye, thanks = said.has("GOODBYES"), said.has("THANKS")
    if not (goodbye or thanks) or said.has("HELP_ASKS"):
        return None
    left = said.left_without("GOODBYES", "THANKS", "GREETINGS", "YES", "NO")
    if len(left) > _CHATTY or (said.has("ACT_CANCEL") and said.names_booking):
        return None
    if goodbye:
        return Intent.GOODBYE, 0.9
    if said.opens_with("NO") and len(said.words) <= _SHORT:
        return Intent.DENY, 0.7
    return (Intent.THANKS, 0.9) if not said.timed else None


_CHATTY: Final = 4
_SHORT: Final = 4


def _acts(said: Said, expecting: bool) -> Decision:
    """Cancel or move something that exists."""
    if said.is_foreign and not said.names_booking:
        return None
    if said.has("HUMAN") and not said.has("ACT_BOOK"):
        return Intent.HUMAN, 0.8
    cancels = said.has("CANCEL_OUTRIGHT") or (said.has("ACT_CANCEL") and said.names_booking)
    moves = said.has("MOVE_OUTRIGHT") or (said.has("ACT_MOVE") and (said.names_booking or said.timed))
    if cancels:
        rebooks = said.timed and (said.has("ACT_BOOK") or said.has("ACT_MOVE")) and " and " in said.text
        return (Intent.RESCHEDULE, 0.8) if rebooks else (Intent.CANCEL, 0.9)
    if not moves:
        return None
    if said.opens_with("CHANGE_MARKS") or (expecting and not said.has("MOVE_OUTRIGHT")):
        return Intent.CHANGE, 0.8
    if said.has("CHANGE_OBJECTS") and not said.names_booking and not said.has("MOVE_OUTRIGHT"):
        return Intent.CHANGE, 0.8
    return (
        (Intent.CHANGE, 0.7)
        if said.has("CHANGE_MARKS") and said.has("ACT_BOOK")
        else (Intent.RESCHEDULE, 0.85)
    )


def _asks(said: Said, _expecting: bool) -> Decision:
    """Questions about one's own bookings and about free time."""
    if said.is_foreign and not said.names_booking:
        return None
    if said.has("ASK_MINE") and said.names_booking and not said.opens_with("YES"):
        return Intent.LOOKUP, 0.85
    if said.has("MY_TIME") and not said.has("ACT_BOOK") and not said.opens_with("CHANGE_MARKS"):
        return Intent.AVAILABILITY, 0.85
    return None


def _corrects(said: Said, expecting: bool) -> Decision:
    """A date or time put right in the middle of a booking."""
    if not said.timed or said.opens_with("YES"):
        return None
    if said.opens_with("CHANGE_MARKS") or (said.has("CHANGE_MARKS") and (expecting or not said.has("TRY"))):
        if said.is_foreign:
            return None
        return Intent.CHANGE, 0.8
    return None


def _books(said: Said, _expecting: bool) -> Decision:
    if said.is_foreign and not said.names_booking:
        return None
    wants = said.has("WANT") and (said.has("NEEDS") or said.names_booking)
    if said.has("ACT_BOOK") and (said.names_booking or said.timed):
        return Intent.BOOK, 0.9
    if said.has("ASK_FREE") and not (wants and said.timed):
        return (
            (Intent.AVAILABILITY, 0.8)
            if said.timed or said.names_booking or len(said.content) <= _CHATTY
            else None
        )
    if wants and len(said.content) <= _LONG:
        return Intent.BOOK, 0.8
    if said.has("TRY") and said.timed:
        return Intent.BOOK, 0.7
    return None


_LONG: Final = 14


def _social(said: Said, _expecting: bool) -> Decision:
    if said.has("HELP_ASKS"):
        return Intent.HELP, 0.85
    if said.timed:
        return None
    no, yes = said.has("NO"), said.has("YES")
    left = said.left_without("YES", "NO", "GREETINGS")
    if said.has("GREETINGS") and not (said.opens_with("YES") or said.opens_with("NO")) and len(left) <= 3:
        return Intent.GREETING, 0.85
    if no and len(left) <= _CHATTY and not said.is_foreign:
        return Intent.DENY, 0.85
    if (
        yes
        and (said.opens_with("YES") or len(left) <= 2)
        and not said.is_foreign
        and not said.text.endswith("?")
    ):
        return Intent.AFFIRM, 0.85
    return None


def _answers(said: Said, expecting: bool) -> Decision:
    """A date or time with hardly a word around it."""
    if not said.timed or said.is_foreign:
        return None
    if said.opens_with("YES"):
        return Intent.AFFIRM, 0.7
    few = len(said.content) <= (_CHATTY if expecting else 1)
    return (Intent.BOOK, 0.6) if few else None
