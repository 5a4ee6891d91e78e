"""Hearing of what is new in a conversation, whichever process wrote it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

CHANNEL = "frontdesk_talk"


class Watch:
    """Somebody's ear for one conversation, or for all of a sub-account."""

    def __init__(self) -> None:
        self._told = asyncio.Event()

    def clear(self) -> None:
        """Forget what was heard so far. Look at the database after this, and before `wait`."""
        self._told.clear()

    def tell(self) -> None:
        """There is something new."""
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
    """Who listens to which conversation in this process."""

    def __init__(self) -> None:
        self._watches: dict[str, set[Watch]] = {}

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

    def deliver(self, name: str) -> None:
        """Pass on that there is something new, named as in a notice: "sub-account:conversation"."""
        for told in (name, name.partition(":")[0]):
            for watch in self._watches.get(told, ()):
                watch.tell()

    def deliver_to_all(self) -> None:
        """Let everybody look again: news may have been missed."""
        for watches in self._watches.values():
            for watch in watches:
                watch.tell()
