"""What PostgreSQL does for a query of ours, run as the server's role with the tenant set."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg

from frontdesk.db.pool import Connection
from tests.availability.crowd import Crowd

Ask = Callable[[Connection], Awaitable[object]]


@dataclass(slots=True)
class Overheard:
    """Stands where a connection would and writes down what it is asked; its answers are empty."""

    asked: list[tuple[str, tuple[object, ...]]] = field(default_factory=list)

    async def execute(self, query: str, *values: object) -> str:
        self.asked.append((query, values))
        return ""

    async def fetch(self, query: str, *values: object) -> list[Mapping[str, Any]]:
        self.asked.append((query, values))
        return []

    async def fetchrow(self, query: str, *values: object) -> Mapping[str, Any] | None:
        self.asked.append((query, values))
        return None

    async def fetchval(self, query: str, *values: object) -> Any:
        self.asked.append((query, values))

    async def executemany(self, query: str, rows: object) -> None:
        raise AssertionError("not explained")


@dataclass(frozen=True, slots=True)
class Plan:
    """How a query was run."""

    query: str
    nodes: list[dict[str, Any]]
    rows: int

    @property
    def reads_all(self) -> list[str]:
        """The tables that were read from end to end, or an index of theirs."""
        return [
            str(node.get("Relation Name"))
            for node in self.nodes
            if node["Node Type"] == "Seq Scan" or (_is_index_scan(node) and "Index Cond" not in node)
        ]

    @property
    def indexes(self) -> list[str]:
        """The indexes that were used."""
        return [str(node["Index Name"]) for node in self.nodes if "Index Name" in node]

    @property
    def rows_thrown_away(self) -> int:
        """How many rows were read in vain."""
        told = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
        return sum(round(node.get(name, 0) * node["Actual Loops"]) for node in self.nodes for name in told)

    @property
    def pages(self) -> int:
        """How many pages of 8 kB were looked at."""
        top = self.nodes[0]
        return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])


async def overheard(ask: Ask) -> list[tuple[str, tuple[object, ...]]]:
    """Return what is asked of the database when `ask` is called."""
    listener = Overheard()
    with suppress(AssertionError):  # a statement that returns its row finds none here
        await ask(listener)
    return listener.asked


async def explain(crowd: Crowd, query: str, values: Sequence[object], *, generic: bool) -> Plan:
    """Run a query and undo it; `generic`: with the plan that a statement gets after a few uses."""
    connection = await crowd.server.app.connect()
    try:
        return await _explain(connection, crowd.tenant, query, values, generic=generic)
    finally:
        await connection.close()


async def _explain(
    connection: asyncpg.Connection, tenant: int, query: str, values: Sequence[object], *, generic: bool
) -> Plan:
    mode = "generic" if generic else "custom"
    await connection.execute(f"SET plan_cache_mode = force_{mode}_plan; PREPARE asked AS {query}")
    given = f"({', '.join(_literal(value) for value in values)})" if values else ""
    await connection.execute(f"BEGIN; SET LOCAL app.sub_account_id = '{tenant}'")
    told = await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE asked{given}")
    await connection.execute("ROLLBACK")
    top = json.loads(told)[0]["Plan"]
    return Plan(query, list(_flat(top)), round(top["Actual Rows"] * top["Actual Loops"]))


def _flat(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _flat(child)


def _is_index_scan(node: dict[str, Any]) -> bool:
    return node["Node Type"] in {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}


def _literal(value: object) -> str:
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(value)
    if isinstance(value, list):
        return f"ARRAY[{', '.join(_literal(one) for one in value)}]"
    match value:
        case bytes():
            text = f"\\x{value.hex()}"
        case datetime():
            text = value.isoformat()
        case Mapping():
            text = json.dumps(dict(value))
        case _:
            text = str(value)
    return f"'{text}'"
