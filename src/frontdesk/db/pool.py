"""The pool and the one door to tenant rows, `Database.tenant()`.

Connections run as the role `frontdesk_app`, which owns nothing and cannot bypass row-level security. A
transaction sees the rows of the sub-account it was opened for and no others; without one it sees none.
"""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol

import asyncpg
import msgspec

from frontdesk.db.power import has_power
from frontdesk.errors import NotFound, ValidationFailed

APP_ROLE = "frontdesk_app"
STATEMENT_TIMEOUT_MS = 15_000
NO_LOGIN: Mapping[str, str] = MappingProxyType({})
_BEGIN_AS = "BEGIN; SET LOCAL app.sub_account_id = '{:d}'"
_BEGIN_AS_AGENCY = "BEGIN; SET LOCAL app.agency_id = '{:d}'"

Row = Mapping[str, Any]


class Connection(Protocol):
    """What our queries use of an asyncpg connection inside a transaction."""

    async def execute(self, query: str, *arguments: object) -> str:
        """Run a statement and return its command tag."""
        ...

    async def executemany(self, query: str, rows: Iterable[Iterable[object]]) -> None:
        """Run a statement once for each row, in one round trip."""
        ...

    async def fetch(self, query: str, *arguments: object) -> list[Row]:
        """Return all rows."""
        ...

    async def fetchrow(self, query: str, *arguments: object) -> Row | None:
        """Return the first row."""
        ...

    async def fetchval(self, query: str, *arguments: object) -> Any:  # noqa: ANN401 -- any column's type
        """Return the first column of the first row."""
        ...


class DatabaseError(Exception):
    """The database cannot be used as it is. The message says why and what to do."""


class DatabaseUnreachable(DatabaseError):
    """The database does not answer just now; trying again later helps."""

    def __init__(self, reason: BaseException) -> None:
        super().__init__(f"The database does not answer: {reason}")


# A lost connection; a server that starts, stops or has no room. Statements that take too long count too.
UNREACHABLE = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
)
# Our own word, raised by a trigger: what was to be written is of a lead who was erased.
ERASED = "FD404"
# PostgreSQL keeps no U+0000 in a text and none in JSON.
UNKEEPABLE = (asyncpg.CharacterNotInRepertoireError, asyncpg.UntranslatableCharacterError)


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """How to reach the database as the server's role.

    Attributes:
        arguments: what `asyncpg.connect` takes.
    """

    arguments: Mapping[str, Any]

    async def connect(self) -> asyncpg.Connection:
        """Open a connection of one's own, for listening and for the job queue."""
        return await asyncpg.connect(**self.arguments)


def by_url(url: str, *, login: Mapping[str, str] = NO_LOGIN) -> ConnectionSettings:
    """Reach an outside server as the URL's account, or by another login: a member of `frontdesk_app`."""
    role = {**_server_settings(), "role": APP_ROLE}
    return ConnectionSettings({"dsn": url, **login, "server_settings": role})


def by_arguments(arguments: Mapping[str, Any]) -> ConnectionSettings:
    """Reach a server on which the account already is `frontdesk_app`."""
    return ConnectionSettings({**arguments, "server_settings": _server_settings()})


def _server_settings() -> dict[str, str]:
    return {
        "application_name": "frontdesk",
        "timezone": "UTC",
        "statement_timeout": str(STATEMENT_TIMEOUT_MS),
        "idle_in_transaction_session_timeout": str(STATEMENT_TIMEOUT_MS),
    }


class Database:
    """The pool. Rows of a tenant are reached through `tenant()` alone."""

    def __init__(self, pool: asyncpg.Pool, connections: ConnectionSettings) -> None:
        self._pool = pool
        self.connections = connections

    @asynccontextmanager
    async def tenant(self, sub_account_id: int) -> AsyncIterator[Connection]:
        """Open a transaction that sees the rows of one sub-account; commits on leaving, rolls back on errors.

        BEGIN and the tenant travel in one round trip. The setting ends with the transaction, so a connection
        goes back to the pool knowing nothing.

        Raises:
            DatabaseUnreachable: it does not answer. ValidationFailed: a text holds what cannot be kept.
            NotFound: the words of a lead who was erased meanwhile.
        """
        async with self._transaction(_BEGIN_AS.format(sub_account_id)) as connection:
            yield connection

    @asynccontextmanager
    async def agency(self, agency_id: int) -> AsyncIterator[Connection]:
        """Open a transaction that sees an agency and the list of its sub-accounts; raises as `tenant`."""
        async with self._transaction(_BEGIN_AS_AGENCY.format(agency_id)) as connection:
            yield connection

    @asynccontextmanager
    async def _transaction(self, begin: str) -> AsyncIterator[Connection]:
        async with self._connection() as connection:
            await connection.execute(begin)
            try:
                yield connection
            except BaseException:
                if not connection.is_closed():
                    await connection.execute("ROLLBACK")
                raise
            await connection.execute("COMMIT")

    @asynccontextmanager
    async def untenanted(self) -> AsyncIterator[Connection]:
        """Lend a connection that sees no tenant's rows, for the few tables that hold none.

        Raises:
            DatabaseUnreachable: it does not answer.
        """
        async with self._connection() as connection:
            yield connection

    async def find_sign_ins(self, email: str) -> list[tuple[int, int]]:
        """Return (sub-account id, user id) of all with that address: all that may be known before sign-in."""
        async with self._connection() as connection:
            rows = await connection.fetch("SELECT sub_account_id, user_id FROM find_sign_ins($1)", email)
        return sorted((row["sub_account_id"], row["user_id"]) for row in rows)

    async def find_agency_sign_ins(self, email: str) -> list[tuple[int, int]]:
        """Return (agency id, person id) of all agencies' people with that address."""
        async with self._connection() as connection:
            rows = await connection.fetch("SELECT agency_id, person_id FROM find_agency_sign_ins($1)", email)
        return sorted((row["agency_id"], row["person_id"]) for row in rows)

    async def find_connected(self, location_id: str | None, company_id: str | None) -> list[int]:
        """Return the ids of who is connected to an outside location, else through an outside agency."""
        to, through = "SELECT * FROM find_connected($1)", "SELECT * FROM find_connected_through($1)"
        async with self._connection() as connection:
            rows = await connection.fetch(to if location_id else through, location_id or company_id)
        return [row["sub_account_id"] for row in rows]

    async def find_stale_calendars(self, tried_before: datetime, most: int) -> dict[int, list[int]]:
        """Return by sub-account whose outside calendars are to be asked again: ids, the neediest first."""
        found: dict[int, list[int]] = {}
        async with self._connection() as connection:
            rows = await connection.fetch("SELECT * FROM find_stale_calendars($1, $2)", tried_before, most)
        for row in rows:
            found.setdefault(row["sub_account_id"], []).append(row["user_id"])
        return found

    async def find_unchecked(
        self, *, checked_before: datetime, ends_before: datetime, most: int
    ) -> list[int]:
        """Return whose connection is to be looked at, as ids of sub-accounts: all that may be known."""
        async with self._connection() as connection:
            rows = await connection.fetch(
                "SELECT sub_account_id FROM find_unchecked($1, $2, $3)",
                checked_before,
                ends_before,
                most,
            )
        return [row["sub_account_id"] for row in rows]

    async def reserve_sub_account_id(self) -> int:
        """Return a number no sub-account has had; open `tenant()` with it to write the first row."""
        async with self._connection() as connection:
            reserved: int = await connection.fetchval("SELECT nextval('sub_accounts_id_seq')")
        return reserved

    async def reserve_agency_id(self) -> int:
        """Return a number no agency has had; open `agency()` with it to write the first row."""
        async with self._connection() as connection:
            reserved: int = await connection.fetchval("SELECT nextval('agencies_id_seq')")
        return reserved

    async def answers(self) -> bool:
        """Say whether the database answers a question.

        Raises:
            DatabaseUnreachable: it does not.
        """
        async with self._connection() as connection:
            return bool(await connection.fetchval("SELECT true"))

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[asyncpg.Connection]:
        """Lend a connection; what goes wrong with it, rather than with a statement, is told apart."""
        try:
            connection = await self._pool.acquire()
        except (OSError, *UNREACHABLE) as error:
            raise DatabaseUnreachable(error) from error
        try:
            yield connection
        except UNREACHABLE as error:
            raise DatabaseUnreachable(error) from error
        except (asyncpg.InternalClientError, asyncpg.InterfaceError) as error:
            if isinstance(error, asyncpg.InterfaceError) and not connection.is_closed():
                raise
            # The server's last words came between two statements: the connection is of no more use.
            connection.terminate()
            raise DatabaseUnreachable(error) from error
        except UNKEEPABLE as error:
            raise ValidationFailed({"text": "must not contain the character U+0000"}) from error
        except asyncpg.PostgresError as error:
            if error.sqlstate == ERASED:
                raise NotFound("There is no such lead (any more).") from error
            raise
        finally:
            await self._pool.release(connection)


@asynccontextmanager
async def opened(connections: ConnectionSettings, *, max_connections: int = 10) -> AsyncIterator[Database]:
    """Open the pool and check that the role is as harmless as it must be.

    Raises:
        DatabaseError: the server does not answer, or its role could bypass row-level security.
    """
    try:
        pool = await asyncpg.create_pool(
            **connections.arguments,
            min_size=1,
            max_size=max_connections,
            init=_prepare,
            reset=_leave_transaction,
        )
    except (OSError, asyncpg.PostgresError) as error:
        raise DatabaseError(f"The database does not let frontdesk in: {error}") from error
    try:
        await _refuse_power(pool)
        yield Database(pool, connections)
    finally:
        await pool.close()


async def _refuse_power(pool: asyncpg.Pool) -> None:
    if await has_power(pool, APP_ROLE):
        raise DatabaseError(
            f"The server's database login must not bypass row-level security; connect as {APP_ROLE}."
        )


async def _prepare(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb", encoder=_to_json, decoder=msgspec.json.decode, schema="pg_catalog", format="text"
    )
    # The driver looks a type up when a connection first meets it: here, and not when somebody books.
    await connection.fetch("SELECT NULL::timestamptz[]")


def _to_json(value: object) -> str:
    """Encode a value for a jsonb column. Text is taken for JSON already: the job queue hands it over so."""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


async def _leave_transaction(connection: asyncpg.Connection) -> None:
    """Reset a connection that goes back to the pool.

    All that `tenant()` sets is SET LOCAL and ends with its transaction, so there is nothing to reset and a
    round trip to save; only a transaction that was torn away half way must not reach the next caller.
    """
    if connection.is_in_transaction():
        await connection.execute("ROLLBACK")
