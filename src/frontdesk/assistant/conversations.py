"""Queries for conversations, their messages and the offers in them. Every one runs inside `db.tenant()`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from frontdesk.db.pool import Connection

Channel = Literal["api", "widget", "terminal"]
Author = Literal["lead", "assistant", "user"]

INSERT = """
INSERT INTO conversations (sub_account_id, lead_id, user_id, channel, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $5)
RETURNING id, lead_id, user_id, channel, created_at, updated_at
"""

LOCKED = """
SELECT id, lead_id, user_id, channel, created_at, updated_at FROM conversations WHERE id = $1 FOR UPDATE
"""

NEWEST = """
SELECT id, lead_id, user_id, channel, created_at, updated_at FROM conversations
WHERE user_id = coalesce($2, user_id)
ORDER BY id DESC LIMIT $1
"""

MESSAGES = """
SELECT position, author, content, record, created_at FROM messages
WHERE conversation_id = $1 ORDER BY position
"""

APPEND = """
INSERT INTO messages (sub_account_id, conversation_id, position, author, content, record, created_at)
SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6 FROM messages WHERE conversation_id = $2
"""

TOUCH = "UPDATE conversations SET updated_at = $2, turns = turns + 1 WHERE id = $1"

OFFER = """
INSERT INTO offers (sub_account_id, conversation_id, user_id, starts_at, duration_minutes, offered_at,
                    expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (sub_account_id, conversation_id, user_id, starts_at, duration_minutes)
DO UPDATE SET offered_at = $6, expires_at = $7
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A lead's talk with the assistant about one user's calendar."""

    id: int
    lead_id: int
    user_id: int
    channel: Channel
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `record` says how an assistant's message came about."""

    position: int
    author: Author
    content: str
    record: Mapping[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message about to be added."""

    author: Author
    content: str
    record: Mapping[str, object]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that was offered in a conversation."""

    user_id: int
    starts_at: datetime
    duration_minutes: int
    offered_at: datetime
    expires_at: datetime


async def insert(
    connection: Connection,
    sub_account_id: int,
    lead_id: int,
    *,
    user_id: int,
    channel: Channel,
    now: datetime,
) -> Conversation:
    """Begin a conversation."""
    row = await connection.fetchrow(INSERT, sub_account_id, lead_id, user_id, channel, now)
    assert row is not None, "an insert returns its row"  # noqa: S101
    return Conversation(**row)


async def locked(connection: Connection, conversation_id: int) -> Conversation | None:
    """Return a conversation and keep other turns from writing to it until the transaction ends."""
    row = await connection.fetchrow(LOCKED, conversation_id)
    return Conversation(**row) if row else None


async def newest(connection: Connection, limit: int, *, user_id: int | None) -> list[Conversation]:
    """Return the tenant's newest conversations, or one user's."""
    return [Conversation(**row) for row in await connection.fetch(NEWEST, limit, user_id)]


async def messages(connection: Connection, conversation_id: int) -> list[Message]:
    """Return what was said, in order."""
    return [Message(**row) for row in await connection.fetch(MESSAGES, conversation_id)]


async def append(
    connection: Connection, sub_account_id: int, conversation_id: int, message: NewMessage
) -> None:
    """Add a message; the caller holds the conversation's lock."""
    await connection.execute(
        APPEND,
        sub_account_id,
        conversation_id,
        message.author,
        message.content,
        message.record,
        message.created_at,
    )
    await connection.execute(TOUCH, conversation_id, message.created_at)


async def remember_offers(
    connection: Connection, sub_account_id: int, conversation_id: int, offers: Iterable[Offer]
) -> None:
    """Write down what was offered; offered again, an offer lasts longer."""
    rows = [
        (
            sub_account_id,
            conversation_id,
            offer.user_id,
            offer.starts_at,
            offer.duration_minutes,
            offer.offered_at,
            offer.expires_at,
        )
        for offer in offers
    ]
    await connection.executemany(OFFER, rows)
