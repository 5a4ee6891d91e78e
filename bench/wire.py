"""The least HTTP client that keeps its connection: so that asking costs little beside answering."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

import msgspec

_LENGTH = re.compile(rb"(?im)^content-length: (\d+)")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status and its body, undecoded."""

    status: int
    body: bytes

    def json(self) -> Any:
        return msgspec.json.decode(self.body)


class Wire:
    """One connection to one server; one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, api_key: str) -> None:
        self._reader = reader
        self._writer = writer
        self._fixed = f"host: localhost\r\nauthorization: Bearer {api_key}\r\n".encode()

    @classmethod
    async def connect(cls, port: int, api_key: str) -> "Wire":
        """Connect to a server on this machine."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        return cls(reader, writer, api_key)

    async def ask(self, method: str, path: str, body: object = None) -> Reply:
        """Send a request and return the whole answer."""
        content = b"" if body is None else msgspec.json.encode(body)
        head = f"{method} {path} HTTP/1.1\r\ncontent-length: {len(content)}\r\n".encode()
        kind = b"content-type: application/json\r\n" if content else b""
        self._writer.write(b"".join((head, self._fixed, kind, b"\r\n", content)))
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        assert length is not None, f"an answer without a length: {head!r}"
        return Reply(int(head[9:12]), await self._reader.readexactly(int(length[1])))

    async def close(self) -> None:
        """Hang up."""
        self._writer.close()
        await self._writer.wait_closed()
