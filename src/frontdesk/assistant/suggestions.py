"""Queries for replies that wait for a person's approval. Every one runs inside `db.tenant()`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from frontdesk.db.pool import Connection
from frontdesk.trail.entries import Actor

State = Literal["waiting", "approved", "edited", "discarded", "superseded"]

# A turn that is taken up again suggests anew.
PUT = """
INSERT INTO suggestions (sub_account_id, conversation_id, position, state, content, record, created_at)
VALUES (current_setting('app.sub_account_id')::bigint, $1, $2, 'waiting', $3, $4, $5)
ON CONFLICT (sub_account_id, conversation_id, position)
DO UPDATE SET state = 'waiting', content = $3, record = $4, created_at = $5
"""

COLUMNS = "position, state, content, record, created_at, decided_at, decided_by, decided_by_agency_person"

FIND = f"SELECT {COLUMNS} FROM suggestions WHERE conversation_id = $1 AND position = $2"  # noqa: S608

WAITING = f"SELECT {COLUMNS} FROM suggestions WHERE conversation_id = $1 AND state = 'waiting'"  # noqa: S608

ALL = f"SELECT {COLUMNS} FROM suggestions WHERE conversation_id = $1 ORDER BY position"  # noqa: S608

DECIDE = """
UPDATE suggestions SET state = $3, decided_by = $4, decided_by_agency_person = $5, decided_at = $6
WHERE conversation_id = $1 AND position = $2 AND state = 'waiting'
"""

SUPERSEDE = """
UPDATE suggestions SET state = 'superseded', decided_at = $2 WHERE conversation_id = $1 AND state = 'waiting'
"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the assistant would say, and what it would do: the steps of its record that are proposed.

    Attributes:
        decided_by: the user who decided about it; decided_by_agency_person: who, if it was somebody of the
            agency. Neither when something else came before anybody decided.
    """

    position: int
    state: State
    content: str
    record: Mapping[str, Any]
    created_at: datetime
    decided_at: datetime | None
    decided_by: int | None
    decided_by_agency_person: int | None


async def put(
    connection: Connection, conversation_id: int, position: int, *, content: str,
    record: Mapping[str, object], now: datetime,
) -> None:  # fmt: skip
    """Let a reply to a lead's message wait for approval."""
    await connection.execute(PUT, conversation_id, position, content, record, now)


async def find(connection: Connection, conversation_id: int, position: int) -> Suggestion | None:
    """Return what was suggested in answer to a message."""
    row = await connection.fetchrow(FIND, conversation_id, position)
    return Suggestion(**row) if row else None


async def waiting(connection: Connection, conversation_id: int) -> Suggestion | None:
    """Return what waits in a conversation."""
    row = await connection.fetchrow(WAITING, conversation_id)
    return Suggestion(**row) if row else None


async def all_in(connection: Connection, conversation_id: int) -> list[Suggestion]:
    """Return all that was ever suggested in a conversation, in order."""
    return [Suggestion(**row) for row in await connection.fetch(ALL, conversation_id)]


async def decide(
    connection: Connection, conversation_id: int, position: int, *, state: State, by: Actor, now: datetime
) -> None:
    """Write down what a person decided."""
    user_id, person_id = by.id_as("user"), by.id_as("agency")
    await connection.execute(DECIDE, conversation_id, position, state, user_id, person_id, now)


async def supersede(connection: Connection, conversation_id: int, *, now: datetime) -> None:
    """Drop what waits: something else came before anybody decided."""
    await connection.execute(SUPERSEDE, conversation_id, now)
