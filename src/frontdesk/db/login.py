"""The login under which the server itself works at somebody's PostgreSQL: it can become nobody else.

A role that a connection takes on can be put down again, and what is underneath is whoever logged in. So an
account that could do more than `frontdesk_app` is used once, to make a login that cannot, and put away. Its
password is derived from that account's own, so that all processes know it and nothing has to be kept.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from typing import Any

import asyncpg

from frontdesk.db.pool import APP_ROLE, ConnectionSettings, DatabaseError, by_url
from frontdesk.db.power import has_power

ROUNDS = 4096
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('frontdesk login'))"
_NAME = "SELECT 'frontdesk_app_' || oid FROM pg_database WHERE datname = current_database()"
_IS_THERE = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)"
_HARMLESS = "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION INHERIT"


async def of_server(url: str) -> ConnectionSettings:
    """Return how the server reaches a database: as the URL's account if that is harmless, else by a login.

    Raises:
        DatabaseError: there is no such login, and the account may not make one. asyncpg's errors, OSError: it
        does not let us in.
    """
    connection = await asyncpg.connect(url)
    try:
        if not await has_power(connection, APP_ROLE):
            return by_url(url)
        login = _login(connection, await connection.fetchval(_NAME))
        if not await _lets_in(url, login):
            await _make(connection, login)
    finally:
        await connection.close()
    return by_url(url, login=login)


def _login(connection: asyncpg.Connection, name: str) -> dict[str, str]:
    """Return name and password of the server's login; no password where the account needs none."""
    # Wherever asyncpg found it: in the address, in the environment or in a file.
    password: str | None = connection._params.password  # noqa: SLF001 -- told nowhere else
    if not password:
        return {"user": name}
    derived = hmac.digest(password.encode(), f"login {name}".encode(), "sha256")
    return {"user": name, "password": derived.hex()}


async def _lets_in(url: str, login: Mapping[str, Any]) -> bool:
    try:
        connection = await asyncpg.connect(url, **login)
    except asyncpg.InvalidAuthorizationSpecificationError:  # no such login, or another password
        return False
    await connection.close()
    return True


async def _make(connection: asyncpg.Connection, login: Mapping[str, str]) -> None:
    name = login["user"]
    password = f"'{verifier(login['password'], os.urandom(16))}'" if "password" in login else "NULL"
    try:
        async with connection.transaction():
            await connection.execute(_LOCK)
            if not await connection.fetchval(_IS_THERE, name):
                await connection.execute(f"CREATE ROLE {name} {_HARMLESS}")
            await connection.execute(f"ALTER ROLE {name} PASSWORD {password}")
            await connection.execute(f"GRANT {APP_ROLE} TO {name}")
    except asyncpg.InsufficientPrivilegeError as error:
        raise DatabaseError(
            f"The account of FRONTDESK_DATABASE_URL could do more than the role {APP_ROLE}, and may not make "
            f"the server a login that cannot: {error}. Give the server an account that is a member of "
            f"{APP_ROLE} and of nothing else."
        ) from error


def verifier(password: str, salt: bytes) -> str:
    """Return what PostgreSQL keeps of a password (SCRAM-SHA-256): so the password is in no statement."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    told = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${ROUNDS}:{told[0]}${told[1]}:{told[2]}"
