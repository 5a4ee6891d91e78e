"""Which times the lead's words may mean where they leave it open: one of these, never any. Pure."""

import datetime as dt
from collections.abc import Sequence

from frontdesk.assistant.offline.mention import Mention
from frontdesk.assistant.offline.resolution import Assumption
from frontdesk.assistant.offline.wish import Wish

_A_WEEK_EARLIER = frozenset((Assumption.NOT_TODAY, Assumption.NEXT_WEEKDAY))
_TURNED_ROUND = frozenset((Assumption.DAY_MONTH_ORDER, Assumption.DAY_MONTH_ORDER_IN_YEAR))


def candidates(wish: Wish, mentions: Sequence[Mention], *, today: dt.date) -> tuple[dt.datetime, ...]:
    """Return every time that a wish may mean, in order; none when a part of it is missing.

    Args:
        wish: what was read.
        mentions: the dates and times of the message, alternatives among them.
        today: the lead's date.
    """
    if not (wish.is_exact_date and wish.is_exact_time):
        return ()
    named = mentions if wish.several else ()
    days = {wish.date, *(one.date for one in named if not one.date_end)} - {None}
    times = {wish.time, *(one.time for one in named if one.is_exact_time)} - {None}
    open_days, open_times = _days(days, wish, today), _times(times, wish)
    return tuple(sorted(dt.datetime.combine(day, at) for day in open_days for at in open_times))


def swapped(day: dt.date, today: dt.date) -> dt.date:
    """Return what "5/6" means the other way round: the next such day to come."""
    this_year = dt.date(today.year, day.day, day.month)
    return this_year if this_year >= today else this_year.replace(year=today.year + 1)


def _days(days: set[dt.date | None], wish: Wish, today: dt.date) -> set[dt.date]:
    found = {day for day in days if day is not None}
    if _A_WEEK_EARLIER.intersection(wish.assumptions):
        found |= {day - dt.timedelta(days=7) for day in found}
    if _TURNED_ROUND.intersection(wish.assumptions):
        found |= {swapped(day, today) for day in found if day.day <= _MONTHS}
    return {day for day in found if day >= today}


def _times(times: set[dt.time | None], wish: Wish) -> set[dt.time]:
    found = {at for at in times if at is not None}
    halves = {at.replace(hour=(at.hour + 12) % 24) for at in found} if wish.either_half else set()
    return found | halves


_MONTHS = 12
