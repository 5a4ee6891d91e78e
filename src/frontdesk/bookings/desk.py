"""What every verb of a booking works with. Verbs are functions that take the desk first."""

from dataclasses import dataclass

from frontdesk.availability.service import AvailabilityService
from frontdesk.bookings import repository
from frontdesk.bookings.repository import Booking
from frontdesk.bookings.turns import locked
from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import NotFound
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


async def require_lead(connection: Connection, lead_id: int | None) -> None:
    """Refuse a lead that the tenant does not have.

    Raises:
        NotFound: no such lead.
    """
    if lead_id is not None and not await repository.lead_exists(connection, lead_id):
        raise NotFound("There is no such lead.")


async def locked_or_refuse(connection: Connection, booking_id: int) -> Booking:
    """Return a booking, locked until the transaction ends.

    Raises:
        NotFound: not in this sub-account.
    """
    booking = await locked(connection, booking_id)
    if booking is None:
        raise NotFound("There is no such booking.")
    return booking
