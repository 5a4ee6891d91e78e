"""A person in the thread: writing in it, taking it over, handing it back."""

from frontdesk.assistant import conversations, suggestions, turns
from frontdesk.assistant.arriving import NO_SUCH_CONVERSATION
from frontdesk.assistant.conversations import Conversation, Message, NewMessage
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import NotFound
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import Action, Entry, Target, record


class Handovers:
    """Who has the word. Owners and admins act in every conversation, members in those on their calendar."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def write(self, principal: Principal, conversation_id: int, content: str) -> Message:
        """Say something to the lead, as oneself. The conversation is the person's from then on.

        Raises:
            NotFound: no such conversation. Forbidden: about somebody else's calendar.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            conversation = await locked_for(connection, principal, conversation_id)
            await self._give_to_a_person(connection, principal, conversation)
            said = NewMessage("user", content, self._clock.now(), by=principal.actor)
            position = await conversations.append(connection, principal.sub_account_id, conversation.id, said)
            [message] = await conversations.messages(connection, conversation.id, after=position - 1)
            return message

    async def take_over(self, principal: Principal, conversation_id: int) -> Conversation:
        """Silence the assistant. Doing it twice is harmless.

        Raises:
            NotFound, Forbidden: as in `write`.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            conversation = await locked_for(connection, principal, conversation_id)
            await self._give_to_a_person(connection, principal, conversation)
            return await read(connection, conversation_id)

    async def hand_back(self, principal: Principal, conversation_id: int) -> Conversation:
        """Let the assistant answer what the lead writes from now on. Doing it twice is harmless.

        Raises:
            NotFound, Forbidden: as in `write`.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            conversation = await locked_for(connection, principal, conversation_id)
            if conversation.state == "human":
                await conversations.set_state(
                    connection, conversation.id, "assistant", reason=None, now=self._clock.now()
                )
                await self._tell(connection, principal, conversation, "conversation.handed_back")
            return await read(connection, conversation_id)

    async def _give_to_a_person(
        self, connection: Connection, principal: Principal, conversation: Conversation
    ) -> None:
        if conversation.state == "human":
            return
        now = self._clock.now()
        await conversations.set_state(connection, conversation.id, "human", reason="taken_over", now=now)
        await turns.leave(connection, conversation.id, now=now)
        await suggestions.supersede(connection, conversation.id, now=now)
        await self._tell(connection, principal, conversation, "conversation.taken_over")

    async def _tell(
        self, connection: Connection, principal: Principal, conversation: Conversation, action: Action
    ) -> None:
        entry = Entry(principal.actor, action, Target("conversation", conversation.id))
        await record(connection, entry, now=self._clock.now())


async def locked_for(connection: Connection, principal: Principal, conversation_id: int) -> Conversation:
    """Return a conversation that the caller may act in, locked until the transaction ends.

    Raises:
        NotFound: no such conversation. Forbidden: about somebody else's calendar.
    """
    conversation = await conversations.locked(connection, conversation_id)
    if conversation is None:
        raise NotFound(NO_SUCH_CONVERSATION)
    principal.require_calendar_of(conversation.user_id)
    return conversation


async def read(connection: Connection, conversation_id: int) -> Conversation:
    """Return a conversation that is known to be there, as it is now."""
    conversation = await conversations.by_id(connection, conversation_id)
    assert conversation is not None, "it is locked"  # noqa: S101
    return conversation
