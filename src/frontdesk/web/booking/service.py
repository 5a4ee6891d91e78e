"""A lead's own front desk: the usual services, reached by a widget key or by a booking's link."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec

from frontdesk.assistant.ground import TalkGround
from frontdesk.availability.service import ManyDays, UserDay
from frontdesk.bookings.create import Alongside
from frontdesk.bookings.errors import SlotUnavailable
from frontdesk.bookings.hold import HoldUse
from frontdesk.bookings.idempotency import Answer, key_of
from frontdesk.bookings.lifecycle import LIVE
from frontdesk.bookings.repository import Actor, Booking, Filters
from frontdesk.bookings.request import BookingRequest
from frontdesk.bookings.reschedule import Changes, NewTime
from frontdesk.errors import Forbidden, FrontdeskError, NotFound, Unavailable
from frontdesk.leads.repository import LeadFields
from frontdesk.leads.service import LeadService
from frontdesk.tenancy import repository as tenancy
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.repository import SubAccount
from frontdesk.web.booking.contact import Contact
from frontdesk.web.booking.links import ManageLink, ManageLinks, ended

# How long the form's time is kept for its sender while they are written down.
MOMENT_SECONDS = 60
# How long after its end a booking can still be looked at.
SHOWN_AFTER = timedelta(days=1)
MOST_BOOKINGS = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """Which time a lead wants, and who they are.

    Attributes:
        attempt: the sender's own name for this wish: sent again with it, it is the same one.
    """

    starts_at: datetime
    timezone: str
    contact: Contact
    attempt: str


@dataclass(frozen=True, slots=True)
class LeadBooking:
    """A booking as its lead sees it: with whom, as it is now, and the token of its link."""

    booking: Booking
    token: str
    is_over: bool

    @property
    def calendar(self) -> Principal:
        """In whose name its lead acts: as a member, on the calendar it is in."""
        return Principal(self.booking.sub_account_id, self.booking.regular_user_id, "member")

    @property
    def can_change(self) -> bool:
        """Say whether it can be moved or cancelled."""
        return self.booking.status in LIVE and not self.is_over


class _RefusedNow(Exception):
    """Carries a refusal past the keeping of answers: a lead who tries again is judged anew."""

    def __init__(self, refusal: FrontdeskError) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


class LeadDesk:
    """What leads do for themselves."""

    def __init__(self, ground: TalkGround, leads: LeadService, links: ManageLinks) -> None:
        self._db = ground.db
        self._availability = ground.availability
        self._bookings = ground.bookings
        self._leads = leads
        self._links = links
        self.clock = ground.clock

    # --- choosing and booking

    async def days(self, principal: Principal, first: date, last: date, *, timezone: str) -> list[UserDay]:
        """Return what can be booked on these days, both included, which are days in that zone.

        Raises:
            InvalidTimezone: no such zone.
        """
        return await self._availability.many(
            principal.sub_account_id, ManyDays([principal.user_id], first, last, timezone)
        )

    async def book(self, principal: Principal, wish: Wish) -> LeadBooking:
        """Book a time for somebody new. A lead is made of them only if the time is theirs.

        Raises:
            ValidationFailed: something is missing; names the fields. SlotUnavailable, PastDate: the time
                cannot be had. IdempotencyConflict: the attempt was another wish's.
        """
        wish.contact.require()
        body = msgspec.structs.asdict(_Fingerprint.of(wish))
        key = key_of(principal, f"lead {wish.attempt}", operation="lead books", body=body)

        async def act(alongside: Alongside | None) -> Answer:
            try:
                return _answer(await self._book(principal, wish, alongside))
            except FrontdeskError as refusal:
                raise _RefusedNow(refusal) from refusal

        async def recover(booking_id: int) -> Answer:
            return _answer(await self._bookings.by_id(principal, booking_id))

        try:
            answer = await self._bookings.idempotency.once(key, act, recover=recover)
        except _RefusedNow as refused:
            raise refused.refusal from None
        booking_id = msgspec.json.decode(answer.body)["bookingId"]
        return self._seen(await self._bookings.by_id(principal, booking_id))

    async def _book(self, principal: Principal, wish: Wish, alongside: Alongside | None) -> Booking:
        nobody = Actor("lead")
        request = BookingRequest(principal.user_id, wish.starts_at, timezone=wish.timezone)
        held = await self._bookings.hold(principal, request, ttl_seconds=MOMENT_SECONDS, actor=nobody)
        contact = wish.contact
        fields = LeadFields(
            contact.name,
            contact.email or None,
            contact.phone or None,
            wish.timezone,
            timezone_source="browser",
        )
        lead = await self._leads.create(principal.sub_account_id, fields, by=Actor("lead"))
        use = HoldUse(held.id, lead.id, notes=contact.notes or None)
        actor = Actor("lead", lead.id)
        booking = await self._bookings.book_hold(principal, use, actor=actor, alongside=alongside)
        if booking.status == "cancelled":  # the outside calendar said that the time is taken
            raise SlotUnavailable([])
        return booking

    # --- by a booking's link

    async def managed(self, token: str) -> LeadBooking:
        """Return the booking that a link leads to, also when it was cancelled.

        Raises:
            NotFound: the link opens nothing: it is none of ours, or its booking or its lead is gone.
        """
        link = self._links.read(token)
        return self._shown(await self._behind(link), token)

    async def move(self, token: str, starts_at: datetime, *, timezone: str | None) -> LeadBooking:
        """Move a booking to another time.

        Raises:
            NotFound: as in `managed`. SlotUnavailable, PastDate: the time cannot be had.
            InvalidTransition: it is over, or cancelled.
        """
        link = self._links.read(token)
        self._require_running(await self._behind(link))
        changes = Changes(time=NewTime(starts_at=starts_at, timezone=timezone), reason="moved by the lead")
        moved = await self._bookings.change(_principal(link), link.booking_id, changes, actor=_lead(link))
        return self._shown(moved, token)

    async def cancel(self, token: str, reason: str | None) -> LeadBooking:
        """Cancel a booking. Twice is harmless.

        Raises:
            NotFound: as in `managed`. InvalidTransition: it is over.
        """
        link = self._links.read(token)
        booking = await self._behind(link)
        if booking.status != "cancelled":
            self._require_running(booking)
        cancelled = await self._bookings.cancel(
            _principal(link), link.booking_id, actor=_lead(link), reason=reason or "cancelled by the lead"
        )
        return self._shown(cancelled, token)

    async def account_of(self, shown: LeadBooking) -> SubAccount:
        """Return with whom a booking is."""
        async with self._db.tenant(shown.booking.sub_account_id) as connection:
            account = await tenancy.sub_account(connection)
        assert account is not None, "a booking has its sub-account"  # noqa: S101
        return account

    async def times_changed(self, shown: LeadBooking) -> int:
        """Return how often a booking was changed since it was made."""
        return len(await self._bookings.history(shown.calendar, shown.booking.id)) - 1

    async def of_lead(self, principal: Principal, lead_id: int) -> list[LeadBooking]:
        """Return a lead's bookings, the newest start first."""
        filters = Filters(user_id=principal.user_id, lead_id=lead_id)
        found, _ = await self._bookings.page(principal, filters, limit=MOST_BOOKINGS, cursor=None)
        return [self._seen(booking) for booking in found]

    async def _behind(self, link: ManageLink) -> Booking:
        try:
            await self._leads.by_id(link.sub_account_id, link.lead_id)
            booking = await self._bookings.by_id(_principal(link), link.booking_id)
        except (NotFound, Forbidden):
            raise ended() from None
        is_gone = booking.ends_at + SHOWN_AFTER < self.clock.now()
        if booking.lead_id != link.lead_id or is_gone:
            raise ended()
        return booking

    def _require_running(self, booking: Booking) -> None:
        if self._is_over(booking):
            raise ended()

    def _is_over(self, booking: Booking) -> bool:
        return booking.starts_at <= self.clock.now()

    def _seen(self, booking: Booking) -> LeadBooking:
        return self._shown(booking, self._links.token_of(booking))

    def _shown(self, booking: Booking, token: str) -> LeadBooking:
        return LeadBooking(booking, token, self._is_over(booking))


class _Fingerprint(msgspec.Struct):
    """What tells one wish from another."""

    starts_at: datetime
    contact: list[str]

    @classmethod
    def of(cls, wish: Wish) -> "_Fingerprint":
        contact = wish.contact
        return cls(wish.starts_at, [contact.name, contact.email, contact.phone, contact.notes])


def calendar_of_account(account: SubAccount) -> Principal:
    """Return in whose name leads of a widget act: as a member, on the calendar of its default user.

    Raises:
        Unavailable: the account has nobody to book with.
    """
    if account.default_user_id is None:
        raise Unavailable("Appointments cannot be booked here yet. Please contact the business directly.")
    return Principal(account.id, account.default_user_id, "member")


def _principal(link: ManageLink) -> Principal:
    return Principal(link.sub_account_id, link.user_id, "member")


def _lead(link: ManageLink) -> Actor:
    return Actor("lead", link.lead_id)


def _answer(booking: Booking) -> Answer:
    return Answer(201, msgspec.json.encode({"bookingId": booking.id}))
