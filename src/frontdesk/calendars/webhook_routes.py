"""Where GoHighLevel's webhooks arrive. What is taken in is answered at once and followed up by a job."""

from litestar import post
from litestar.di import NamedDependency
from litestar.status_codes import HTTP_200_OK

from frontdesk.calendars.deliveries import NotGenuine
from frontdesk.calendars.inbox import Inbox
from frontdesk.errors import RateLimited, Unauthorized
from frontdesk.http import AnyRequest, Body, refusals
from frontdesk.limits import OPEN_ROUTE, Limits, address_of
from frontdesk.logs import logger

MOST_BYTES = 250_000
_log = logger(__name__)


class DeliveryAnswer(Body):
    """The delivery has arrived. Whether anybody here is concerned is not told."""

    received: bool


@post(
    "/webhooks/gohighlevel",
    status_code=HTTP_200_OK,
    request_max_body_size=MOST_BYTES,
    responses=refusals(413),
    security=[{}],
    tags=["integrations"],
)
async def receive(
    request: AnyRequest, inbox: NamedDependency[Inbox], rate_limits: NamedDependency[Limits]
) -> DeliveryAnswer:
    """Take in a webhook of GoHighLevel: any JSON, signed by GoHighLevel in `X-GHL-Signature`."""
    body = await request.body()
    try:
        await inbox.take_in(body, request.headers)
    except NotGenuine:
        _log.warning("delivery_not_genuine", address=address_of(request))
        await rate_limits.take(OPEN_ROUTE, address_of(request))
        raise Unauthorized("This webhook is not signed with a key we know.") from None
    except Exception as error:
        # The vendor repeats a delivery after 429 and after nothing else: any other answer would lose it.
        _log.exception("delivery_not_stored")
        raise RateLimited("We cannot take this in just now.", retry_after_seconds=60) from error
    return DeliveryAnswer(received=True)


handlers = [receive]
