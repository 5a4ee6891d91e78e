"""The API for those who look at bookings: a calendar, a table for spreadsheets, a push once more."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK

from frontdesk.availability.intervals import Interval
from frontdesk.bookings import spreadsheet
from frontdesk.bookings.lifecycle import Status, SyncState
from frontdesk.bookings.listing import Listed
from frontdesk.bookings.lists import Asked, BookingLists
from frontdesk.bookings.repository import Filters
from frontdesk.bookings.routes import provide_filters
from frontdesk.bookings.schemas import BookingView, view
from frontdesk.bookings.service import BookingService
from frontdesk.http import Body, Id, id_query, refusals
from frontdesk.reading import read_instant
from frontdesk.tenancy.principal import Principal

CSV = "text/csv"


class ListedView(Body):
    """A booking with the names of those who meet."""

    id: int
    status: Status
    starts_at: datetime
    ends_at: datetime
    subject: str | None
    external_state: SyncState
    user_id: int
    user_name: str
    lead_id: int | None
    lead_name: str | None
    lead_contact: str | None


class Stretch(Body):
    """A stretch of a user's time."""

    user_id: int
    starts_at: datetime
    ends_at: datetime


class CalendarView(Body):
    """A stretch of a calendar; `isCut` when it holds more bookings than one answer does.

    `busy` is when, of the opening hours, the outside calendars have something else, as far as it is known.
    """

    bookings: list[ListedView]
    is_cut: bool
    opening: list[Stretch]
    busy: list[Stretch]


def listed_view(booking: Listed) -> ListedView:
    """Put a booking of a calendar into the contract's form."""
    return ListedView(
        id=booking.id,
        status=booking.status,
        starts_at=booking.starts_at.astimezone(UTC),
        ends_at=booking.ends_at.astimezone(UTC),
        subject=booking.subject,
        external_state=booking.external_state,
        user_id=booking.user_id,
        user_name=booking.user_name,
        lead_id=booking.lead_id,
        lead_name=booking.lead_name,
        lead_contact=booking.lead_contact,
    )


@get("/calendar", responses=refusals(403, 404), tags=["bookings"])
async def calendar(
    principal: NamedDependency[Principal],
    booking_lists: NamedDependency[BookingLists],
    starts_from: Annotated[str, QueryParameter(name="from")],
    starts_to: Annotated[str, QueryParameter(name="to")],
    user_id: Annotated[int | None, id_query("userId")] = None,
    cancelled: Annotated[bool, QueryParameter(required=False)] = False,  # noqa: FBT002 -- a query parameter
) -> CalendarView:
    """Return the bookings and opening hours of up to 62 days, soonest first, cancelled ones if asked for."""
    asked = Asked(read_instant(starts_from, "from"), read_instant(starts_to, "to"), user_id, cancelled)
    shown = await booking_lists.calendar(principal, asked)
    bookings = [listed_view(booking) for booking in shown.bookings]
    return CalendarView(bookings, shown.is_cut, _stretches(shown.opening), _stretches(shown.busy))


def _stretches(of_users: Mapping[int, Sequence[Interval]]) -> list[Stretch]:
    return [
        Stretch(user_id, span.start.astimezone(UTC), span.end.astimezone(UTC))
        for user_id, spans in of_users.items()
        for span in spans
    ]


@get(
    "/bookings/export",
    dependencies={"filters": Provide(provide_filters)},
    responses=refusals(403),
    media_type=CSV,
    tags=["bookings"],
)
async def export(
    principal: NamedDependency[Principal],
    booking_lists: NamedDependency[BookingLists],
    filters: NamedDependency[Filters],
) -> Stream:
    """Return all bookings that the filters leave, newest start first, as comma-separated values."""
    return await as_file(booking_lists, principal, filters)


async def as_file(booking_lists: BookingLists, principal: Principal, filters: Filters) -> Stream:
    """Return bookings as a file to keep; what is refused is refused before the file begins."""

    every = booking_lists.every(principal, filters)
    first = await anext(aiter(every), None) or ()

    async def table() -> AsyncIterator[str]:
        yield spreadsheet.heading()
        yield spreadsheet.lines(first)
        async for bookings in every:
            yield spreadsheet.lines(bookings)

    headers = {"Content-Disposition": 'attachment; filename="bookings.csv"'}
    return Stream(table, media_type=CSV, headers=headers)


@post(
    "/bookings/{booking_id:int}/sync",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404),
    tags=["bookings"],
)
async def push_again(
    booking_id: Id, principal: NamedDependency[Principal], booking_service: NamedDependency[BookingService]
) -> BookingView:
    """Have the outside calendar tried again now, if it lacks the booking; harmless otherwise."""
    return view(await booking_service.push_again(principal, booking_id, actor=principal.actor))


handlers = [calendar, export, push_again]
