"""Bookings out of a model's words, for callers in Python, under the specification's names.

Its `parseAndCreateBooking` is `parse_and_create_booking` here, and so on. In a conversation the same format
is read by the agent, where the lead's own words are asked as well; here the caller answers for them. What is
booked passes the booking service like everything else.
"""

from frontdesk.assistant.markers import parse, read_when
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.bookings.service import BookingService
from frontdesk.clock import Clock
from frontdesk.errors import ValidationFailed
from frontdesk.leads.service import LeadService
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.service import TenancyService
from frontdesk.zones import first_zone

ASSISTANT = Actor("assistant")


class BookingHelperService:
    """The specification's service of this name."""

    def __init__(
        self, clock: Clock, *, bookings: BookingService, leads: LeadService, tenancy: TenancyService
    ) -> None:
        self._clock = clock
        self._bookings = bookings
        self._leads = leads
        self._tenancy = tenancy

    async def parse_and_create_booking(
        self, principal: Principal, ai_response: str, *, user_id: int, lead_id: int
    ) -> Booking | None:
        """Book what a reply confirms in the older text format; None when it confirms nothing.

        Days and times are meant in the lead's zone, else in the user's.

        Raises:
            ValidationFailed: the day or the time is missing or cannot be read beyond doubt, or several
                bookings are confirmed; nothing is booked then.
            NotFound: no such user or lead. And whatever else `BookingService.create` does.
        """
        found, _ = parse(ai_response)
        if not found:
            return None
        if len(found) > 1:
            raise ValidationFailed({"aiResponse": "confirms more than one booking"})
        marked = found[0]
        user = await self._tenancy.user(principal, user_id)
        lead = await self._leads.by_id(principal.sub_account_id, lead_id)
        zone = first_zone(lead.timezone, user.timezone)
        when = read_when(marked, self._clock.now().astimezone(zone).replace(tzinfo=None), zone=zone)
        request = BookingRequest(
            user_id=user_id,
            when=WallTime(when.day, when.at),
            lead_id=lead_id,
            timezone=zone.key,
            subject=marked.subject or None,
            location=marked.location or None,
        )
        return await self._bookings.create(principal, request, actor=ASSISTANT)

    async def create_gohighlevel_block_slot(self, principal: Principal, booking: Booking) -> Booking:
        """Have the outside calendar take a booking that it lacks; what it has already stays.

        Raises:
            NotFound, Forbidden: as in `BookingService.by_id`.
        """
        return await self._bookings.push_again(principal, booking.id, actor=ASSISTANT)

    async def create_booking_and_block_slot_ghl(
        self, principal: Principal, ai_response: str, *, user_id: int, lead_id: int
    ) -> Booking | None:
        """Book what a reply confirms and have the outside calendar take it: each booking brings its own push.

        Raises:
            As `parse_and_create_booking` does.
        """
        return await self.parse_and_create_booking(principal, ai_response, user_id=user_id, lead_id=lead_id)
