"""What every verb of a booking works with. Verbs are functions that take the desk first."""

from dataclasses import dataclass

from frontdesk.availability.service import AvailabilityService
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.jobs.settlements import Settlements

PATIENCE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Desk:
    """The collaborators of every verb.

    Attributes:
        patience_seconds: how long a caller is kept waiting for the outside calendar's word.
    """

    db: Database
    clock: Clock
    availability: AvailabilityService
    settlements: Settlements
    patience_seconds: float = PATIENCE_SECONDS


async def lead_exists(connection: Connection, lead_id: int) -> bool:
    """Say whether the tenant has such a lead."""
    return bool(await connection.fetchval("SELECT true FROM leads WHERE id = $1", lead_id))
