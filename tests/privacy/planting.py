"""A lead whose every trace says who they are, and a search for that in every column of every table."""

from typing import Any

import asyncpg
import httpx

from tests.conftest import TestServer
from tests.databases import owning

NAME = "Quixplant"
PHONE = "+1 212 736 7391"
AT = {"date": "2026-12-01", "time": "10:00"}
WORDS = ("subject", "notes", "location", "bookingType")
SAID = "I am {name} Zebulon of {name}@example.com, {phone}. Can I come on December 2 at 2pm?"
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
# A bytea is shown in hexadecimal digits.
COLUMNS_THAT_SAY = """
SELECT DISTINCT c.key FROM {table} AS t, jsonb_each_text(to_jsonb(t)) AS c
WHERE c.value ILIKE '%' || $1 || '%' OR c.value LIKE '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'
"""


async def plant(client: httpx.AsyncClient, name: str = NAME, phone: str = PHONE) -> int:
    """Make a lead and let them leave their name wherever the API takes words; returns their id."""
    who = {
        "name": f"{name} Zebulon",
        "email": f"{name}@example.com",
        "phone": phone,
        "externalId": f"ghl-{name}",
    }
    lead_id: int = (await _post(client, "/leads", who))["id"]
    words = {field: f"{field} of {name}" for field in WORDS}
    theirs = {**AT, **words, "leadId": lead_id}
    await _post(client, "/bookings", theirs, key=f"{name}-1")
    batch = {"bookings": [{**theirs, "time": "11:00"}, {**AT, "time": "12:00", "subject": "of nobody"}]}
    await _post(client, "/bookings/batch", batch, key="batch")
    await _post(client, "/bookings/holds", {**theirs, "time": "13:00"}, key="hold")
    nobodys = await _post(client, "/bookings", {**AT, **words, "time": "15:00"})
    await _move_and_cancel(client, nobodys["id"], lead_id, name)
    await _give_to_another(client, {**theirs, "date": "2026-12-03"}, name)
    said = {"leadId": lead_id, "content": SAID.format(name=name, phone=phone)}
    talk = (await _post(client, "/chat/messages", said, key=f"{name} says"))["conversationId"]
    called = {**said, "content": f"I am {name} and want to talk to a human being", "conversationId": talk}
    await _post(client, "/chat/messages", called)
    await _post(client, f"/chat/conversations/{talk}/messages", {"content": f"Hello {name}, how can I help?"})
    return lead_id


async def _move_and_cancel(client: httpx.AsyncClient, booking_id: int, lead_id: int, name: str) -> None:
    """Let a booking that was nobody's become the lead's, move, and end."""
    address = f"/bookings/{booking_id}"
    await client.patch(address, json={"leadId": lead_id, "notes": f"for {name}"})
    await client.patch(address, json={"time": "16:00", "reason": f"{name} asked for it"})
    await client.request("DELETE", address, json={"reason": f"{name} is ill"})


async def _give_to_another(client: httpx.AsyncClient, body: dict[str, Any], name: str) -> None:
    """Let a booking of the lead's become somebody else's, with nothing left in it that speaks of the lead."""
    booking_id = (await _post(client, "/bookings", body, key=f"{name}-given"))["id"]
    address = f"/bookings/{booking_id}"
    await client.patch(address, json={"time": "11:00", "reason": f"{name} asked for it"})
    other = (await _post(client, "/leads", {"name": "Somebody"}))["id"]
    anew = {"subject": "Roof", "notes": "Two storeys", "location": "Here", "bookingType": "call"}
    await client.patch(address, json={"leadId": other, **anew})
    await client.patch(address, json={"time": "12:00", "reason": "Somebody asked for it"})


async def _post(client: httpx.AsyncClient, path: str, body: dict[str, Any], key: str = "") -> dict[str, Any]:
    answer = await client.post(path, json=body, headers={"Idempotency-Key": key} if key else {})
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def columns_that_say(server: TestServer, *needles: str) -> set[str]:
    """Return every column of the whole database that holds one of these, as `table.column`."""
    async with owning(server) as connection:
        return {
            f"{row['relname']}.{column}"
            for row in await connection.fetch(TABLES)
            for needle in needles
            for column in await _columns(connection, row["relname"], needle)
        }


async def _columns(connection: asyncpg.Connection, table: str, needle: str) -> list[str]:
    rows = await connection.fetch(COLUMNS_THAT_SAY.format(table=table), needle)
    return [row["key"] for row in rows]
