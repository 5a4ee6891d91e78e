"""What is known here of an outside calendar's times, and what follows from it. Pure.

Kept is what the outside calendar does *not* call free: appointments of others, and whatever else closes a
time there (its own hours, buffers and notice, calendars it is linked with). Our own events are left out of
it: we know those ourselves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.availability.intervals import Interval, subtract

# So far ahead is kept. Who asks for a later day, waits for the calendar.
KEPT_AHEAD = timedelta(days=60)
# How often it is asked again, and from what age on an answer out of it is called degraded.
REFRESHED_EVERY = timedelta(minutes=10)
GOOD_FOR = timedelta(minutes=30)
LONGEST_PIECE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of one user's outside calendar, for the stretch that was read.

    Attributes:
        place: which calendar it was, as `place_of` names it.
        asked_at: when it was asked; the time before that is over and not looked at.
        known_until: how far it was asked.
        busy: what it did not call free; any order.
    """

    place: str
    asked_at: datetime
    known_until: datetime
    busy: tuple[Interval, ...] = ()

    def answers_for(self, place: str, window: Interval) -> bool:
        """Say whether this is the calendar that is meant, and reaches far enough."""
        return self.place == place and window.end <= self.known_until

    def is_fresh(self, now: datetime) -> bool:
        """Say whether it may be relied on."""
        return now - self.asked_at <= GOOD_FOR

    def free(self, window: Interval) -> tuple[Interval, ...]:
        """Return what of the window the outside calendar calls free."""
        return subtract([window], self.busy)


def busy_pieces(
    within: Interval, *, free: Iterable[Interval], ours: Iterable[Interval]
) -> tuple[Interval, ...]:
    """Return what of a stretch is neither called free nor taken by events of ours, in pieces of a day."""
    return tuple(
        piece for busy in subtract([within], [*free, *ours]) for piece in _in_pieces(busy, LONGEST_PIECE)
    )


def busy_while_open(open_times: Iterable[Interval], busy: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return what of the opening time is busy outside: when somebody is closed, nobody asks."""
    opening = tuple(open_times)
    return subtract(opening, subtract(opening, busy))


def _in_pieces(interval: Interval, longest: timedelta) -> Iterator[Interval]:
    start = interval.start
    while start < interval.end:
        end = min(start + longest, interval.end)
        yield Interval(start, end)
        start = end
