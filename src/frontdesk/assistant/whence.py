"""Which words of a conversation led to a booking."""

from frontdesk.assistant.conversations import Conversation, Message
from frontdesk.assistant.service import ConversationService
from frontdesk.bookings.repository import Booking
from frontdesk.db.pool import Database
from frontdesk.errors import NotFound
from frontdesk.tenancy.principal import Principal

# Found through the lead's conversations; a message's record names the booking that it made or changed.
WHENCE = """
SELECT m.conversation_id, max(m.position) AS position
FROM conversations c
JOIN messages m ON m.sub_account_id = c.sub_account_id AND m.conversation_id = c.id
WHERE c.lead_id = $1 AND (m.record ->> 'booking_id') = $2::text
GROUP BY m.conversation_id ORDER BY m.conversation_id LIMIT 1
"""


class Whence:
    """Finds the conversation in which a booking was made."""

    def __init__(self, db: Database, chat: ConversationService) -> None:
        self._db = db
        self._chat = chat

    async def talk_of(self, principal: Principal, booking: Booking) -> tuple[Conversation, list[Message]]:
        """Return the conversation that a booking came out of, up to the last words that touched it.

        Raises:
            NotFound: it was made without one. Forbidden: the conversation is about somebody else's calendar.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            row = await connection.fetchrow(WHENCE, booking.lead_id, str(booking.id))
        if row is None:
            raise NotFound("This booking was made without a conversation.")
        conversation, messages = await self._chat.transcript(principal, row["conversation_id"])
        return conversation, [message for message in messages if message.position <= row["position"]]
