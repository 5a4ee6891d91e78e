"""What counts mean: whole weeks, shares, a stretch of days. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekCount:
    """How many bookings one kind of actor made in the week that begins on `monday`."""

    monday: date
    source: str
    count: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week, from Monday on, and how many bookings each kind of actor made in it."""

    monday: date
    by_source: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All bookings made in the week."""
        return sum(self.by_source.values())


@dataclass(frozen=True, slots=True)
class Talks:
    """Conversations that began in a stretch of time; the median is in seconds, from first word to booking."""

    started: int
    booked: int
    median_seconds: float | None


def whole_weeks(counts: Iterable[WeekCount], *, first: date, last: date) -> list[Week]:
    """Return every week that the days from `first` to `last` touch, in order, empty ones included."""
    found: dict[date, dict[str, int]] = {}
    for count in counts:
        found.setdefault(count.monday, {})[count.source] = count.count
    return [Week(monday, found.get(monday, {})) for monday in _mondays(first, last)]


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole as a number from 0 to 1; None where there is no whole."""
    return part / whole if whole else None


def no_show_rate(statuses: Mapping[str, int]) -> float | None:
    """Return which share of those who were expected and of whom somebody said whether they came did not."""
    missed = statuses.get("no_show", 0)
    return share(missed, missed + statuses.get("completed", 0))


def _mondays(first: date, last: date) -> Sequence[date]:
    monday = first - timedelta(days=first.weekday())
    return [monday + WEEK * number for number in range((last - monday).days // 7 + 1)]
