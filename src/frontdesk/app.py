"""The web application: which routes there are, what they are given, how refusals look."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from litestar import Litestar, Router, get
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.types import ControllerRouterHandler

import frontdesk.assistant.people_routes
import frontdesk.assistant.routes
import frontdesk.assistant.settings_routes
import frontdesk.availability.people
import frontdesk.availability.routes
import frontdesk.bookings.drift_routes
import frontdesk.bookings.list_routes
import frontdesk.bookings.routes
import frontdesk.calendars.agency_location_routes
import frontdesk.calendars.connect_routes
import frontdesk.calendars.event_routes
import frontdesk.calendars.routes
import frontdesk.calendars.webhook_routes
import frontdesk.leads.routes
import frontdesk.metrics
import frontdesk.privacy.routes
import frontdesk.reports.routes
import frontdesk.tenancy.agency_routes
import frontdesk.tenancy.routes
import frontdesk.tenancy.trail_routes
import frontdesk.web.booking.routes
import frontdesk.web.first_run_routes
import frontdesk.web.widget
import frontdesk.web.widget_settings_routes
from frontdesk.assembly import Services
from frontdesk.assistant.approvals import Approvals
from frontdesk.assistant.briefings import Briefings
from frontdesk.assistant.handovers import Handovers
from frontdesk.assistant.service import ConversationService
from frontdesk.assistant.watching import Watching
from frontdesk.assistant.whence import Whence
from frontdesk.availability.service import AvailabilityService
from frontdesk.bookings.comparing import Comparing
from frontdesk.bookings.lists import BookingLists
from frontdesk.bookings.service import BookingService
from frontdesk.calendars.agency_locations import AgencyLocations
from frontdesk.calendars.connections import CalendarConnections
from frontdesk.calendars.consent import Consents
from frontdesk.calendars.external_events import ExternalEvents
from frontdesk.calendars.inbox import Inbox
from frontdesk.calendars.probe import Probe
from frontdesk.db.pool import DatabaseError
from frontdesk.errors import FrontdeskError, Unauthorized
from frontdesk.http import (
    AnyRequest,
    ApiRequest,
    bearer,
    name_every_method,
    render_bug,
    render_invalid,
    render_refusal,
    render_unavailable,
    service,
)
from frontdesk.leads.service import LeadService
from frontdesk.limits import API_KEY, OPEN_ROUTE, Limits, address_of, limit_by_address
from frontdesk.metrics import Metrics, RequestCounts
from frontdesk.privacy.service import Privacy
from frontdesk.reports.service import ReportService
from frontdesk.tenancy.agencies import Agencies
from frontdesk.tenancy.api_keys import ApiKeys
from frontdesk.tenancy.keys import hash_key
from frontdesk.tenancy.principal import AgencyPerson, Principal
from frontdesk.tenancy.service import TenancyService
from frontdesk.tenancy.sessions import Sessions
from frontdesk.trail.service import TrailService
from frontdesk.web.booking.service import LeadDesk
from frontdesk.web.dashboard.live import BookingNews
from frontdesk.web.dashboard.routes import dashboard, streams
from frontdesk.web.dashboard.shell import Shells
from frontdesk.web.dashboard.talk_list import TalkList
from frontdesk.web.first_run import FirstRuns
from frontdesk.web.pages import pages, render_nothing
from frontdesk.web.rendering import add_security_headers, static_files
from frontdesk.web.sessions import WidgetSessions
from frontdesk.web.sign_in import SignIns
from frontdesk.web.templating import template_config
from frontdesk.web.widget_script import widget_script
from frontdesk.web.widget_settings import WidgetSettingsService

MAX_BODY_BYTES = 1_000_000

API: tuple[ControllerRouterHandler, ...] = (
    *frontdesk.tenancy.routes.handlers,
    *frontdesk.tenancy.trail_routes.handlers,
    *frontdesk.tenancy.agency_routes.handlers,
    *frontdesk.availability.people.handlers,
    *frontdesk.leads.routes.handlers,
    *frontdesk.privacy.routes.handlers,
    *frontdesk.availability.routes.handlers,
    *frontdesk.bookings.routes.handlers,
    *frontdesk.bookings.drift_routes.handlers,
    *frontdesk.bookings.list_routes.handlers,
    *frontdesk.calendars.routes.handlers,
    *frontdesk.calendars.connect_routes.handlers,
    *frontdesk.calendars.agency_location_routes.handlers,
    *frontdesk.calendars.event_routes.handlers,
    *frontdesk.calendars.webhook_routes.handlers,
    *frontdesk.assistant.routes.handlers,
    *frontdesk.assistant.people_routes.handlers,
    *frontdesk.assistant.settings_routes.handlers,
    *frontdesk.reports.routes.handlers,
    frontdesk.web.widget.routes,
    frontdesk.web.booking.routes.widget_routes,
    frontdesk.web.booking.routes.link_routes,
    *frontdesk.web.widget_settings_routes.handlers,
    *frontdesk.web.first_run_routes.handlers,
)

PAGES = (pages, dashboard, streams)

OpenServices = Callable[[], AbstractAsyncContextManager[Services]]


@get("/openapi.json", guards=[limit_by_address], include_in_schema=False, media_type="application/json")
async def openapi_document(request: AnyRequest) -> dict[str, object]:
    """Return the contract as an OpenAPI document."""
    return request.app.openapi_schema.to_schema()


def _declare_what_we_answer(app: Litestar) -> None:
    """Mend what Litestar declares: unreadable requests get the contract's 422, and a body may be left out."""
    for path in (app.openapi_schema.paths or {}).values():
        for operation in (path.get, path.post, path.put, path.patch, path.delete):
            if operation is not None and operation.responses is not None:
                operation.responses.pop("400", None)
            if operation is path.delete and operation is not None and operation.request_body is not None:
                operation.request_body.required = False  # type: ignore[union-attr]


@get("/healthz", include_in_schema=False)
async def healthz() -> dict[str, str]:
    """Say that the process is alive."""
    return {"status": "ok"}


@get("/readyz", include_in_schema=False)
async def readyz(state: State) -> dict[str, str]:
    """Say that requests can be served: the database answers."""
    await state.services.db.answers()
    return {"status": "ready"}


PROBES: tuple[ControllerRouterHandler, ...] = (
    healthz,
    readyz,
    *frontdesk.metrics.handlers,
)


async def provide_principal(
    request: AnyRequest, tenancy: NamedDependency[TenancyService], rate_limits: NamedDependency[Limits]
) -> Principal:
    """Return who is calling, and count it: strangers by their address, callers by their credential."""
    try:
        credential = bearer(request)
        principal = await tenancy.authenticate(credential)
    except Unauthorized:
        await rate_limits.take(OPEN_ROUTE, address_of(request))
        raise
    await rate_limits.take(API_KEY, hash_key(credential))
    return principal


async def provide_agency_person(
    request: AnyRequest, agencies: NamedDependency[Agencies], rate_limits: NamedDependency[Limits]
) -> AgencyPerson:
    """Return which agency's person is calling, and count it as for everyone."""
    try:
        credential = bearer(request)
        person = await agencies.authenticate(credential)
    except Unauthorized:
        await rate_limits.take(OPEN_ROUTE, address_of(request))
        raise
    await rate_limits.take(API_KEY, hash_key(credential))
    return person


def _document() -> OpenAPIConfig:
    """Return how the API describes itself."""
    return OpenAPIConfig(
        title="frontdesk",
        version="1",
        description="The AI front desk that books real appointments.",
        openapi_router=Router(
            "/openapi", route_handlers=[], guards=[limit_by_address], include_in_schema=False
        ),
        render_plugins=(JsonRenderPlugin(),),
        use_handler_docstrings=True,
        security=[{"bearer": []}],
        components=Components(security_schemes={"bearer": SecurityScheme(type="http", scheme="bearer")}),
    )


def create_app(open_services: OpenServices) -> Litestar:
    """Return the application; it opens its services when it starts and closes them when it stops."""

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with open_services() as services:
            app.state.services = services
            yield

    counts = RequestCounts()
    app = Litestar(
        route_handlers=[
            *PROBES,
            openapi_document,
            widget_script,
            *API,
            pages,
            dashboard,
            streams,
            static_files,
        ],
        lifespan=[lifespan],
        request_class=ApiRequest,
        dependencies=_provided(),
        exception_handlers={
            FrontdeskError: render_refusal,
            ValidationException: render_invalid,
            HTTPException: render_nothing,
            DatabaseError: render_unavailable,
            Exception: render_bug,
        },
        before_send=[add_security_headers, name_every_method, counts.note],
        state=State({"request_counts": counts}),
        template_config=template_config(),
        logging_config=None,
        request_max_body_size=MAX_BODY_BYTES,
        openapi_config=_document(),
    )
    _declare_what_we_answer(app)
    return app


def _provided() -> dict[str, Provide]:
    """Return what routes may ask for, by name."""
    return {
        "principal": Provide(provide_principal),
        "agency_person": Provide(provide_agency_person),
        "agencies": Provide(service("agencies", Agencies), sync_to_thread=False),
        "tenancy": Provide(service("tenancy", TenancyService), sync_to_thread=False),
        "rate_limits": Provide(service("limits", Limits), sync_to_thread=False),
        "api_keys": Provide(service("api_keys", ApiKeys), sync_to_thread=False),
        "sessions": Provide(service("sessions", Sessions), sync_to_thread=False),
        "trail": Provide(service("trail", TrailService), sync_to_thread=False),
        "privacy": Provide(service("privacy", Privacy), sync_to_thread=False),
        "whence": Provide(service("whence", Whence), sync_to_thread=False),
        "leads": Provide(service("leads", LeadService), sync_to_thread=False),
        "connections": Provide(service("connections", CalendarConnections), sync_to_thread=False),
        "comparing": Provide(service("comparing", Comparing), sync_to_thread=False),
        "probe": Provide(service("probe", Probe), sync_to_thread=False),
        "agency_locations": Provide(service("agency_locations", AgencyLocations), sync_to_thread=False),
        "external_events": Provide(service("external_events", ExternalEvents), sync_to_thread=False),
        "consents": Provide(service("consents", Consents), sync_to_thread=False),
        "metrics": Provide(service("metrics", Metrics), sync_to_thread=False),
        "inbox": Provide(service("inbox", Inbox), sync_to_thread=False),
        "availability": Provide(service("availability", AvailabilityService), sync_to_thread=False),
        "chat": Provide(service("chat", ConversationService), sync_to_thread=False),
        "handovers": Provide(service("handovers", Handovers), sync_to_thread=False),
        "approvals": Provide(service("approvals", Approvals), sync_to_thread=False),
        "briefings": Provide(service("briefings", Briefings), sync_to_thread=False),
        "watching": Provide(service("watching", Watching), sync_to_thread=False),
        # Not "bookings": Litestar takes a bad body member of a dependency's name for a bug of ours.
        "booking_service": Provide(service("bookings", BookingService), sync_to_thread=False),
        "reports": Provide(service("reports", ReportService), sync_to_thread=False),
        "booking_lists": Provide(service("booking_lists", BookingLists), sync_to_thread=False),
        "widget": Provide(service("widget", WidgetSessions), sync_to_thread=False),
        "lead_desk": Provide(service("lead_desk", LeadDesk), sync_to_thread=False),
        "widget_settings": Provide(service("widget_settings", WidgetSettingsService), sync_to_thread=False),
        "sign_ins": Provide(service("sign_ins", SignIns), sync_to_thread=False),
        "first_runs": Provide(service("first_runs", FirstRuns), sync_to_thread=False),
        "shells": Provide(service("shells", Shells), sync_to_thread=False),
        "booking_news": Provide(service("booking_news", BookingNews), sync_to_thread=False),
        "talk_list": Provide(service("talk_list", TalkList), sync_to_thread=False),
    }
