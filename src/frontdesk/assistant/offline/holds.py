"""Why a message that names an act or a time is no order: denied, withdrawn, conditional, asked. Pure.

What is held back is never acted on, by whichever model; it is asked about. So a pattern here may well be too
wide: it costs a question. The first that matches counts.

| hold | said |
|---|---|
| `PRETENDED` | "imagine you book me Monday at 9" |
| `REPORTED` | "tell my husband to book Monday", "he asked me to book", "you booked me last time" |
| `DENIED` | "don't book me on Tuesday" |
| `CONDITION` | "book Tuesday at 2 if my boss agrees"; not "if it's free", which is looked up anyway |
| `POSTPONED` | "I have to check first", "yes, but not now" |
| `WITHDRAWN` | "book Monday at 9. Oh, never mind"; not when another time follows |
| `ASKED` | "should I book Monday?", "Mon 9am?"; not "can you book Monday?", which is a request |
| `DOUBTED` | "yes, maybe" |
"""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Hold(StrEnum):
    """Why a message is no order."""

    PRETENDED = "pretended"
    REPORTED = "reported"
    DENIED = "denied"
    CONDITION = "condition"
    POSTPONED = "postponed"
    WITHDRAWN = "withdrawn"
    ASKED = "asked"
    DOUBTED = "doubted"


WHEN: Final = "\x00"
"""Stands for each date and time while a message is looked through."""

_ACTS: Final = (
    r"(?:book|schedul|reserv|sign (?:me|us) up|put (?:me|us|it|that)|pencil|squeeze|fit (?:me|us) in|arrang"
    r"|make an app|cancel|call (?:it|that|this) off|delet|drop|scrap|remov|mov(?:e|ing)\b|chang|reschedul"
    r"|switch|shift|push|postpon|swap)"
)
_OTHERS: Final = (
    r"(?:he|she|they|somebody|someone|everybody|everyone|people|(?:my|our|his|her|their|the|your) [a-z]+)"
)
_PRETENDED: Final = re.compile(
    r"\b(?:pretend\w*|imagine|suppose|hypothetical\w*|act it out|act as if|as if you|role-?play|if you were"
    r"|finge|imagina|supon\w*|hypothetisch|fais semblant)\b"
)
_REPORTED: Final = re.compile(
    r"\b(?:tell|ask|remind|advise) (?:him|her|them|my|our|his|their|the)\b"
    rf"|\b{_OTHERS} (?:just |also |already |has |have |had )?(?:said|says|told|tells|asked|asks|wrote|texted"
    r"|suggest\w*|recommend\w*|thinks|insist\w*|cancell?ed|moved|booked)\b"
    r"|\bi (?:was|am|got) told\b|\b(?:told|asked) me to\b"
    r"|\b(?:you|i|we)(?:'ve| have| had)?(?: already| just)? (?:booked|scheduled|reserved)\b"
)
_DENIED: Final = re.compile(
    r"(?<!why )(?<!if you )\b(?:don't|dont|do not|never|not to|shouldn't|should not|mustn't|must not|won't"
    r"|would not|wouldn't|rather not|better not|no need to|stop|without|refuse to)\b"
    rf"(?! (?:forget|hesitate|mind|worry))[^.!?;,]{{0,30}}?\b{_ACTS}"
)
_HARMLESS_IF: Final = (
    rf"(?:so\b|not\b|possible|available|need\w*|at all possible|you (?:please|like|don't mind|wouldn't mind)"
    rf"|you (?:have|'ve got|can do|can fit me in|can|could|are free|are open)\b"
    r"(?! \w+ (?:me )?(?:a|that|for less))"
    rf"|(?:it|that|this|there|{WHEN}|the (?:slot|time|appointment))(?:'s| is| are)?(?: still)?"
    r" (?:ok|okay|fine|alright|all right|free|available|open|possible|good|works?|a (?:slot|spot|gap))"
    r"(?! (?:for|with) (?!you)))"
)
_CONDITION: Final = re.compile(
    rf"\bif\b(?! {_HARMLESS_IF})|\b(?:unless|as long as|provided|providing|assuming|depend(?:s|ing) on"
    r"|subject to|only if|in case|on condition)\b"
    r"|\b(?:once|when|until|till|after|as soon as) (?:i|i've|i'm|we|we've|he|she|they|my|our)\b"
    r"(?! (?:can|could) come)"
)
_POSTPONED: Final = re.compile(
    r"\b(?:ask me first|check with me|(?:let me|lemme) (?:check|think|see|ask|look|sleep|talk|call)"
    r"|let me know first|(?:have|need|got|want|going) to (?:check|think|ask|talk to|speak to)"
    r"|(?:have|need|got|want|going) to see (?:if|whether)"
    r"|not (?:now|yet|right now|just yet|at the moment|so fast)|hold (?:off|on)|before you (?:book|do)"
    r"|(?:i'll|i will|we'll|we will|gonna) (?:think|check|let you know|get back|see|decide|be in touch|call)"
    r"|get back to you|let you know|(?<!can't )(?<!cannot )wait)\b"
)
_WITHDRAWN: Final = re.compile(
    r"\b(?:never ?mind|nvm|forget (?:it|that|about it|this)|(?:just|only) (?:kidding|joking)|jk|scratch that"
    r"|strike that|chang\w+ my mind|disregard|ignore (?:that|this)|leave it|cancel that|take (?:it|that) back"
    r"|on second thoughts?|stop that|found (?:someone|somebody|something|another))\b"
    r"|\b(?:no|nope|nah|no way|no thanks|no thank you|don't|dont|do not|stop)[\s.!,?]*$"
)
_DOUBTED: Final = re.compile(
    rf"(?:\b(?:yes|yeah|yep|ok|okay|sure|{_ACTS})\b|{WHEN}|^)[^.!?;\n]*"
    r"\b(?:maybe|perhaps|possibly|might(?! have)|probably|not sure|unsure|no idea)\b"
)
_ASKS_ADVICE: Final = re.compile(
    r"\b(?:should|shall|must) (?:i|we)\b|\bdo (?:i|we) (?:have|need) to\b|\bwhat (?:if|happens)\b|\bor wait\b"
    r"|\bor not\b|\bis it (?:better|wise|worth|possible|too|ok|okay)\b|\bhow (?:do|can|would|should|to)\b"
    r"|\b(?:did|have) you\b|\bwhich (?:one |of (?:them|those|these) )?(?:is|are|was)\b"
    r"|\bwhat(?:'s| is| are) (?:the |your )?(?:first|last|earliest|latest|soonest)\b"
)
_REQUESTS: Final = re.compile(
    r"\b(?:please|pls|plz|can|could|may|will you|would you|i'd like|i would like|i want|i need|i'll take"
    r"|let's|lets)\b"
)
_ACT: Final = re.compile(
    rf"\b{_ACTS}|\b(?:do it|yes|yeah|yep|ok|okay|sure"
    r"|(?:first|second|third|fourth|last|latest|earliest|early|late) (?:one|slot|option|choice))\b"
)
_CLAUSE: Final = re.compile(r"([^.!?;,\n]+)([.!?;,\n]|$)")
_SENTENCE_END: Final = re.compile(r"[.!?;\n]")
_ORDERS_ANOTHER: Final = re.compile(rf"[.!?;,]\W*(?:[a-z]+ ){{0,2}}{_ACTS}[^.!?;,]*{WHEN}")
_HOLDS: Final = (
    (Hold.PRETENDED, _PRETENDED),
    (Hold.REPORTED, _REPORTED),
    (Hold.DENIED, _DENIED),
    (Hold.CONDITION, _CONDITION),
    (Hold.POSTPONED, _POSTPONED),
    (Hold.WITHDRAWN, _WITHDRAWN),
    (Hold.ASKED, _ASKS_ADVICE),
    (Hold.DOUBTED, _DOUBTED),
)


def held_back(text: str, *, spans: Sequence[tuple[int, int]]) -> Hold | None:
    """Return why a message is no order, or None when nothing speaks against it.

    Args:
        text: the message, lower case, quotes straightened.
        spans: where in the text it names dates or times.
    """
    said = _with_times_marked(text, spans)
    for hold, pattern in _HOLDS:
        found = pattern.search(said)
        if found and not _is_put_right(hold, said[found.end() :]):
            return hold
    return Hold.ASKED if _asks(said) else None


def _is_put_right(hold: Hold, rest: str) -> bool:
    """Tell whether what follows orders something else: "not now, Thursday", "don't book it, move it"."""
    if hold == Hold.DENIED:
        return _ORDERS_ANOTHER.search(rest) is not None
    return hold in (Hold.WITHDRAWN, Hold.POSTPONED) and WHEN in rest


def _asks(said: str) -> bool:
    """Tell whether a time, an act or a yes stands in a question that requests nothing."""
    return any(
        mark == "?" and (WHEN in clause or _ACT.search(clause)) and not _REQUESTS.search(clause)
        for clause, mark in _CLAUSE.findall(said)
    )


def _with_times_marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return the message with one mark for each date and time in it."""
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [text[at:start], WHEN]
        at = max(at, end)
    return "".join([*parts, text[at:]])
