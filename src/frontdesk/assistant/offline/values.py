"""What date and time words mean before it is known what day it is: built by the grammar, read by resolution.

A `Piece` is one phrase ("next Friday", "half past 3"); pieces that stand together make one mention.
"""

from datetime import date
from typing import Literal, NamedTuple

Half = Literal["am", "pm"]
WeekWord = Literal["bare", "this", "next", "coming", "counted"]
Portion = Literal["", "early", "mid", "late", "rest", "weekend", "workdays"]


class Away(NamedTuple):
    """A day counted from today, or from the day being talked about ("the next day")."""

    days: int
    from_about: bool = False


class Weekly(NamedTuple):
    """A weekday (Monday is 0); `weeks_on` names its Monday-to-Sunday week (0: this one) if it was said."""

    weekday: int
    word: WeekWord = "bare"
    weeks_on: int | None = None
    weeks_more: int = 0


class Monthly(NamedTuple):
    """A day of a month; what was not said is None. `months_on`: 0 for "of this month"."""

    day: int
    month: int | None = None
    year: int | None = None
    months_on: int | None = None
    weekday: int | None = None


class Numeric(NamedTuple):
    """ "3/4" or "3.4.": two numbers and perhaps a year; dots are always day first."""

    first: int
    second: int
    year: int | None
    dotted: bool
    weekday: int | None = None


class Nth(NamedTuple):
    """The first Tuesday in October; -1 is the last one. `months_on` when no month was named."""

    number: int
    weekday: int
    month: int | None
    months_on: int = 0


class FromThen(NamedTuple):
    """An amount of days, weeks or months from a day (None: from today)."""

    amount: int
    unit: str
    base: "Day | None" = None


class Exactly(NamedTuple):
    """A day given in full."""

    day: date


class ThatDay(NamedTuple):
    """The day being talked about."""


Day = Away | Weekly | Monthly | Numeric | Nth | FromThen | Exactly | ThatDay


class Stretch(NamedTuple):
    """From one day to another, both included."""

    first: Day
    last: Day


class Weeks(NamedTuple):
    """A whole week or a portion of it, `weeks_on` weeks from this one."""

    weeks_on: int
    portion: Portion = ""
    from_about: bool = False


class WeekOf(NamedTuple):
    """The Monday-to-Sunday week that a day lies in."""

    day: Day


class Months(NamedTuple):
    """A whole month, named or counted from this one, or a portion of it."""

    month: int | None
    months_on: int = 0
    portion: Portion = ""
    year: int | None = None


class NextFew(NamedTuple):
    """From tomorrow, so many days."""

    days: int


Days = Stretch | Weeks | WeekOf | Months | NextFew


class Clock(NamedTuple):
    """A time of day as said. `fixed`: written so that one half of the day alone is meant ("15:30")."""

    hour: int
    minute: int = 0
    half: Half | None = None
    fixed: bool = False
    part: str | None = None
    loose: bool = False


class Clocks(NamedTuple):
    """From one time to another; None is open. `loose`: said by a meal or the like."""

    first: Clock | None
    last: Clock | None
    loose: bool = False
    paired: bool = False


class Ahead(NamedTuple):
    """An instant counted from now."""

    minutes: int


class Piece(NamedTuple):
    """One phrase: any of a day, days, a clock, clocks, a part of the day, or an instant from now.

    `bare`: a naked number that is a time only where its surroundings say so.
    """

    day: Day | None = None
    days: Days | None = None
    clock: Clock | None = None
    clocks: Clocks | None = None
    part: str | None = None
    ahead: Ahead | None = None
    bare: bool = False
