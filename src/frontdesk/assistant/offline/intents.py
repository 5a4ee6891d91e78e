"""What the lead is after, weighed from words alone. Deterministic; `phrases.py` holds the words.

The order of the checks is the policy: what would act on a booking needs a word for the act *and* a booking
(or a time) to act on, so that talk of other things never becomes an action.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from frontdesk.assistant.offline.said import TABLES, Said, agrees, content_of, opens_with_a_yes_alone
from frontdesk.assistant.offline.shifts import shift_of


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
    IDENTITY = "identity"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Weighed:
    """The intent and how sure (0 to 1), and what else the message does; see `Understanding`."""

    intent: Intent
    confidence: float
    says_yes: bool
    says_no: bool
    tentative: bool
    asks: bool
    additional: bool
    books: bool


_CHATTY: Final = 4
_SHORT: Final = 4
_FEW: Final = 2
_LONG: Final = 14
"""Words of content: few enough to be idle, a short message, too many for one request."""

_QUESTION_WORDS: Final = ("what", "where", "who", "when", "can you", "do you", "is ", "are ", "does ")

Decision = tuple[Intent, float] | None


def weigh(text: str, *, spans: Sequence[tuple[int, int]], expecting: bool) -> Weighed:
    """Return the intent of a message.

    Args:
        text: the message, lower case, quotes straightened.
        spans: where in the text it names dates or times.
        expecting: whether a day or time is on the table in the conversation.
    """
    said = Said(text, spans=spans, expecting=expecting)
    intent, confidence = next(filter(None, (decide(said) for decide in _CHECKS)), (Intent.OTHER, 0.5))
    return Weighed(
        intent,
        confidence,
        says_yes=intent == Intent.AFFIRM or agrees(said),
        says_no=said.has("NO"),
        tentative=said.has("HEDGES"),
        additional=said.has("ADDITIONAL"),
        books=said.has("ACT_BOOK"),
        asks="?" in text or said.opens_with("HOW") or said.opening.startswith(_QUESTION_WORDS),
    )


def _says_only_yes(said: Said) -> Decision:
    """A yes and nothing else, though it names the act: "ok, book it"."""
    plain = said.opening.startswith(_PLAIN_YES) and not said.timed and not said.left_without("YES")
    return (Intent.AFFIRM, 0.85) if plain and not said.text.endswith("?") else None


_PLAIN_YES: Final = ("ok", "yes", "yeah", "yep", "sure", "great", "perfect", "alright", "sounds")


_BARE_YES: Final = re.compile(
    r"\W*(?:(?:ok|okay|yes)\W+)?(?:y|book|[\U0001f44d\U0001f44c\u2705])[\ufe0f\U0001f3fb-\U0001f3ff .!]*"
)


def _says_bare_yes(said: Said) -> Decision:
    """A letter, a thumb or one word in answer to a question of ours."""
    return (Intent.AFFIRM, 0.8) if said.expecting and _BARE_YES.fullmatch(said.text) else None


def _says_yes_first(said: Said) -> Decision:
    return (
        (Intent.AFFIRM, 0.85) if said.expecting and not said.timed and opens_with_a_yes_alone(said) else None
    )


def _parts(said: Said) -> Decision:
    """Thanks and goodbyes that hold nothing else."""
    if (said.timed and (said.names_booking or said.has("ACT_BOOK"))) or said.has("HELP_ASKS"):
        return None
    goodbye = TABLES["GOODBYES"].search(TABLES["GREETINGS"].sub(" ", said.untimed)) is not None
    goodbye = goodbye or (said.has("LEAVING") and not said.timed)
    cancels = said.has("CANCEL_OUTRIGHT") and said.has("BOOKINGS")
    if cancels or not (goodbye or said.has("THANKS")):
        return None
    left = said.left_without("GOODBYES", "LEAVING", "THANKS", "GREETINGS", "YES", "NO")
    if len(left) > _CHATTY or (said.is_foreign and not said.opens_with("THANKS")):
        return None
    if goodbye:
        return Intent.GOODBYE, 0.9
    if said.opens_with("NO") and len(said.untimed.split()) <= _SHORT:
        return Intent.DENY, 0.7
    return None if said.timed else (Intent.THANKS, 0.9)


def _asks_who(said: Said) -> Decision:
    """Questions whether a person, or anybody, is there."""
    if said.timed or len(said.left_without("ASK_ROBOT", "ASK_ANYONE")) > _CHATTY:
        return None
    if said.has("ASK_ROBOT") and not TABLES["HUMAN"].search(TABLES["ASK_ROBOT"].sub(" ", said.untimed)):
        return Intent.IDENTITY, 0.9
    return (Intent.GREETING, 0.8) if said.has("ASK_ANYONE") else None


def _hands_over(said: Said) -> Decision:
    asks = said.has("HUMAN") and not said.has("ACT_BOOK") and not said.is_foreign
    return (Intent.HUMAN, 0.8) if asks else None


def _cancels(said: Said) -> Decision:
    outright = said.has("CANCEL_OUTRIGHT") and (
        said.names_booking or said.timed or not said.left_without("CANCEL_OUTRIGHT", "SERVICES", "WHICH_ONES")
    )
    if said.is_foreign or not (outright or (said.has("ACT_CANCEL") and said.has("BOOKINGS"))):
        return None
    anew = said.has("ACT_BOOK") or said.has("ACT_MOVE") or said.has("TRY")
    if said.timed and anew and " and " in said.text:
        return Intent.RESCHEDULE, 0.8
    return Intent.CANCEL, 0.9


def _moves(said: Said) -> Decision:
    """Move something that exists, or put right what is being booked."""
    if _shifts(said):
        return (Intent.CHANGE, 0.7) if said.expecting else (Intent.RESCHEDULE, 0.7)
    outright = said.has("MOVE_OUTRIGHT")
    if said.has("CANT_COME") and not said.expecting and not outright:
        return Intent.RESCHEDULE, 0.6
    if not outright and not (said.has("ACT_MOVE") and (said.has("BOOKINGS") or said.timed)):
        return None
    if said.is_foreign or (said.opens_with("HOW") and not said.has("BOOKINGS")):
        return None
    corrects = said.opens_with("CHANGE_MARKS") or (said.expecting and not outright)
    unnamed = said.has("CHANGE_OBJECTS") and not said.names_booking and not outright
    if corrects or unnamed or (said.has("CHANGE_MARKS") and said.has("ACT_BOOK")):
        return Intent.CHANGE, 0.8
    return Intent.RESCHEDULE, 0.85


def _shifts(said: Said) -> bool:
    """Tell whether a time is to be moved by so much, or to the same hour of another day."""
    shift = shift_of(said.text)
    if shift is None or said.is_foreign or said.has("ACT_BOOK") or said.has("ADDITIONAL"):
        return False
    if shift.keeps_time and not said.timed:
        return False
    tables = ("ACT_MOVE", "MOVE_OUTRIGHT", "CHANGE_MARKS", "SHIFTING", "YES", "NO", "GREETINGS")
    left = said.left_without(*tables)
    return said.names_booking or not left or (said.has("ACT_MOVE") and len(left) <= _FEW)


def _asks(said: Said) -> Decision:
    """Questions about one's own bookings and about free time."""
    if said.is_foreign:
        return None
    named = said.names_booking or said.has("SERVICES")
    if said.has("MY_TIME") and not said.has("ACT_BOOK") and not said.opens_with("CHANGE_MARKS"):
        return Intent.AVAILABILITY, 0.85
    mine = (said.has("ASK_BOOKED") or (said.has("ASK_MINE") and named)) and not said.opens_with("YES")
    return (Intent.LOOKUP, 0.85) if mine else None


def _corrects(said: Said) -> Decision:
    """A date or time put right in the middle of a booking."""
    if not said.timed or said.opens_with("YES") or said.is_foreign:
        return None
    marks = said.has("CHANGE_MARKS") and (said.expecting or not said.has("TRY"))
    return (Intent.CHANGE, 0.8) if said.opens_with("CHANGE_MARKS") or marks else None


def _books(said: Said) -> Decision:
    asks_how = said.opens_with("HOW") and not said.has("ACT_BOOK") and not said.opens_with("ASK_FREE")
    if said.is_foreign or said.has("REMINDERS") or asks_how:
        return None
    if _orders(said) or _NEEDS_ONE.match(said.opening):
        return Intent.BOOK, 0.9
    wants = said.has("WANT") and said.names_booking
    asks = said.has("ASK_FREE") and (said.timed or said.names_booking or _says_little(said))
    if asks and not (wants and (said.timed or said.has("A_BOOKING"))):
        return Intent.AVAILABILITY, 0.8
    if wants and len(said.left_without()) <= _LONG:
        return Intent.BOOK, 0.8
    if said.has("A_BOOKING") and (said.names_booking or (said.timed and said.has("WANT"))):
        return Intent.BOOK, 0.7
    floats = said.timed and (said.has("TRY") or (said.names_booking and _says_little(said)))
    bare_want = said.timed and said.has("WANT") and not said.left_without("YES", "NO", "GREETINGS", "WANT")
    return (Intent.BOOK, 0.7) if floats or bare_want else None


def _orders(said: Said) -> bool:
    """Tell whether a booking is asked for by a word for the act."""
    if said.has("ACT_BOOK"):
        thing = said.names_booking or said.has("SERVICES")
        return thing or said.timed or _is_an_order(said) or not said.left_without("ACT_BOOK")
    arranges = said.has("ACT_ARRANGE") and said.has("BOOKINGS") and not said.has("ASK_FREE")
    return arranges or ("set up" in said.untimed and said.timed and said.has("SERVICES"))


def _says_little(said: Said) -> bool:
    return len(said.left_without()) <= _CHATTY


def _social(said: Said) -> Decision:
    if said.has("HELP_ASKS"):
        return Intent.HELP, 0.85
    if said.timed or said.is_foreign:
        return None
    if said.opens_with("YES_FIRMLY") and not said.opens_with("NO"):
        return Intent.AFFIRM, 0.85
    left = said.left_without("YES", "NO", "GREETINGS")
    answers = (said.opens_with("YES") or said.opens_with("NO")) and not said.opens_with("GREETINGS")
    if said.has("GREETINGS") and not answers and len(left) <= _CHATTY - 1:
        return Intent.GREETING, 0.85
    if said.has("NO") and len(left) <= _CHATTY:
        return Intent.DENY, 0.85
    agrees = said.has("YES") and (said.opens_with("YES") or len(left) <= _CHATTY - 2)
    return (Intent.AFFIRM, 0.85) if agrees and not said.text.endswith("?") else None


def _answers(said: Said) -> Decision:
    """A date or time with hardly a word around it."""
    if not said.timed or said.is_foreign:
        return None
    if said.opens_with("YES"):
        return Intent.AFFIRM, 0.7
    asks = said.opens_with("HOW") or said.opening.startswith(("what ", "what's", "where", "who"))
    few = len(content_of(said.around_time)) <= (_CHATTY if said.expecting else 0)
    return (Intent.BOOK, 0.6) if few and not asks else None


_IMPERATIVE_BOOK: Final = re.compile(
    r"^(?:please |can you |could you |will you |just )*(?:book|reserve|schedule) "
    r"(?:me|us|it|that|this|a|an|the|my|for|in|\d+)\b"
)


_NEEDS_ONE: Final = re.compile(r"(?:(?:hi|hello|hey)\W+)?need (?:appt|app\w*|booking)\b")


def _is_an_order(said: Said) -> bool:
    return _IMPERATIVE_BOOK.match(said.opening) is not None


_CHECKS: Final = (
    _says_only_yes,
    _says_bare_yes,
    _says_yes_first,
    _parts,
    _asks_who,
    _hands_over,
    _cancels,
    _moves,
    _asks,
    _corrects,
    _books,
    _social,
    _answers,
)
