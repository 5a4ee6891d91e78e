"""Queries for conversations and their messages. Every one runs inside `db.tenant()`.

Messages are written by whoever holds the conversation's lock, so that positions are given in the order in
which they are committed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from frontdesk.db.pool import Connection
from frontdesk.trail.entries import Actor

Channel = Literal["api", "widget", "terminal"]
Author = Literal["lead", "assistant", "user"]
# Who has the word: the assistant, a person who has yet to approve what it wants to say, or a person alone.
State = Literal["assistant", "waiting_approval", "human"]
STATES: tuple[State, ...] = get_args(State)

COLUMNS = "id, lead_id, user_id, channel, state, state_reason, turns, created_at, updated_at"

INSERT = f"""
INSERT INTO conversations (sub_account_id, lead_id, user_id, channel, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $5)
RETURNING {COLUMNS}
"""  # noqa: S608 -- columns are a constant

BY_ID = f"SELECT {COLUMNS} FROM conversations WHERE id = $1"  # noqa: S608 -- columns are a constant

LOCKED = f"{BY_ID} FOR UPDATE"

NEWEST = f"""
SELECT {COLUMNS} FROM conversations
WHERE user_id = coalesce($2, user_id) AND state = coalesce($3, state) AND lead_id = coalesce($4, lead_id)
ORDER BY id DESC LIMIT $1
"""  # noqa: S608 -- columns are a constant

MESSAGES = """
SELECT position, author, content, record, created_at, answers, user_id, agency_person_id FROM messages
WHERE conversation_id = $1 AND position > $2 ORDER BY position
"""

APPEND = """
INSERT INTO messages (sub_account_id, conversation_id, position, author, content, record, created_at, answers,
                      user_id, agency_person_id)
SELECT $1, $2, coalesce(max(position), 0) + 1, $3, $4, $5, $6, $7, $8, $9 FROM messages
WHERE conversation_id = $2
RETURNING position
"""

TOUCH = "UPDATE conversations SET updated_at = $2 WHERE id = $1"

COUNT_TURN = "UPDATE conversations SET turns = turns + 1 WHERE id = $1"

SET_STATE = "UPDATE conversations SET state = $2, state_reason = $3, updated_at = $4 WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A lead's talk with the assistant about one user's calendar.

    Attributes:
        state: who has the word; `state_reason` says why, where somebody or something changed it.
        turns: how many messages of the lead the assistant took on.
    """

    id: int
    lead_id: int
    user_id: int
    channel: Channel
    state: State
    state_reason: str | None
    turns: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One message.

    Attributes:
        record: how an assistant's message came about.
        answers: the position of the lead's message that it answers.
        user_id: which user wrote it, if one did; agency_person_id: which person of the agency, if one did.
    """

    position: int
    author: Author
    content: str
    record: Mapping[str, Any]
    created_at: datetime
    answers: int | None = None
    user_id: int | None = None
    agency_person_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message about to be added, `by` a person if not by the lead or the assistant; see `Message`."""

    author: Author
    content: str
    created_at: datetime
    record: Mapping[str, object] | None = None
    answers: int | None = None
    by: Actor | None = None


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


async def by_id(connection: Connection, conversation_id: int) -> Conversation | None:
    """Return one conversation of the tenant."""
    row = await connection.fetchrow(BY_ID, conversation_id)
    return Conversation(**row) if row else None


async def locked(connection: Connection, conversation_id: int) -> Conversation | None:
    """Return a conversation and keep others from writing to it until the transaction ends."""
    row = await connection.fetchrow(LOCKED, conversation_id)
    return Conversation(**row) if row else None


async def newest(
    connection: Connection,
    limit: int,
    *,
    user_id: int | None,
    state: State | None = None,
    lead_id: int | None = None,
) -> list[Conversation]:
    """Return the tenant's newest conversations, or one user's, or those in one state, or one lead's."""
    rows = await connection.fetch(NEWEST, limit, user_id, state, lead_id)
    return [Conversation(**row) for row in rows]


async def messages(connection: Connection, conversation_id: int, *, after: int = 0) -> list[Message]:
    """Return what was said, in the order of the positions, from past the position `after`."""
    return [Message(**row) for row in await connection.fetch(MESSAGES, conversation_id, after)]


async def append(
    connection: Connection, sub_account_id: int, conversation_id: int, message: NewMessage
) -> int:
    """Add a message and return its position; the caller holds the conversation's lock."""
    position: int = await connection.fetchval(
        APPEND,
        sub_account_id,
        conversation_id,
        message.author,
        message.content,
        message.record or {},
        message.created_at,
        message.answers,
        message.by and message.by.id_as("user"),
        message.by and message.by.id_as("agency"),
    )
    await connection.execute(TOUCH, conversation_id, message.created_at)
    return position


async def count_turn(connection: Connection, conversation_id: int) -> None:
    """Count one more message that the assistant takes on."""
    await connection.execute(COUNT_TURN, conversation_id)


async def set_state(
    connection: Connection, conversation_id: int, state: State, *, reason: str | None, now: datetime
) -> None:
    """Say who has the word from now on, and why; the caller holds the conversation's lock."""
    await connection.execute(SET_STATE, conversation_id, state, reason, now)


def in_order(messages: Iterable[Message]) -> list[Message]:
    """Return the messages as a talk: each answer right after the message it answers.

    Positions tell when something was written. A lead may have written twice before the first answer came.
    """
    return sorted(messages, key=lambda one: (one.answers or one.position, one.position))
