"""Whether somebody is angry with us, by their words. Pure, and slow to think so.

A person takes over when it says yes, so a tease or a complaint about the leaking roof must not count: only
words that are meant for whoever is talking, or a burst of shouting with a complaint in it.
"""

import re
from typing import Final

_AT_US: Final = (
    (
        r"\b(?:you(?:'re| are| people are| guys are)?|this|that|it(?:'s| is)|the (?:service|bot|chat))"
        r" (?:is |was |just |so |really |absolutely |completely |totally |all )*"
        r"(?:useless|ridiculous|pathetic|a joke|a disgrace|disgraceful|unacceptable|terrible|horrible|awful"
        r"|hopeless|incompetent|idiots?|stupid|garbage|rubbish|outrageous|bullshit|crap)\b"
    ),
    r"\b(?:worst|most useless) (?:service|company|bot|chat|experience|customer)\b",
    r"\b(?:stupid|useless|dumb|damn|bloody|idiotic|fucking) (?:bot|machine|robot|chat|computer|ai|system)\b",
    r"\b(?:fed up|sick (?:and tired )?of|had enough) (?:with|of|this|you|it)\b",
    r"\bwaste of (?:my )?time\b",
    r"\b(?:fuck|screw) (?:you|this|off)\b|\bwtf\b",
    r"\bi(?:'m| am) (?:so |really |very |extremely )?(?:angry|furious|pissed(?: off)?|livid)\b",
    r"\bare you (?:kidding|joking|stupid|deaf)\b",
    r"\b(?:are|do|can) you even (?:listening|listen|read|reading)\b",
    r"\b(?:third|fourth|fifth|tenth|hundredth) time (?:i|i've|i have)\b",
    (
        r"\bi(?:'ve| have)? (?:already )?(?:told|said|asked) (?:you |this |that )*"
        r"(?:three|four|five|ten|a hundred|a thousand|so many|too many|\d+) times\b"
    ),
)
_SPANISH: Final = (
    r"\b(?:estoy|me siento) (?:muy |realmente )?(?:enojad[oa]|enfadad[oa]|furios[oa]|hart[oa])\b",
    (
        r"\b(?:es|son|eres|esto es|que) (?:un|una|unos|unas)? ?(?:inutil(?:es)?|ridicul[oa]|desastre"
        r"|verguenza|porqueria|basura|estafa|idiotas?|imbecil(?:es)?)\b"
    ),
    r"\b(?:pesimo|peor) (?:servicio|atencion)\b|\bperdida de tiempo\b|\bvete al diablo\b",
    r"\bya te (?:lo )?dije (?:mil|tres|cuatro|cinco|diez) veces\b|\bno sirve[sn]? para nada\b",
)
_OUTBURST: Final = re.compile("|".join((*_AT_US, *_SPANISH)), re.IGNORECASE)
_COMPLAINT: Final = re.compile(
    r"\b(?:why|what the|hello|answer|listen|seriously|enough|stop|again|wrong|never|nobody|unbelievable)\b",
    re.IGNORECASE,
)
LONGEST_READ: Final = 2000
LEAST_SHOUTED: Final = 12
_ACCENTS: Final = str.maketrans("áéíóúüñ", "aeiouun")


def is_angry(text: str) -> bool:
    """Tell whether a message is an outburst."""
    said = text[:LONGEST_READ].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    if _OUTBURST.search(said.lower().translate(_ACCENTS)):
        return True
    return _shouts(said) and _COMPLAINT.search(said) is not None


def _shouts(said: str) -> bool:
    """Tell whether a message is in capitals and ends more than one sentence with more than one mark."""
    letters = [letter for letter in said if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return (
        len(letters) >= LEAST_SHOUTED
        and capitals >= 0.8 * len(letters)
        and bool(re.search(r"[!?]{2,}", said))
    )
