"""What is held of a lead's conversations, for handing it out and for erasing it.

The words themselves are taken out by the database's own function, `forget_words_of`: messages and steps are
append-only for the server's role.
"""

from frontdesk.assistant.conversations import COLUMNS, Conversation
from frontdesk.assistant.offers import Offer
from frontdesk.db.pool import Connection

OF_LEAD = f"SELECT {COLUMNS} FROM conversations WHERE lead_id = $1 ORDER BY id"  # noqa: S608 -- a constant

OFFERS = """
SELECT user_id, starts_at, duration_minutes, offered_at, expires_at FROM offers
WHERE conversation_id = $1 ORDER BY offered_at, starts_at
"""

# As whoever takes a turn does: the conversation first.
LOCK = "SELECT FROM conversations WHERE lead_id = $1 ORDER BY id FOR UPDATE"

NO_REASON = "UPDATE conversations SET state_reason = NULL WHERE lead_id = $1"

# Whoever is at a turn loses it, and nobody takes it up.
OWE_NOTHING = "UPDATE turns SET is_done = true, claim = NULL, claimed_until = NULL WHERE lead_id = $1"


async def of_lead(connection: Connection, lead_id: int) -> list[Conversation]:
    """Return a lead's conversations, oldest first."""
    return [Conversation(**row) for row in await connection.fetch(OF_LEAD, lead_id)]


async def offers_in(connection: Connection, conversation_id: int) -> list[Offer]:
    """Return the times that were offered in a conversation, in order."""
    return [Offer(**row) for row in await connection.fetch(OFFERS, conversation_id)]


async def forget_lead(connection: Connection, lead_id: int) -> None:
    """End what is owed to an erased lead, and forget why a person had the word."""
    await connection.execute(LOCK, lead_id)
    await connection.execute(OWE_NOTHING, lead_id)
    await connection.execute(NO_REASON, lead_id)
