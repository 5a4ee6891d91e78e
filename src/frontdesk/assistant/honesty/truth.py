"""What is so, as far as a reply can speak of it. Pure values."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal
from zoneinfo import ZoneInfo

from frontdesk.assistant.honesty.tongues import Tongue
from frontdesk.assistant.offline.conventions import Conventions
from frontdesk.assistant.offline.mention import Mention

ACTS: Final = frozenset(
    ("create_booking", "reschedule_booking", "cancel_booking", "update_lead", "hand_off_to_human")
)
"""The tools that change something."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A booking of the lead.

    Attributes:
        starts_at: aware; `minutes`: how long it takes.
        zone: the one it is told in.
    """

    id: int
    starts_at: dt.datetime
    zone: ZoneInfo
    status: str = "confirmed"
    minutes: int | None = None

    @property
    def local(self) -> dt.datetime:
        """Its start on the clock it is told by, naive."""
        return self.starts_at.astimezone(self.zone).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a turn did to a booking, with the booking as it is now; as it was, when it was cancelled."""

    act: Literal["made", "moved", "cancelled"]
    appointment: Appointment


class Awaited(StrEnum):
    """Whether the lead waits for something to be booked, moved, cancelled or looked up.

    ASKED: the last message asks for it, names a day or time, or agrees to a question. OPEN: an earlier one
    asked, and nothing was done since. UNREAD: the last message cannot be read.
    """

    ASKED = "asked"
    OPEN = "open"
    UNREAD = "unread"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Truth:
    """What a reply is held against.

    Attributes:
        now: aware; `zone`: whose clock the lead is spoken to by.
        made: the bookings that this turn made or moved.
        deeds: what this turn did, booking by booking.
        standing: all bookings of the lead that stand now; `before`: those that stood before this turn.
        gone: those known to be cancelled.
        done: the tools that succeeded in this turn; `done_before`: in earlier turns of the conversation.
        is_asked_for: whether the lead's last message asks that something be booked, moved or cancelled.
        asks_to_change: whether it asks for one of the last two.
        awaited: what the lead waits for; `was_told`: whether the reply before told what is booked.
        unmet: what else the last message names to be booked, where this turn booked some of it.
        looked_up: whether free times were looked up in this conversation and not long ago.
        usual_minutes: how long a booking is unless somebody says otherwise.
        tongue: the language of the lead's last message, if it tells.
        offered: the starts that were offered in this conversation and not long ago, aware.
        said: the dates and times that the lead named, or that the business says of itself.
        own_words: the sentences that the business says of itself; repeated as they stand, they claim nothing.
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
    awaited: Awaited = Awaited.NOTHING
    was_told: bool = False
    looked_up: bool = False
    deeds: tuple[Deed, ...] = ()
    unmet: tuple[Appointment, ...] = ()
    usual_minutes: int | None = None
    tongue: Tongue | None = None
    offered: frozenset[dt.datetime] = frozenset()
    said: tuple[Mention, ...] = ()
    opening: tuple[dt.time, dt.time] | None = None
    conventions: Conventions = field(default_factory=Conventions)
    about: dt.date | None = None
    own_words: frozenset[str] = frozenset()

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
