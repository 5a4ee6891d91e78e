"""Conversations: a message in, one turn after the other, the reply out; and what was said, to read again."""

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta

import msgspec
from pydantic_ai.models import Model

from frontdesk.assistant import arriving, conversations, turns
from frontdesk.assistant.arriving import NO_SUCH_CONVERSATION, Incoming, arrive
from frontdesk.assistant.briefing import Briefing
from frontdesk.assistant.context import OnStep
from frontdesk.assistant.conversations import Channel, Conversation, Message, State
from frontdesk.assistant.ground import TalkGround
from frontdesk.assistant.history import Record
from frontdesk.assistant.models import Circuit
from frontdesk.assistant.rehearsing import Rehearsed, Spoken, rehearse
from frontdesk.assistant.turn import Turn, take
from frontdesk.assistant.turns import Arrived, Claim, TurnLost
from frontdesk.assistant.usage import Usage, usage
from frontdesk.assistant.watching import TalkNews
from frontdesk.errors import NotFound, Unavailable
from frontdesk.tenancy.principal import Principal

__all__ = ["ConversationService", "Incoming", "OnStep", "Turn"]

CLAIM_LIFE = timedelta(seconds=120)
LOOK_AGAIN_SECONDS = 1.0
PATIENCE_SECONDS = 240.0


class ConversationService:
    """THE AI. It books through the same service as everyone else and has no private way in."""

    def __init__(self, ground: TalkGround, news: TalkNews, *, provider: Model | None) -> None:
        self._ground = ground
        self._db = ground.db
        self._news = news
        self._provider: Model | None = Circuit(provider) if provider is not None else None

    async def begin(self, principal: Principal, lead_id: int, *, channel: Channel) -> int:
        """Begin a conversation and return its id.

        Raises:
            NotFound: no such lead.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            begun = await arriving.begin(self._ground, connection, principal, lead_id, channel=channel)
        return begun.id

    async def answer(
        self, principal: Principal, incoming: Incoming, *, on_step: OnStep | None = None
    ) -> Turn:
        """Take a lead's message and return the reply; `on_step` hears of each tool call as it ends.

        Messages of one conversation are answered one after the other, in the order in which they came, over
        all processes. A message with a key that came before gets its first answer again.

        Raises:
            NotFound: no such lead, or no such conversation of theirs. IdempotencyConflict: the key is another
                message's. Unavailable: earlier messages are still being answered; this one is kept.
        """
        arrived = await arrive(self._ground, principal, incoming)
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        with self._news.watching(principal.sub_account_id, arrived.conversation_id) as watch:
            while time.monotonic() < give_up_at:
                watch.clear()
                claim = await self._claim(principal.sub_account_id, arrived)
                if claim is None and await self._is_done(principal, arrived):
                    return await self._outcome(principal, arrived)
                if claim is None:
                    await watch.wait(LOOK_AGAIN_SECONDS)
                    continue
                is_ours = claim.position == arrived.position
                turn = await self._take(claim, on_step if is_ours else None)
                if turn is not None and is_ours:
                    return turn
        raise Unavailable("An earlier message is still being answered. Yours is kept and comes next.")

    async def resume(self, sub_account_id: int, conversation_id: int) -> timedelta | None:
        """Answer what somebody left unanswered; returns how long to wait while somebody else is at it."""
        while (claim := await self._claim_next(sub_account_id, conversation_id)) is not None:
            await self._take(claim, None)
        async with self._db.tenant(sub_account_id) as connection:
            until = await turns.claimed_until(connection, conversation_id)
        return max(until - self._ground.clock.now(), timedelta(seconds=1)) if until else None

    async def newest(
        self,
        principal: Principal,
        limit: int,
        *,
        state: State | None = None,
        lead_id: int | None = None,
    ) -> list[Conversation]:
        """Return the newest conversations, or a lead's; a member sees those about their own calendar."""
        async with self._db.tenant(principal.sub_account_id) as connection:
            mine = None if principal.acts_for_everyone else principal.user_id
            return await conversations.newest(connection, limit, user_id=mine, state=state, lead_id=lead_id)

    async def transcript(
        self, principal: Principal, conversation_id: int
    ) -> tuple[Conversation, list[Message]]:
        """Return a conversation and all that was said in it.

        Raises:
            NotFound: no such conversation. Forbidden: about somebody else's calendar.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            conversation = await conversations.by_id(connection, conversation_id)
            if conversation is None:
                raise NotFound(NO_SUCH_CONVERSATION)
            principal.require_calendar_of(conversation.user_id)
            return conversation, await conversations.messages(connection, conversation_id)

    async def rehearse(self, principal: Principal, briefing: Briefing, lines: Sequence[Spoken]) -> Rehearsed:
        """Answer as under these settings, with nobody there; nothing is done and nothing written."""
        return await rehearse(self._ground, principal, briefing, lines, provider=self._provider)

    async def usage(self, principal: Principal, conversation_id: int) -> Usage:
        """Return what a conversation has taken so far, in tokens and money.

        Raises:
            NotFound, Forbidden: as in `transcript`.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            conversation = await conversations.by_id(connection, conversation_id)
            if conversation is None:
                raise NotFound(NO_SUCH_CONVERSATION)
            principal.require_calendar_of(conversation.user_id)
            return await usage(connection, conversation_id)

    async def _claim(self, sub_account_id: int, arrived: Arrived) -> Claim | None:
        """Claim the first turn that is owed; when a repeated message is answered already, none."""
        if arrived.is_repeated:
            async with self._db.tenant(sub_account_id) as connection:
                if await turns.is_done(connection, arrived):
                    return None
        return await self._claim_next(sub_account_id, arrived.conversation_id)

    async def _claim_next(self, sub_account_id: int, conversation_id: int) -> Claim | None:
        async with self._db.tenant(sub_account_id) as connection:
            await conversations.locked(connection, conversation_id)
            return await turns.claim_next(
                connection, sub_account_id, conversation_id, now=self._ground.clock.now(), life=CLAIM_LIFE
            )

    async def _is_done(self, principal: Principal, arrived: Arrived) -> bool:
        async with self._db.tenant(principal.sub_account_id) as connection:
            return await turns.is_done(connection, arrived)

    async def _take(self, claim: Claim, on_step: OnStep | None) -> Turn | None:
        """Take a turn; None when somebody else has taken it up meanwhile. One that fails is free at once."""
        try:
            return await take(self._ground, claim, provider=self._provider, on_step=on_step)
        except TurnLost:
            return None
        except BaseException:
            await asyncio.shield(self._release(claim))
            raise

    async def _release(self, claim: Claim) -> None:
        async with self._db.tenant(claim.sub_account_id) as connection:
            await turns.release(connection, claim)

    async def _outcome(self, principal: Principal, arrived: Arrived) -> Turn:
        """Return what came of a message that was answered elsewhere or before."""
        conversation, said = await self.transcript(principal, arrived.conversation_id)
        reply = next((one for one in said if one.answers == arrived.position), None)
        record = msgspec.convert(dict(reply.record), Record) if reply else Record()
        booking_id = record.booking_id
        return Turn(
            conversation.id,
            arrived.position,
            reply.content if reply else "",
            None if booking_id is None else await self._ground.bookings.by_id(principal, booking_id),
            record.steps,
            state=conversation.state,
            is_repeated=arrived.is_repeated,
        )
