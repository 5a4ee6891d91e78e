"""The bookings API."""

from typing import Annotated

from litestar import delete, get, post
from litestar.di import Provide
from litestar.params import Parameter
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
from frontdesk.http import Id, PageLimit, refusals
from frontdesk.leads.service import LeadService
from frontdesk.reading import read_instant
from frontdesk.tenancy.principal import Principal


@post("/bookings", responses=refusals(403, 404, 409), tags=["bookings"])
async def create(data: CreateBooking, principal: Principal, bookings: BookingService) -> BookingView:
    """Book a time."""
    request = data.as_request(principal.user_id)
    return view(await bookings.create(principal, request, actor=Actor("user", principal.user_id)))


async def provide_filters(
    status: Annotated[Status | None, Parameter(required=False)] = None,
    user_id: Annotated[Id | None, Parameter(query="userId", required=False)] = None,
    lead_id: Annotated[Id | None, Parameter(query="leadId", required=False)] = None,
    starts_from: Annotated[str | None, Parameter(query="from", required=False)] = None,
    starts_to: Annotated[str | None, Parameter(query="to", required=False)] = None,
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
    principal: Principal,
    bookings: BookingService,
    filters: Filters,
    limit: PageLimit = 50,
    cursor: Annotated[str | None, Parameter(required=False)] = None,
) -> BookingPage:
    """List bookings, newest start first."""
    found, next_cursor = await bookings.page(principal, filters, limit=limit, cursor=cursor)
    return BookingPage([view(booking) for booking in found], next_cursor)


@get("/bookings/lead/{lead_id:int}", responses=refusals(404), tags=["bookings"])
async def of_lead(
    lead_id: Id, principal: Principal, bookings: BookingService, leads: LeadService, limit: PageLimit = 50
) -> BookingPage:
    """List a lead's bookings, newest start first."""
    await leads.by_id(principal.sub_account_id, lead_id)
    found, next_cursor = await bookings.page(principal, Filters(lead_id=lead_id), limit=limit, cursor=None)
    return BookingPage([view(booking) for booking in found], next_cursor)


@get("/bookings/{booking_id:int}", responses=refusals(403, 404), tags=["bookings"])
async def read(booking_id: Id, principal: Principal, bookings: BookingService) -> BookingView:
    """Return a booking."""
    return view(await bookings.by_id(principal, booking_id))


@get("/bookings/{booking_id:int}/history", responses=refusals(403, 404), tags=["bookings"])
async def history(booking_id: Id, principal: Principal, bookings: BookingService) -> History:
    """Return what happened to a booking."""
    return History([event_view(event) for event in await bookings.history(principal, booking_id)])


@delete(
    "/bookings/{booking_id:int}",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404, 409),
    tags=["bookings"],
)
async def cancel(
    booking_id: Id, principal: Principal, bookings: BookingService, data: CancelBooking | None = None
) -> BookingView:
    """Cancel a booking; twice is harmless."""
    reason = data.reason if data else None
    actor = Actor("user", principal.user_id)
    return view(await bookings.cancel(principal, booking_id, actor=actor, reason=reason))


handlers = [create, page, of_lead, read, history, cancel]
