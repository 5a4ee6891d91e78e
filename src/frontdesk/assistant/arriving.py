"""A lead's message is written down, before anything else: from then on it is owed an answer."""

from dataclasses import dataclass
from datetime import datetime

import asyncpg

from frontdesk.assistant import briefing, conversations, suggestions, turns
from frontdesk.assistant.conversations import Channel, Conversation, NewMessage
from frontdesk.assistant.ground import TalkGround
from frontdesk.assistant.turns import ONE_MESSAGE_A_KEY, Arrived
from frontdesk.bookings.errors import IdempotencyConflict
from frontdesk.bookings.idempotency import MOST_CHARACTERS
from frontdesk.db.pool import Connection
from frontdesk.errors import NotFound, ValidationFailed
from frontdesk.jobs.queue import enqueue_answer
from frontdesk.leads import repository as leads
from frontdesk.leads.service import NO_SUCH_LEAD
from frontdesk.tenancy.principal import Principal

NO_SUCH_CONVERSATION = "There is no such conversation."


@dataclass(frozen=True, slots=True)
class Incoming:
    """A lead's message. Without a conversation a new one begins.

    Attributes:
        key: the sender's own name for this message; sent again with it, it is the same message.
    """

    lead_id: int
    content: str
    conversation_id: int | None = None
    channel: Channel = "api"
    key: str | None = None


async def arrive(ground: TalkGround, principal: Principal, incoming: Incoming) -> Arrived:
    """Write a message down and return where it stands, also when it had come before.

    Raises:
        NotFound: no such lead, or no such conversation of theirs. IdempotencyConflict: the key is another
            message's. ValidationFailed: the key cannot be one.
    """
    key = incoming.key
    if key is not None and not (1 <= len(key) <= MOST_CHARACTERS and key.isprintable()):
        raise ValidationFailed({"Idempotency-Key": f"must have 1 to {MOST_CHARACTERS} printable characters"})
    try:
        return await _write(ground, principal, incoming)
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name != ONE_MESSAGE_A_KEY:
            raise
        return await _write(ground, principal, incoming)  # it came twice at once, and the other one is in


async def _write(ground: TalkGround, principal: Principal, incoming: Incoming) -> Arrived:
    async with ground.db.tenant(principal.sub_account_id) as connection:
        if incoming.key is not None:
            known = await _known(connection, principal, incoming, incoming.key)
            if known is not None:
                return known
        conversation = await _conversation(ground, connection, principal, incoming)
        said = NewMessage("lead", incoming.content, ground.clock.now())
        position = await conversations.append(connection, principal.sub_account_id, conversation.id, said)
        arrived = Arrived(conversation.id, position)
        is_owed = await _is_owed(connection, conversation, now=ground.clock.now())
        await turns.begin(
            connection,
            principal.sub_account_id,
            arrived,
            lead_id=incoming.lead_id,
            key=incoming.key,
            is_owed=is_owed,
        )
        if is_owed:
            await conversations.count_turn(connection, conversation.id)
            await enqueue_answer(connection, principal.sub_account_id, conversation.id)
    return arrived


async def _is_owed(connection: Connection, conversation: Conversation, *, now: datetime) -> bool:
    """Tell whether the assistant is to answer; what it suggested before the lead wrote again is dropped."""
    if conversation.state == "human":
        return False
    if (await briefing.current(connection)).briefing.mode == "off":
        await suggestions.supersede(connection, conversation.id, now=now)
        await conversations.set_state(connection, conversation.id, "human", reason="off", now=now)
        return False
    if conversation.state == "waiting_approval":
        await suggestions.supersede(connection, conversation.id, now=now)
        await conversations.set_state(connection, conversation.id, "assistant", reason=None, now=now)
    return True


async def _known(
    connection: Connection, principal: Principal, incoming: Incoming, key: str
) -> Arrived | None:
    """Return the message that came with this key before."""
    known = await turns.by_key(connection, incoming.lead_id, key)
    if known is None:
        return None
    arrived, content = known
    conversation = await conversations.by_id(connection, arrived.conversation_id)
    if conversation is None or conversation.user_id != principal.user_id:
        raise NotFound(NO_SUCH_CONVERSATION)
    if content != incoming.content or incoming.conversation_id not in (None, conversation.id):
        raise IdempotencyConflict
    return arrived


async def _conversation(
    ground: TalkGround, connection: Connection, principal: Principal, incoming: Incoming
) -> Conversation:
    """Return the conversation, locked, that a message belongs to."""
    if incoming.conversation_id is None:
        return await begin(ground, connection, principal, incoming.lead_id, channel=incoming.channel)
    conversation = await conversations.locked(connection, incoming.conversation_id)
    if (
        conversation is None
        or conversation.lead_id != incoming.lead_id
        or conversation.user_id != principal.user_id
    ):
        raise NotFound(NO_SUCH_CONVERSATION)
    return conversation


async def begin(
    ground: TalkGround, connection: Connection, principal: Principal, lead_id: int, *, channel: Channel
) -> Conversation:
    """Begin a conversation.

    Raises:
        NotFound: no such lead.
    """
    if await leads.by_id(connection, lead_id) is None:
        raise NotFound(NO_SUCH_LEAD)
    return await conversations.insert(
        connection,
        principal.sub_account_id,
        lead_id,
        user_id=principal.user_id,
        channel=channel,
        now=ground.clock.now(),
    )
