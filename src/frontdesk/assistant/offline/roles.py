"""What each date and time does in its sentence: asked for, turned down, left behind, or only spoken of."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.mentions import Mention, Role
from frontdesk.assistant.offline.tokens import Token

_TURNED_DOWN_BEFORE: Final = re.compile(
    r"(?:(?<!why )(?<!if )\bnot\b|\bn't\b|\bexcept|\bbesides|\bother than|\brather than|\binstead of|\bapart from"
    r"|\b(?:anything|any day|any time|anytime|everything|all|every day) but|\bbut not"
    r"|\b(?:can'?t|cannot|can not|couldn'?t|won'?t be able to) (?:do|make|come|attend|manage|get there)(?: it| in)?"
    r"|\b(?:don'?t|do not|doesn'?t) (?:want|like|need|book)(?: it| that| the appointment)?"
    r"|\b(?:busy|away|unavailable|working|out of town|not free|not available|booked up|not around|no longer)"
    r"|\bi (?:already )?have (?:a|an|my|work|another|plans|something|to work)\b[\w' ]{0,30}?)"
    r"(?: (?:on|at|for|the|this|be|is|in|all|all day|that|day|a|until))*\s*$"
)
_TURNED_DOWN_AFTER: Final = re.compile(
    r"^(?: (?:at all|then|actually|really|just|unfortunately|also))?(?:,? (?:which|that))? ?"
    r"(?:is not|isn'?t|is no|are not|aren'?t|'s not|'s no|does not|doesn'?t|don'?t|do not|won'?t|will not|wouldn'?t|"
    r"would not|can'?t|cannot|is bad|is out|is too (?:late|early|soon)|'s too|is taken|is full|is impossible|"
    r"is difficult|is tricky|is wrong|was wrong|no longer)\b"
)
_ASIDE_BEFORE: Final = re.compile(
    r"\b(?:last|past|previous|since|ago|born|born on|dated|as of|on time|back)(?: (?:the|on|in|this))*\s*$"
)
_IDLE_TODAY: Final = re.compile(
    r"\b(?:weather|how are you|how is|how's|your day|help(?:ing|ed)? me|your help|all for|it for|everything for|"
    r"done for|great|nice|lovely|sick|sore|hurts?|feeling|feel|busy|sunny|outside)\b[\w' ]{0,25}$"
)
_ONLY_TODAY: Final = re.compile(
    r"(?:later )?(?:today|tonight|tonite|this (?:morning|afternoon|evening|week))'?s?$"
)
_ALTERNATIVE: Final = re.compile(r"^[\s,]*(?:or|or else|or maybe|or even|or if not|if not|otherwise|and)?\b")
_OR: Final = re.compile(r"(?:\bor\b|\bif not\b|\botherwise\b|\bfailing that\b)(?:[\w' ,]{0,24})$")
_SOURCE_BEFORE: Final = re.compile(r"\bfrom(?: (?:the|my|our))?\s*$")
_TARGET_BEFORE: Final = re.compile(
    r"\b(?:to|until|till|into|for|make it|be|instead|do|have it|try)(?: (?:on|at|the|be|around|about|is))*\s*$"
)
_OWN_BEFORE: Final = re.compile(r"\b(?:my|our|the|his|her)\s*$")
_FROM_TO: Final = re.compile(r"^(?:from|at|on)?\s*.*\b(?:to|until|till)\b")
_IDLE_INTENTS: Final = frozenset((Intent.THANKS, Intent.GOODBYE, Intent.GREETING, Intent.HELP, Intent.HUMAN))
_MOVES: Final = frozenset((Intent.RESCHEDULE, Intent.CHANGE))


def is_idle(text: str, mention: Mention) -> bool:
    """Tell whether a day is only small talk: "how are you today", "thanks for helping me today"."""
    clause = re.split(r"[.!?;]", text[: mention.start])[-1]
    return bool(_ONLY_TODAY.match(mention.words.lower()) and _IDLE_TODAY.search(clause))


def with_roles(
    text: str, tokens: Sequence[Token], *, mentions: Sequence[Mention], intent: Intent
) -> tuple[Mention, ...]:
    """Return the mentions that count, each with its role; those merely spoken of are left out."""
    if not mentions or intent in _IDLE_INTENTS:
        return ()
    split = [part for mention in mentions for part in _split(mention, intent)]
    told: list[Mention] = []
    for mention in split:
        role = _role(text, mention, earlier=told)
        if role:
            told.append(replace(mention, role=role) if mention.role == Role.PLAIN else mention)
    return tuple(_moved(text, told) if intent in _MOVES else told)


def _role(text: str, mention: Mention, *, earlier: Sequence[Mention]) -> Role | None:
    """Return what a mention does, or None when it is only spoken of."""
    clause = re.split(r"[.!?;]", text[: mention.start])[-1]
    before = re.split(r",", clause)[-1]
    after = text[mention.end : mention.end + 40]
    if _ASIDE_BEFORE.search(before):
        return None
    if _TURNED_DOWN_BEFORE.search(before) or _TURNED_DOWN_AFTER.match(after):
        return Role.REJECTED
    if earlier and earlier[-1].role != Role.REJECTED:
        between = text[earlier[-1].end : mention.start]
        if _OR.search(between) and not re.search(r"[.!?;]", between):
            return Role.ALTERNATIVE
    return Role.PLAIN


def _split(mention: Mention, intent: Intent) -> tuple[Mention, ...]:
    """Take "from 3 to 4" apart when something is being moved: there it is no range."""
    is_range = mention.time_end is not None and mention.time is not None
    if (
        intent != Intent.RESCHEDULE
        or not (is_range or mention.date_end)
        or not _FROM_TO.match(mention.words.lower())
    ):
        return (mention,)
    if mention.date_end:
        source = replace(mention, date_end=None, time=None, time_end=None, part=None, role=Role.SOURCE)
        return source, replace(mention, date=mention.date_end, date_end=None, role=Role.TARGET)
    source = replace(mention, time_end=None, role=Role.SOURCE)
    return source, replace(mention, time=mention.time_end, time_end=None, role=Role.TARGET)


def _moved(text: str, mentions: list[Mention]) -> list[Mention]:
    """Tell what a booking is moved from and to."""
    told = [_by_word(text, mention) for mention in mentions]
    targets = [at for at, mention in enumerate(told) if mention.role == Role.TARGET]
    if targets:
        first = targets[0]
        return [
            replace(mention, role=Role.SOURCE) if mention.role == Role.PLAIN and at < first else mention
            for at, mention in enumerate(told)
        ]
    return told


def _by_word(text: str, mention: Mention) -> Mention:
    if mention.role != Role.PLAIN:
        return mention
    before = text[: mention.start]
    inside = mention.words.lower()
    if _SOURCE_BEFORE.search(before) or inside.startswith("from "):
        return replace(mention, role=Role.SOURCE)
    if _TARGET_BEFORE.search(before):
        return replace(mention, role=Role.TARGET)
    if _OWN_BEFORE.search(before) and not inside.startswith("the "):
        return replace(mention, role=Role.SOURCE)
    return mention
