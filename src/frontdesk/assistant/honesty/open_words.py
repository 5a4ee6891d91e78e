"""Words by which a reply shows that nothing is settled yet, or that what stands still stands. Only data.

Whatever says none of this may be taken for a booking, and gets a line that says what is so. So a phrase that
is missing here costs a line too many, and never leaves anybody believing something that is not so. Patterns
meet one clause as `clauses.folded` leaves it.
"""

import re
from typing import Final


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_ACT = (
    r"(?:book|reserv|schedul|arrang|mak|set|put|hold|find|check|look|offer|confirm|mov|cancel|chang"
    r"|reschedul)\w*"
)
_DONE = r"(?:booked|reserved|scheduled|made|arranged|confirmed|settled)"
_NEVER = r"(?:haven't|have not|hasn't|has not|didn't|did not|isn't|is not|aren't|not yet|never)"
_CANNOT = r"(?:couldn't|could not|can't|cannot|unable|won't|not able|didn't|did not|no puedo)"

SPEAKS: Final = _any_of(
    r"\b(?:book|reserv|appoint|schedul|slot|spot|visit|session|calendar|diary|agenda|confirm|secur|cancel|mov"
    r"|penci?l|chang|cita|turno|hueco|agend|apunt|anulad|arrang|rendez|termin|arriv|expect|see you|coming"
    r"|yours|sorted|come (?:on|in|by|at|over)|ready|went through|everything|done|gone|off the|drop|remov"
    r"|history|swap|push|postpon)"
)
"""A clause that may speak of a booking."""

NOTHING_BOOKED: Final = _any_of(
    rf"\b(?:nothing|none|no (?:\w+ )?(?:appointment|booking|visit)s?)\b(?: \w+){{0,3}}? {_DONE}\b",
    rf"\b{_NEVER}(?: \w+){{0,2}}? {_DONE} (?:anything|any|it|that|you|this|a|an|one|for)\b",
    r"\b(?:is|are|'s) not (?:yet )?booked\b|\bisn't booked\b|\bno upcoming (?:booking|appointment)",
    r"\byou(?: have|'ve)(?: got)? no (?:\w+ )?(?:booking|appointment|visit)|\byou don't have (?:a|an|any) ",
    r"\b(?:nada|ninguna? (?:cita|reserva))\b.{0,20}\b(?:reservad|agendad)",
    r"\bno (?:he|hemos|esta|hay)\b.{0,15}\b(?:reservad|agendad|nada)",
    r"\bnichts (?:\w+ )?(?:gebucht|reserviert)\b|\bnicht gebucht\b|\brien (?:\S+ ){0,3}reserve"
    r"|\bpas (?:encore )?reserve",
    r"\bnada (?:\w+ ){0,2}(?:reservado|marcado|agendado)|\b(?:niente|nulla)\b.{0,12}prenotat"
    r"|prenotat\w (?:nulla|niente)",
    r"(?:\u8fd8\u6ca1|\u6ca1\u6709|\u672a|\u5c1a\u672a).{0,4}(?:\u9884|\u8ba2)",
    r"\u043d\u0438\u0447\u0435\u0433\u043e \u043d\u0435 .{0,6}(?:\u0437\u0430\u0431\u0440\u043e\u043d"
    r"|\u0437\u0430\u043f\u0438\u0441)",
)
"""It says of everything that it is not booked."""

NOT_BOOKED: Final = _any_of(
    rf"\b{_CANNOT}\b(?: \w+){{0,3}}? {_ACT}\b|\bdidn't work\b|\bdid not work\b",
    r"\bonly be (?:booked|confirmed)|\bwill be confirmed once\b",
)
"""It says of something that it was not or cannot be booked."""

NOT_CHANGED: Final = _any_of(
    rf"\b(?:{_NEVER}|{_CANNOT}|nothing)\b(?: \w+){{0,3}}? (?:cancell?|mov|chang|reschedul)\w*",
    r"\b(?:stays|stands|unchanged|as it is|still (?:booked|on for|have|holds?))\b",
    r"\bno (?:he|hemos) (?:cancelado|cambiado|movido|anulado)|\bsigue\b",
)
"""It says that a booking was not cancelled or moved."""

STANDS: Final = _any_of(r"\b(?:stays|stands|still|keep|kept|unchanged|have|is|booked|sigue|tienes|es)\b")
"""With the time of a booking that stands, and with it alone, this is so."""

CHOICE_ASKED: Final = _any_of(
    r"\b(?:which|what)\b.{0,30}\b(?:days?|times?|dates?|hour|one|slot|week|these|those|them|suits?"
    r"|works?|prefer)\b",
    rf"\bwhen\b|\b(?:shall|should|may|can|could) (?:i|we)\b.{{0,20}}\b{_ACT}\b|\bgo ahead\b",
    rf"\b(?:like|want|need) (?:me|us) to\b.{{0,12}}\b{_ACT}\b",
    r"\bwould you (?:like|rather|prefer) to (?:book|make one|come|choose|pick|reserve|schedule|keep|move)\b",
    r"\bwould you like to make\b|\bwould you like another\b|\b(?:want|like) (?:it|one|that)\b",
    r"\b(?:does|do|would|will|is|are)\b.{0,30}\b(?:work|suit|sound|fit|right|correct|ok|okay|better"
    r"|all right)\b",
    r"\bhow (?:about|does|is|do)\b|\bwhat about\b|\b(?:do|did) you mean\b|\bprefer\b|\banother (?:day"
    r"|time)\b",
    r"\bin the (?:morning|afternoon)\b|\bis that the day\b|\bare you set on\b",
    r"\b(?:cual|que dia|que hora|cuando|a que|prefieres?|te viene|le viene|quieres? que|te parece"
    r"|reservo|agendo)\b",
    r"\b(?:conviene|vendria|puedo reservar)\b",
)
"""A question about a day, a time, a choice, or whether to go ahead."""

CHANGE_ASKED: Final = _any_of(
    r"\b(?:shall|should|may|can|could) (?:i|we)\b.{0,20}\b(?:cancel|mov|chang|reschedul|keep)\w*",
    r"\b(?:like|want|need) (?:me|us) to\b.{0,12}\b(?:cancel|mov|chang|reschedul|keep)\w*",
    r"\b(?:like|want|prefer) to (?:keep|cancel|move|change|reschedule)\b|\bgo ahead\b|\bhow about\b"
    r"|\bdid you mean\b",
    r"\b(?:which|what)\b.{0,30}\b(?:days?|times?|dates?|hour|one|appointment|booking)\b|\bwhen\b"
    r"|\bdo you mean\b",
    r"\bwould\b.{0,30}\b(?:work|suit)\b|\b(?:cual|que dia|que hora|cuando|quieres? que|te viene)\b",
)
"""A question about which booking, to when, or whether to go ahead with a change."""

CHOICE_WANTED: Final = _any_of(
    r"\b(?:tell me|let me know|say|choose|pick|name|give me|need|dime|elige|necesito"
    r"|want to make sure)\b.{0,40}"
    r"\b(?:days?|times?|date|one of|when|which|knowing|your ok|yes|dia|hora|cual)\b",
    r"\bplease (?:choose|pick)\b|\blet me (?:check|look|see)\b|\bjust say (?:so|yes)\b|\bsolo di\b",
    rf"\b(?:i|we)(?: can| could|'d be (?:glad|happy) to)(?: also"
    rf"| help you)?(?: to)? {_ACT}\b(?! (?:forward|out))",
    r"\byou(?:'d like| asked for| want)\b|\bi see (?:you want|that you)\b|\bhave to look\b",
    rf"\byou can (?:also |still )?{_ACT}\b|\b(?:i|we) can have you (?:booked|down|in)\b",
)
"""A statement that asks for a choice, says what could be done, or repeats what the lead wants."""

CONDITION: Final = _any_of(
    r"\b(?:once|as soon as|before|until|when|if|after|si|cuando)\b.{0,24}?"
    r"\b(?:like|say|pick|choose|confirm|agree|tell|give|know|yes|prefer|decide|book|booked|quieres?"
    r"|digas|confirmes)\b",
    r"\bjust say\b|\bto (?:get you booked|book)\b",
)
"""What is said with it waits for the lead."""

OFFERED: Final = _any_of(
    r"\b(?:free|available|open|openings?|hay|tengo|tenemos|libres?|disponibles?|offer|found|find"
    r"|nearest|closest|earliest"
    r"|choose|pick|(?:i|we)(?:'ve| have| see)(?: got)?(?! you\b)|can do|there are|there's|could do)\b"
)
"""With times that were looked up, and with them alone, it is an offer."""

TAKEN: Final = _any_of(
    r"(?:\b(?:is|are|was)|'s)(?: \w+){0,1}? (?:taken(?! care)|unavailable|full|closed|gone|booked up"
    r"|booked out|passed)\b",
    r"\b(?:not|n't) (?:\w+ )?(?:free|available|open)\b|n't (?:\w+ )?(?:free|available|open)\b|\bhas passed\b",
    r"\b(?:someone else|somebody else|another customer|fully booked|outside (?:our|the))\b",
    r"\b(?:no|nothing|not anything) (?:free|available|further that way|open|left|at|else free|is free)\b",
    r"\bocupad",
    r"\bno (?:esta|hay|tengo) (?:libre|disponible|nada|huecos?)|\bno such day\b",
)
"""A time is not to be had."""

OF_THE_LEAD: Final = _any_of(
    r"\b(?:does|do|is|are) your\b|\b(?:were|are) you\b(?! (?:free|available|looking|thinking|set)\b)"
)
"""A question about something of the lead's, whatever else it names."""

HARMLESS: Final = _any_of(
    r"(?:\d|[ap]m|noon|times?|slots?|o'clock)(?: is| are|'s)(?: already| all)? (?:booked|reserved)\b"
    r"(?! (?:for|in|under))",
    r"\b(?:appointments?|visits?|it|they) (?:usually |normally )?(?:takes?|lasts?) (?!place)",
    r"\b(?:that date|it|that|\d+(?:st|nd|rd|th)? \w+) is a (?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
)
"""A time is somebody else's, if a question or an offer stands beside it; a weekday or a length is told."""
