"""Serves the simulator inside an asyncio program: one small HTTP/1.1 server on asyncio streams and h11.

Not granian, which serves the product: an application there cannot close a connection without an answer, which
is the simulator's most useful fault, and a process that ends right after its embedded server stopped is often
aborted (9 of 16 exits with granian 2.8.7). No lifespan, no websockets, no streaming: the simulator has none.
"""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import unquote

import h11
from litestar.enums import ScopeType
from litestar.types import (
    ASGIApp,
    HTTPDisconnectEvent,
    HTTPReceiveMessage,
    HTTPRequestEvent,
    HTTPScope,
    Message,
    Receive,
)

CHUNK_BYTES = 65_536
# SO_LINGER on, zero seconds: closing throws away what is unsent and resets the connection.
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class HangUp(Exception):
    """Raised by an application to close the connection without an answer."""


class ResetConnection(HangUp):
    """Raised by an application to reset the connection (TCP RST) without an answer."""


@asynccontextmanager
async def running(app: ASGIApp, *, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve until the block is left; gives the base URL, which answers at once. Port 0 picks a free one.

    An application with an `aclose` is closed in the end.

    Raises `OSError` if the port is taken.
    """
    clients: set[asyncio.Task[None]] = set()
    close: Callable[[], Awaitable[None]] | None = getattr(app, "aclose", None)

    def serve_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(Client(app, reader, writer).serve())
        clients.add(task)
        task.add_done_callback(clients.discard)

    server = await asyncio.start_server(serve_client, host, port)
    try:
        yield f"http://{host}:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in clients:
            task.cancel()
        await asyncio.gather(*clients, return_exceptions=True)
        await server.wait_closed()
        if close is not None:
            await close()


async def serve(app: ASGIApp, host: str, port: int) -> None:
    """Serve until cancelled. Raises `OSError` if the port is taken."""
    async with running(app, host=host, port=port):
        await asyncio.Event().wait()


class Client:
    """One client's connection, request after request."""

    def __init__(self, app: ASGIApp, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._app = app
        self._reader = reader
        self._writer = writer
        self._http = h11.Connection(h11.SERVER)

    async def serve(self) -> None:
        """Answer until either side closes the connection."""
        try:
            while await self._serve_one():
                self._http.start_next_cycle()
        except ResetConnection:
            self._writer.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE
            )
            self._writer.transport.abort()
        except (HangUp, ConnectionError, h11.RemoteProtocolError):
            return
        finally:
            self._writer.close()
            with suppress(ConnectionError):
                await self._writer.wait_closed()

    async def _serve_one(self) -> bool:
        """Answer one request and return whether another may follow."""
        request = await self._next_event()
        if not isinstance(request, h11.Request):
            return False
        body = b""
        while isinstance(event := await self._next_event(), h11.Data):
            body += bytes(event.data)
        await self._app(self._scope(request), _give(body), self._send)
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE

    async def _next_event(self) -> object:
        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event
            self._http.receive_data(await self._reader.read(CHUNK_BYTES))

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            head = h11.Response(status_code=message["status"], headers=list(message["headers"]))
            self._write(head)
        elif message["type"] == "http.response.body":
            self._write(h11.Data(data=message["body"]))
            if not message["more_body"]:
                self._write(h11.EndOfMessage())
        await self._writer.drain()

    def _write(self, event: h11.Event) -> None:
        self._writer.write(self._http.send(event) or b"")

    def _scope(self, request: h11.Request) -> HTTPScope:
        raw_path, _, query = bytes(request.target).partition(b"?")
        host, port = self._writer.get_extra_info("peername")[:2]
        return {  # type: ignore[typeddict-item]  # Litestar adds its own members when it is called
            "type": ScopeType.HTTP,
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": request.http_version.decode(),
            "method": request.method.decode(),
            "scheme": "http",
            "path": unquote(raw_path.decode("ascii")),
            "raw_path": raw_path,
            "query_string": query,
            "root_path": "",
            "headers": [(name, value) for name, value in request.headers],
            "client": (host, port),
            "server": self._writer.get_extra_info("sockname")[:2],
        }


def _give(body: bytes) -> Receive:
    """Return an ASGI `receive` that gives the whole body at once, and then says that the client is gone."""
    request: HTTPRequestEvent = {"type": "http.request", "body": body, "more_body": False}
    gone: HTTPDisconnectEvent = {"type": "http.disconnect"}
    messages: list[HTTPReceiveMessage] = [gone, request]

    async def receive() -> HTTPReceiveMessage:
        return messages.pop() if len(messages) > 1 else gone

    return receive
