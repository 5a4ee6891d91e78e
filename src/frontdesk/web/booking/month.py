"""A month as people look at it: weeks of days, some of which can be chosen. Pure."""

from calendar import Calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Cell:
    """A day in the grid. Days of the months around are left blank."""

    day: date | None
    is_free: bool = False
    is_chosen: bool = False
    is_today: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month's grid, and the months one can turn to."""

    first: date
    weeks: Sequence[Sequence[Cell]]
    earlier: date | None
    later: date | None


def first_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(first: date) -> date:
    """Return the first day of the month after."""
    return first_of(first + timedelta(days=31))


def last_of(first: date) -> date:
    """Return the last day of the month that begins then."""
    return next_month(first) - timedelta(days=1)


def month_of(
    first: date, free: Collection[date], *, chosen: date | None, today: date, first_weekday: int, latest: date
) -> Month:
    """Lay a month out.

    Args:
        first: its first day.
        free: the days on which something is free.
        chosen: the day whose times are shown.
        today: the day it is for whoever looks.
        first_weekday: with which day weeks begin; Monday is 0.
        latest: the first day of the last month one may turn to.
    """
    weeks = [
        [_cell(day, first, free=free, chosen=chosen, today=today) for day in week]
        for week in Calendar(first_weekday).monthdatescalendar(first.year, first.month)
    ]
    earlier = first_of(first - timedelta(days=1))
    later = next_month(first)
    return Month(
        first,
        weeks,
        earlier if earlier >= first_of(today) else None,
        later if later <= latest else None,
    )


def _cell(day: date, first: date, *, free: Collection[date], chosen: date | None, today: date) -> Cell:
    if day.month != first.month:
        return Cell(None)
    return Cell(day, is_free=day in free, is_chosen=day == chosen, is_today=day == today)
