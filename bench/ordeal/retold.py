"""How a booking that ended wrong came to it: what was promised, what both sides have, and every call."""

from collections.abc import Iterable, Sequence

import asyncpg

from bench.ordeal.stage import Ordeal
from bench.ordeal.verdict import Key, live_events

MOST = 4
HISTORY = """
SELECT at, actor_kind, to_status, reason, changes FROM booking_events
WHERE sub_account_id = $1 AND booking_id = $2 ORDER BY id
"""


async def retold(ordeal: Ordeal, keys: Iterable[Key]) -> Sequence[str]:
    """Return the story of the first few bookings, line by line."""
    told: list[str] = []
    rows, live = await ordeal.rows(), live_events(ordeal.state.events.values())
    for key in sorted(set(keys))[:MOST]:
        told += [f"--- booking {key}", f"promised {ordeal.promises.get(key)}", f"here {rows.get(key)}"]
        told += [f"there {event}" for event in live.get(key, [])]
        told += await _history(ordeal, key)
        ids = {event.id for event in live.get(key, [])} | {rows[key].event_id if key in rows else None}
        told += _calls(ordeal, key, {name for name in ids if name})
    return told


async def _history(ordeal: Ordeal, key: Key) -> list[str]:
    connection = await asyncpg.connect(ordeal.database_url)
    try:
        return [f"history {tuple(row)}" for row in await connection.fetch(HISTORY, *key)]
    finally:
        await connection.close()


def _calls(ordeal: Ordeal, key: Key, event_ids: set[str]) -> list[str]:
    mark = f"(frontdesk {key[0]}-{key[1]})"
    return [
        f"call {entry.at:%H:%M:%S.%f} {entry.method} {entry.path} {entry.fault or ''} "
        f"effect={entry.effect} status={entry.status} {entry.body}"
        for entry in ordeal.state.requests.entries
        if mark in entry.body or any(event_id in entry.path for event_id in event_ids)
    ]
