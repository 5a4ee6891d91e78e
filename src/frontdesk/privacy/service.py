"""Handing out all that is held of a lead, and erasing it. Each slice says what it holds."""

from dataclasses import dataclass
from datetime import datetime

from frontdesk.assistant import conversations, suggestions
from frontdesk.assistant import erasure as talks
from frontdesk.assistant.conversations import Conversation, Message
from frontdesk.assistant.offers import Offer
from frontdesk.assistant.suggestions import Suggestion
from frontdesk.bookings import erasure as booked
from frontdesk.bookings import repository as bookings
from frontdesk.bookings.repository import Booking, Event
from frontdesk.calendars import inbox
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import NotFound
from frontdesk.leads import repository as leads
from frontdesk.leads.repository import Lead
from frontdesk.leads.service import NO_SUCH_LEAD
from frontdesk.trail.entries import Actor, Entry, Target, record

FORGET_WORDS = "SELECT forget_words_of($1)"


@dataclass(frozen=True, slots=True)
class BookedOnce:
    """A booking of the lead's, and what happened to it."""

    booking: Booking
    events: list[Event]


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation of the lead's, all that was said in it, the times offered, and the replies suggested."""

    conversation: Conversation
    messages: list[Message]
    offers: list[Offer]
    suggestions: list[Suggestion]


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that is held of a lead."""

    lead: Lead
    bookings: list[BookedOnce]
    talks: list[Talk]
    at: datetime


class Privacy:
    """What is known of a lead. Who may ask is decided where a caller is known."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def export(self, sub_account_id: int, lead_id: int, *, by: Actor) -> Holdings:
        """Return all that is held of a lead, as it is at one moment.

        Raises:
            NotFound: no such lead, or erased.
        """
        now = self._clock.now()
        async with self._db.tenant(sub_account_id) as connection:
            lead = await leads.locked(connection, lead_id)
            if lead is None:
                raise NotFound(NO_SUCH_LEAD)
            held = Holdings(
                lead, await _bookings(connection, lead_id), await _talks(connection, lead_id), now
            )
            await record(connection, Entry(by, "lead.exported", Target("lead", lead_id)), now=now)
        return held

    async def erase(self, sub_account_id: int, lead_id: int, *, by: Actor) -> datetime:
        """Erase all that is known of a lead but that there were bookings; returns when. Twice is harmless.

        First the lead is gone for everybody: that waits for whoever is writing for them, and whoever comes
        later is refused. Then what was written is emptied, in a transaction without a lock on the lead, so
        that nobody waits in a circle. Were the second one lost, erasing again makes up for it.

        Raises:
            NotFound: no such lead.
        """
        now = self._clock.now()
        async with self._db.tenant(sub_account_id) as connection:
            before = await leads.locked_for_erasure(connection, lead_id)
            if before is None:
                raise NotFound(NO_SUCH_LEAD)
            if before.erased_at is None:
                await leads.erase(connection, lead_id, now=now)
                await record(connection, Entry(by, "lead.erased", Target("lead", lead_id)), now=now)
        async with self._db.tenant(sub_account_id) as connection:
            await booked.take_all_turns(connection)
            await talks.forget_lead(connection, lead_id)
            await booked.forget_lead(connection, sub_account_id, lead_id, now=now)
            await connection.execute(FORGET_WORDS, lead_id)
            if before.external_id is not None:
                await inbox.forget_subject(connection, before.external_id, now=now)
        return before.erased_at or now


async def _bookings(connection: Connection, lead_id: int) -> list[BookedOnce]:
    found = await booked.of_lead(connection, lead_id)
    return [BookedOnce(booking, await bookings.events(connection, booking.id)) for booking in found]


async def _talks(connection: Connection, lead_id: int) -> list[Talk]:
    return [
        Talk(
            one,
            await conversations.messages(connection, one.id),
            await talks.offers_in(connection, one.id),
            await suggestions.all_in(connection, one.id),
        )
        for one in await talks.of_lead(connection, lead_id)
    ]
