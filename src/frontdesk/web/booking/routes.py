"""What leads do for themselves, as JSON: everything that the booking page and a booking's own page can do."""

import secrets
from typing import Annotated

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK

from frontdesk.bookings.routes import IdempotencyKey
from frontdesk.http import AnyRequest, refusals
from frontdesk.limits import limit_by_address, limit_lead_changes
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.booking.contact import contact_of
from frontdesk.web.booking.schemas import (
    BookAsLead,
    CancelAsLead,
    DaysQuery,
    FreeDays,
    LeadBookingView,
    MoveAsLead,
    free_days,
    instant,
    view,
)
from frontdesk.web.booking.service import LeadDesk, Wish, calendar_of_account
from frontdesk.web.cors import require_allowed_site
from frontdesk.zones import zone_named

From = Annotated[str, QueryParameter(name="from", max_length=10, description="YYYY-MM-DD")]
To = Annotated[str, QueryParameter(name="to", max_length=10, description="YYYY-MM-DD")]
Timezone = Annotated[str, QueryParameter(name="timezone", max_length=64, description="IANA name")]


async def provide_calendar(widget_key: FromPath[str], tenancy: NamedDependency[TenancyService]) -> Principal:
    """Return in whose name a widget's leads act."""
    return calendar_of_account(await tenancy.account_of_widget(widget_key))


@get("/widget/{widget_key:str}/days", responses=refusals(403, 404, 503), security=[{}], tags=["widget"])
async def read_days(
    calendar: NamedDependency[Principal],
    first: From,
    last: To,
    timezone: Timezone,
    lead_desk: NamedDependency[LeadDesk],
) -> FreeDays:
    """Return which times a visitor can book on the days `from` to `to`, both included."""
    zone_named(timezone)
    span = DaysQuery(first, last).span()
    return free_days(await lead_desk.days(calendar, *span, timezone=timezone), timezone)


@post(
    "/widget/{widget_key:str}/bookings",
    guards=[limit_lead_changes],
    responses=refusals(403, 404, 409, 503),
    security=[{}],
    tags=["widget"],
)
async def book(
    request: AnyRequest,
    calendar: NamedDependency[Principal],
    data: JSONBody[BookAsLead],
    lead_desk: NamedDependency[LeadDesk],
    idempotency_key: IdempotencyKey = None,
) -> LeadBookingView:
    """Book a time for a visitor; a lead is made of them."""
    contact = contact_of(data.name, data.email, data.phone, data.notes)
    attempt = idempotency_key or secrets.token_urlsafe()
    wish = Wish(instant(data.starts_at), zone_named(data.timezone).key, contact, attempt)
    return view(request, await lead_desk.book(calendar, wish))


@get("/manage/{token:str}", responses=refusals(404), security=[{}], tags=["widget"])
async def read_booking(
    request: AnyRequest, token: FromPath[str], lead_desk: NamedDependency[LeadDesk]
) -> LeadBookingView:
    """Return the booking that a link leads to."""
    return view(request, await lead_desk.managed(token))


@get("/manage/{token:str}/days", responses=refusals(404), security=[{}], tags=["widget"])
async def read_days_to_move(
    token: FromPath[str],
    first: From,
    last: To,
    timezone: Timezone,
    lead_desk: NamedDependency[LeadDesk],
) -> FreeDays:
    """Return to which times the booking can be moved."""
    zone_named(timezone)
    shown = await lead_desk.managed(token)
    span = DaysQuery(first, last).span()
    return free_days(await lead_desk.days(shown.calendar, *span, timezone=timezone), timezone)


@post(
    "/manage/{token:str}/move",
    status_code=HTTP_200_OK,
    guards=[limit_lead_changes],
    responses=refusals(404, 409),
    security=[{}],
    tags=["widget"],
)
async def move(
    request: AnyRequest,
    token: FromPath[str],
    data: JSONBody[MoveAsLead],
    lead_desk: NamedDependency[LeadDesk],
) -> LeadBookingView:
    """Move the booking to another time."""
    return view(request, await lead_desk.move(token, instant(data.starts_at), timezone=data.timezone))


@post(
    "/manage/{token:str}/cancel",
    status_code=HTTP_200_OK,
    guards=[limit_lead_changes],
    responses=refusals(404, 409),
    security=[{}],
    tags=["widget"],
)
async def cancel(
    request: AnyRequest,
    token: FromPath[str],
    data: JSONBody[CancelAsLead],
    lead_desk: NamedDependency[LeadDesk],
) -> LeadBookingView:
    """Cancel the booking. Twice is harmless."""
    return view(request, await lead_desk.cancel(token, data.reason))


widget_routes = Router(
    "",
    route_handlers=[read_days, book],
    guards=[limit_by_address, require_allowed_site],
    dependencies={"calendar": Provide(provide_calendar)},
)
link_routes = Router(
    "", route_handlers=[read_booking, read_days_to_move, move, cancel], guards=[limit_by_address]
)
