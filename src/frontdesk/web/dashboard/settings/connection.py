"""The outside calendar: connecting it, how well it is, whose calendar is whose, whether both sides agree."""

from dataclasses import dataclass
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency, Provide
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg, QueryParameter
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_302_FOUND, HTTP_303_SEE_OTHER

from frontdesk.availability.people import EditUser, edited
from frontdesk.bookings.comparing import Comparing
from frontdesk.calendars.agency_locations import AgencyLocations
from frontdesk.calendars.connect_routes import send_away
from frontdesk.calendars.connections import CalendarConnections, EventKind, Integration
from frontdesk.calendars.consent import Consents
from frontdesk.calendars.credentials import Credentials
from frontdesk.calendars.port import CalendarError, CalendarSummary
from frontdesk.errors import FrontdeskError, NotFound, ValidationFailed
from frontdesk.http import AnyRequest, Id, is_https
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.dashboard.settings.places import settings_page
from frontdesk.web.dashboard.shell import Shell

PATH = "/app/settings/connection"
LONGEST = 500

KindQuery = Annotated[EventKind, QueryParameter(required=False)]
Tested = Annotated[bool, QueryParameter(required=False)]


@dataclass(frozen=True, slots=True)
class TokenForm:
    """A private integration token, the location it is for, and what bookings become there."""

    token: str = ""
    location_id: str = ""
    event_kind: str = "block_slot"

    def kind(self) -> EventKind:
        """Return what bookings become."""
        return "appointment" if self.event_kind == "appointment" else "block_slot"

    def require_usable(self) -> None:
        """Refuse a form without a token or with what is no id.

        Raises:
            ValidationFailed: names the field.
        """
        problems = {
            name: f"must have 1 to {LONGEST} characters"
            for name, value in (("token", self.token), ("location_id", self.location_id))
            if not 1 <= len(value.strip()) <= LONGEST
        }
        if problems:
            raise ValidationFailed(problems)


@dataclass(frozen=True, slots=True)
class PlaceForm:
    """Where somebody's bookings go: "" for nowhere."""

    calendar_id: str = ""


TokenBody = Annotated[TokenForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]
PlaceBody = Annotated[PlaceForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@dataclass(frozen=True, slots=True)
class Ground:
    """Whom the page asks."""

    connections: CalendarConnections
    tenancy: TenancyService
    consents: Consents


def provide_ground(
    connections: NamedDependency[CalendarConnections],
    tenancy: NamedDependency[TenancyService],
    consents: NamedDependency[Consents],
) -> Ground:
    """Return whom the page asks."""
    return Ground(connections, tenancy, consents)


GROUND = {"ground": Provide(provide_ground, sync_to_thread=False)}


@get("/settings/connection", dependencies=GROUND)
async def connection_page(
    shell: NamedDependency[Shell],
    ground: NamedDependency[Ground],
    comparing: NamedDependency[Comparing],
    agency_locations: NamedDependency[AgencyLocations],
    tested: Tested = False,  # noqa: FBT002 -- it comes by name, in the address
) -> Template:
    """Show what is connected or waited for, how well it is, and whether both sides agree."""
    drift = await comparing.report(shell.principal.sub_account_id)
    awaited = await agency_locations.waited_for(shell.principal)
    return await _page(shell, ground, tested=tested, drift=drift, awaited=awaited)


@post("/settings/connection", status_code=HTTP_200_OK, dependencies=GROUND)
async def connect_token(
    shell: NamedDependency[Shell],
    ground: NamedDependency[Ground],
    data: TokenBody,
) -> Template | Redirect:
    """Connect with a private integration token, if it opens the location it is said to be for."""
    shell.principal.require_admin()
    try:
        data.require_usable()
    except ValidationFailed as refusal:
        return await _page(shell, ground, problems=refusal.details["fields"], form=data)
    await ground.connections.connect(
        shell.principal.sub_account_id,
        Credentials(data.token.strip()),
        location_id=data.location_id.strip(),
        event_kind=data.kind(),
        by=shell.principal.actor,
    )
    return Redirect(f"{PATH}?tested=true", status_code=HTTP_303_SEE_OTHER)


@get("/settings/connection/oauth", status_code=HTTP_302_FOUND)
async def connect_by_consent(
    request: AnyRequest,
    shell: NamedDependency[Shell],
    consents: NamedDependency[Consents],
    kind: KindQuery = "block_slot",
) -> Redirect:
    """Send the browser to GoHighLevel, where an owner chooses a location and says yes.

    A link and not a form, because forms may lead nowhere but here.
    """
    departure = await consents.begin(shell.principal, kind)
    return send_away(departure, is_secure=is_https(request))


@post("/settings/connection/disconnect", status_code=HTTP_303_SEE_OTHER)
async def disconnect(
    shell: NamedDependency[Shell], connections: NamedDependency[CalendarConnections]
) -> Redirect:
    """Forget the connection; bookings from now on are local."""
    shell.principal.require_admin()
    await connections.disconnect(shell.principal.sub_account_id, by=shell.principal.actor)
    return Redirect(PATH, status_code=HTTP_303_SEE_OTHER)


@post("/settings/connection/people/{user_id:int}", status_code=HTTP_303_SEE_OTHER)
async def choose_calendar(
    user_id: Id,
    shell: NamedDependency[Shell],
    connections: NamedDependency[CalendarConnections],
    tenancy: NamedDependency[TenancyService],
    data: PlaceBody,
) -> Redirect:
    """Choose which of the location's calendars somebody's bookings go to."""
    shell.principal.require_admin()
    integration = await connections.integration(shell.principal.sub_account_id)
    calendar_id = data.calendar_id.strip()[:LONGEST] or None
    changes = EditUser(calendar_id=calendar_id, location_id=integration.location_id if calendar_id else None)
    await tenancy.change_user(shell.principal, user_id, lambda user: edited(user, changes))
    return Redirect(PATH, status_code=HTTP_303_SEE_OTHER)


async def _page(shell: Shell, ground: Ground, **told: object) -> Template:
    shell.principal.require_admin()
    integration = await _connected(shell, ground.connections)
    calendars, problem = await _calendars(shell, ground.connections, integration)
    shown: dict[str, object] = {
        "tested": False,
        "problems": {},
        "form": _form_of(integration),
        "drift": [],
        "awaited": None,
        **told,
    }
    return settings_page(
        shell,
        "connection",
        integration=integration,
        agency=await _agency(shell, ground.connections),
        calendars=calendars,
        problem=problem,
        people=await ground.tenancy.users(shell.principal) if integration else [],
        has_app=ground.consents.is_possible,
        **shown,
    )


def _form_of(integration: Integration | None) -> TokenForm:
    """Return what the form shows at first: a token is replaced where everything else stays as it is."""
    if integration is None:
        return TokenForm()
    return TokenForm(location_id=integration.location_id or "", event_kind=integration.event_kind)


async def _connected(shell: Shell, connections: CalendarConnections) -> Integration | None:
    try:
        return await connections.integration(shell.principal.sub_account_id)
    except NotFound:
        return None


async def _agency(shell: Shell, connections: CalendarConnections) -> Integration | None:
    try:
        return await connections.agency(shell.principal.sub_account_id)
    except NotFound:
        return None


async def _calendars(
    shell: Shell, connections: CalendarConnections, integration: Integration | None
) -> tuple[list[CalendarSummary], str | None]:
    """Ask for the location's calendars, which also shows whether the connection works."""
    if integration is None or integration.location_id is None:
        return [], None
    try:
        calendar = connections.open(shell.principal.sub_account_id, integration)
        return await calendar.list_calendars(integration.location_id), None
    except (CalendarError, FrontdeskError) as error:
        return [], str(error)


handlers = [
    connection_page,
    connect_token,
    connect_by_consent,
    disconnect,
    choose_calendar,
]
