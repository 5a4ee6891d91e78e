"""Conversations as they go on, as server-sent events.

A `message` carries its position as its id: a reader that comes back says which it had last (`Last-Event-ID`)
and misses nothing. A stream ends after some minutes, and readers come back by themselves.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec
from litestar.response import ServerSentEvent, ServerSentEventMessage

from frontdesk.assistant.conversations import Conversation, Message
from frontdesk.assistant.watching import Gap, News
from frontdesk.errors import ValidationFailed

LONGEST_SECONDS = 300.0
RETRY_MILLISECONDS = 1000
EVENT_STREAM = "text/event-stream"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

ShowMessage = Callable[[Message], Awaitable[object]]
ShowConversation = Callable[[Conversation], object]


def position_of(last_event_id: str | None) -> int:
    """Return where a reader had got to; nothing means the beginning.

    Raises:
        ValidationFailed: it is no position.
    """
    if not last_event_id:
        return 0
    if not (last_event_id.isascii() and last_event_id.isdecimal() and len(last_event_id) < 10):
        raise ValidationFailed({"Last-Event-ID": "must be the id of an event of this conversation"})
    return int(last_event_id)


def as_events(
    news: AsyncIterator[News | Gap], *, message: ShowMessage, conversation: ShowConversation
) -> ServerSentEvent:
    """Return the response that tells of what is new."""
    return ServerSentEvent(_events(news, message, conversation), headers=HEADERS)


async def _events(
    news: AsyncIterator[News | Gap], show_message: ShowMessage, show_conversation: ShowConversation
) -> AsyncIterator[ServerSentEventMessage]:
    ends_at = time.monotonic() + LONGEST_SECONDS
    yield ServerSentEventMessage(data=None, comment="here we are", retry=RETRY_MILLISECONDS)
    async for one in news:
        match one:
            case Message():
                yield _event("message", await show_message(one), position=one.position)
            case Conversation():
                yield _event("conversation", show_conversation(one))
            case Gap():
                yield _event("reload", {})
            case None:
                yield ServerSentEventMessage(data=None, comment="still here")
        if time.monotonic() > ends_at:
            return


def _event(name: str, value: object, *, position: int | None = None) -> ServerSentEventMessage:
    return ServerSentEventMessage(event=name, id=position, data=msgspec.json.encode(value).decode())
