"""Words by which a reply speaks of times: that they are free, or not, or when the doors are open. Only data.

Phrases are parted by `|` and match whole words of a clause as `clauses.folded` leaves it.
"""

import re
from typing import Final


def _any_of(table: str) -> re.Pattern[str]:
    choices = sorted((" ".join(phrase.split()) for phrase in table.split("|")), key=len, reverse=True)
    words = "|".join(re.escape(choice).replace(r"\*", r"\w*") for choice in choices)
    return re.compile(rf"(?<![\w'])(?:{words})(?![\w'])")


FREE: Final = _any_of("""
    free | available | availability | open | opening | openings | slot | slots | i have | we have |
    i've got | we've got | there's | there is | there are | can do | could do | can offer | offer |
    work | works | possible | fit | fits | libre | libres | disponible | disponibles | hueco | huecos |
    tengo | tenemos | hay | ofrecer* | puedo darte
""")
"""A time is offered as free."""

FREE_DAY: Final = _any_of("""
    free | available | availability | wide open | opening | openings | slot | slots | libre | libres |
    disponible | disponibles | hueco | huecos
""")
"""A whole day is spoken of as free."""

TAKEN: Final = _any_of("""
    not | no | isn't | aren't | don't | doesn't | can't | cannot | couldn't | didn't | won't | wasn't |
    another customer | someone else | unable | nothing | none | unavailable | taken | booked | full |
    closed | gone | outside | passed | past | busy | instead of | rather than | already | sorry |
    unfortunately | ocupad* | cerrad* | complet* | pasado | nada | reservad*
""")
"""A time is spoken of as not to be had, which is no offer."""

PLAINLY_FREE: Final = re.compile(
    r"(?<!not )(?:\bis|\bare|'s|\besta) (?:still )?(?:free|open|available|libre)\b"
)
"""Said so, whatever else the sentence denies."""

OPENING_HOURS: Final = _any_of("""
    we work | we're open | we are open | we open | we close | our hours | hours are | opens at | closes at |
    business hours | office hours | opening hours | abrimos | cerramos | horario
""")

CONFIRMED: Final = re.compile(r"(?<!not yet )(?<!to be )(?<!will be )(?<!not )\bconfirm(?:ed|ado|ada)\b")

BOTH: Final = _any_of("both | all | every | everything | todas | todos | ambas | ambos")

SEVERAL: Final = re.compile(
    r"\bboth (?:of them |visits |appointments |bookings )?(?:are|is|have been) (?:booked|set|confirmed|in)\b"
    r"|\byou(?:'ve| have)(?: got)? (?:two|three|four|several)(?: \w+)? (?:appointments|bookings|visits)\b"
    r"|\bboth (?:visits|appointments|bookings) (?:are|have been) (?!cancel)"
    r"|\btienes (?:tus |las )?(?:dos|tres|ambas) (?:citas|reservas)\b"
    r"|\b(?:ambas|(?:las|tus) (?:dos|tres)) (?:citas |reservas )?(?:estan|quedan|ya)\b"
)
"""More than one booking is said to stand."""

FULL: Final = re.compile(
    r"\b(?:fully booked|booked (?:up|solid|out)|nothing until)\b"
    r"|\bno (?:free )?(?:openings?|availability|slots|times)\b|\bnothing(?: is|'s)? (?:free|available|open)\b"
)
"""Nothing is said to be free."""

HOLLOW: Final = re.compile(
    r"^\W*(?:great|perfect|awesome|excellent|wonderful|sure|ok|okay|alright|all right|thanks?|thank you"
    r"|congrat\w*|enjoy|good news|great news|yes|absolutely|of course|have a|what else|let me know"
    r"|(?:is there )?(?:anything|something) else|any (?:other|more|further)? ?questions?"
    r"|would you like to add"
    r"|shall i (?:book|reserve) (?:it|that)|(?:would|does) that (?:work|suit)"
    r"|do you need (?:directions|anything|the address)|(?:hay )?algo mas"
    r"|genial|perfecto|gracias|claro|excelente|que tengas?)\b(?!.*\d)"
)
"""A sentence that says nothing once what it goes with is taken out."""

DAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TODAY_IS: Final = re.compile(
    rf"\b(today|tomorrow)(?:'s| is|,| \()? ?(?:is )?(?:a )?({'|'.join(DAY_NAMES)})\b(?! week)"
)
