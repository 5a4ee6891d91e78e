"""Queries for turns: what is owed to a lead's message, and who is at it. Every one runs inside `db.tenant()`.

A turn is owed from the moment its message is written until it is done. Whoever talks holds a claim on it for
a while; when their process dies, the claim runs out and somebody else goes on from the steps that were noted.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from frontdesk.assistant.history import Step
from frontdesk.db.pool import Connection

ONE_MESSAGE_A_KEY = "turns_one_message_a_key"

OPEN = """
INSERT INTO turns (sub_account_id, conversation_id, position, lead_id, message_key, is_done)
VALUES ($1, $2, $3, $4, $5, $6)
"""

BY_KEY = """
SELECT t.conversation_id, t.position, m.content
FROM turns t JOIN messages m USING (sub_account_id, conversation_id, position)
WHERE t.lead_id = $1 AND t.message_key = $2
"""

IS_DONE = "SELECT is_done FROM turns WHERE conversation_id = $1 AND position = $2"

# Turns are taken in the order of their messages; the caller holds the conversation's lock.
CLAIM = """
UPDATE turns SET claim = $2, claimed_until = $3, attempts = attempts + 1
WHERE conversation_id = $1 AND (claim IS NULL OR claimed_until <= $4) AND position = (
    SELECT min(position) FROM turns WHERE conversation_id = $1 AND NOT is_done)
RETURNING position, attempts
"""

# For a turn that is done and whose suggestion a person decides about.
CLAIM_AGAIN = """
UPDATE turns SET is_done = false, claim = $3, claimed_until = $4
WHERE conversation_id = $1 AND position = $2 AND is_done AND NOT EXISTS (
    SELECT FROM turns WHERE conversation_id = $1 AND claim IS NOT NULL)
RETURNING attempts
"""

CLAIMED_UNTIL = "SELECT claimed_until FROM turns WHERE conversation_id = $1 AND claim IS NOT NULL"

HOLDS = """
SELECT c.state FROM turns t JOIN conversations c ON c.id = t.conversation_id
WHERE t.conversation_id = $1 AND t.position = $2 AND t.claim = $3
FOR SHARE OF t
"""

END = """
UPDATE turns SET is_done = true, claim = NULL, claimed_until = NULL
WHERE conversation_id = $1 AND position = $2 AND claim = $3
RETURNING true
"""

RELEASE = """
UPDATE turns SET claim = NULL, claimed_until = NULL
WHERE conversation_id = $1 AND position = $2 AND claim = $3
"""

LEAVE = """
UPDATE turns SET is_done = true, claim = NULL, claimed_until = NULL
WHERE conversation_id = $1 AND NOT is_done AND (claim IS NULL OR claimed_until <= $2)
"""

NOTE = """
INSERT INTO turn_steps (sub_account_id, conversation_id, position, number, tool, arguments, result)
SELECT $1, $2, $3, $5, $6, $7, $8 FROM turns WHERE conversation_id = $2 AND position = $3 AND claim = $4
RETURNING true
"""

STEPS = """
SELECT tool, arguments, result FROM turn_steps WHERE conversation_id = $1 AND position = $2 ORDER BY number
"""

# A booking that was cancelled since (the outside calendar had the time taken) leaves its place to another.
INTEND = """
INSERT INTO intended_bookings AS i (sub_account_id, conversation_id, key, booking_id, offered_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT ON CONSTRAINT intended_bookings_once DO UPDATE SET booking_id = $4, offered_at = $5
WHERE EXISTS (SELECT FROM bookings b WHERE b.id = i.booking_id AND b.status = 'cancelled')
RETURNING true
"""

INTENDED = "SELECT booking_id FROM intended_bookings WHERE conversation_id = $1 AND key = $2"


class TurnLost(Exception):
    """Somebody else has taken this turn up meanwhile. What was being done is dropped."""


class TakenOver(Exception):
    """A person has the word meanwhile. Nothing more is done, and only what was done is still told."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to answer one message; `attempts` counts this one too."""

    sub_account_id: int
    conversation_id: int
    position: int
    id: UUID
    attempts: int = 1


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message that is written down, and whether an answer is owed to it."""

    conversation_id: int
    position: int
    is_repeated: bool = False


async def by_key(connection: Connection, lead_id: int, key: str) -> tuple[Arrived, str] | None:
    """Return the message that came with a key before, and its words."""
    row = await connection.fetchrow(BY_KEY, lead_id, _hashed(key))
    if row is None:
        return None
    return Arrived(row["conversation_id"], row["position"], is_repeated=True), row["content"]


async def begin(
    connection: Connection,
    sub_account_id: int,
    arrived: Arrived,
    *,
    lead_id: int,
    key: str | None,
    is_owed: bool,
) -> None:
    """Write down that a message came, and whether an answer is owed to it."""
    kept = None if key is None else _hashed(key)
    await connection.execute(
        OPEN, sub_account_id, arrived.conversation_id, arrived.position, lead_id, kept, not is_owed
    )


async def is_done(connection: Connection, arrived: Arrived) -> bool:
    """Tell whether nothing is owed to a message."""
    return bool(await connection.fetchval(IS_DONE, arrived.conversation_id, arrived.position))


async def claim_next(
    connection: Connection, sub_account_id: int, conversation_id: int, *, now: datetime, life: timedelta
) -> Claim | None:
    """Claim the first turn that is owed, for `life`, unless there is none or somebody is at it.

    The caller holds the conversation's lock.
    """
    token = uuid4()
    row = await connection.fetchrow(CLAIM, conversation_id, token, now + life, now)
    return Claim(sub_account_id, conversation_id, row["position"], token, row["attempts"]) if row else None


async def claim_again(
    connection: Connection,
    sub_account_id: int,
    conversation_id: int,
    position: int,
    *,
    now: datetime,
    life: timedelta,
) -> Claim | None:
    """Claim a turn that is done, to carry its suggestion out; None while anybody is at work.

    The caller holds the conversation's lock.
    """
    token = uuid4()
    attempts = await connection.fetchval(CLAIM_AGAIN, conversation_id, position, token, now + life)
    if attempts is None:
        return None
    return Claim(sub_account_id, conversation_id, position, token, attempts)


async def claimed_until(connection: Connection, conversation_id: int) -> datetime | None:
    """Return until when somebody's claim in a conversation is good, if there is one."""
    until: datetime | None = await connection.fetchval(CLAIMED_UNTIL, conversation_id)
    return until


async def require(connection: Connection, claim: Claim) -> None:
    """Make sure that the turn stays ours until the transaction ends.

    Raises:
        TurnLost: it is not ours any more. TakenOver: it is, but a person has the word.
    """
    state = await connection.fetchval(HOLDS, claim.conversation_id, claim.position, claim.id)
    if state is None:
        raise TurnLost
    if state == "human":
        raise TakenOver


async def note(connection: Connection, claim: Claim, number: int, step: Step) -> None:
    """Write a step of the turn down.

    Raises:
        TurnLost: the turn is not ours any more.
    """
    written = await connection.fetchval(
        NOTE,
        claim.sub_account_id,
        claim.conversation_id,
        claim.position,
        claim.id,
        number,
        step.tool,
        step.arguments,
        step.result,
    )
    if not written:
        raise TurnLost


async def steps(connection: Connection, claim: Claim) -> list[Step]:
    """Return what was done for a turn so far."""
    return [Step(**row) for row in await connection.fetch(STEPS, claim.conversation_id, claim.position)]


async def end(connection: Connection, claim: Claim) -> None:
    """The turn is done.

    Raises:
        TurnLost: it is not ours any more.
    """
    if not await connection.fetchval(END, claim.conversation_id, claim.position, claim.id):
        raise TurnLost


async def release(connection: Connection, claim: Claim) -> None:
    """Let somebody else take the turn up at once."""
    await connection.execute(RELEASE, claim.conversation_id, claim.position, claim.id)


async def leave(connection: Connection, conversation_id: int, *, now: datetime) -> None:
    """Owe nothing any more to messages that nobody is at; the caller holds the conversation's lock."""
    await connection.execute(LEAVE, conversation_id, now)


async def intended(connection: Connection, conversation_id: int, key: str) -> int | None:
    """Return the booking that an intention has led to."""
    booking_id: int | None = await connection.fetchval(INTENDED, conversation_id, key)
    return booking_id


async def intend(
    connection: Connection, claim: Claim, key: str, booking_id: int, *, offered_at: datetime | None
) -> bool:
    """Tie a booking to what the lead intends; False when another booking that stands is tied to it."""
    tied = await connection.fetchval(
        INTEND, claim.sub_account_id, claim.conversation_id, key, booking_id, offered_at
    )
    return bool(tied)


def _hashed(key: str) -> str:
    """Return what is kept of a sender's key, which may say anything of anybody."""
    return hashlib.sha256(key.encode()).hexdigest()
