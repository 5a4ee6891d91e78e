"""How a sub-account wants its assistant to work: values, and the queries for their versions.

Every query runs inside `db.tenant()`. A version is never changed; the newest one counts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

import msgspec

from frontdesk.db.pool import Connection

# Answer by itself; suggest answers that a person approves; leave everything to people.
Mode = Literal["auto", "suggest", "off"]
Line = Annotated[str, msgspec.Meta(max_length=500)]

NEWEST = """
SELECT version, settings, user_id, agency_person_id, restored_from, created_at FROM assistant_versions
ORDER BY version DESC LIMIT $1
"""

BY_NUMBER = """
SELECT version, settings, user_id, agency_person_id, restored_from, created_at FROM assistant_versions
WHERE version = $1
"""

# Whoever changes the settings takes the sub-account's turn, so that no change is lost.
LOCK = "SELECT FROM sub_accounts FOR NO KEY UPDATE"

INSERT = """
INSERT INTO assistant_versions (sub_account_id, version, settings, user_id, agency_person_id, restored_from,
                                created_at)
VALUES (current_setting('app.sub_account_id')::bigint, $1, $2, $3, $4, $5, $6)
"""


class Offered(msgspec.Struct, frozen=True, rename="camel"):
    """A service that the business offers; minutes and price are for the assistant to speak of."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    description: Line = ""
    duration_minutes: Annotated[int, msgspec.Meta(ge=1, le=1440)] | None = None
    price: Annotated[str, msgspec.Meta(max_length=100)] | None = None


class Limits(msgspec.Struct, frozen=True, rename="camel"):
    """What the assistant may spend; beyond it a person is called."""

    turns_per_conversation: Annotated[int, msgspec.Meta(ge=1, le=500)] = 60
    tool_calls_per_turn: Annotated[int, msgspec.Meta(ge=2, le=20)] = 8
    tokens_per_turn: Annotated[int, msgspec.Meta(ge=2_000, le=500_000)] = 60_000


class Briefing(msgspec.Struct, frozen=True, rename="camel"):
    """All that a sub-account decides about its assistant."""

    mode: Mode = "auto"
    business_description: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    services: Annotated[tuple[Offered, ...], msgspec.Meta(max_length=50)] = ()
    tone: Line = ""
    rules: Annotated[tuple[Line, ...], msgspec.Meta(max_length=50)] = ()
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Version:
    """A briefing as it was decided on; version 0 is what holds before anybody has decided anything.

    Attributes:
        user_id: who decided it; agency_person_id: who, if it was somebody of the agency.
    """

    number: int
    briefing: Briefing
    user_id: int | None = None
    agency_person_id: int | None = None
    restored_from: int | None = None
    created_at: datetime | None = None


DEFAULT = Version(0, Briefing())


async def newest(connection: Connection, limit: int) -> list[Version]:
    """Return the newest versions, newest first."""
    return [_version(row) for row in await connection.fetch(NEWEST, limit)]


async def current(connection: Connection) -> Version:
    """Return the version that counts."""
    found = await newest(connection, 1)
    return found[0] if found else DEFAULT


async def by_number(connection: Connection, number: int) -> Version | None:
    """Return one version."""
    row = await connection.fetchrow(BY_NUMBER, number)
    return _version(row) if row else None


async def lock(connection: Connection) -> None:
    """Keep others from adding versions until the transaction ends."""
    await connection.execute(LOCK)


async def insert(connection: Connection, version: Version) -> None:
    """Add a version; the caller holds the lock and numbers it after the newest."""
    await connection.execute(
        INSERT,
        version.number,
        msgspec.to_builtins(version.briefing),
        version.user_id,
        version.agency_person_id,
        version.restored_from,
        version.created_at,
    )


def _version(row: object) -> Version:
    kept = dict(row)  # type: ignore[call-overload]  # a row is a mapping
    return Version(
        kept["version"],
        msgspec.convert(kept["settings"], Briefing),
        kept["user_id"],
        kept["agency_person_id"],
        kept["restored_from"],
        kept["created_at"],
    )
