"""Hearing of what is new in conversations, whichever process wrote it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from frontdesk.assistant import conversations
from frontdesk.assistant.arriving import NO_SUCH_CONVERSATION
from frontdesk.assistant.conversations import Conversation, Message
from frontdesk.db.pool import Database
from frontdesk.errors import NotFound, RateLimited
from frontdesk.tenancy.principal import Principal

CHANNEL = "frontdesk_talk"
MOST_WATCHES = 50
HEARTBEAT_SECONDS = 15.0


class Watch:
    """Somebody's ear for one conversation, or for all of a sub-account.

    Attributes:
        heard: the conversations that something was heard of since the last `clear`.
        is_unsure: whether something may have been missed.
    """

    def __init__(self) -> None:
        self._told = asyncio.Event()
        self.heard: set[int] = set()
        self.is_unsure = False

    def clear(self) -> None:
        """Forget what was heard so far. Look at the database after this, and before `wait`."""
        self._told.clear()
        self.heard.clear()
        self.is_unsure = False

    def tell(self, conversation_id: int) -> None:
        """There is something new in a conversation."""
        self.heard.add(conversation_id)
        self._told.set()

    def tell_of_gap(self) -> None:
        """There may be something new anywhere."""
        self.is_unsure = True
        self._told.set()

    async def wait(self, timeout_seconds: float) -> bool:
        """Wait for something new, or until the time is over; tells whether there is."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._told.wait()
        except TimeoutError:
            return False
        return True


class TalkNews:
    """Who listens to which conversation in this process.

    Attributes:
        is_over: whether the process is about to stop, so that everybody should go.
    """

    def __init__(self) -> None:
        self._watches: dict[str, set[Watch]] = {}
        self.is_over = False

    @contextmanager
    def watching(self, sub_account_id: int, conversation_id: int | None = None) -> Iterator[Watch]:
        """Listen to a conversation, or to all of a sub-account, until the block is left."""
        name = str(sub_account_id) if conversation_id is None else f"{sub_account_id}:{conversation_id}"
        watch = Watch()
        self._watches.setdefault(name, set()).add(watch)
        try:
            yield watch
        finally:
            self._watches[name].discard(watch)
            if not self._watches[name]:
                del self._watches[name]

    def how_many(self, sub_account_id: int, conversation_id: int) -> int:
        """Return how many listen to a conversation."""
        return len(self._watches.get(f"{sub_account_id}:{conversation_id}", ()))

    def deliver(self, name: str) -> None:
        """Pass on that there is something new, named as in a notice: "sub-account:conversation"."""
        sub_account, _, conversation = name.partition(":")
        for told in (name, sub_account):
            for watch in self._watches.get(told, ()):
                watch.tell(int(conversation))

    def close(self) -> None:
        """Let everybody go: the process is about to stop."""
        self.is_over = True
        self.deliver_to_all()

    def deliver_to_all(self) -> None:
        """Let everybody look again: news may have been missed."""
        for watches in self._watches.values():
            for watch in watches:
                watch.tell_of_gap()


@dataclass(frozen=True, slots=True)
class Gap:
    """Something may have been missed: whoever shows a list reads it again."""


# What is heard of a conversation: a message, the conversation in another state, or for a while nothing.
News = Message | Conversation | None


class Watching:
    """Lets callers follow conversations over all processes, without losing or repeating anything."""

    def __init__(self, db: Database, news: TalkNews) -> None:
        self._db = db
        self._news = news

    def close(self) -> None:
        """Let everybody go: the process is about to stop."""
        self._news.close()

    async def follow(self, principal: Principal, conversation_id: int, *, after: int) -> AsyncIterator[News]:
        """Return all messages past a position, as they come, and the conversation whenever its state changes.

        First comes the conversation as it is. None comes when nothing else does for a while.

        Raises:
            NotFound: no such conversation. Forbidden: about somebody else's calendar. RateLimited: too many
                follow it already.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            conversation = await conversations.by_id(connection, conversation_id)
        if conversation is None:
            raise NotFound(NO_SUCH_CONVERSATION)
        principal.require_calendar_of(conversation.user_id)
        if self._news.how_many(principal.sub_account_id, conversation_id) >= MOST_WATCHES:
            raise RateLimited("Too many pages follow this conversation.", retry_after_seconds=60)
        return self._messages(principal.sub_account_id, conversation_id, after)

    async def _messages(self, sub_account_id: int, conversation_id: int, after: int) -> AsyncIterator[News]:
        known: tuple[object, ...] = ()
        with self._news.watching(sub_account_id, conversation_id) as watch:
            while not self._news.is_over:
                watch.clear()
                async with self._db.tenant(sub_account_id) as connection:
                    conversation = await conversations.by_id(connection, conversation_id)
                    messages = await conversations.messages(connection, conversation_id, after=after)
                if conversation is None:
                    return  # erased meanwhile
                state = (conversation.state, conversation.state_reason)
                if state != known:
                    known = state
                    yield conversation
                for message in messages:
                    after = message.position
                    yield message
                if not await watch.wait(HEARTBEAT_SECONDS):
                    yield None

    async def follow_all(self, principal: Principal) -> AsyncIterator[Conversation | Gap | None]:
        """Return each conversation of the caller's in which something happens, as it is then.

        A gap comes first: what a list shows is to be read once the listening has begun.
        """
        mine = None if principal.acts_for_everyone else principal.user_id
        with self._news.watching(principal.sub_account_id) as watch:
            yield Gap()
            while not self._news.is_over:
                if not await watch.wait(HEARTBEAT_SECONDS):
                    yield None
                    continue
                heard, is_unsure = sorted(watch.heard), watch.is_unsure
                watch.clear()
                if is_unsure:
                    yield Gap()
                for conversation in await self._read(principal.sub_account_id, heard):
                    if mine in (None, conversation.user_id):
                        yield conversation

    async def _read(self, sub_account_id: int, ids: list[int]) -> list[Conversation]:
        async with self._db.tenant(sub_account_id) as connection:
            found = [await conversations.by_id(connection, one) for one in ids]
        return [conversation for conversation in found if conversation is not None]
