"""The bookings API. Creating endpoints take an `Idempotency-Key`."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from litestar import MediaType, Response, delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import HeaderParameter, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from frontdesk.bookings.batch import Item, Result
from frontdesk.bookings.create import Alongside
from frontdesk.bookings.idempotency import Act, Answer, key_of
from frontdesk.bookings.lifecycle import Status
from frontdesk.bookings.repository import Booking, Filters
from frontdesk.bookings.schemas import (
    BatchAnswer,
    BatchRequest,
    BookingFields,
    BookingPage,
    BookingView,
    CancelBooking,
    CreateBooking,
    CreateHold,
    EditBooking,
    History,
    event_view,
    view,
)
from frontdesk.bookings.service import BookingService
from frontdesk.errors import FrontdeskError, ValidationFailed
from frontdesk.http import Id, PageLimit, id_query, refusals
from frontdesk.leads.service import LeadService
from frontdesk.reading import read_instant
from frontdesk.tenancy.principal import Principal
from frontdesk.wording import problems

MOST_SEARCHED_FOR = 200
IdempotencyKey = Annotated[str | None, HeaderParameter(name="Idempotency-Key", required=False)]


@post("/bookings", responses=refusals(403, 404, 409), tags=["bookings"])
async def create(
    data: JSONBody[CreateBooking],
    principal: NamedDependency[Principal],
    booking_service: NamedDependency[BookingService],
    idempotency_key: IdempotencyKey = None,
) -> Response[BookingView]:
    """Book a time, or turn a hold into a booking."""
    actor, use = principal.actor, data.as_hold_use()

    async def act(alongside: Alongside | None) -> Answer:
        if use is not None:
            booking = await booking_service.book_hold(principal, use, actor=actor, alongside=alongside)
        else:
            request = data.as_request(principal.user_id)
            booking = await booking_service.create(principal, request, actor=actor, alongside=alongside)
        return _created(booking)

    return await _once(booking_service, principal, idempotency_key, act, operation="book", body=data)


@post("/bookings/holds", responses=refusals(403, 404, 409), tags=["bookings"])
async def hold(
    data: JSONBody[CreateHold],
    principal: NamedDependency[Principal],
    booking_service: NamedDependency[BookingService],
    idempotency_key: IdempotencyKey = None,
) -> Response[BookingView]:
    """Reserve a time for `ttlSeconds`."""

    async def act(alongside: Alongside | None) -> Answer:
        held = await booking_service.hold(
            principal,
            data.as_request(principal.user_id),
            ttl_seconds=data.ttl_seconds,
            actor=principal.actor,
            alongside=alongside,
        )
        return _created(held)

    return await _once(booking_service, principal, idempotency_key, act, operation="hold", body=data)


@delete(
    "/bookings/holds/{hold_id:int}",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404, 409),
    tags=["bookings"],
)
async def release(
    hold_id: Id, principal: NamedDependency[Principal], booking_service: NamedDependency[BookingService]
) -> BookingView:
    """Give a hold up; twice is harmless."""
    return view(await booking_service.release_hold(principal, hold_id, actor=principal.actor))


@post(
    "/bookings/batch",
    status_code=HTTP_200_OK,
    responses=refusals(403, 409),
    tags=["bookings"],
)
async def batch(
    data: JSONBody[BatchRequest],
    principal: NamedDependency[Principal],
    booking_service: NamedDependency[BookingService],
    idempotency_key: IdempotencyKey = None,
) -> Response[BatchAnswer]:
    """Book many times at once; each item has its own success or refusal, in the order given."""

    async def act(_alongside: Alongside | None) -> Answer:
        items = [_item(given, principal) for given in data.bookings]
        results = await booking_service.create_batch(principal, items, actor=principal.actor)
        return Answer(HTTP_200_OK, msgspec.json.encode(_batch_answer(results)))

    return await _once(booking_service, principal, idempotency_key, act, operation="batch", body=data)


async def provide_filters(
    status: Annotated[Status | None, QueryParameter(required=False)] = None,
    user_id: Annotated[int | None, id_query("userId")] = None,
    lead_id: Annotated[int | None, id_query("leadId")] = None,
    starts_from: Annotated[str | None, QueryParameter(name="from", required=False)] = None,
    starts_to: Annotated[str | None, QueryParameter(name="to", required=False)] = None,
    search: Annotated[str | None, QueryParameter(max_length=MOST_SEARCHED_FOR, required=False)] = None,
) -> Filters:
    """Return what a list is narrowed to."""
    return Filters(
        status=status,
        user_id=user_id,
        lead_id=lead_id,
        starts_from=read_instant(starts_from, "from") if starts_from else None,
        starts_to=read_instant(starts_to, "to") if starts_to else None,
        search=search.strip() if search else None,
    )


@get(
    "/bookings",
    dependencies={"filters": Provide(provide_filters)},
    responses=refusals(403),
    tags=["bookings"],
)
async def page(
    principal: NamedDependency[Principal],
    booking_service: NamedDependency[BookingService],
    filters: NamedDependency[Filters],
    limit: PageLimit = 50,
    cursor: Annotated[str | None, QueryParameter(required=False)] = None,
) -> BookingPage:
    """List bookings, newest start first."""
    found, next_cursor = await booking_service.page(principal, filters, limit=limit, cursor=cursor)
    return BookingPage([view(booking) for booking in found], next_cursor)


@get("/bookings/lead/{lead_id:int}", responses=refusals(404), tags=["bookings"])
async def of_lead(
    lead_id: Id,
    principal: NamedDependency[Principal],
    booking_service: NamedDependency[BookingService],
    leads: NamedDependency[LeadService],
    limit: PageLimit = 50,
) -> BookingPage:
    """List a lead's bookings, newest start first; `nextCursor` goes on in `GET /bookings?leadId=`."""
    await leads.by_id(principal.sub_account_id, lead_id)
    found, next_cursor = await booking_service.page(
        principal, Filters(lead_id=lead_id), limit=limit, cursor=None
    )
    return BookingPage([view(booking) for booking in found], next_cursor)


@get("/bookings/{booking_id:int}", responses=refusals(403, 404), tags=["bookings"])
async def read(
    booking_id: Id, principal: NamedDependency[Principal], booking_service: NamedDependency[BookingService]
) -> BookingView:
    """Return a booking."""
    return view(await booking_service.by_id(principal, booking_id))


@get("/bookings/{booking_id:int}/history", responses=refusals(403, 404), tags=["bookings"])
async def history(
    booking_id: Id, principal: NamedDependency[Principal], booking_service: NamedDependency[BookingService]
) -> History:
    """Return what happened to a booking."""
    return History([event_view(event) for event in await booking_service.history(principal, booking_id)])


@patch("/bookings/{booking_id:int}", responses=refusals(403, 404, 409), tags=["bookings"])
async def change(
    booking_id: Id,
    data: JSONBody[EditBooking],
    principal: NamedDependency[Principal],
    booking_service: NamedDependency[BookingService],
) -> BookingView:
    """Move a booking, edit it, or move its status; all of it or nothing."""
    actor = principal.actor
    return view(await booking_service.change(principal, booking_id, data.as_changes(), actor=actor))


@delete(
    "/bookings/{booking_id:int}",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404, 409),
    tags=["bookings"],
)
async def cancel(
    booking_id: Id,
    principal: NamedDependency[Principal],
    booking_service: NamedDependency[BookingService],
    data: JSONBody[CancelBooking | None] = None,
) -> BookingView:
    """Cancel a booking; twice is harmless."""
    reason = data.reason if data else None
    actor = principal.actor
    return view(await booking_service.cancel(principal, booking_id, actor=actor, reason=reason))


async def _once(
    booking_service: BookingService,
    principal: Principal,
    key: str | None,
    act: Act,
    *,
    operation: str,
    body: object,
) -> Response[Any]:
    """Do it; with a key, do it once."""
    if key is None:
        answer = await act(None)
    else:

        async def recover(booking_id: int) -> Answer:
            return _created(await booking_service.by_id(principal, booking_id))

        named = key_of(principal, key, operation=operation, body=body)
        answer = await booking_service.idempotency.once(named, act, recover=recover)
    headers = {"Idempotency-Replayed": "true"} if answer.is_replayed else {}
    return Response(answer.body, status_code=answer.status, headers=headers, media_type=MediaType.JSON)


def _created(booking: Booking) -> Answer:
    return Answer(HTTP_201_CREATED, msgspec.json.encode(view(booking)))


def _item(given: Any, principal: Principal) -> Item:  # noqa: ANN401 -- whatever the caller sent
    try:
        return msgspec.convert(given, BookingFields).as_request(principal.user_id)
    except msgspec.ValidationError as error:
        return ValidationFailed(problems(error, BookingFields))
    except FrontdeskError as refusal:
        return refusal


def _batch_answer(results: Sequence[Result]) -> BatchAnswer:
    told: list[dict[str, Any]] = [
        {"index": index, **result.as_object()}
        if isinstance(result, FrontdeskError)
        else {"index": index, "success": True, "booking": msgspec.to_builtins(view(result))}
        for index, result in enumerate(results)
    ]
    created = sum(one["success"] for one in told)
    return BatchAnswer(created, len(told) - created, told)


handlers = [create, hold, release, batch, page, of_lead, read, history, change, cancel]
