"""The words of dates and times, as a lexicon: each word, the kinds of thing it can be, and its value.

Only data lives here. `tokens.py` looks words up, `days.py` and `clocks.py` compose them.
"""

from collections.abc import Mapping
from typing import Final

Readings = dict[str, object]


def worded(text: str) -> frozenset[str]:
    """Return the set of the words in a text."""
    return frozenset(text.split())


def _in_order(text: str) -> list[str]:
    return text.split()


_WEEKDAYS: Final = {
    0: "monday mondays mon mo",
    1: "tuesday tuesdays tues tue tu",
    2: "wednesday wednesdays weds wed wensday wendsday",
    3: "thursday thursdays thurs thur thu",
    4: "friday fridays fri",
    5: "saturday saturdays sat",
    6: "sunday sundays sun",
}
_MONTHS: Final = {
    1: "january jan",
    2: "february feb febr febuary feburary",
    3: "march mar",
    4: "april apr",
    5: "may",
    6: "june jun",
    7: "july jul",
    8: "august aug",
    9: "september sept sep",
    10: "october oct",
    11: "november nov",
    12: "december dec",
}
_NUMBERS: Final = _in_order("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
""")
_TENS: Final = {20: "twenty", 30: "thirty", 40: "forty fourty", 50: "fifty"}
_ORDINALS: Final = _in_order("""
    zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
""")
_PARTS: Final = {
    "morning": "morning mornings mornin mrng",
    "afternoon": "afternoon afternoons arvo aft afternon",
    "evening": "evening evenings eve evenin",
    "night": "night nights nite",
}
_UNITS: Final = {
    "minute": "minute minutes min mins",
    "hour": "hour hours hr hrs",
    "day": "day days",
    "week": "week weeks wk wks",
    "fortnight": "fortnight fortnights",
    "month": "month months",
    "year": "year years yr yrs",
}
_DAYS: Final = {
    -1: "yesterday",
    0: "today 2day tdy tday",
    1: "tomorrow tommorow tommorrow tomorow tomorro tmrw tmr tmw tmrrw tomo tomoz 2moro 2morrow 2mrw morrow",
}
_TIMES: Final = {(12, 0): "noon midday", (0, 0): "midnight"}
_MEALS: Final = {(9, 0): "breakfast", (13, 0): "lunch lunchtime", (17, 0): "work school", (19, 0): "dinner"}

ZONES: Final = worded("""
    pst pdt est edt cst cdt mst mdt gmt utc bst cet cest ist aest pacific eastern central mountain
    timezone et pt ct
""")
"""Words that name a time zone: what is asked for is put back with our own zone beside it, never assumed."""

THINGS: Final = worded("""
    people persons person guests guest adults kids children percent dollars dollar bucks usd euros
    pounds stars star miles mile km blocks street avenue ave road rd boulevard blvd lane drive floor
    grade graders appointments slots options times rooms room beds bedroom bedrooms tickets years old
    employees degrees feet players songs friends seats party parties
    nights
""")
"""A number before one of these counts or names something that is no time."""

NAMERS: Final = worded("""
    suite room apt apartment unit number building gate flight route highway studio version chapter page
    maroon windows iphone terminal zip bus level zone rating rated
""")
"""A number after one of these is part of a name."""


_HALVES: Final = {"am": "am", "pm": "pm"}
_FEW: Final = {1: "a an", 2: "couple", 3: "few"}
_TONIGHT: Final = {1: "tonight tonite 2night 2nite tonigt"}
_KINDS: Final[
    tuple[tuple[str, Mapping[int, str] | Mapping[str, str] | Mapping[tuple[int, int], str]], ...]
] = (
    ("WEEKDAY", _WEEKDAYS),
    ("MONTH", _MONTHS),
    ("NUM", dict(enumerate(_NUMBERS))),
    ("TENS", _TENS),
    ("ORD", dict(enumerate(_ORDINALS)) | {30: "thirtieth"}),
    ("DAYWORD", _DAYS),
    ("TONIGHT", _TONIGHT),
    ("PART", _PARTS),
    ("UNIT", _UNITS),
    ("NAMED", _TIMES),
    ("MEAL", _MEALS),
    ("HALF", _HALVES),
    ("FEW", _FEW),
)


def _lexicon() -> dict[str, Readings]:
    words: dict[str, Readings] = {}
    for kind, table in _KINDS:
        for value, spellings in table.items():
            for spelling in spellings.split():
                words.setdefault(spelling, {})[kind] = value
    return words


LEXICON: Final = _lexicon()
POSSESSIVES: Final = {
    f"{word}{end}": readings
    for word, readings in LEXICON.items()
    if {"WEEKDAY", "DAYWORD", "TONIGHT"} & readings.keys()
    for end in ("'s", "s'")
}
"""Tuesday's, tomorrow's, tonight's."""
