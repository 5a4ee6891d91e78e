"""The bookings API."""

from typing import Annotated

from litestar import delete, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK

from frontdesk.bookings.lifecycle import Status
from frontdesk.bookings.repository import Actor, Filters
from frontdesk.bookings.schemas import (
    BookingPage,
    BookingView,
    CancelBooking,
    CreateBooking,
    History,
    event_view,
    view,
)
from frontdesk.bookings.service import BookingService
from frontdesk.http import Id, IdQuery, PageLimit, refusals
from frontdesk.leads.service import LeadService
from frontdesk.reading import read_instant
from frontdesk.tenancy.principal import Principal


@post("/bookings", responses=refusals(403, 404, 409), tags=["bookings"])
async def create(
    data: JSONBody[CreateBooking],
    principal: NamedDependency[Principal],
    bookings: NamedDependency[BookingService],
) -> BookingView:
    """Book a time."""
    request = data.as_request(principal.user_id)
    return view(await bookings.create(principal, request, actor=Actor("user", principal.user_id)))


async def provide_filters(
    status: Annotated[Status | None, QueryParameter(required=False)] = None,
    user_id: Annotated[IdQuery | None, QueryParameter(name="userId", required=False)] = None,
    lead_id: Annotated[IdQuery | None, QueryParameter(name="leadId", required=False)] = None,
    starts_from: Annotated[str | None, QueryParameter(name="from", required=False)] = None,
    starts_to: Annotated[str | None, QueryParameter(name="to", required=False)] = None,
) -> Filters:
    """Return what a list is narrowed to."""
    return Filters(
        status=status,
        user_id=user_id,
        lead_id=lead_id,
        starts_from=read_instant(starts_from, "from") if starts_from else None,
        starts_to=read_instant(starts_to, "to") if starts_to else None,
    )


@get(
    "/bookings",
    dependencies={"filters": Provide(provide_filters)},
    responses=refusals(403),
    tags=["bookings"],
)
async def page(
    principal: NamedDependency[Principal],
    bookings: NamedDependency[BookingService],
    filters: NamedDependency[Filters],
    limit: PageLimit = 50,
    cursor: Annotated[str | None, QueryParameter(required=False)] = None,
) -> BookingPage:
    """List bookings, newest start first."""
    found, next_cursor = await bookings.page(principal, filters, limit=limit, cursor=cursor)
    return BookingPage([view(booking) for booking in found], next_cursor)


@get("/bookings/lead/{lead_id:int}", responses=refusals(404), tags=["bookings"])
async def of_lead(
    lead_id: Id,
    principal: NamedDependency[Principal],
    bookings: NamedDependency[BookingService],
    leads: NamedDependency[LeadService],
    limit: PageLimit = 50,
) -> BookingPage:
    """List a lead's bookings, newest start first."""
    await leads.by_id(principal.sub_account_id, lead_id)
    found, next_cursor = await bookings.page(principal, Filters(lead_id=lead_id), limit=limit, cursor=None)
    return BookingPage([view(booking) for booking in found], next_cursor)


@get("/bookings/{booking_id:int}", responses=refusals(403, 404), tags=["bookings"])
async def read(
    booking_id: Id, principal: NamedDependency[Principal], bookings: NamedDependency[BookingService]
) -> BookingView:
    """Return a booking."""
    return view(await bookings.by_id(principal, booking_id))


@get("/bookings/{booking_id:int}/history", responses=refusals(403, 404), tags=["bookings"])
async def history(
    booking_id: Id, principal: NamedDependency[Principal], bookings: NamedDependency[BookingService]
) -> History:
    """Return what happened to a booking."""
    return History([event_view(event) for event in await bookings.history(principal, booking_id)])


@delete(
    "/bookings/{booking_id:int}",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404, 409),
    tags=["bookings"],
)
async def cancel(
    booking_id: Id,
    principal: NamedDependency[Principal],
    bookings: NamedDependency[BookingService],
    data: JSONBody[CancelBooking | None] = None,
) -> BookingView:
    """Cancel a booking; twice is harmless."""
    reason = data.reason if data else None
    actor = Actor("user", principal.user_id)
    return view(await bookings.cancel(principal, booking_id, actor=actor, reason=reason))


handlers = [create, page, of_lead, read, history, cancel]
