"""The trail of an agency's own level: who of its people came in, went, and was refused.

What they do in a sub-account is told in that sub-account's trail.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from frontdesk.db.pool import Connection
from frontdesk.emails import folded
from frontdesk.tenancy.ground import Ground

AgencyAction = Literal["signed_in", "signed_out", "sign_in.refused", "password.changed"]
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


async def note_refusal(ground: Ground, email: str) -> None:
    """Tell the agencies whose people have this address that somebody tried it with a wrong password."""
    for agency_id, person_id in await ground.db.find_agency_sign_ins(folded(email)):
        async with ground.db.agency(agency_id) as connection:
            await record(connection, person_id, "sign_in.refused", now=ground.clock.now())


async def newest(connection: Connection) -> list[AgencyLine]:
    """Return the latest lines."""
    return [AgencyLine(**row) for row in await connection.fetch(NEWEST, MOST)]
