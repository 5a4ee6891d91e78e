"""How English says a run of days, a week, a month or a moment. `chart.py` explains the patterns."""

from frontdesk.assistant.offline.chart import rule
from frontdesk.assistant.offline.clocks import TO
from frontdesk.assistant.offline.days import UNIT_MINUTES
from frontdesk.assistant.offline.values import (
    Ahead,
    Away,
    Day,
    Monthly,
    Months,
    NextFew,
    Numeric,
    Piece,
    Portion,
    Stretch,
    Weekly,
    WeekOf,
    Weeks,
)

_MODAL = frozenset((3, 5))
"""March and May are also verbs: alone they are months only after "in", "of", "next" and the like."""


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


def _nth_week(number: int, month: int) -> Piece | None:
    if number > 4:
        return None
    return Piece(days=Stretch(Monthly(7 * number - 6, month), Monthly(7 * number, month)))


def _weeks(weeks_on: int, portion: Portion = "") -> Piece:
    return Piece(days=Weeks(weeks_on, portion))


def _week_of(day: Day) -> Piece:
    return Piece(days=WeekOf(day))


def _whole(months: Months) -> Piece:
    return Piece(days=months)


def _bare_month(month: int) -> Piece | None:
    return None if month in _MODAL else _whole(Months(month))


def _this_part(part: str) -> Piece:
    return Piece(day=Away(0), part=part)


def _minutes(count: int, unit: str) -> int | None:
    return count * UNIT_MINUTES[unit] if unit in UNIT_MINUTES else None


def _ahead(counted: tuple[int, str]) -> Piece | None:
    minutes = _minutes(*counted)
    return None if minutes is None else Piece(ahead=Ahead(minutes))


SPANS = (
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
    rule("days", "around|sometime|anytime|during|any? <week>", _weeks),
    rule("days", "any? time|day <week>", _weeks),
    rule("days", "later|rest of? <week>", lambda on: _weeks(on, "rest")),
    rule("days", "the? rest|remainder of <week>", lambda on: _weeks(on, "rest")),
    rule("days", "early|beginning|start in|of? <week>", lambda on: _weeks(on, "early")),
    rule("days", "the beginning|start of <week>", lambda on: _weeks(on, "early")),
    rule("days", "mid|middle -|of? <week>", lambda on: _weeks(on, "mid")),
    rule("days", "the middle of <week>", lambda on: _weeks(on, "mid")),
    rule("days", "late in? <week>", lambda on: _weeks(on, "late")),
    rule("days", "by|at|towards? the? end of <week>", lambda on: _weeks(on, "late")),
    rule("days", "the? week of|from|beginning|starting|commencing <single>", _week_of),
    rule("days", "this|the weekend", lambda: _weeks(0, "weekend")),
    rule("days", "next|following weekend", lambda: _weeks(1, "weekend")),
    rule("days", "the? weekend after next", lambda: _weeks(2, "weekend")),
    rule("days", "on? weekend|weekends", lambda: _weeks(0, "weekend")),
    rule("days", "MONTH .?", _bare_month),
    rule(
        "days", "in|during|of|this|next|coming|through MONTH <year>?", lambda m, y: _whole(Months(m, year=y))
    ),
    rule("days", "early|beginning of|in|-? MONTH", lambda month: _whole(Months(month, portion="early"))),
    rule("days", "mid|middle of|in|-? MONTH", lambda month: _whole(Months(month, portion="mid"))),
    rule("days", "late|end of|in|-? MONTH", lambda month: _whole(Months(month, portion="late"))),
    rule("days", "the? ORD week of|in MONTH", _nth_week),
    rule("days", "the? next|following|coming month", lambda: _whole(Months(None, 1))),
    rule("days", "the? month after the? next", lambda: _whole(Months(None, 2))),
    rule("days", "this month", lambda: _whole(Months(None, 0, "rest"))),
    rule("days", "by|at? the? end of the|this month", lambda: _whole(Months(None, 0, "late"))),
    rule("days", "the? end of next month", lambda: _whole(Months(None, 1, "late"))),
    rule("days", "the? beginning|start of next month", lambda: _whole(Months(None, 1, "early"))),
    # an instant, or a part of a named day
    rule("moment", "in about|around|another|like? <counted> time?", _ahead),
    rule("moment", "in about|around? half an|a hour", lambda: Piece(ahead=Ahead(30))),
    rule("moment", "in an hour and a half", lambda: Piece(ahead=Ahead(90))),
    rule("moment", "<counted> from now", _ahead),
    rule("moment", "later|early|earlier? this PART", _this_part),
    rule("moment", "later? TONIGHT", lambda _yes: Piece(day=Away(0), part="night")),
)
