"""What the dialogue knows: the setting, the events it is folded over, the state they leave. Pure values."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from frontdesk.assistant.offline.about import About, Service
from frontdesk.assistant.offline.contact import Contact
from frontdesk.assistant.offline.conventions import Conventions
from frontdesk.assistant.offline.shifts import Shift
from frontdesk.assistant.offline.understand import Understanding
from frontdesk.assistant.offline.wish import Wish

CHECK = "check_availability"
CREATE = "create_booking"
LIST = "list_bookings"
CANCEL = "cancel_booking"
MOVE = "reschedule_booking"
UPDATE = "update_lead"
HAND_OFF = "hand_off_to_human"


@dataclass(frozen=True, slots=True)
class Setting:
    """The facts of the place that do not change during a conversation.

    Attributes:
        business: its name, as leads know it.
        zone: IANA zone in which days and times are meant, unless the lead or a tool's answer names another.
        leads_zone: the lead's own, if it is known; `business_zone`: the one of whoever is booked, if known.
        opening: first and last bookable time of a usual day, both included, or None when unknown.
        tools: names of the tools that may be called.
        duration_minutes: how long a booking usually takes, if known.
        about: what the business says of itself.
        lead: what is known of the lead; `zone_is_given`: whether their zone is, so that no number tells it.
    """

    business: str
    zone: str = "America/New_York"
    leads_zone: str | None = None
    business_zone: str | None = None
    opening: tuple[dt.time, dt.time] | None = None
    tools: frozenset[str] = frozenset((CHECK, CREATE))
    duration_minutes: int | None = None
    conventions: Conventions = field(default_factory=Conventions)
    about: About = field(default_factory=About)
    lead: Contact = field(default_factory=Contact)
    zone_is_given: bool = False


@dataclass(frozen=True, slots=True)
class LeadSaid:
    """A message of the lead, with the lead's wall clock (naive local time) when it came."""

    text: str
    now_local: dt.datetime


@dataclass(frozen=True, slots=True)
class ToolAnswered:
    """What a tool gave back."""

    name: str
    arguments: Mapping[str, object]
    result: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AssistantSaid:
    """What was said to the lead: by this model, or by another that spoke before it."""

    text: str


Event = LeadSaid | ToolAnswered | AssistantSaid


@dataclass(frozen=True, slots=True)
class CallTool:
    """Call a tool and feed the answer back as `ToolAnswered`."""

    name: str
    arguments: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Say:
    """Say this to the lead and feed it back as `AssistantSaid`."""

    text: str


Action = CallTool | Say


class Task(StrEnum):
    """What the conversation is busy with."""

    NOTHING = "nothing"
    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"
    LOOKUP = "lookup"


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that was put to the lead, naive local."""

    starts_at: dt.datetime


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day's free starting times, in order, as a tool gave them in this turn.

    `twice`: those that are free both times they occur, because the clocks go back over them. Of another one
    that occurs twice, `fold` tells which is free.
    """

    day: dt.date
    slots: tuple[dt.time, ...]
    zone: str
    twice: frozenset[dt.time] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """A booking that a tool's answer spoke of; `minutes`: how long it takes, where that is not as usual."""

    booking_id: object
    starts_at: dt.datetime
    zone: str
    status: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do next, and what it leaves on the table once said.

    Attributes:
        booking: the one that is meant, when that was found out on the way.
        ends: whether the task is over with it.
    """

    action: Action
    offered: tuple[Offer, ...] = ()
    proposal: Offer | None = None
    to_cancel: Known | None = None
    also_cancel: tuple[Known, ...] = ()
    booking: Known | None = None
    asking: str | None = None
    ends: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Where a conversation stands.

    Attributes:
        now: the lead's wall clock at the last message, in `zone`.
        named_zone: the zone that the lead named last, in which they are spoken to from then on.
        unclear_zone: the zones that the lead may have meant when it is not clear which; empty: any.
        heard: what the last message said.
        task: what is being done; `agreed`: the lead asked for, or said yes to, exactly `wish`.
        wants: whether the lead asked for a booking (and not only what is free); `wants_move`: whether for
            another time of one (and it is not only taken for that).
        had_nothing: whether there was no booking to move.
        minutes: how long the lead asked for it to take, if they said.
        shift: how far a time is to be moved, from the one proposed or booked.
        wish: day and time asked for so far; `spent` once acted on, so that a new request starts afresh.
        queue: what else the lead asked to book, in order; `made`: what this turn has booked so far.
        offered, proposal: what is on the table; a yes means `proposal`, or `to_cancel` and `also_cancel`, and
            nothing else.
        declined: times the lead turned down.
        days: free times learnt in this turn; `answered`: the last tool's answer in this turn.
        booking: the booking this conversation made or chose; `bookings`: the lead's, once listed.
        service: what the lead wants to come for; `choices`: what it may be, when that has to be asked.
        told: what the business's own words answer to the last message.
        given: what the lead said of themself and nobody wrote down yet; `noted`: whether this turn did.
        is_spanish: whether the lead writes in Spanish, as far as the last message that tells.
        calls: tool calls in this turn.
    """

    setting: Setting
    now: dt.datetime | None = None
    named_zone: str | None = None
    unclear_zone: tuple[str, ...] | None = None
    heard: Understanding | None = None
    task: Task = Task.NOTHING
    agreed: bool = False
    wants: bool = False
    wants_move: bool = False
    had_nothing: bool = False
    minutes: int | None = None
    shift: Shift | None = None
    wish: Wish = field(default_factory=Wish)
    spent: bool = False
    queue: tuple[Wish, ...] = ()
    made: tuple[Known, ...] = ()
    offered: tuple[Offer, ...] = ()
    proposal: Offer | None = None
    to_cancel: Known | None = None
    also_cancel: tuple[Known, ...] = ()
    asking: str | None = None
    declined: tuple[dt.datetime, ...] = ()
    days: tuple[FreeDay, ...] = ()
    answered: ToolAnswered | None = None
    booking: Known | None = None
    bookings: tuple[Known, ...] | None = None
    service: Service | None = None
    choices: tuple[Service, ...] = ()
    told: str = ""
    given: Contact = field(default_factory=Contact)
    noted: bool = False
    is_spanish: bool = False
    calls: int = 0

    @property
    def zone(self) -> str:
        """The zone in which days and times are meant."""
        return self.named_zone or self.setting.zone

    @property
    def table(self) -> tuple[Offer, ...]:
        """The times that the lead may take: those offered, or the one proposed."""
        return self.offered or ((self.proposal,) if self.proposal else ())

    @property
    def held(self) -> tuple[Known, ...]:
        """The lead's bookings, as far as they are known."""
        if self.bookings is not None:
            return self.bookings
        return (self.booking,) if self.booking else ()

    @property
    def exact(self) -> dt.datetime | None:
        """The one instant that the wish names, naive local, if it names one."""
        wish = self.wish
        if wish.date is None or wish.time is None or not (wish.is_exact_date and wish.is_exact_time):
            return None
        return dt.datetime.combine(wish.date, wish.time)

    def having(self, **changes: object) -> "State":
        """Return the state with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]  # field names are checked by replace itself
