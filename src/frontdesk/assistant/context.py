"""What the tools of a turn are given, and what they leave behind."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from frontdesk.assistant import offers, turns
from frontdesk.assistant.assent import Said
from frontdesk.assistant.history import Step
from frontdesk.assistant.honesty.truth import Truth
from frontdesk.assistant.known import Past, Present, truth_of
from frontdesk.assistant.offers import Offer
from frontdesk.assistant.second_opinion import Heard
from frontdesk.assistant.turns import Claim
from frontdesk.availability.service import AvailabilityService
from frontdesk.bookings.repository import Booking
from frontdesk.bookings.service import BookingService
from frontdesk.db.pool import Connection, Database
from frontdesk.leads.service import LeadService
from frontdesk.tenancy.principal import Principal

OnStep = Callable[[Step], None]


@dataclass(slots=True)
class TurnContext:
    """Whose conversation it is, what the tools may call, and what they did so far in this turn.

    Attributes:
        claim: the right to answer; what is written is written only while it is held.
        timezone: the zone the lead is spoken to in; `known_zone`: the one that is written down of them, or is
            theirs for want of one.
        past: what was before this turn.
        proposes: whether what would be written is only proposed, for a person to approve.
        is_rehearsal: whether there is no lead and no conversation, and nothing is written anywhere.
        steps_before: how many steps were noted for this turn and are not among `steps`.
        withheld: what the model said that was not so, and that it was told to put right.
        lead_words: the lead's messages so far; `heard` is what was said, as the offline reader has it.
        steps, booked: what was done, also by whoever began this turn and did not end it.
    """

    principal: Principal
    lead_id: int
    lead_name: str | None
    lead_words: tuple[str, ...]
    claim: Claim
    timezone: str
    known_zone: str
    now: datetime
    heard: Heard
    db: Database
    availability: AvailabilityService
    bookings: BookingService
    leads: LeadService
    past: Past = field(default_factory=Past)
    proposes: bool = False
    is_rehearsal: bool = False
    steps_before: int = 0
    on_step: OnStep | None = None
    withheld: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    booked: list[Booking] = field(default_factory=list)

    @property
    def conversation_id(self) -> int:
        """The conversation that the turn belongs to."""
        return self.claim.conversation_id

    @property
    def asked_zone(self) -> str | None:
        """The zone that times are asked for in, where it is another than is known of the lead."""
        return self.timezone if self.timezone != self.known_zone else None

    @property
    def done(self) -> frozenset[str]:
        """The tools that did what they are for in this turn."""
        return frozenset(step.tool for step in self.steps if step.result.get("success") is True)

    @property
    def truth(self) -> Truth:
        """What is so by now, for replies to be held against."""
        zone = ZoneInfo(self.timezone)
        return truth_of(self.past, Present(self.now, zone, self.heard, self.steps, self.booked))

    @property
    def said(self) -> Said:
        """What was said so far, for a cancellation or a move."""
        zone = ZoneInfo(self.timezone)
        return Said(self.heard, self.past.lead_words, self.past.last_reply, zone)

    async def require_claim(self, connection: Connection) -> None:
        """Make sure, until the transaction ends, that this turn is still ours to act in.

        Raises:
            TurnLost: somebody else took it up. TakenOver: a person has the word.
        """
        if not self.is_rehearsal:
            await turns.require(connection, self.claim)

    async def note(self, step: Step) -> None:
        """Write a tool call down and tell whoever listens.

        Raises:
            TurnLost: somebody else took the turn up.
        """
        if not self.is_rehearsal:
            await self._write(step)
        self.steps.append(step)
        if self.on_step is not None:
            self.on_step(step)

    async def remember(self, open_offers: Iterable[Offer]) -> None:
        """Write down which times were put before the lead."""
        if self.is_rehearsal:
            return
        async with self.db.tenant(self.principal.sub_account_id) as connection:
            await offers.remember(
                connection, self.principal.sub_account_id, self.conversation_id, open_offers
            )

    async def _write(self, step: Step) -> None:
        async with self.db.tenant(self.principal.sub_account_id) as connection:
            await turns.note(connection, self.claim, self.steps_before + len(self.steps), step)
