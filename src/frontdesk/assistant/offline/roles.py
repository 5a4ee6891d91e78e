"""What each date and time does in its sentence: asked for, turned down, left behind, or second best."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from frontdesk.assistant.offline.asides import SENTENCE_END
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.mention import Mention, Role

_DENIALS: Final = (
    r"(?<!why )(?<!if )\bnot(?! only)",
    r"\b(?:except|besides|other than|rather than|instead of|apart from|but not|no longer)",
    r"\b(?:anything|any day|any time|anytime|everything|all|every day) but",
    r"\b(?:can'?t|cannot|can not|couldn'?t|won'?t be able to) (?:do|make|come|attend|get there)(?: it| in)?",
    r"\b(?:don'?t|do not|doesn'?t) (?:want|like|need|book)(?: it| that| the appointment)?",
    r"\bdon'?t think (?:i|we)(?:'d| could| can| would|'ll)?(?: be able to)?(?: do| make| come)?(?: it)?",
    r"(?<!\bam i )\b(?:busy|away|unavailable|working|out of town|not (?:free|available|around)|booked up)",
)
"""Words before a date that turn it down."""

_ENGAGED: Final = (
    r"\bi(?:'ve)? (?:already |also |actually )?(?:have|got|had)"
    r" (?:a|an|my|the|work|another|plans|something|to work)"
    r"(?! (?:time|slot|spot|opening|appointment)\b)\b[\w' ]{0,30}?"
)
"""Something else that the lead has on: "I have a wedding on Friday"."""

_LEADS_ON: Final = r"(?: (?:on|at|for|the|this|be|is|in|all|all day|that|day|a|until))*\s*$"
_TURNED_DOWN_BEFORE: Final = re.compile(f"(?:{'|'.join((*_DENIALS, _ENGAGED))}){_LEADS_ON}")
_TURNED_DOWN_AFTER: Final = re.compile(
    r"^(?: (?:at all|then|actually|really|just|unfortunately|also))?(?:,? (?:which|that))? ?"
    r"(?:is not|isn'?t|is no|are not|aren'?t|'s not|'s no|does not|doesn'?t|don'?t|do not|won'?t|will not"
    r"|wouldn'?t|would not|can'?t|cannot|is bad|is out|is too (?:late|early|soon)|'s too|is taken|is full"
    r"|is impossible|is difficult|is tricky|is wrong|was wrong|no longer)\b"
)
_LEAVES_BEFORE: Final = re.compile(
    r"\b(?:check(?:ing|s)?[ -]?out|leav(?:e|es|ing)|depart(?:s|ing)?|return(?:s|ing)?|(?:go|com)ing back)"
    r"(?: (?:on|the|by|at))*\s*$"
)
"""Words before the last day of a stay."""

_OR: Final = re.compile(r"(?:\bor\b|\bif not\b|\botherwise\b|\bfailing that\b)(?:[\w' ,]{0,24})$")
_AND: Final = re.compile(r"^\s*,?\s*(?:and|&)\b|^\s*&")
_COUNTED: Final = re.compile(
    r"\b(?:two|three|2|3) (?:\w+ )?(?:appointments|bookings|slots|spots|visits|sessions)\b"
)
_SEPARATES: Final = re.compile(r"[,./|;]?$")
_SOURCE_BEFORE: Final = re.compile(r"\bfrom(?: (?:the|my|our))?\s*$")
_TARGET_BEFORE: Final = re.compile(
    r"\b(?:to|until|till|into|for|make it|be|instead|do|have it|try)"
    r"(?: (?:on|at|the|be|around|about|is))*\s*$"
)
_OWN_BEFORE: Final = re.compile(r"\b(?:my|our|the|his|her)\s*$")
_FROM_TO: Final = re.compile(r"\b(?:to|until|till)\b")
_IDLE_INTENTS: Final = frozenset(
    (Intent.THANKS, Intent.GOODBYE, Intent.GREETING, Intent.HELP, Intent.HUMAN, Intent.IDENTITY)
)
_MOVES: Final = frozenset((Intent.RESCHEDULE, Intent.CHANGE))


def with_roles(text: str, mentions: Sequence[Mention], *, intent: Intent) -> tuple[Mention, ...]:
    """Return the mentions, each with its role; in thanks, greetings and the like there are none."""
    if not mentions or intent in _IDLE_INTENTS:
        return ()
    told: list[Mention] = []
    for mention in chain.from_iterable(_split(one, intent) for one in mentions):
        role = _role(text, mention, earlier=told[-1] if told else None)
        told.append(replace(mention, role=role) if mention.role == Role.PLAIN else mention)
    return tuple(_moved(text, told) if intent in _MOVES else _listed(text, told))


def _listed(text: str, mentions: list[Mention]) -> list[Mention]:
    """Tell what the commas of a list mean by its last word: "2, 3 or 4" is a choice, "2, 3 and 4" none."""
    told = list(mentions)
    for at in () if _COUNTED.search(text) else range(len(told) - 1, 0, -1):
        before, after = told[at - 1], told[at]
        between = text[before.end : after.start].strip()
        if not (_SEPARATES.match(between) and before.is_exact_time and after.is_exact_time):
            continue
        following = told[at + 1] if at + 1 < len(told) else None
        is_sum = between == "," and following is not None and _AND.search(text[after.end : following.start])
        if after.role == Role.PLAIN and not (is_sum and following and following.role == Role.PLAIN):
            told[at] = replace(after, role=Role.ALTERNATIVE)
    return told


def _role(text: str, mention: Mention, *, earlier: Mention | None) -> Role:
    before = text[max(0, mention.start - _REACH) : mention.start]
    clause = SENTENCE_END.split(before)[-1].rsplit(",", 1)[-1]
    if _TURNED_DOWN_BEFORE.search(clause) or _TURNED_DOWN_AFTER.match(text[mention.end : mention.end + 40]):
        return Role.REJECTED
    stays = earlier and earlier.role == Role.PLAIN and _ends_a_stay(earlier, mention)
    if stays and _LEAVES_BEFORE.search(clause):
        return Role.LAST
    return _beside(text, mention, earlier=earlier)


def _ends_a_stay(first: Mention, last: Mention) -> bool:
    """Tell whether two mentions are two single days, the earlier one first."""
    are_days = all(one.time is None and one.time_end is None and not one.date_end for one in (first, last))
    return are_days and first.date is not None and last.date is not None and first.date < last.date


def _beside(text: str, mention: Mention, *, earlier: Mention | None) -> Role:
    """Return whether a mention stands for itself or is second best to an earlier one."""
    if earlier and earlier.role != Role.REJECTED:
        between = text[earlier.end : mention.start]
        listed = between.strip() == "," and mention.time is None and earlier.time is None
        if listed or (_OR.search(between) and not SENTENCE_END.search(between)):
            return Role.ALTERNATIVE
    return Role.PLAIN


_REACH: Final = 80
"""Characters before a date in which words still bear on it."""


def _split(mention: Mention, intent: Intent) -> tuple[Mention, ...]:
    """Take "from 3 to 4" apart when something is being moved: there it is no range."""
    is_range = mention.time_end is not None and mention.time is not None
    moves = intent == Intent.RESCHEDULE and _FROM_TO.search(mention.words.lower())
    if not moves or not (is_range or mention.date_end):
        return (mention,)
    if mention.date_end:
        source = replace(mention, date_end=None, time=None, time_end=None, part=None, role=Role.SOURCE)
        return source, replace(mention, date=mention.date_end, date_end=None, role=Role.TARGET)
    source = replace(mention, time_end=None, role=Role.SOURCE)
    return source, replace(mention, time=mention.time_end, time_end=None, role=Role.TARGET)


def _moved(text: str, mentions: list[Mention]) -> list[Mention]:
    """Tell what a booking is moved from and to: what is named before the target is what it leaves."""
    told = [_by_word(text, mention) for mention in mentions]
    first = next((at for at, mention in enumerate(told) if mention.role == Role.TARGET), 0)
    return [
        replace(mention, role=Role.SOURCE) if mention.role == Role.PLAIN and at < first else mention
        for at, mention in enumerate(told)
    ]


def _by_word(text: str, mention: Mention) -> Mention:
    if mention.role != Role.PLAIN:
        return mention
    before, inside = text[: mention.start], mention.words.lower()
    if _SOURCE_BEFORE.search(before) or inside.startswith("from "):
        return replace(mention, role=Role.SOURCE)
    if _TARGET_BEFORE.search(before):
        return replace(mention, role=Role.TARGET)
    own = _OWN_BEFORE.search(before) and not inside.startswith("the ")
    return replace(mention, role=Role.SOURCE) if own else mention
