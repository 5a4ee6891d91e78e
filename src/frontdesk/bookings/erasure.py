"""What is held of a lead's bookings, and taking their words out: that there were bookings stays."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from frontdesk.bookings.lifecycle import SHOWN
from frontdesk.bookings.repository import COLUMNS, Booking
from frontdesk.bookings.request import DEFAULT_KIND
from frontdesk.db.pool import Connection
from frontdesk.jobs.queue import enqueue_syncs

# What a booking's details say of its time; everything else in them is somebody's words.
KEPT = frozenset({"date", "time", "duration", "timezone", "timezoneSource"})

# No booking of the sub-account moves meanwhile; whoever holds a turn already goes first.
TAKE_ALL_TURNS = "SELECT FROM users ORDER BY id FOR NO KEY UPDATE"

OF_LEAD = """
SELECT id, status, details, booking_type, external_event_id, external_error FROM bookings
WHERE lead_id = $1 ORDER BY id FOR NO KEY UPDATE
"""

BARE = """
UPDATE bookings SET details = $2, booking_type = $3, external_error = NULL, updated_at = $4 WHERE id = $1
"""

# The event outside carries the booking's subject. Looked at again, it is given the title it should have now;
# a worker that is at it already finds its attempt overtaken.
LOOK_AGAIN = """
UPDATE bookings SET external_state = 'pending', external_attempts = external_attempts + 1 WHERE id = ANY($1)
"""

# Those that were given to another lead since, too.
EVER_OF_LEAD = """
SELECT id FROM bookings WHERE lead_id = $1
UNION
SELECT booking_id FROM booking_former_leads WHERE lead_id = $1
"""

# An answer names its bookings and their leads as they were then, whoever's they are now.
ANSWERS = """
SELECT user_id, key, answer FROM idempotency_keys
WHERE EXISTS (SELECT FROM unnest($1::bytea[]) AS mark WHERE position(mark IN answer) > 0)
"""

REWRITE = "UPDATE idempotency_keys SET answer = $3 WHERE user_id = $1 AND key = $2"


ALL_OF_LEAD = f"""
SELECT {COLUMNS} FROM bookings WHERE lead_id = $1 ORDER BY starts_at DESC, id DESC
"""  # noqa: S608 -- columns are a constant


def bare(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return a booking's details without anybody's words. Pure."""
    return {name: value if name in KEPT else None for name, value in details.items()}


async def take_all_turns(connection: Connection) -> None:
    """Keep everybody from changing what is booked in this sub-account until the transaction ends."""
    await connection.execute(TAKE_ALL_TURNS)


async def of_lead(connection: Connection, lead_id: int) -> list[Booking]:
    """Return all bookings of a lead, newest start first."""
    return [Booking(**row) for row in await connection.fetch(ALL_OF_LEAD, lead_id)]


async def forget_lead(connection: Connection, sub_account_id: int, lead_id: int, *, now: datetime) -> None:
    """Leave of an erased lead's bookings what is counted; the caller has taken all turns.

    Answers that are kept for repeated requests are rewritten the same way, and the outside calendar is looked
    at again where it shows an event.
    """
    found = await connection.fetch(OF_LEAD, lead_id)
    talking = [row for row in found if _says_anything(row)]
    emptied = [(row["id"], bare(row["details"]), DEFAULT_KIND, now) for row in talking]
    await connection.executemany(BARE, emptied)
    await _rewrite_answers(connection, lead_id)
    shown = [row["id"] for row in talking if row["external_event_id"] is not None and row["status"] in SHOWN]
    await connection.execute(LOOK_AGAIN, shown)
    await enqueue_syncs(connection, sub_account_id, shown)


def _says_anything(booking: Mapping[str, Any]) -> bool:
    is_bare = booking["details"] == bare(booking["details"]) and booking["booking_type"] == DEFAULT_KIND
    return not is_bare or booking["external_error"] is not None


async def _rewrite_answers(connection: Connection, lead_id: int) -> None:
    booking_ids = frozenset(row["id"] for row in await connection.fetch(EVER_OF_LEAD, lead_id))
    marks = [f'"leadId":{lead_id},', *(f'"id":{number},' for number in booking_ids)]
    rows = await connection.fetch(ANSWERS, [mark.encode() for mark in marks])
    for row in rows:
        answer = _without_words(msgspec.json.decode(row["answer"]), lead_id, booking_ids)
        await connection.execute(REWRITE, row["user_id"], row["key"], msgspec.json.encode(answer))


def _without_words(answer: Any, lead_id: int, booking_ids: frozenset[int]) -> Any:  # noqa: ANN401 -- any JSON
    """Return an answer with the bookings of a lead in it laid bare. Pure."""
    if isinstance(answer, list):
        return [_without_words(inner, lead_id, booking_ids) for inner in answer]
    if not isinstance(answer, dict):
        return answer
    whose, is_named = answer.get("leadId"), answer.get("id") in booking_ids
    if "details" in answer and (whose == lead_id or (whose is None and is_named)):
        sync = {**answer.get("externalSync", {}), "error": None}
        emptied = {"details": bare(answer["details"]), "bookingType": DEFAULT_KIND, "externalSync": sync}
        return {name: emptied.get(name, value) for name, value in answer.items()}
    return {name: _without_words(inner, lead_id, booking_ids) for name, inner in answer.items()}
