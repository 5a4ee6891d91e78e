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
from frontdesk.http import INTERNAL_ERROR
from frontdesk.logs import logger

WORD_PAUSE_SECONDS = 0.015
_WORDS = re.compile(r"\S+\s*|\s+")
_log = logger(__name__)
Refusal = dict[str, object]
_running: set[asyncio.Task[Turn | Refusal]] = set()

TakeTurn = Callable[[OnStep], Awaitable[Turn]]


def stream(take_turn: TakeTurn) -> ServerSentEvent:
    """Start a turn and return the response that tells of it."""
    return ServerSentEvent(_events(take_turn))


async def _events(take_turn: TakeTurn) -> AsyncIterator[ServerSentEventMessage]:
    steps: asyncio.Queue[Step | None] = asyncio.Queue()

    async def run() -> Turn | Refusal:
        try:
            return await take_turn(steps.put_nowait)
        except FrontdeskError as refusal:
            return refusal.as_object()
        except Exception:  # noqa: BLE001 -- the listener has had its 200, or is gone: nobody else hears of it
            _log.exception("turn_failed")
            return INTERNAL_ERROR
        finally:
            steps.put_nowait(None)

    task = asyncio.create_task(run(), name="turn")
    _running.add(task)  # the loop itself holds tasks weakly
    task.add_done_callback(_running.discard)
    while (step := await steps.get()) is not None:
        yield _event("tool", tool_call(step))
    ended = await task
    if isinstance(ended, dict):
        yield _event("error", ended)
        return
    for word in _WORDS.findall(ended.reply):
        yield _event("delta", {"text": word})
        await asyncio.sleep(WORD_PAUSE_SECONDS)
    yield _event("done", chat_answer(ended))


def _event(name: str, value: object) -> ServerSentEventMessage:
    return ServerSentEventMessage(event=name, data=msgspec.json.encode(value).decode())
