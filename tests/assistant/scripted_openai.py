"""A server that speaks OpenAI's chat completions from a script, and remembers what it was asked."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from litestar import Litestar, Request, Response, post
from litestar.datastructures import State

from frontdesk.calendars.simulator.server import running

AnyRequest = Request[Any, Any, State]


@dataclass(frozen=True)
class Answer:
    """One answer: a status and a body, after a pause."""

    body: Any
    status: int = 200
    seconds: float = 0.0


@dataclass
class ScriptedOpenAI:
    """The script, and the requests so far."""

    answers: deque[Answer] = field(default_factory=deque)
    requests: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    base_url: str = ""
    _asked: asyncio.Event = field(default_factory=asyncio.Event)

    def will(self, *answers: Answer) -> None:
        """Answer the next requests with these; the last one goes on for ever."""
        self.answers = deque(answers)

    async def has_been_asked(self, times: int) -> None:
        """Wait until that many requests have come."""
        async with asyncio.timeout(30):
            while len(self.requests) < times:
                self._asked.clear()
                await self._asked.wait()

    def next_answer(self) -> Answer:
        return self.answers.popleft() if len(self.answers) > 1 else self.answers[0]


def says(text: str, *, reason: str = "stop") -> Answer:
    return _completion({"role": "assistant", "content": text}, reason)


def refuses(why: str) -> Answer:
    return _completion({"role": "assistant", "content": None, "refusal": why}, "stop")


def calls_as_of_old(function: str, **arguments: Any) -> Answer:
    """Call a function in the form that servers spoke before there were tools."""
    call = {"name": function, "arguments": msgspec.json.encode(arguments).decode()}
    return _completion({"role": "assistant", "content": None, "function_call": call}, "function_call")


def calls(tool: str, **arguments: Any) -> Answer:
    call = {
        "id": f"call_{tool}",
        "type": "function",
        "function": {"name": tool, "arguments": msgspec.json.encode(arguments).decode()},
    }
    return _completion({"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls")


def _completion(message: dict[str, Any], reason: str) -> Answer:
    return Answer(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1_790_000_000,
            "model": "gpt-scripted",
            "choices": [{"index": 0, "message": message, "finish_reason": reason}],
            "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
        }
    )


@asynccontextmanager
async def scripted_openai() -> AsyncIterator[ScriptedOpenAI]:
    """Serve on a free port of this machine."""
    script = ScriptedOpenAI()

    @post("/v1/{rest:path}", status_code=200)
    async def complete(request: AnyRequest) -> Response[bytes]:
        script.paths.append(request.url.path)
        script.requests.append(await request.json())
        script._asked.set()
        answer = script.next_answer()
        await asyncio.sleep(answer.seconds)
        body = answer.body if isinstance(answer.body, bytes) else msgspec.json.encode(answer.body)
        return Response(body, status_code=answer.status, media_type="application/json")

    async with running(Litestar([complete], openapi_config=None)) as address:
        script.base_url = f"{address}/v1"
        yield script
