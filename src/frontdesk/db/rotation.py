"""Sealing anew, with the first key, what is kept sealed in the database.

It runs with the account that owns the schema. Which sub-accounts there are is read as the role that may read
just that; each one's rows are then read and written as the server does, held by row-level security to that
sub-account. The server may run meanwhile: a row that it writes at the same moment is left as it wrote it.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from frontdesk.db.pool import APP_ROLE, DatabaseError
from frontdesk.sealing import SealBroken, Sealer

DIRECTORY_ROLE = "frontdesk_directory"


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """One column that holds sealed bytes; a row that holds none has an empty one.

    Attributes:
        rows: the query for a sub-account's rows: `id`, `sealed`, and what the context takes.
        purpose: what its `Sealer` was made for.
        context: what a row's seal is bound to, of the row and its sub-account.
    """

    table: str
    column: str
    rows: str
    purpose: str
    context: Callable[[Mapping[str, Any], int], str]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many sealed values there are.

    Attributes:
        current: sealed with the first key already.
        resealed: sealed anew, and among the current ones now.
        old: still in need of another key than the first.
        broken: none of the keys opens them.
    """

    current: int = 0
    resealed: int = 0
    old: int = 0
    broken: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.current + other.current,
            self.resealed + other.resealed,
            self.old + other.old,
            self.broken + other.broken,
        )


class Rotation:
    """Looks at all sealed values of a database, and seals anew what needs it."""

    def __init__(
        self, connection: asyncpg.Connection, keys: Sequence[bytes], columns: Sequence[SealedColumn]
    ) -> None:
        self._connection = connection
        self._sealers = [(column, Sealer(keys, column.purpose)) for column in columns]

    async def places(self) -> list[tuple[SealedColumn, Sealer, int]]:
        """Return every column with every sub-account that has rows in its table.

        Raises:
            DatabaseError: the account may not look at that.
        """
        found = []
        for column, sealer in self._sealers:
            await self._become(DIRECTORY_ROLE)
            query = f"SELECT DISTINCT sub_account_id FROM {column.table} ORDER BY 1"  # noqa: S608
            ids = [row["sub_account_id"] for row in await self._connection.fetch(query)]
            found += [(column, sealer, sub_account_id) for sub_account_id in ids]
        await self._become(APP_ROLE)
        return found

    async def count(self, column: SealedColumn, sealer: Sealer, sub_account_id: int) -> Counts:
        """Count one sub-account's values, and change nothing."""
        async with self._connection.transaction():
            rows = await self._rows(column, sub_account_id)
        kinds = Counter(_kind_of(column, sealer, row, sub_account_id) for row in rows)
        return Counts(current=kinds["current"], old=kinds["old"], broken=kinds["broken"])

    async def reseal(self, column: SealedColumn, sealer: Sealer, sub_account_id: int) -> int:
        """Seal one sub-account's values anew where they need it; returns how many were."""
        update = (
            f"UPDATE {column.table} SET {column.column} = $1 "  # noqa: S608 -- names are constants
            f"WHERE id = $2 AND {column.column} = $3 RETURNING true"
        )
        done = 0
        async with self._connection.transaction():
            for row in await self._rows(column, sub_account_id):
                if _kind_of(column, sealer, row, sub_account_id) == "old":
                    context = column.context(row, sub_account_id)
                    fresh = sealer.seal(sealer.open(row["sealed"], context), context)
                    done += bool(await self._connection.fetchval(update, fresh, row["id"], row["sealed"]))
        return done

    async def _rows(self, column: SealedColumn, sub_account_id: int) -> list[asyncpg.Record]:
        await self._connection.execute(f"SET LOCAL app.sub_account_id = '{sub_account_id:d}'")
        rows: list[asyncpg.Record] = await self._connection.fetch(column.rows)
        return [row for row in rows if row["sealed"]]

    async def _become(self, role: str) -> None:
        try:
            await self._connection.execute(f"SET ROLE {role}")
        except asyncpg.InsufficientPrivilegeError as error:
            raise DatabaseError(
                "This account may not look after secrets; use the one that 'frontdesk db migrate' runs with."
            ) from error


def _kind_of(column: SealedColumn, sealer: Sealer, row: Mapping[str, Any], sub_account_id: int) -> str:
    try:
        sealer.open(row["sealed"], column.context(row, sub_account_id))
    except SealBroken:
        return "broken"
    return "current" if sealer.is_current(row["sealed"]) else "old"
