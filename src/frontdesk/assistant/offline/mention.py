"""A date or time as a lead said it and as it is read."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from frontdesk.assistant.offline.resolution import Assumption


class Role(StrEnum):
    """What a mention does in its sentence."""

    PLAIN = "plain"
    REJECTED = "rejected"
    SOURCE = "source"
    TARGET = "target"
    ALTERNATIVE = "alternative"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Mention:
    """A date, a time or both, as the lead said it and as it is read.

    Attributes:
        words: the lead's own words; `start` and `end` say where they stand in the message.
        date: the day, or the first day of a run that ends with `date_end` (included).
        time: the time, or the start of a range that ends with `time_end`; local wall time. A range with only
            `time_end` is open at the start; `open_ended` says that one with only `time` has no end.
        part: morning, afternoon, evening or night, when no clock time was given.
        either_half: the words leave open whether the time is before or after noon; `time` is the likelier.
        assumptions: what was decided rather than said.
        sureness: 0 to 1.
    """

    words: str
    start: int
    end: int
    date: dt.date | None = None
    date_end: dt.date | None = None
    time: dt.time | None = None
    time_end: dt.time | None = None
    part: str | None = None
    open_ended: bool = False
    either_half: bool = False
    assumptions: tuple[Assumption, ...] = ()
    role: Role = Role.PLAIN
    sureness: float = 1.0

    @property
    def is_exact_time(self) -> bool:
        """Whether one time of day was named, not a range or a part of the day."""
        return self.time is not None and self.time_end is None and not self.open_ended
