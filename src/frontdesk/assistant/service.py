"""One turn of a conversation: load (a transaction), talk (none), store (a transaction)."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

from pydantic_ai.models import Model

from frontdesk.assistant import conversations
from frontdesk.assistant.agent import talk
from frontdesk.assistant.conversations import Channel, Conversation, Message
from frontdesk.assistant.guards import said_truthfully
from frontdesk.assistant.history import Record, Step, as_model_messages, as_record
from frontdesk.assistant.models import with_fallback
from frontdesk.assistant.offline.model import heard, offline_model
from frontdesk.assistant.prompt import instructions
from frontdesk.assistant.second_opinion import listen
from frontdesk.assistant.setting import setting_of
from frontdesk.assistant.toolbox import TOOL_NAMES
from frontdesk.assistant.tools import TurnContext
from frontdesk.availability.service import AvailabilityService
from frontdesk.bookings.repository import Booking, Filters
from frontdesk.bookings.service import BookingService
from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import NotFound
from frontdesk.leads import repository as leads
from frontdesk.leads.repository import Lead
from frontdesk.leads.service import NO_SUCH_LEAD
from frontdesk.tenancy import repository as tenancy
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.repository import SubAccount, User
from frontdesk.zones import first_zone

NO_SUCH_CONVERSATION = "There is no such conversation."
STANDING = frozenset({"pending", "confirmed"})
OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A lead's message. Without a conversation a new one begins."""

    lead_id: int
    content: str
    conversation_id: int | None = None
    channel: Channel = "api"


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of a message."""

    conversation_id: int
    reply: str
    booking: Booking | None
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a turn knows before it talks."""

    conversation: Conversation
    account: SubAccount
    user: User
    lead: Lead
    messages: list[Message]
    standing: list[Booking]

    @property
    def last_reply(self) -> str:
        """What the assistant said last."""
        replies = (message.content for message in reversed(self.messages) if message.author == "assistant")
        return next(replies, "")

    @property
    def zone(self) -> ZoneInfo:
        """The zone the lead is spoken to in."""
        return first_zone(self.lead.timezone, self.user.timezone)


class ConversationService:
    """THE AI. It books through the same service as everyone else and has no private way in."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        *,
        availability: AvailabilityService,
        bookings: BookingService,
        provider: Model | None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._availability = availability
        self._bookings = bookings
        self._provider = provider
        self._turns: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    async def begin(self, principal: Principal, lead_id: int, *, channel: Channel) -> int:
        """Begin a conversation and return its id.

        Raises:
            NotFound: no such lead.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            if await leads.by_id(connection, lead_id) is None:
                raise NotFound(NO_SUCH_LEAD)
            conversation = await conversations.insert(
                connection,
                principal.sub_account_id,
                lead_id,
                user_id=principal.user_id,
                channel=channel,
                now=self._clock.now(),
            )
        return conversation.id

    async def answer(
        self, principal: Principal, incoming: Incoming, *, on_step: OnStep | None = None
    ) -> Turn:
        """Take a lead's message and return the reply; `on_step` hears of each tool call as it ends.

        Messages of one conversation are answered one after the other.

        Raises:
            NotFound: no such lead, or no such conversation of theirs.
        """
        conversation_id = incoming.conversation_id or await self.begin(
            principal, incoming.lead_id, channel=incoming.channel
        )
        lock = self._turns.setdefault((principal.sub_account_id, conversation_id), asyncio.Lock())
        async with lock:
            loaded = await self._load(principal, conversation_id, incoming)
            return await self._take_turn(principal, loaded, on_step)

    async def newest(self, principal: Principal, limit: int) -> list[Conversation]:
        """Return the newest conversations; a member sees those about their own calendar."""
        async with self._db.tenant(principal.sub_account_id) as connection:
            mine = None if principal.acts_for_everyone else principal.user_id
            return await conversations.newest(connection, limit, user_id=mine)

    async def transcript(
        self, principal: Principal, conversation_id: int
    ) -> tuple[Conversation, list[Message]]:
        """Return a conversation and all that was said in it.

        Raises:
            NotFound: no such conversation. Forbidden: about somebody else's calendar.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            conversation = await conversations.locked(connection, conversation_id)
            if conversation is None:
                raise NotFound(NO_SUCH_CONVERSATION)
            principal.require_calendar_of(conversation.user_id)
            return conversation, await conversations.messages(connection, conversation_id)

    async def _take_turn(self, principal: Principal, loaded: Loaded, on_step: OnStep | None) -> Turn:
        began, now = time.monotonic(), self._clock.now()
        setting = setting_of(loaded.user, loaded.account, zone=loaded.zone, now=now)
        messages = as_model_messages(loaded.messages)
        context = TurnContext(
            principal=principal,
            lead_id=loaded.lead.id,
            lead_name=loaded.lead.name,
            conversation_id=loaded.conversation.id,
            timezone=loaded.zone.key,
            now=now,
            heard=listen(heard(messages, replace(setting, tools=TOOL_NAMES)), loaded.last_reply),
            db=self._db,
            availability=self._availability,
            bookings=self._bookings,
            on_step=on_step,
        )
        reply = await talk(
            with_fallback(self._provider, offline_model(setting)),
            messages,
            context,
            instructions=instructions(business=loaded.account.name, now=now, zone=loaded.zone),
        )
        text = said_truthfully(reply.text, booked=context.booked, done=context.done, standing=loaded.standing)
        booking = context.booked[-1] if context.booked else None
        record = Record(
            steps=context.steps,
            model=reply.model,
            input_tokens=reply.input_tokens,
            output_tokens=reply.output_tokens,
            seconds=round(time.monotonic() - began, 3),
            booking_id=booking.id if booking else None,
        )
        await self._store(principal, loaded.conversation.id, text, record)
        return Turn(loaded.conversation.id, text, booking, context.steps)

    async def _load(self, principal: Principal, conversation_id: int, incoming: Incoming) -> Loaded:
        """Write the lead's message down and return all that is needed to answer it."""
        mine = Filters(user_id=principal.user_id, lead_id=incoming.lead_id)
        newest, _ = await self._bookings.page(principal, mine, limit=20, cursor=None)
        now = self._clock.now()
        standing = [one for one in newest if one.status in STANDING and one.ends_at > now]
        async with self._db.tenant(principal.sub_account_id) as connection:
            conversation = await conversations.locked(connection, conversation_id)
            account = await tenancy.sub_account(connection)
            user = await tenancy.user_by_id(connection, principal.user_id)
            lead = await leads.by_id(connection, incoming.lead_id)
            if conversation is None or account is None or user is None or lead is None:
                raise NotFound(NO_SUCH_CONVERSATION)
            if conversation.lead_id != lead.id or conversation.user_id != user.id:
                raise NotFound(NO_SUCH_CONVERSATION)
            await conversations.append(
                connection,
                principal.sub_account_id,
                conversation.id,
                conversations.NewMessage("lead", incoming.content, {}, self._clock.now()),
            )
            said = await conversations.messages(connection, conversation.id)
        return Loaded(conversation, account, user, lead, said, standing)

    async def _store(self, principal: Principal, conversation_id: int, text: str, record: Record) -> None:
        async with self._db.tenant(principal.sub_account_id) as connection:
            await conversations.locked(connection, conversation_id)
            message = conversations.NewMessage("assistant", text, as_record(record), self._clock.now())
            await conversations.append(connection, principal.sub_account_id, conversation_id, message)
