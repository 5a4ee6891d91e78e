"""The bookings as a list, and one booking with all that happened to it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, get_args
from urllib.parse import urlencode

from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Stream, Template

from frontdesk.assistant.conversations import Message
from frontdesk.assistant.whence import Whence
from frontdesk.bookings.lifecycle import Status
from frontdesk.bookings.list_routes import as_file
from frontdesk.bookings.listing import Listed
from frontdesk.bookings.lists import BookingLists
from frontdesk.bookings.repository import Booking, Filters
from frontdesk.bookings.service import BookingService
from frontdesk.errors import Forbidden, NotFound, ValidationFailed
from frontdesk.http import Id
from frontdesk.leads.service import LeadService
from frontdesk.reading import read_date
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.dashboard.feed import midnight
from frontdesk.web.dashboard.shell import Shell

PAGE = 50
STATUSES = tuple(status for status in get_args(Status) if status != "held")
Word = Annotated[str, QueryParameter(required=False, max_length=20)]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list is narrowed to, as the form has it; what cannot be read narrows nothing."""

    search: str = ""
    status: str = ""
    user: str = ""
    first: str = ""
    last: str = ""

    def query(self) -> str:
        """Return what of it an address must name."""
        named = {name: getattr(self, name) for name in ("search", "status", "user", "first", "last")}
        return urlencode({name: value for name, value in named.items() if value})

    def filters(self, shell: Shell) -> Filters:
        """Return the filters that are meant, days being days on the reader's clock."""
        first, last = _day(self.first), _day(self.last)
        return Filters(
            status=next((status for status in get_args(Status) if status == self.status), None),
            user_id=int(self.user) if self.user.isascii() and self.user.isdigit() else None,
            starts_from=midnight(first, shell.zone) if first else None,
            starts_to=midnight(last + timedelta(days=1), shell.zone) if last else None,
            search=self.search.strip() or None,
        )


def provide_narrowed(
    search: Annotated[str, QueryParameter(required=False, max_length=200)] = "",
    status: Word = "",
    user: Word = "",
    first: Word = "",
    last: Word = "",
) -> Narrowed:
    """Return what the address of a list says."""
    return Narrowed(search, status, user, first, last)


NARROWED = {"narrowed": Provide(provide_narrowed, sync_to_thread=False)}
Cursor = Annotated[str | None, QueryParameter(required=False, max_length=500)]


@get("/bookings", dependencies=NARROWED)
async def bookings_page(
    shell: NamedDependency[Shell],
    tenancy: NamedDependency[TenancyService],
    booking_lists: NamedDependency[BookingLists],
    narrowed: NamedDependency[Narrowed],
) -> Template:
    """Show bookings, newest start first."""
    rows, after = await _found(shell, booking_lists, narrowed, None)
    return shell.page(
        "dashboard/bookings.html",
        "bookings",
        users=await tenancy.users(shell.principal),
        statuses=STATUSES,
        narrowed=narrowed,
        rows=rows,
        after=after,
        is_first=True,
    )


@get("/bookings/rows", dependencies=NARROWED)
async def more_bookings(
    shell: NamedDependency[Shell],
    booking_lists: NamedDependency[BookingLists],
    narrowed: NamedDependency[Narrowed],
    cursor: Cursor = None,
) -> Template:
    """Show the rows of the list alone: what matches, or what follows."""
    rows, after = await _found(shell, booking_lists, narrowed, cursor)
    return shell.part(
        "dashboard/booking_rows.html", narrowed=narrowed, rows=rows, after=after, is_first=cursor is None
    )


@get("/bookings/export", dependencies=NARROWED)
async def export(
    shell: NamedDependency[Shell],
    booking_lists: NamedDependency[BookingLists],
    narrowed: NamedDependency[Narrowed],
) -> Stream:
    """Return what the list holds as a file for spreadsheets."""
    return await as_file(booking_lists, shell.principal, narrowed.filters(shell))


@get("/bookings/{booking_id:int}")
async def booking_page(
    booking_id: Id,
    shell: NamedDependency[Shell],
    booking_service: NamedDependency[BookingService],
    leads: NamedDependency[LeadService],
    tenancy: NamedDependency[TenancyService],
    whence: NamedDependency[Whence],
) -> Template:
    """Show a booking with all that happened to it."""
    booking = await booking_service.by_id(shell.principal, booking_id)
    lead = await leads.known(shell.principal.sub_account_id, booking.lead_id)
    users = await tenancy.users(shell.principal)
    return shell.page(
        "dashboard/booking.html",
        "bookings",
        booking=booking,
        lead=lead,
        with_user=next(user for user in users if user.id == booking.regular_user_id),
        names={user.id: user.name for user in users},
        events=await booking_service.history(shell.principal, booking_id),
        talk=await _talk(shell, booking, whence),
    )


async def _found(
    shell: Shell, booking_lists: BookingLists, narrowed: Narrowed, cursor: str | None
) -> tuple[list[Listed], str | None]:
    filters = narrowed.filters(shell)
    return await booking_lists.page(shell.principal, filters, limit=PAGE, cursor=cursor)


async def _talk(shell: Shell, booking: Booking, whence: Whence) -> list[Message]:
    """Return the words that led to a booking; none when there are none, or when they are not the reader's."""
    try:
        _, messages = await whence.talk_of(shell.principal, booking)
    except (NotFound, Forbidden):
        return []
    return messages


def _day(text: str) -> date | None:
    try:
        return read_date(text) if text else None
    except ValidationFailed:
        return None


handlers = [bookings_page, more_bookings, export, booking_page]
