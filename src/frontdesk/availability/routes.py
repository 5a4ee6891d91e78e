"""The availability API: one day, many users' days, and why a time is not free."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK

from frontdesk.availability.facts import Question
from frontdesk.availability.schemas import (
    AvailabilityAnswer,
    AvailabilityRequest,
    BulkAnswer,
    BulkRequest,
    ExplainRequest,
    Explanation,
    PreviewRequest,
    answer,
    bulk_answer,
    explanation,
)
from frontdesk.availability.service import AvailabilityService
from frontdesk.http import refusals
from frontdesk.reading import read_date, read_time
from frontdesk.tenancy.principal import Principal


@post(
    "/bookings/availability",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404, 409),
    tags=["availability"],
)
async def check_availability(
    data: JSONBody[AvailabilityRequest],
    principal: NamedDependency[Principal],
    availability: NamedDependency[AvailabilityService],
) -> AvailabilityAnswer:
    """Say which times of a day can be booked."""
    return answer(await availability.facts(principal.sub_account_id, _question(data, principal)))


@post(
    "/bookings/availability/explain",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404, 409),
    tags=["availability"],
)
async def explain(
    data: JSONBody[ExplainRequest],
    principal: NamedDependency[Principal],
    availability: NamedDependency[AvailabilityService],
) -> Explanation:
    """Say whether a time can be booked, and everything that stands against it."""
    facts = await availability.facts(principal.sub_account_id, _question(data, principal))
    return explanation(facts, read_time(data.time))


@post(
    "/bookings/availability/bulk",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404),
    tags=["availability"],
)
async def bulk(
    data: JSONBody[BulkRequest],
    principal: NamedDependency[Principal],
    availability: NamedDependency[AvailabilityService],
) -> BulkAnswer:
    """Say which times of many users' days can be booked, up to 10,000 user-days."""
    user_ids = data.user_ids
    if user_ids is None:
        everybody = await availability.everybody(principal.sub_account_id)
        user_ids = everybody if principal.acts_for_everyone else [principal.user_id]
    for user_id in user_ids:
        principal.require_calendar_of(user_id)
    return bulk_answer(await availability.many(principal.sub_account_id, data.as_many_days(user_ids)))


@post(
    "/bookings/availability/preview",
    status_code=HTTP_200_OK,
    responses=refusals(403, 404),
    tags=["availability"],
)
async def preview(
    data: JSONBody[PreviewRequest],
    principal: NamedDependency[Principal],
    availability: NamedDependency[AvailabilityService],
) -> BulkAnswer:
    """Say which times could be booked if a user had other hours; nothing is saved."""
    user_id = data.user_id or principal.user_id
    principal.require_calendar_of(user_id)
    return bulk_answer(await availability.many(principal.sub_account_id, data.as_many_days(user_id)))


def _question(data: AvailabilityRequest, principal: Principal) -> Question:
    user_id = data.user_id or principal.user_id
    principal.require_calendar_of(user_id)
    return Question(
        user_id=user_id,
        day=read_date(data.date),
        timezone=data.timezone,
        duration_minutes=data.duration,
    )


handlers = [check_availability, explain, bulk, preview]
