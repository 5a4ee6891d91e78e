"""The list of conversations: who wrote, what was said last, who has the word."""

from dataclasses import dataclass
from datetime import datetime

from frontdesk.assistant.conversations import Author, Channel, State
from frontdesk.db.pool import Connection, Database
from frontdesk.tenancy.principal import Principal

MOST_SHOWN = 60
LONGEST_SNIPPET = 160

# Somebody who opened the chat and wrote nothing is no conversation yet.
LATEST = f"""
SELECT c.id, c.lead_id, c.channel, c.state, c.state_reason, c.updated_at, l.name AS lead_name,
       coalesce(l.email, l.phone) AS lead_contact, u.name AS user_name, m.author,
       left(m.content, {LONGEST_SNIPPET}) AS snippet
FROM conversations c
JOIN leads l ON l.sub_account_id = c.sub_account_id AND l.id = c.lead_id
JOIN users u ON u.sub_account_id = c.sub_account_id AND u.id = c.user_id
JOIN LATERAL (
    SELECT author, content FROM messages
    WHERE sub_account_id = c.sub_account_id AND conversation_id = c.id ORDER BY position DESC LIMIT 1
) AS m ON true
WHERE ($1::bigint IS NULL OR c.user_id = $1) AND ($2::text IS NULL OR c.state = $2)
ORDER BY c.updated_at DESC, c.id DESC LIMIT $3
"""  # noqa: S608 -- made of constants

WAITING = """
SELECT count(*) FROM conversations
WHERE state <> 'assistant' AND ($1::bigint IS NULL OR user_id = $1)
"""


@dataclass(frozen=True, slots=True)
class ListedTalk:
    """A conversation as the list shows it; `author` and `snippet` are of what was said last."""

    id: int
    lead_id: int
    channel: Channel
    state: State
    state_reason: str | None
    updated_at: datetime
    lead_name: str | None
    lead_contact: str | None
    user_name: str
    author: Author
    snippet: str


class TalkList:
    """Fetches the list. A member sees the conversations about their own calendar."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def latest(self, principal: Principal, *, state: State | None) -> list[ListedTalk]:
        """Return the conversations in which something happened last, those in one state if it is named."""
        async with self._db.tenant(principal.sub_account_id) as connection:
            return await latest(connection, user_id=_reach_of(principal), state=state)

    async def waiting(self, principal: Principal) -> int:
        """Count the conversations in which a person is needed."""
        async with self._db.tenant(principal.sub_account_id) as connection:
            count: int = await connection.fetchval(WAITING, _reach_of(principal))
            return count


async def latest(connection: Connection, *, user_id: int | None, state: State | None) -> list[ListedTalk]:
    """Return the tenant's latest conversations."""
    return [ListedTalk(**row) for row in await connection.fetch(LATEST, user_id, state, MOST_SHOWN)]


def _reach_of(principal: Principal) -> int | None:
    return None if principal.acts_for_everyone else principal.user_id
