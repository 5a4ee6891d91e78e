"""The front door to bookings for routes, the assistant and pages alike. Each verb is a file of its own."""

from collections.abc import Sequence

from frontdesk.bookings import finding, listing, repository
from frontdesk.bookings.batch import Item, Result, create_batch
from frontdesk.bookings.cancel import cancel_booking
from frontdesk.bookings.create import Alongside, create_booking
from frontdesk.bookings.cursors import Cursors, narrowed
from frontdesk.bookings.desk import Desk, locked_or_refuse
from frontdesk.bookings.hold import HoldUse, book_hold, hold_slot, release_hold
from frontdesk.bookings.idempotency import Idempotency
from frontdesk.bookings.push_again import push_again
from frontdesk.bookings.repository import Actor, Booking, Event, Filters
from frontdesk.bookings.request import BookingRequest
from frontdesk.bookings.reschedule import Changes, change_booking
from frontdesk.errors import NotFound
from frontdesk.jobs.queue import enqueue_sync
from frontdesk.tenancy.principal import Principal


class BookingService:
    """WHAT. A caller reaches their own sub-account's bookings, a member their own calendar's."""

    def __init__(self, desk: Desk, idempotency: Idempotency, cursors: Cursors) -> None:
        self._desk = desk
        self._cursors = cursors
        self.idempotency = idempotency

    async def create(
        self,
        principal: Principal,
        request: BookingRequest,
        *,
        actor: Actor,
        alongside: Alongside | None = None,
    ) -> Booking:
        """Book a time; raises what `create_booking` does, and Forbidden for somebody else's calendar."""
        principal.require_calendar_of(request.user_id)
        return await create_booking(
            self._desk, principal.sub_account_id, request, actor=actor, alongside=alongside
        )

    async def hold(
        self,
        principal: Principal,
        request: BookingRequest,
        *,
        ttl_seconds: int,
        actor: Actor,
        alongside: Alongside | None = None,
    ) -> Booking:
        """Reserve a time for `ttl_seconds`; raises as `create` does."""
        principal.require_calendar_of(request.user_id)
        return await hold_slot(
            self._desk,
            principal.sub_account_id,
            request,
            ttl_seconds=ttl_seconds,
            actor=actor,
            alongside=alongside,
        )

    async def create_batch(
        self, principal: Principal, items: Sequence[Item], *, actor: Actor
    ) -> list[Result]:
        """Book what can be booked of many; see `create_batch`."""
        return await create_batch(self._desk, principal, items, actor=actor)

    async def book_hold(
        self, principal: Principal, use: HoldUse, *, actor: Actor, alongside: Alongside | None = None
    ) -> Booking:
        """Turn a hold into a booking; raises what `book_hold` does."""
        return await book_hold(self._desk, principal, use, actor=actor, alongside=alongside)

    async def release_hold(self, principal: Principal, hold_id: int, *, actor: Actor) -> Booking:
        """Give a hold up; raises what `release_hold` does."""
        return await release_hold(self._desk, principal, hold_id, actor=actor)

    async def change(
        self, principal: Principal, booking_id: int, changes: Changes, *, actor: Actor
    ) -> Booking:
        """Move, edit or end a booking; raises what `change_booking` does."""
        booking = await self.by_id(principal, booking_id)
        return await change_booking(self._desk, principal, booking, changes, actor=actor)

    async def cancel(
        self, principal: Principal, booking_id: int, *, actor: Actor, reason: str | None = None
    ) -> Booking:
        """Cancel a booking; its time is free at once. Twice is harmless.

        Raises:
            NotFound, Forbidden: as in `by_id`. InvalidTransition: it is over already.
        """
        async with self._desk.db.tenant(principal.sub_account_id) as connection:
            booking = await locked_or_refuse(connection, booking_id)
            principal.require_calendar_of(booking.regular_user_id)
            cancelled = await cancel_booking(self._desk, connection, booking, actor=actor, reason=reason)
            if booking.status != "cancelled" and cancelled.external_state == "pending":
                await enqueue_sync(connection, cancelled.sub_account_id, cancelled.id)
            return cancelled

    async def push_again(self, principal: Principal, booking_id: int, *, actor: Actor) -> Booking:
        """Have the outside calendar tried again now; raises what `push_again` does."""
        return await push_again(self._desk, principal, booking_id, actor=actor)

    async def by_id(self, principal: Principal, booking_id: int) -> Booking:
        """Return a booking.

        Raises:
            NotFound: not in this sub-account. Forbidden: not the caller's calendar.
        """
        async with self._desk.db.tenant(principal.sub_account_id) as connection:
            booking = await repository.by_id(connection, booking_id)
        if booking is None:
            raise NotFound("There is no such booking.")
        principal.require_calendar_of(booking.regular_user_id)
        return booking

    async def page(
        self, principal: Principal, filters: Filters, *, limit: int, cursor: str | None
    ) -> tuple[list[Booking], str | None]:
        """Return one page, newest start first, and the cursor of the next one if there is more.

        Raises:
            ValidationFailed: the cursor is none of ours. Forbidden: not the caller's calendar.
        """
        allowed = narrowed(filters, principal)
        after = self._cursors.position(cursor, principal) if cursor else None
        async with self._desk.db.tenant(principal.sub_account_id) as connection:
            if filters.search:
                rows = await listing.newest(connection, allowed, limit=limit + 1, after=after)
                found = await finding.by_ids(connection, [row.id for row in rows])
            else:
                found = await finding.newest(connection, allowed, limit=limit + 1, after=after)
        page = found[:limit]
        return page, self._cursors.after(page[-1], principal) if len(found) > limit else None

    async def history(self, principal: Principal, booking_id: int) -> list[Event]:
        """Return what happened to a booking, oldest first.

        Raises:
            NotFound, Forbidden: as in `by_id`.
        """
        await self.by_id(principal, booking_id)
        async with self._desk.db.tenant(principal.sub_account_id) as connection:
            return await repository.events(connection, booking_id)
