"""How English says a day or a run of days: the calendar half of the grammar. `chart.py` explains the patterns."""

from datetime import date

from frontdesk.assistant.offline.chart import rule
from frontdesk.assistant.offline.clocks import TO
from frontdesk.assistant.offline.values import (
    Ahead,
    Away,
    Day,
    Days,
    Exactly,
    FromThen,
    Monthly,
    Months,
    NextFew,
    Nth,
    Numeric,
    Piece,
    Portion,
    Stretch,
    ThatDay,
    Weekly,
    Weeks,
    WeekWord,
)

_UNIT_MINUTES = {"minute": 1, "hour": 60}
_MODAL = frozenset((3, 5))
"""March and May are also verbs: alone they are months only after "in", "of", "next" and the like."""


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


def _nth_week(number: int, month: int) -> Piece | None:
    if number > 4:
        return None
    return Piece(days=Stretch(Monthly(7 * number - 6, month), Monthly(7 * number, month)))


def _from_now(amount: int, unit: str) -> FromThen | None:
    return None if unit in _UNIT_MINUTES else FromThen(amount, unit)


def _from_base(counted: tuple[int, str], base: Day) -> FromThen | None:
    amount, unit = counted
    return None if unit in _UNIT_MINUTES else FromThen(amount, unit, base)


def _ahead(amount: int, unit: str) -> Piece | None:
    return Piece(ahead=Ahead(amount * _UNIT_MINUTES[unit])) if unit in _UNIT_MINUTES else None


def _in_month(first: int, last: int, month: int, year: int | None = None) -> Stretch | None:
    if not 1 <= first < last <= 31:
        return None
    return Stretch(Monthly(first, month, year), Monthly(last, month, year))


def _neighbours(first: int, last: int, month: int, year: int | None = None) -> Stretch | None:
    return _in_month(first, last, month, year) if last == first + 1 else None


def _to_day(first: Day, last: int) -> Stretch | None:
    if not isinstance(first, Monthly) or not first.day < last <= 31:
        return None
    return Stretch(first, Monthly(last, first.month, first.year))


def _and_day(first: Day, last: int, year: int | None) -> Stretch | None:
    if not isinstance(first, Monthly) or last != first.day + 1:
        return None
    return _to_day(first._replace(year=year or first.year), last)


def _from_month_to(first: int, last: Day) -> Stretch | None:
    """Return "13 to the 15 of July": the month comes with the last day."""
    if isinstance(last, Numeric) and last.dotted:
        return Stretch(last._replace(first=first), last) if first < last.first else None
    if not isinstance(last, Monthly) or last.month is None or not 1 <= first < last.day:
        return None
    return Stretch(Monthly(first, last.month, last.year), last)


def _next_to(first: Day, last: Day) -> Stretch | None:
    """Return "Tuesday and Wednesday" as two days on end; others are two separate days."""
    if isinstance(first, Weekly) and isinstance(last, Weekly) and (last.weekday - first.weekday) % 7 == 1:
        return Stretch(first, last)
    if isinstance(first, Monthly) and isinstance(last, Monthly) and last.day - first.day == 1:
        return Stretch(first._replace(month=first.month or last.month), last)
    return None


def _bare_month(month: int) -> Months | None:
    return None if month in _MODAL else Months(month)


def _this_part(part: str) -> Piece:
    return Piece(day=Away(0), part=part)


def _weeks(weeks_on: int, portion: Portion = "") -> Piece:
    return Piece(days=Weeks(weeks_on, portion))


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
    rule("relative", "in about|around|another|like? <counted> time?", lambda counted: _from_now(*counted)),
    rule("relative", "in a fortnight's time", lambda: FromThen(1, "fortnight")),
    rule("relative", "in a|one week's|weeks time", lambda: FromThen(1, "week")),
    rule("relative", "after|within <counted>", lambda counted: _from_now(*counted)),
    rule("relative", "<counted> from|after <day>", _from_base),
    rule("relative", "<counted> from now|here", lambda counted: _from_now(*counted)),
    rule("relative", "<counted> hence|later|ahead|out", lambda counted: _from_now(*counted)),
    rule("nth", "the? ORD WEEKDAY of|in MONTH", lambda number, day, month: Nth(number, day, month)),
    rule("nth", "the? ORDINAL WEEKDAY of|in MONTH", lambda number, day, month: Nth(number, day, month)),
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
    # from one day to another
    rule(
        "stretch",
        f"from|between? MONTH .? <domnum> {TO} <domnum> ,? <year>?",
        lambda m, a, b, y: _in_month(a, b, m, y),
    ),
    rule("stretch", f"from|between? <domnum> {TO} <domnum> of? MONTH <year>?", _in_month),
    rule("stretch", f"from|between? <domnum> {TO}|and the? <day>", _from_month_to),
    rule("stretch", f"from|between? <day> {TO} the? <day>", Stretch),
    rule("stretch", "between <day> and <day>", Stretch),
    rule("stretch", f"from|between? <day> {TO} the? INT", _to_day),
    rule("stretch", "<day> and|&|/ <domnum> <year>?", _and_day),
    rule("stretch", "<domnum> and|&|/ <domnum> of? MONTH .? <year>?", _neighbours),
    rule("stretch", "<day> and|&|/ <day>", _next_to),
    rule("stretch", "next|coming|following <count> days", NextFew),
    rule("stretch", "the next|coming|following <count> days", NextFew),
    rule("stretch", "in a few|couple of? days", lambda: NextFew(4)),
    rule("days", "<stretch>", lambda days: Piece(days=days)),
    # weeks and months
    rule("days", "around|sometime|anytime|during|any? <week>", lambda on: _weeks(on)),
    rule("days", "any? time|day <week>", lambda on: _weeks(on)),
    rule("days", "later|rest of? <week>", lambda on: _weeks(on, "rest")),
    rule("days", "the? rest|remainder of <week>", lambda on: _weeks(on, "rest")),
    rule("days", "early|beginning|start in|of? <week>", lambda on: _weeks(on, "early")),
    rule("days", "the beginning|start of <week>", lambda on: _weeks(on, "early")),
    rule("days", "mid|middle -|of? <week>", lambda on: _weeks(on, "mid")),
    rule("days", "the middle of <week>", lambda on: _weeks(on, "mid")),
    rule("days", "late in? <week>", lambda on: _weeks(on, "late")),
    rule("days", "by|at|towards? the? end of <week>", lambda on: _weeks(on, "late")),
    rule("days", "this|the weekend", lambda: _weeks(0, "weekend")),
    rule("days", "next|following weekend", lambda: _weeks(1, "weekend")),
    rule("days", "the? weekend after next", lambda: _weeks(2, "weekend")),
    rule("days", "on? weekend|weekends", lambda: _weeks(0, "weekend")),
    rule("days", "MONTH .?", lambda month: _months(_bare_month(month))),
    rule(
        "days", "in|during|of|this|next|coming|through MONTH <year>?", lambda m, y: _months(Months(m, year=y))
    ),
    rule("days", "early|beginning of|in|-? MONTH", lambda month: _months(Months(month, portion="early"))),
    rule("days", "mid|middle of|in|-? MONTH", lambda month: _months(Months(month, portion="mid"))),
    rule("days", "late|end of|in|-? MONTH", lambda month: _months(Months(month, portion="late"))),
    rule("days", "the? ORD week of|in MONTH", _nth_week),
    rule("days", "the? next|following|coming month", lambda: _months(Months(None, 1))),
    rule("days", "the? month after the? next", lambda: _months(Months(None, 2))),
    rule("days", "this month", lambda: _months(Months(None, 0, "rest"))),
    rule("days", "by|at? the? end of the|this month", lambda: _months(Months(None, 0, "late"))),
    rule("days", "the? end of next month", lambda: _months(Months(None, 1, "late"))),
    rule("days", "the? beginning|start of next month", lambda: _months(Months(None, 1, "early"))),
    # an instant, or a part of a named day
    rule("moment", "in about|around|another|like? <counted> time?", lambda counted: _ahead(*counted)),
    rule("moment", "in about|around? half an|a hour", lambda: Piece(ahead=Ahead(30))),
    rule("moment", "in an hour and a half", lambda: Piece(ahead=Ahead(90))),
    rule("moment", "<counted> from now", lambda counted: _ahead(*counted)),
    rule("moment", "later|early|earlier? this PART", _this_part),
    rule("moment", "later? TONIGHT", lambda _yes: Piece(day=Away(0), part="night")),
    # how long
    rule("length", "<count> -? UNIT", lambda count, unit: _minutes(count, unit)),
    rule("length", "a? FEW -? UNIT", lambda count, unit: _minutes(count, unit)),
    rule("length", "half an? hour", lambda: 30),
    rule("length", "half - hour", lambda: 30),
    rule("length", "<count> hour|hours and a half", lambda count: count * 60 + 30),
    rule("length", "an|one hour and a half", lambda: 90),
)


def _minutes(count: int, unit: str) -> int | None:
    return count * _UNIT_MINUTES[unit] if unit in _UNIT_MINUTES else None


def _months(months: Days | None) -> Piece | None:
    return Piece(days=months) if months else None
