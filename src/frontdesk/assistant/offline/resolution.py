"""From what was said to days and times, given now: booking-minded, so always to the future.

`now` is the lead's wall clock, naive local time. Whatever is decided here rather than said is returned as an
`Assumption`, so that the dialogue can ask.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from frontdesk.assistant.offline.conventions import Conventions
from frontdesk.assistant.offline.values import (
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
    Stretch,
    ThatDay,
    Weekly,
    WeekOf,
    Weeks,
)


class Assumption(StrEnum):
    """What was decided for the lead, by the table in `conventions.py`."""

    NOT_TODAY = "not_today"
    NEXT_WEEKDAY = "next_weekday"
    DAY_MONTH_ORDER = "day_month_order"
    DAY_MONTH_ORDER_IN_YEAR = "day_month_order_in_year"
    HALF_OF_DAY = "half_of_day"
    HALF_BY_OPENING = "half_by_opening"
    LOOSE_WORDS = "loose_words"
    WEEKDAY_CONTRADICTS = "weekday_contradicts"
    NO_SUCH_DAY = "no_such_day"
    NEXT_YEAR = "next_year"
    ZONE_NAMED = "zone_named"
    NOT_ALL_READ = "not_all_read"


OF_DATES = frozenset(
    (
        Assumption.NOT_TODAY,
        Assumption.NEXT_WEEKDAY,
        Assumption.DAY_MONTH_ORDER,
        Assumption.DAY_MONTH_ORDER_IN_YEAR,
        Assumption.WEEKDAY_CONTRADICTS,
        Assumption.NO_SUCH_DAY,
        Assumption.NEXT_YEAR,
    )
)
"""What was decided about a day: it goes when another day takes its place."""


class Unresolvable(ValueError):
    """The words name a day that does not exist ("30 February")."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What words are resolved against.

    Attributes:
        now: the lead's wall clock, naive.
        about: the day being talked about, if any.
        assumed: collects what had to be decided.
    """

    now: datetime
    conventions: Conventions
    about: date | None = None
    opening: tuple[time, time] | None = None
    assumed: list[Assumption] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The lead's date."""
        return self.now.date()


def resolve_day(day: Day, frame: Frame) -> date:
    """Return the date that is meant; raises Unresolvable when the calendar has no such day."""
    try:
        return _DAYS[type(day)](day, frame)
    except (ValueError, OverflowError) as problem:
        raise Unresolvable(str(problem)) from None


def resolve_days(days: Days, frame: Frame) -> tuple[date, date]:
    """Return the first and the last date (included) that are meant; raises Unresolvable."""
    try:
        return _SPANS[type(days)](days, frame)
    except (ValueError, OverflowError) as problem:
        raise Unresolvable(str(problem)) from None


def _away(day: Away, frame: Frame) -> date:
    start = frame.about if day.from_about and frame.about else frame.today
    return start + timedelta(days=day.days)


def _weekly(day: Weekly, frame: Frame) -> date:
    today = frame.today
    monday = today - timedelta(days=today.weekday())
    if day.weeks_on is not None:
        found = monday + timedelta(days=7 * day.weeks_on + day.weekday)
        found += timedelta(days=7 if found < today else 0)
        if day.word == "counted" and day.weekday <= today.weekday():
            frame.assumed.append(Assumption.NEXT_WEEKDAY)
            found += timedelta(days=7)
    else:
        found = today + timedelta(days=(day.weekday - today.weekday()) % 7)
        found = _coming(day, found, frame)
    return found + timedelta(days=7 * day.weeks_more)


def _coming(day: Weekly, found: date, frame: Frame) -> date:
    """Settle which of the coming ones is meant: `found` is the first, today included."""
    today = frame.today
    if day.word == "this":
        return found
    if found == today:
        if day.word == "bare":
            frame.assumed.append(Assumption.NOT_TODAY)
        return found + timedelta(days=7)
    if day.word == "next" and day.weekday > today.weekday():
        frame.assumed.append(Assumption.NEXT_WEEKDAY)
        return found + timedelta(days=7 if frame.conventions.next_weekday == "following_week" else 0)
    return found


def _monthly(day: Monthly, frame: Frame) -> date:
    if day.months_on is not None:
        year, month = _months_from(frame.today, day.months_on)
        return date(year, month, day.day)
    if day.year is not None and day.month is not None:
        return _checked(date(day.year, day.month, day.day), day.weekday, frame)
    candidates = _to_come(day, frame.today)
    if not candidates:
        raise Unresolvable("no such day in any month")
    for found in candidates[: _MONTHS_LOOKED_AT if day.month is None else 1]:
        if day.weekday is None or found.weekday() == day.weekday:
            if (found - frame.today).days > _SURELY_THIS_YEAR:
                frame.assumed.append(Assumption.NEXT_YEAR)
            return found
    return _checked(candidates[0], day.weekday, frame)


_SURELY_THIS_YEAR = 300
"""Days ahead beyond which a date that names no year has just passed, and may be a slip."""
_MONTHS_LOOKED_AT = 3
"""How far "Monday the 9th" is looked for; beyond that one of the two words is a slip."""


def _to_come(day: Monthly, today: date) -> list[date]:
    """Return the days of that number (and month) from today on, in order; four years reach a 29 February."""
    found: list[date] = []
    for months_on in range(50 if day.month else 14):
        year, month = _months_from(today, months_on)
        if day.month in (None, month) and day.day <= monthrange(year, month)[1]:
            one = date(year, month, day.day)
            if one >= today:
                found.append(one)
                if day.month:
                    break
    return found


def _checked(found: date, weekday: int | None, frame: Frame) -> date:
    if weekday is not None and found.weekday() != weekday:
        frame.assumed.append(Assumption.WEEKDAY_CONTRADICTS)
    return found


def _numeric(day: Numeric, frame: Frame) -> date:
    day_first = day.dotted or frame.conventions.day_first
    first, second = (day.first, day.second) if day_first else (day.second, day.first)
    if second > 12:
        first, second = second, first
    elif not day.dotted and first <= 12 and first != second:
        dated = Assumption.DAY_MONTH_ORDER if day.year is None else Assumption.DAY_MONTH_ORDER_IN_YEAR
        frame.assumed.append(dated)
    return _monthly(Monthly(first, second, day.year, weekday=day.weekday), frame)


def _nth(day: Nth, frame: Frame) -> date:
    for years_on in range(2):
        if day.month is None:
            year, month = _months_from(frame.today, day.months_on)
        else:
            year, month = frame.today.year + years_on, day.month
        last = monthrange(year, month)[1]
        all_of_them = [n for n in range(1, last + 1) if date(year, month, n).weekday() == day.weekday]
        index = day.number if day.number < 0 else day.number - 1
        if index < len(all_of_them) and date(year, month, all_of_them[index]) >= frame.today:
            return date(year, month, all_of_them[index])
    raise Unresolvable("no such weekday in that month")


def _from_then(day: FromThen, frame: Frame) -> date:
    start = resolve_day(day.base, frame) if day.base else frame.today
    if day.unit in ("month", "year"):
        year, month = _months_from(start, day.amount * (12 if day.unit == "year" else 1))
        return date(year, month, min(start.day, monthrange(year, month)[1]))
    return start + timedelta(days=day.amount * {"week": 7, "fortnight": 14}.get(day.unit, 1))


def _exactly(day: Exactly, _frame: Frame) -> date:
    return day.day


def _that_day(_day: ThatDay, frame: Frame) -> date:
    if frame.about is None:
        raise Unresolvable("no day is being talked about")
    return frame.about


def _months_from(start: date, months_on: int) -> tuple[int, int]:
    years, month = divmod(start.month - 1 + months_on, 12)
    return start.year + years, month + 1


def _stretch(days: Stretch, frame: Frame) -> tuple[date, date]:
    first = resolve_day(days.first, frame)
    at_first = Frame(datetime.combine(first, frame.now.time()), frame.conventions, frame.about)
    last = resolve_day(days.last, at_first)
    if isinstance(days.first, Monthly) and days.first.month is None and isinstance(days.last, Monthly):
        first = first if days.last.month is None else first.replace(year=last.year, month=last.month)
    if last < first:
        raise Unresolvable("ends before it starts")
    return first, last


_PORTIONS = {"": (0, 6), "early": (0, 1), "mid": (1, 3), "late": (3, 4), "rest": (0, 4), "workdays": (0, 4)}


def _weeks(days: Weeks, frame: Frame) -> tuple[date, date]:
    monday = frame.today - timedelta(days=frame.today.weekday()) + timedelta(days=7 * days.weeks_on)
    if days.portion == "weekend":
        return max(monday + timedelta(days=5), frame.today), monday + timedelta(days=6)
    if days.portion:
        frame.assumed.append(Assumption.LOOSE_WORDS)
    first, last = (monday + timedelta(days=n) for n in _PORTIONS[days.portion])
    first = max(first, frame.today + timedelta(days=1 if days.portion == "rest" else 0))
    return first, max(first, last)


def _week_of(days: WeekOf, frame: Frame) -> tuple[date, date]:
    day = resolve_day(days.day, frame)
    monday = day - timedelta(days=day.weekday())
    return max(monday, frame.today), monday + timedelta(days=6)


def _months(days: Months, frame: Frame) -> tuple[date, date]:
    year, month = _months_from(frame.today, days.months_on)
    if days.month is not None:
        year, month = frame.today.year + (days.month < frame.today.month), days.month
        year = days.year or year
    length = monthrange(year, month)[1]
    starts, ends = _MONTH_PORTIONS.get(days.portion, (1, length))
    if days.portion in _MONTH_PORTIONS:
        frame.assumed.append(Assumption.LOOSE_WORDS)
    first, last = date(year, month, starts), date(year, month, min(ends, length))
    first = max(first, frame.today) if days.portion else first
    return first, max(first, last)


_MONTH_PORTIONS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}


def _next_few(days: NextFew, frame: Frame) -> tuple[date, date]:
    return frame.today + timedelta(days=1), frame.today + timedelta(days=days.days)


_DAYS: dict[type, Callable[..., date]] = {
    Away: _away,
    Weekly: _weekly,
    Monthly: _monthly,
    Numeric: _numeric,
    Nth: _nth,
    FromThen: _from_then,
    Exactly: _exactly,
    ThatDay: _that_day,
}
_SPANS: dict[type, Callable[..., tuple[date, date]]] = {
    Stretch: _stretch,
    Weeks: _weeks,
    WeekOf: _week_of,
    Months: _months,
    NextFew: _next_few,
}
