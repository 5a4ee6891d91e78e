"""Answering a repeated request with the first answer, however many come at once.

A key is claimed before anything is done. What the request creates is linked to the key in the same
transaction, so a crash between creating and answering leaves a trace, and a repeat answers with what exists.
Repeats that arrive while the first is at work wait for it.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from frontdesk.bookings.create import Alongside
from frontdesk.bookings.errors import IdempotencyConflict
from frontdesk.bookings.repository import Booking
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import FrontdeskError, Unavailable, ValidationFailed
from frontdesk.tenancy.principal import Principal

MOST_CHARACTERS = 255
CLAIM_LIFE = timedelta(seconds=60)
LOOK_AGAIN_SECONDS = 0.05
LOOKS = 300

CLAIM = """
INSERT INTO idempotency_keys (sub_account_id, user_id, key, fingerprint, claimed_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT ON CONSTRAINT idempotency_keys_once DO UPDATE SET claimed_at = $5
WHERE idempotency_keys.status IS NULL AND idempotency_keys.fingerprint = $4
  AND idempotency_keys.claimed_at <= $6
RETURNING booking_id
"""

FIND = "SELECT fingerprint, booking_id, status, answer FROM idempotency_keys WHERE user_id = $1 AND key = $2"

LINK = "UPDATE idempotency_keys SET booking_id = $3 WHERE user_id = $1 AND key = $2"

SETTLE = "UPDATE idempotency_keys SET status = $3, answer = $4 WHERE user_id = $1 AND key = $2"

LET_GO = "DELETE FROM idempotency_keys WHERE user_id = $1 AND key = $2 AND status IS NULL"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a creating request is answered with; `body` is JSON, kept to the letter for repeats."""

    status: int
    body: bytes
    is_replayed: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A caller's key for one request, and what tells that request from others.

    Attributes:
        key: the hash of what the caller sent, which may say anything of anybody.
    """

    principal: Principal
    key: str
    fingerprint: bytes

    async def link(self, connection: Connection, booking: Booking) -> None:
        """Note, in the transaction that creates it, what the request led to."""
        await connection.execute(LINK, self.principal.user_id, self.key, booking.id)

    async def settle(self, connection: Connection, answer: Answer) -> None:
        """Keep the answer for repeats."""
        await connection.execute(SETTLE, self.principal.user_id, self.key, answer.status, answer.body)


# Does the work; is given what to write alongside the booking it makes.
Act = Callable[[Alongside | None], Awaitable[Answer]]
# Answers with a booking that an interrupted request left behind.
Recover = Callable[[int], Awaitable[Answer]]


def key_of(principal: Principal, text: str, *, operation: str, body: object) -> Key:
    """Return the key of a request.

    Raises:
        ValidationFailed: it is empty or too long.
    """
    if not 1 <= len(text) <= MOST_CHARACTERS or not text.isprintable():
        raise ValidationFailed({"Idempotency-Key": f"must have 1 to {MOST_CHARACTERS} printable characters"})
    content = msgspec.json.encode([operation, body], order="sorted")
    return Key(principal, hashlib.sha256(text.encode()).hexdigest(), hashlib.sha256(content).digest())


class Idempotency:
    """Runs a request once for each key."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def once(self, key: Key, act: Act, *, recover: Recover) -> Answer:
        """Do it, or give the first answer again.

        Raises:
            IdempotencyConflict: the key is another request's. Unavailable: the first is still at work.
        """
        for _ in range(LOOKS):
            claimed, booking_id = await self._claim(key)
            if claimed and booking_id is not None:
                return await self._settled(key, await recover(booking_id))
            if claimed:
                return await self._act(key, act)
            answer = await self._first_answer(key)
            if answer is not None:
                return answer
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        raise Unavailable("The same request is still being worked on. Please try again in a moment.")

    async def _claim(self, key: Key) -> tuple[bool, int | None]:
        now = self._clock.now()
        async with self._db.tenant(key.principal.sub_account_id) as connection:
            row = await connection.fetchrow(
                CLAIM,
                key.principal.sub_account_id,
                key.principal.user_id,
                key.key,
                key.fingerprint,
                now,
                now - CLAIM_LIFE,
            )
        return row is not None, row["booking_id"] if row else None

    async def _first_answer(self, key: Key) -> Answer | None:
        async with self._db.tenant(key.principal.sub_account_id) as connection:
            row = await connection.fetchrow(FIND, key.principal.user_id, key.key)
        if row is None:
            return None
        if row["fingerprint"] != key.fingerprint:
            raise IdempotencyConflict
        if row["status"] is None:
            return None
        return Answer(row["status"], row["answer"], is_replayed=True)

    async def _act(self, key: Key, act: Act) -> Answer:
        try:
            answer = await act(key.link)
        except FrontdeskError as refusal:
            if isinstance(refusal, Unavailable):
                await self._let_go(key)
                raise
            return await self._settled(key, Answer(refusal.status, msgspec.json.encode(refusal.as_object())))
        except BaseException:
            await self._let_go(key)
            raise
        return await self._settled(key, answer)

    async def _settled(self, key: Key, answer: Answer) -> Answer:
        async with self._db.tenant(key.principal.sub_account_id) as connection:
            await key.settle(connection, answer)
        return answer

    async def _let_go(self, key: Key) -> None:
        """Let a repeat try anew, unless something was created already."""
        async with self._db.tenant(key.principal.sub_account_id) as connection:
            await connection.execute(LET_GO + " AND booking_id IS NULL", key.principal.user_id, key.key)
