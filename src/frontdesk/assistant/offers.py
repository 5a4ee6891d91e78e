"""The ledger of offers: which times were put before a lead, in which conversation, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from frontdesk.db.pool import Connection

REMEMBER = """
INSERT INTO offers (sub_account_id, conversation_id, user_id, starts_at, duration_minutes, offered_at,
                    expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (sub_account_id, conversation_id, user_id, starts_at, duration_minutes)
DO UPDATE SET offered_at = $6, expires_at = $7
"""

OPEN = """
SELECT offered_at FROM offers
WHERE conversation_id = $1 AND user_id = $2 AND starts_at = $3 AND duration_minutes = $4 AND expires_at > $5
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that was offered in a conversation."""

    user_id: int
    starts_at: datetime
    duration_minutes: int
    offered_at: datetime
    expires_at: datetime


async def remember(
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
    await connection.executemany(REMEMBER, rows)


async def offered_at(
    connection: Connection,
    conversation_id: int,
    *,
    user_id: int,
    starts_at: datetime,
    duration_minutes: int,
    now: datetime,
) -> datetime | None:
    """Return when a time was offered in a conversation, if that offer still stands."""
    found: datetime | None = await connection.fetchval(
        OPEN, conversation_id, user_id, starts_at, duration_minutes, now
    )
    return found
