"""POST /bookings/availability."""

from litestar import post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK

from frontdesk.availability.schemas import AvailabilityAnswer, AvailabilityRequest, answer
from frontdesk.availability.service import AvailabilityService, Question
from frontdesk.http import refusals
from frontdesk.reading import read_date
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
    user_id = data.user_id or principal.user_id
    principal.require_calendar_of(user_id)
    question = Question(
        user_id=user_id, day=read_date(data.date), timezone=data.timezone, duration_minutes=data.duration
    )
    return answer(await availability.facts(principal.sub_account_id, question))


handlers = [check_availability]
