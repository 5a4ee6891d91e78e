"""Bookings as people look at them: a stretch of a calendar, a page of a list, all of a list at once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from frontdesk.availability import outside_repository
from frontdesk.availability.intervals import Interval
from frontdesk.availability.outside import busy_while_open
from frontdesk.availability.service import AvailabilityService
from frontdesk.bookings import listing
from frontdesk.bookings.cursors import Cursors, narrowed
from frontdesk.bookings.listing import Listed, Span
from frontdesk.bookings.repository import Filters
from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import ValidationFailed
from frontdesk.tenancy.principal import Principal

LONGEST_SPAN = timedelta(days=62)
MOST_SHOWN = 10_000
ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Which stretch of whose calendar; no user means everybody whom the caller may see."""

    start: datetime
    end: datetime
    user_id: int | None = None
    with_cancelled: bool = False

    def require_bounded(self) -> None:
        """Refuse a stretch that no calendar shows at once.

        Raises:
            ValidationFailed: it ends before it starts, or is longer than two months.
        """
        if self.end <= self.start:
            raise ValidationFailed({"to": "must lie after 'from'"})
        if self.end - self.start > LONGEST_SPAN:
            raise ValidationFailed({"to": f"must lie at most {LONGEST_SPAN.days} days after 'from'"})


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a calendar shows.

    Attributes:
        bookings: soonest first; `is_cut` when there are more than can be shown at once.
        opening: when each of the users is open.
        busy: when, of that, their outside calendars have something else, as far as it is known here.
    """

    bookings: list[Listed]
    is_cut: bool
    opening: dict[int, tuple[Interval, ...]]
    busy: dict[int, tuple[Interval, ...]]


class BookingLists:
    """Fetches bookings with the names of those who meet."""

    def __init__(
        self, db: Database, clock: Clock, *, availability: AvailabilityService, cursors: Cursors
    ) -> None:
        self._db = db
        self._clock = clock
        self._availability = availability
        self._cursors = cursors

    async def calendar(self, principal: Principal, asked: Asked) -> Calendar:
        """Return a stretch of a calendar.

        Raises:
            ValidationFailed: too long a stretch. Forbidden: not the caller's calendar.
            NotFound: no such user.
        """
        asked.require_bounded()
        user_id = narrowed(Filters(user_id=asked.user_id), principal).user_id
        users = [user_id] if user_id else await self._availability.everybody(principal.sub_account_id)
        window = Interval(asked.start, asked.end)
        opening = await self._availability.opening(principal.sub_account_id, users, window)
        span = Span(asked.start, asked.end, self._clock.now(), user_id, asked.with_cancelled)
        async with self._db.tenant(principal.sub_account_id) as connection:
            found = await listing.within(connection, span, limit=MOST_SHOWN + 1)
            elsewhere = await outside_repository.busy_within(connection, users, window)
        busy = {user: busy_while_open(opening[user], pieces) for user, pieces in elsewhere.items()}
        return Calendar(found[:MOST_SHOWN], len(found) > MOST_SHOWN, opening, busy)

    async def page(
        self, principal: Principal, filters: Filters, *, limit: int, cursor: str | None
    ) -> tuple[list[Listed], str | None]:
        """Return one page, newest start first, and the cursor of the next one if there is more.

        Raises:
            ValidationFailed: the cursor is none of ours. Forbidden: not the caller's calendar.
        """
        allowed = narrowed(filters, principal)
        after = self._cursors.position(cursor, principal) if cursor else None
        async with self._db.tenant(principal.sub_account_id) as connection:
            found = await listing.newest(connection, allowed, limit=limit + 1, after=after)
        page = found[:limit]
        return page, self._cursors.after(page[-1], principal) if len(found) > limit else None

    def every(self, principal: Principal, filters: Filters) -> AsyncIterator[Sequence[Listed]]:
        """Return all that a list holds, some at a time: no transaction is open while they travel.

        Raises:
            Forbidden: not the caller's calendar.
        """
        return self._every(principal.sub_account_id, narrowed(filters, principal))

    async def _every(self, sub_account_id: int, filters: Filters) -> AsyncIterator[Sequence[Listed]]:
        after = None
        while True:
            async with self._db.tenant(sub_account_id) as connection:
                rows = await listing.newest(connection, filters, limit=ROWS_AT_ONCE, after=after)
            if rows:
                yield rows
            if len(rows) < ROWS_AT_ONCE:
                return
            after = rows[-1].starts_at, rows[-1].id
