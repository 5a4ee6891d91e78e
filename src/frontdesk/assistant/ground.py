"""What every step of a turn works with. Steps are functions that take the ground first."""

from dataclasses import dataclass

from frontdesk.availability.service import AvailabilityService
from frontdesk.bookings.service import BookingService
from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.leads.service import LeadService


@dataclass(frozen=True, slots=True)
class TalkGround:
    """The collaborators of a turn."""

    db: Database
    clock: Clock
    availability: AvailabilityService
    bookings: BookingService
    leads: LeadService
