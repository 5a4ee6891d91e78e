"""Which dates are only spoken of: past ones, and the day in small talk. They ask for nothing."""

import re
from typing import Final

from frontdesk.assistant.offline.mention import Mention

_PAST: Final = re.compile(r"\b(?:last|past|previous|since|ago|born|dated|as of)(?: (?:the|on|in|this))*\s*$")
_SMALL_TALK: Final = re.compile(
    r"^[\s,]*(?:(?:hi|hello|hey)[\s,]+)?"
    r"(?:how (?:is|was|are)|how's|have an?|enjoy|(?:thanks|thank you)[\w\s]{0,12} for)\b"
)
_IDLE_BEFORE_TODAY: Final = re.compile(
    r"\b(?:weather|how are you|how is|how's|your day|help(?:ing|ed)? me|your help|all for|everything for"
    r"|done for|that(?:'?s| is| was| will be|'ll be) it for|great|nice|lovely|sick|sore|hurts?|feeling"
    r"|feel|busy|sunny|outside)\b[\w' ]{0,25}$"
)
_ONLY_TODAY: Final = re.compile(
    r"(?:later )?(?:today|tonight|tonite|this (?:morning|afternoon|evening|week))'?s?$"
)
_SEE_YOU: Final = re.compile(r"\b(?:see (?:you|ya|u)|cya|until|till)(?: (?:all|then|on|at|next|the))*\s*$")
_YESTERDAY: Final = re.compile(
    r"\b(?:come(?: in)?|book(?: me)?(?: in)?(?: for| on)?|appointment (?:for|on)|in for) yesterday\b"
    r"|^yesterday(?: at [\w: ]+)?[?.! ]*$"
)
SENTENCE_END: Final = re.compile(r"[.!?;]")


def is_idle(text: str, mention: Mention) -> bool:
    """Tell whether a date is only spoken of: "how are you today", "since Monday", "thanks for Tuesday"."""
    clause = SENTENCE_END.split(text[: mention.start])[-1]
    if _PAST.search(clause) or _SMALL_TALK.match(clause):
        return True
    return bool(_ONLY_TODAY.match(mention.words.lower()) and _IDLE_BEFORE_TODAY.search(clause))


def takes_leave_until(text: str, mention: Mention) -> bool:
    """Tell whether a date is the one of "see you on Monday": the lead takes themself to be booked then."""
    return _SEE_YOU.search(text[: mention.start]) is not None


def asks_for_yesterday(text: str) -> bool:
    """Tell whether the day asked for is yesterday, which no reading of dates returns."""
    return _YESTERDAY.search(text) is not None
