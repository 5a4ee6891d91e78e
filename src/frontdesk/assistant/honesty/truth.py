"""What is so, as far as a reply can speak of it. Pure values."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from frontdesk.assistant.offline.conventions import Conventions
from frontdesk.assistant.offline.mention import Mention

ACTS: Final = frozenset(
    ("create_booking", "reschedule_booking", "cancel_booking", "update_lead", "hand_off_to_human")
)
"""The tools that change something."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booking of the lead. `starts_at` is aware; `zone` is the one it is told in."""

    id: int
    starts_at: dt.datetime
    zone: ZoneInfo
    status: str = "confirmed"

    @property
    def local(self) -> dt.datetime:
        """Its start on the clock it is told by, naive."""
        return self.starts_at.astimezone(self.zone).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Truth:
    """What a reply is held against.

    Attributes:
        now: aware; `zone`: whose clock the lead is spoken to by.
        made: the bookings that this turn made or moved.
        standing: all bookings of the lead that stand now; `before`: those that stood before this turn.
        gone: those known to be cancelled.
        done: the tools that succeeded in this turn; `done_before`: in earlier turns of the conversation.
        is_asked_for: whether the lead's last message asks that something be booked, moved or cancelled.
        asks_to_change: whether it asks for one of the last two.
        offered: the starts that were offered in this conversation and not long ago, aware.
        said: the dates and times that the lead named, or that the business says of itself.
        opening, conventions, about: how words for days and times are read, as in `understand.Context`.
    """

    now: dt.datetime
    zone: ZoneInfo
    made: tuple[Appointment, ...] = ()
    standing: tuple[Appointment, ...] = ()
    before: tuple[Appointment, ...] = ()
    gone: tuple[Appointment, ...] = ()
    done: frozenset[str] = frozenset()
    done_before: frozenset[str] = frozenset()
    is_asked_for: bool = False
    asks_to_change: bool = False
    offered: frozenset[dt.datetime] = frozenset()
    said: tuple[Mention, ...] = ()
    opening: tuple[dt.time, dt.time] | None = None
    conventions: Conventions = field(default_factory=Conventions)
    about: dt.date | None = None

    @property
    def waits_for_an_act(self) -> bool:
        """Whether the lead asked for something and nothing was done."""
        return self.is_asked_for and self.done.isdisjoint(ACTS)

    @property
    def today(self) -> dt.date:
        """The lead's date."""
        return self.now.astimezone(self.zone).date()

    def starts_of(self, *groups: tuple[Appointment, ...]) -> frozenset[dt.datetime]:
        """Return when the appointments of some groups begin."""
        return frozenset(one.starts_at for group in groups for one in group)
