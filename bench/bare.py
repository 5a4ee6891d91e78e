"""The least that can answer the same questions: ASGI, asyncpg and nothing else, on the same tables.

No framework, no credentials, no rules but a grid and what is taken, no history, no job: what is left is the
price of Python, HTTP and the database. It is served as `frontdesk serve` is, by one granian process.
"""

import os
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from frontdesk.availability.repository import BUSY
from frontdesk.db import login
from frontdesk.db.pool import Database, opened

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

SLOT = timedelta(minutes=30)
INSERT = """
INSERT INTO bookings (sub_account_id, regular_user_id, booking_type, status, starts_at, ends_at, busy_range,
                      details, external_state, created_at, updated_at, external_from, external_until)
VALUES ($1, $2, 'meeting', 'confirmed', $3, $4, tstzrange($3, $4), $5, 'none', $6, $6, $3, $4)
ON CONFLICT ON CONSTRAINT bookings_no_overlap DO NOTHING RETURNING id
"""


class Bare:
    """An ASGI application with two addresses: `/availability` and `/bookings`."""

    def __init__(self, database_url: str, sub_account_id: int, user_id: int) -> None:
        self._database_url = database_url
        self._sub_account_id = sub_account_id
        self._user_id = user_id
        self._db: Database | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        if scope["path"] == "/readyz":
            return await _answer(send, 200, {})
        asked = msgspec.json.decode((await receive())["body"])
        if scope["path"] == "/availability":
            return await _answer(send, 200, await self._slots(datetime.fromisoformat(asked["date"])))
        return await _answer(send, 201, await self._book(datetime.fromisoformat(asked["startsAt"])))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        async with opened(await login.of_server(self._database_url)) as self._db:
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    async def _slots(self, day: datetime) -> dict[str, object]:
        assert self._db is not None
        day, now = day.replace(tzinfo=UTC), datetime.now(UTC)
        async with self._db.tenant(self._sub_account_id) as connection:
            taken = await connection.fetch(BUSY, [self._user_id], day, day + timedelta(days=1), now, None)
        starts = [day + timedelta(minutes=9 * 60 + 30 * number) for number in range(16)]
        free = [
            start
            for start in starts
            if all(start >= row["busy_until"] or start + SLOT <= row["starts_at"] for row in taken)
        ]
        return {
            "slots": [f"{start:%H:%M}" for start in free],
            "startTimes": [one.isoformat() for one in free],
        }

    async def _book(self, start: datetime) -> dict[str, object]:
        assert self._db is not None
        async with self._db.tenant(self._sub_account_id) as connection:
            booking_id = await connection.fetchval(
                INSERT, self._sub_account_id, self._user_id, start, start + SLOT, {}, datetime.now(UTC)
            )
        return {"id": booking_id, "startsAt": start.isoformat()}


async def _answer(send: Send, status: int, body: object) -> None:
    content = msgspec.json.encode(body)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def app() -> Bare:
    """Return the application that the environment describes."""
    sub_account_id, user_id = os.environ["BENCH_WHOSE"].split(",")
    return Bare(os.environ["FRONTDESK_DATABASE_URL"], int(sub_account_id), int(user_id))


if __name__ == "__main__":
    Server(
        "bench.bare:app",
        factory=True,
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.ASGI,
        log_level=LogLevels.warning,
    ).serve()
