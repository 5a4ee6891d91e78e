"""Stands before every request: keeps the log, counts against the rate limit, plays the faults."""

import asyncio
import json
from contextlib import suppress
from http import HTTPStatus

from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPRequestEvent,
    HTTPScope,
    Message,
    Receive,
    Scope,
    Send,
)

from frontdesk.calendars.simulator.access import token_of
from frontdesk.calendars.simulator.faults import Outcome
from frontdesk.calendars.simulator.requests import LoggedRequest, without_secrets
from frontdesk.calendars.simulator.server import HangUp, ResetConnection
from frontdesk.calendars.simulator.state import SimulatorState
from frontdesk.clock import Clock

CONTROL = "/_simulator"
FIREWALL_PAGE = (
    b"<!DOCTYPE html><html><head><title>Access denied</title></head><body>error code: 1010</body></html>"
)
TOO_MANY = b'{"statusCode":429,"message":"Too Many Requests"}'
HALF_AN_ANSWER = b'{"traceId": "0'

Headers = dict[str, str]


class Gate:
    """The simulator's outermost ASGI application."""

    def __init__(self, app: ASGIApp, *, state: SimulatorState, clock: Clock) -> None:
        self._app = app
        self._state = state
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != ScopeType.HTTP or scope["path"].startswith(CONTROL):
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
        entry = self._log(scope, body, headers)
        exchange = Exchange(self._app, scope, body, send=send, entry=entry)
        token = token_of(headers.get("authorization", ""), self._state)
        key = (token.location_id or token.company_id or "") if token else ""
        is_allowed = self._state.rate_limit.take(key, self._clock.now())
        exchange.extra_headers = self._state.rate_limit.headers(key)
        if not is_allowed:
            await exchange.answer(429, TOO_MANY)
            return
        with self._state.requests.one_under_way():
            await self._play(self._state.faults.pick(scope["method"], scope["path"], key), exchange)

    async def aclose(self) -> None:
        """Give up the webhooks that are under way."""
        await self._state.webhooks.stop()

    async def _play(self, outcome: Outcome | None, exchange: "Exchange") -> None:
        """Answer as the outcome says; without one, or with a mere delay, as the routes do."""
        if outcome is None:
            await exchange.forward()
            return
        exchange.entry.fault = outcome.name
        if outcome.carried_out:
            await exchange.carry_out()
        if outcome.latency_seconds:
            await asyncio.sleep(outcome.latency_seconds)
        await self._end(outcome, exchange)

    async def _end(self, outcome: Outcome, exchange: "Exchange") -> None:
        match outcome.ending:
            case "reset":
                raise ResetConnection
            case "dropReply":
                await exchange.carry_out()
                raise HangUp
            case "malformed":
                status = await exchange.carry_out()
                await exchange.answer(status, HALF_AN_ANSWER)
            case "html403":
                await exchange.answer(403, FIREWALL_PAGE, headers={"Content-Type": "text/html"})
            case "status":
                status = outcome.status or 500
                await exchange.answer(status, _body_of(outcome, status), headers=outcome.headers)
            case _:
                await exchange.forward()

    def _log(self, scope: HTTPScope, body: bytes, headers: Headers) -> LoggedRequest:
        return self._state.requests.add(
            LoggedRequest(
                at=self._clock.now(),
                method=scope["method"],
                path=scope["path"],
                query=scope["query_string"].decode(),
                body=without_secrets(scope["path"], body),
                version=headers.get("version"),
                user_agent=headers.get("user-agent"),
            )
        )


class Exchange:
    """One request on its way through the routes, and the ways to answer it."""

    def __init__(
        self, app: ASGIApp, scope: HTTPScope, body: bytes, *, send: Send, entry: LoggedRequest
    ) -> None:
        self._app = app
        self._scope = scope
        self._body = body
        self._send = send
        self.entry = entry
        self.extra_headers: Headers = {}
        self._kept: list[Message] = []

    async def forward(self) -> None:
        """Let the routes answer, with the headers that every answer carries."""
        self.entry.status = await self.carry_out()
        for message in self._kept:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_encode(self.extra_headers)]
            await self._send(message)

    async def carry_out(self) -> int:
        """Let the routes do their work, once, and keep their answer back; return its status."""

        async def keep(message: Message) -> None:
            self._kept.append(message)
            if message["type"] == "http.response.start":
                self.entry.effect = message["status"]

        if not self._kept:
            await self._app(self._scope, self._receive, keep)
        return self.entry.effect or 500

    async def answer(self, status: int, body: bytes, *, headers: Headers | None = None) -> None:
        """Answer in the routes' place."""
        self.entry.status = status
        every = {"Content-Type": "application/json", **self.extra_headers, **(headers or {})}
        await self._send({"type": "http.response.start", "status": status, "headers": _encode(every)})
        await self._send({"type": "http.response.body", "body": body, "more_body": False})

    async def _receive(self) -> HTTPRequestEvent:
        return {"type": "http.request", "body": self._body, "more_body": False}


async def _read(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return body
        body += message["body"]
        if not message["more_body"]:
            return body


def _encode(headers: Headers) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _body_of(outcome: Outcome, status: int) -> bytes:
    if bytes(outcome.body):
        return bytes(outcome.body)
    phrase = ""
    with suppress(ValueError):
        phrase = HTTPStatus(status).phrase
    return json.dumps({"statusCode": status, "message": phrase}).encode()
