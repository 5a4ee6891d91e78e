"""The mentions of a message taken together: the one date and time that it asks for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from frontdesk.assistant.offline.mention import Mention, Role
from frontdesk.assistant.offline.resolution import OF_DATES, Assumption


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, local wall time; see `Mention` for the fields.

    Attributes:
        several: whether the lead named alternatives; the first of them is given.
    """

    date: dt.date | None = None
    date_end: dt.date | None = None
    time: dt.time | None = None
    time_end: dt.time | None = None
    part: str | None = None
    open_ended: bool = False
    either_half: bool = False
    several: bool = False
    assumptions: tuple[Assumption, ...] = ()

    @property
    def is_exact_date(self) -> bool:
        """Whether one day is meant."""
        return self.date is not None and self.date_end is None

    @property
    def is_exact_time(self) -> bool:
        """Whether one time of day is meant."""
        return self.time is not None and self.time_end is None and not self.open_ended

    @property
    def names_time(self) -> bool:
        """Whether a time, a range of times or a part of the day is meant."""
        return self.time is not None or self.time_end is not None or self.part is not None


def wish_of(mentions: Sequence[Mention]) -> Wish | None:
    """Return what the mentions ask for together: the last word counts, alternatives only fill gaps."""
    asked = [mention for mention in mentions if mention.role != Role.SOURCE]
    wish = _folded(asked)
    if wish and wish.date is None and len(asked) < len(mentions):
        left = wish_to_leave(mentions)
        if left and left.is_exact_date:
            return _with_date(wish, left.date)
    return wish


def wish_to_leave(mentions: Sequence[Mention]) -> Wish | None:
    """Return the date and time that a move leaves."""
    return _folded([mention for mention in mentions if mention.role == Role.SOURCE])


def _folded(mentions: Sequence[Mention]) -> Wish | None:
    wish: Wish | None = None
    for mention in mentions:
        wish = _with(wish or Wish(), mention)
    return wish


def _with(wish: Wish, mention: Mention) -> Wish:
    if mention.role == Role.LAST:
        return replace(wish, date_end=mention.date)
    alternative = mention.role == Role.ALTERNATIVE
    names_time = mention.time is not None or mention.time_end is not None
    takes_date = mention.date is not None and not (alternative and wish.date)
    takes_time = (names_time or mention.part is not None) and not (alternative and wish.names_time)
    if mention.part and not names_time and wish.time is not None and mention.date is None:
        takes_time = False
    kept = [one for one in wish.assumptions if not (takes_date and one in OF_DATES)]
    day = mention if takes_date else wish
    clock = mention if takes_time else wish
    return Wish(
        date=day.date,
        date_end=day.date_end,
        time=clock.time,
        time_end=clock.time_end,
        part=clock.part,
        open_ended=clock.open_ended,
        either_half=clock.either_half,
        several=wish.several or alternative,
        assumptions=tuple(dict.fromkeys((*kept, *mention.assumptions))),
    )


def _with_date(wish: Wish, day: dt.date | None) -> Wish:
    return Wish(
        date=day,
        time=wish.time,
        time_end=wish.time_end,
        part=wish.part,
        open_ended=wish.open_ended,
        either_half=wish.either_half,
        several=wish.several,
        assumptions=wish.assumptions,
    )
