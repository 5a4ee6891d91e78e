"""The trail of an agency's own level: who of its people came in and went.

What they do in a sub-account is told in that sub-account's trail. Everything runs inside `db.agency()`, in
the transaction of what is told.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from frontdesk.db.pool import Connection

AgencyAction = Literal["signed_in", "signed_out", "password.changed"]
MOST = 500

INSERT = """
INSERT INTO agency_trail (agency_id, at, person_id, action)
VALUES (current_setting('app.agency_id')::bigint, $1, $2, $3)
"""

NEWEST = "SELECT at, person_id, action FROM agency_trail ORDER BY at DESC, id DESC LIMIT $1"


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One line: what a person of the agency did, or what was done in their name."""

    at: datetime
    person_id: int
    action: AgencyAction


async def record(connection: Connection, person_id: int, action: AgencyAction, *, now: datetime) -> None:
    """Write a line; it stands or falls with the transaction."""
    await connection.execute(INSERT, now, person_id, action)


async def newest(connection: Connection) -> list[AgencyLine]:
    """Return the latest lines."""
    return [AgencyLine(**row) for row in await connection.fetch(NEWEST, MOST)]
