"""How English says a day: the calendar half of the grammar. `chart.py` explains the patterns."""

from datetime import date

from frontdesk.assistant.offline.chart import rule
from frontdesk.assistant.offline.values import (
    Away,
    Day,
    Exactly,
    FromThen,
    Monthly,
    Nth,
    Numeric,
    Piece,
    ThatDay,
    Weekly,
    WeekWord,
)

UNIT_MINUTES = {"minute": 1, "hour": 60}


def _weekly(weekday: int, word: WeekWord = "bare", weeks_on: int | None = None) -> Weekly:
    return Weekly(weekday, word, weeks_on)


def _month_day(month: int, day: int, year: int | None = None) -> Monthly | None:
    return Monthly(day, month, year) if 1 <= day <= 31 else None


def _day_month(day: int, month: int, year: int | None = None) -> Monthly | None:
    return _month_day(month, day, year)


def _iso(parts: tuple[int, int, int]) -> Exactly | None:
    try:
        return Exactly(date(*parts))
    except ValueError:
        return None


def _numeric(pair: tuple[int, int]) -> Numeric:
    return Numeric(*pair, year=None, dotted=False)


def _dotted(pair: tuple[int, int]) -> Numeric:
    return Numeric(*pair, year=None, dotted=True)


def _dated(parts: tuple[int, int, int, bool]) -> Numeric:
    return Numeric(*parts)


def _with_weekday(weekday: Weekly, day: Day) -> Day | None:
    if isinstance(day, Monthly | Numeric):
        return day._replace(weekday=weekday.weekday)
    return day if isinstance(day, Exactly) else None


def _day_then_weekday(day: Day, weekday: int) -> Day | None:
    return _with_weekday(Weekly(weekday), day)


def _weekday_dotted(weekday: int, pair: tuple[int, int]) -> Numeric | None:
    """Return "Friday 23.06"; "Friday 10.30" is a time of day."""
    return None if pair[1] % 5 == 0 or pair[1] < 1 else Numeric(*pair, None, dotted=True, weekday=weekday)


def _no_clock(pair: tuple[int, int]) -> Piece | None:
    """Return "27.11", which no clock shows, as a day."""
    return Piece(day=_dotted(pair)) if pair[0] > _HOURS and pair[1] > 9 else None


_HOURS = 24


def _weeks_on(weekday: int, counted: tuple[int, str]) -> Weekly | None:
    """Return "Tuesday in two weeks": so many weeks from this one, or from the coming Tuesday."""
    weeks = {"week": 1, "fortnight": 2}.get(counted[1], 0) * counted[0]
    return _weekly(weekday, "counted", weeks) if weeks else None


def _on_weekday(counted: tuple[int, str], weekday: int) -> Weekly | None:
    return _weeks_on(weekday, counted)


def _from_now(counted: tuple[int, str]) -> FromThen | None:
    amount, unit = counted
    return None if unit in UNIT_MINUTES else FromThen(amount, unit)


def _from_base(counted: tuple[int, str], base: Day) -> FromThen | None:
    amount, unit = counted
    return None if unit in UNIT_MINUTES else FromThen(amount, unit, base)


DAYS = (
    # a day of the month
    rule("dom", "the? ORDINAL", int),
    rule("dom", "the? ORD", int),
    rule("dom", "the? TENS -? ORD", lambda tens, one: tens + one if one < 10 else None),
    rule("dom", "INT th|st|nd|rd", int),
    rule("domnum", "<dom>", int),
    rule("domnum", "the? INT", lambda day: day if 1 <= day <= 31 else None),
    rule("domnum", "the? FULLDOT", lambda _pair: None),
    rule("year", ",? of|in? YEAR", int),
    # a day
    rule("single", "MONTH .|-|/? <domnum> ,? <year>?", _month_day),
    rule("single", "<domnum> .? day? of|in? .? MONTH .? <year>?", _day_month),
    rule("single", "<domnum> ~- MONTH ~- <year>", _day_month),
    rule("single", "<domnum> ~- MONTH", _day_month),
    rule("single", "<domnum> of|in this|the|current month", lambda day: Monthly(day, months_on=0)),
    rule("single", "<domnum> of|in next|following|coming month", lambda day: Monthly(day, months_on=1)),
    rule("single", "the? ORDINAL", Monthly),
    rule("single", "INT ~-? th|st|nd|rd", Monthly),
    rule("single", "the TENS -? ORD", lambda tens, one: Monthly(tens + one) if one < 10 else None),
    rule("single", "the ORD", Monthly),
    rule("single", "ISO", _iso),
    rule("single", "DATED", _dated),
    rule("single", "SLASH", _numeric),
    rule("single", "FULLDOT", _dotted),
    rule("week", "next|following|coming week", lambda: 1),
    rule("week", "the next|following|coming week", lambda: 1),
    rule("week", "of? this|current|the week", lambda: 0),
    rule("week", "the? week after the? next", lambda: 2),
    rule("week", "the? week after that?", lambda: 2),
    rule("weekday", "WEEKDAY .?", _weekly),
    rule("weekday", "this WEEKDAY", lambda day: _weekly(day, "this")),
    rule(
        "weekday", "this|the? coming|upcoming|following|nearest WEEKDAY", lambda day: _weekly(day, "coming")
    ),
    rule("weekday", "the? next WEEKDAY", lambda day: _weekly(day, "next")),
    rule("weekday", "WEEKDAY coming", lambda day: _weekly(day, "coming")),
    rule("weekday", "WEEKDAY ,? in|of? <week>", lambda day, on: _weekly(day, "bare", on)),
    rule("weekday", "<week> ,? 's? on? WEEKDAY", lambda on, day: _weekly(day, "bare", on)),
    rule("weekday", "next week's|weeks WEEKDAY", lambda day: _weekly(day, "bare", 1)),
    rule("weekday", "WEEKDAY in <counted> time?", _weeks_on),
    rule("weekday", "in <counted> time? on WEEKDAY", _on_weekday),
    rule("weekday", "a week on|from WEEKDAY", lambda day: Weekly(day, weeks_more=1)),
    rule("weekday", "the? WEEKDAY after the? next", lambda day: Weekly(day, "next", weeks_more=1)),
    rule("weekday", "WEEKDAY week", lambda day: Weekly(day, weeks_more=1)),
    rule("relative", "DAYWORD", lambda days: Away(days) if days >= 0 else None),
    rule("relative", "later|sometime|earlier|just today", lambda: Away(0)),
    rule("relative", "the? day after tomorrow|tmrw|tomorow", lambda: Away(2)),
    rule("relative", "the? day after DAYWORD", lambda days: Away(days + 1)),
    rule("relative", "the? next|following|very day", lambda: Away(1, from_about=True)),
    rule("relative", "the? day after that?", lambda: Away(1, from_about=True)),
    rule("relative", "the? next day after that", lambda: Away(1, from_about=True)),
    rule("relative", "the? day before that?", lambda: Away(-1, from_about=True)),
    rule("relative", "the? same day", ThatDay),
    rule("relative", "on? that day", ThatDay),
    rule("relative", "that very? same? date|day", ThatDay),
    rule("count", "INT", int),
    rule("count", "COUNT", int),
    rule("count", "<number>", int),
    rule("count", "a? FEW of?", int),
    rule(
        "counted",
        "<count> more|full|whole|calendar|business|working? UNIT",
        lambda count, unit: (count, unit),
    ),
    rule("relative", "in about|around|another|like? <counted> time?", _from_now),
    rule("relative", "in a fortnight's time", lambda: FromThen(1, "fortnight")),
    rule("relative", "in a|one week's|weeks time", lambda: FromThen(1, "week")),
    rule("relative", "after|within <counted>", _from_now),
    rule("anchor", "<single>", lambda day: day),
    rule("anchor", "<weekday>", lambda day: day),
    rule("anchor", "DAYWORD", Away),
    rule("relative", "<counted> from|after <anchor>", _from_base),
    rule("relative", "<counted> from now|here", _from_now),
    rule("relative", "<counted> hence|later|ahead|out", _from_now),
    rule("nth", "the? ORD WEEKDAY of|in MONTH", Nth),
    rule("nth", "the? ORDINAL WEEKDAY of|in MONTH", Nth),
    rule("nth", "the? last WEEKDAY of|in MONTH", lambda day, month: Nth(-1, day, month)),
    rule("nth", "the? ORD WEEKDAY of|in next month", lambda number, day: Nth(number, day, None, 1)),
    rule("nth", "the? last WEEKDAY of|in the|this month", lambda day: Nth(-1, day, None, 0)),
    rule("day", "<weekday> ,? the? <single>", _with_weekday),
    rule("day", "<single> ,|( ? WEEKDAY", _day_then_weekday),
    rule("day", "<single> ,? WEEKDAY", _day_then_weekday),
    rule("day", "WEEKDAY ,? DOTDATE", _weekday_dotted),
    rule("day", "WEEKDAY INT ~th|st|nd|rd", lambda weekday, day: Monthly(day, weekday=weekday)),
    rule("day", "<relative> ,|(|the? <single>", lambda _relative, day: day),
    rule("day", "<relative> ,|(? <weekday>", lambda relative, _weekday: relative),
    rule("day", "<weekday> ,|(? today|tomorrow", lambda weekday: weekday),
    rule("day", "<single>", lambda day: day),
    rule("day", "<weekday>", lambda day: day),
    rule("day", "<nth>", lambda day: day),
    rule("day", "<relative>", lambda day: day),
    rule("aday", "<day>", lambda day: Piece(day=day)),
    rule("aday", "on ORD", lambda day: Piece(day=Monthly(day))),
    rule("aday", "on|the DOTDATE", lambda pair: Piece(day=_dotted(pair))),
    rule("aday", "DOTDATE", _no_clock),
)
