"""Puts the simulator together: routes inside, the gate around them."""

from http import HTTPStatus
from typing import Any

from litestar import Litestar, Request, Response
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import MethodNotAllowedException, NotFoundException
from litestar.types import ASGIApp

from frontdesk.calendars.simulator import wire
from frontdesk.calendars.simulator.access import find_desk
from frontdesk.calendars.simulator.calendar_routes import calendar_router
from frontdesk.calendars.simulator.contact_routes import contact_router
from frontdesk.calendars.simulator.control import control_router
from frontdesk.calendars.simulator.gate import Gate
from frontdesk.calendars.simulator.oauth_routes import oauth_routes
from frontdesk.calendars.simulator.place_routes import place_routes
from frontdesk.calendars.simulator.refusals import Refused, not_found
from frontdesk.calendars.simulator.state import SimulatorState
from frontdesk.calendars.simulator.wire_types import Json
from frontdesk.clock import Clock


def create_app(state: SimulatorState, clock: Clock) -> ASGIApp:
    """Return the simulator as an ASGI application over `state`, which the caller may look into and change.

    The clock decides what is past, when tokens end and when a rate limit's interval is over.
    """
    routes = Litestar(
        route_handlers=[
            calendar_router,
            control_router,
            contact_router,
            *place_routes,
            *oauth_routes,
        ],
        state=State({"simulator": state, "clock": clock}),
        dependencies={"desk": Provide(find_desk)},
        exception_handlers={
            Refused: _answer_refusal,
            NotFoundException: _answer_unknown_path,
            MethodNotAllowedException: _answer_unknown_path,
        },
        openapi_config=None,
        logging_config=None,
    )
    return Gate(routes, state=state, clock=clock)


def _answer_refusal(_: Request[Any, Any, Any], refused: Refused) -> Response[Json]:
    content: Json = {
        "statusCode": refused.status,
        "message": refused.message,
        "error": HTTPStatus(refused.status).phrase,
        **wire.trace(),
    }
    return Response(content, status_code=refused.status)


def _answer_unknown_path(request: Request[Any, Any, Any], _: Exception) -> Response[Json]:
    """A path that does not exist is a 404 whatever the method, and says so in these words."""
    return _answer_refusal(request, not_found(f"Cannot {request.method} {request.url.path}"))
