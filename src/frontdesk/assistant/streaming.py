"""A turn as server-sent events: `tool` as each tool call ends, `delta` for the words, `done` with the answer.

Words go out only after the guards have seen the whole reply: a claim cannot be taken back. The turn runs on
when the listener goes away; what it did is in the conversation.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec
from litestar.response import ServerSentEvent, ServerSentEventMessage

from frontdesk.assistant.history import Step
from frontdesk.assistant.schemas import chat_answer, tool_call
from frontdesk.assistant.service import OnStep, Turn
from frontdesk.errors import FrontdeskError
from frontdesk.logs import logger

WORD_PAUSE_SECONDS = 0.015
_WORDS = re.compile(r"\S+\s*|\s+")
_log = logger(__name__)
_running: set[asyncio.Task[Turn]] = set()

TakeTurn = Callable[[OnStep], Awaitable[Turn]]


def stream(take_turn: TakeTurn) -> ServerSentEvent:
    """Start a turn and return the response that tells of it."""
    return ServerSentEvent(_events(take_turn))


async def _events(take_turn: TakeTurn) -> AsyncIterator[ServerSentEventMessage]:
    steps: asyncio.Queue[Step | None] = asyncio.Queue()

    async def run() -> Turn:
        try:
            return await take_turn(steps.put_nowait)
        finally:
            steps.put_nowait(None)

    task = asyncio.create_task(run(), name="turn")
    _running.add(task)  # the loop itself holds tasks weakly
    task.add_done_callback(_running.discard)
    while (step := await steps.get()) is not None:
        yield _event("tool", tool_call(step))
    try:
        turn = await task
    except FrontdeskError as refusal:
        yield _event("error", refusal.as_object())
        return
    for word in _WORDS.findall(turn.reply):
        yield _event("delta", {"text": word})
        await asyncio.sleep(WORD_PAUSE_SECONDS)
    yield _event("done", chat_answer(turn))


def _event(name: str, value: object) -> ServerSentEventMessage:
    return ServerSentEventMessage(event=name, data=msgspec.json.encode(value).decode())
