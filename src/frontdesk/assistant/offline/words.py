"""The words of dates and times, as a lexicon: each word, the kinds of thing it can be, and its value.

Only data lives here. `tokens.py` looks words up, `grammar.py` composes them.
"""

from typing import Final

Readings = dict[str, object]

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
_NUMBERS: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = {20: "twenty", 30: "thirty", 40: "forty fourty", 50: "fifty"}
_ORDINALS: Final = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
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

THINGS: Final = frozenset(
    [
        "people",
        "persons",
        "person",
        "guests",
        "guest",
        "adults",
        "kids",
        "children",
        "percent",
        "dollars",
        "dollar",
        "bucks",
        "usd",
        "euros",
        "pounds",
        "stars",
        "star",
        "miles",
        "mile",
        "km",
        "blocks",
        "street",
        "st.",
        "avenue",
        "ave",
        "road",
        "rd",
        "boulevard",
        "blvd",
        "lane",
        "drive",
        "floor",
        "grade",
        "graders",
        "appointments",
        "slots",
        "options",
        "times",
        "rooms",
        "room",
        "beds",
        "bedroom",
        "bedrooms",
        "tickets",
        "years",
        "old",
        "employees",
        "degrees",
        "feet",
        "players",
        "songs",
        "friends",
        "seats",
        "party",
        "parties",
    ]
)
"""A number before one of these counts or names something that is no time."""

NAMERS: Final = frozenset(
    [
        "suite",
        "room",
        "apt",
        "apartment",
        "unit",
        "number",
        "building",
        "gate",
        "flight",
        "route",
        "highway",
        "studio",
        "version",
        "chapter",
        "page",
        "maroon",
        "windows",
        "iphone",
        "terminal",
        "zip",
        "bus",
        "level",
        "zone",
        "rating",
        "rated",
    ]
)
"""A number after one of these is part of a name."""


def _lexicon() -> dict[str, Readings]:
    words: dict[str, Readings] = {}

    def learn(spellings: str, kind: str, value: object) -> None:
        for spelling in spellings.split():
            words.setdefault(spelling, {})[kind] = value

    for table, kind in ((_WEEKDAYS, "WEEKDAY"), (_MONTHS, "MONTH"), (_TENS, "TENS"), (_DAYS, "DAYWORD")):
        for number, spellings in table.items():
            learn(spellings, kind, number)
    for clock_table, kind in ((_TIMES, "NAMED"), (_MEALS, "MEAL")):
        for clock, spellings in clock_table.items():
            learn(spellings, kind, clock)
    for name_table, kind in ((_PARTS, "PART"), (_UNITS, "UNIT")):
        for name, spellings in name_table.items():
            learn(spellings, kind, name)
    for number, word in enumerate(_NUMBERS):
        learn(word, "NUM", number)
    for number, word in enumerate(_ORDINALS[1:], start=1):
        learn(word, "ORD", number)
    learn("thirtieth", "ORD", 30)
    learn("tonight tonite 2night tonigt", "TONIGHT", True)
    learn("am pm", "HALF", None)
    words["am"]["HALF"], words["pm"]["HALF"] = "am", "pm"
    for word, number in {"a": 1, "an": 1, "couple": 2, "few": 3}.items():
        learn(word, "FEW", number)
    return words


LEXICON: Final = _lexicon()
POSSESSIVES: Final = {
    f"{word}{end}": readings
    for word, readings in LEXICON.items()
    if {"WEEKDAY", "DAYWORD", "TONIGHT"} & readings.keys()
    for end in ("'s", "s'")
}
"""Tuesday's, tomorrow's, tonight's."""
