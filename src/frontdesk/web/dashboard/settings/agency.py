"""The agency whose grant a sub-account keeps: its locations, connected to sub-accounts in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from frontdesk.calendars.agency_locations import AgencyLocations, Wish
from frontdesk.calendars.connections import CalendarConnections, Integration
from frontdesk.calendars.errors import CalendarApiError
from frontdesk.calendars.grant_port import AgencyLocation
from frontdesk.calendars.keepers import AGENCY_TEMPLATE
from frontdesk.http import AnyRequest
from frontdesk.tenancy.agencies import Agencies
from frontdesk.web.dashboard.settings.agency_form import (
    Account,
    Fields,
    chosen_twice,
    form_of,
    outcomes_of,
    wishes_of,
)
from frontdesk.web.dashboard.settings.places import page_below
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.refusals import told

PATH = "/app/settings/connection/agency"
TEMPLATE = "dashboard/settings/agency.html"

Search = Annotated[str, QueryParameter(required=False, max_length=200)]


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to connect: the agency's grant and locations, and the sub-accounts of who is looking."""

    agency: Integration
    locations: Sequence[AgencyLocation]
    accounts: Sequence[Account]
    problem: str | None = None


@get("/settings/connection/agency")
async def agency_page(
    shell: NamedDependency[Shell],
    connections: NamedDependency[CalendarConnections],
    agency_locations: NamedDependency[AgencyLocations],
    agencies: NamedDependency[Agencies],
    search: Search = "",
) -> Template:
    """Show the agency's locations beside the sub-accounts that they may be connected to."""
    found = await _found(shell, connections, agency_locations, agencies)
    return await _page(shell, agency_locations, found, search=search)


@post("/settings/connection/agency", status_code=HTTP_200_OK)
async def connect_locations(
    request: AnyRequest,
    shell: NamedDependency[Shell],
    connections: NamedDependency[CalendarConnections],
    agency_locations: NamedDependency[AgencyLocations],
    agencies: NamedDependency[Agencies],
) -> Template:
    """Connect what was chosen, each for itself, and tell what became of it."""
    found = await _found(shell, connections, agency_locations, agencies)
    wishes = wishes_of(await _fields(request))
    if twice := chosen_twice(wishes):
        return await _page(shell, agency_locations, found, wishes=wishes, twice=twice)
    granted = await agency_locations.connect(shell.principal, wishes)
    outcomes = outcomes_of(wishes, granted, found.locations, found.accounts)
    return await _page(shell, agency_locations, found, outcomes=outcomes, nothing_chosen=not wishes)


@post("/settings/connection/agency/disconnect", status_code=HTTP_303_SEE_OTHER)
async def disconnect_agency(
    shell: NamedDependency[Shell], connections: NamedDependency[CalendarConnections]
) -> Redirect:
    """Forget the agency's grant; its locations go on until their tokens end."""
    shell.principal.require_admin()
    await connections.disconnect(
        shell.principal.sub_account_id, template=AGENCY_TEMPLATE, by=shell.principal.actor
    )
    return Redirect("/app/settings/connection", status_code=HTTP_303_SEE_OTHER)


async def _found(
    shell: Shell, connections: CalendarConnections, agency_locations: AgencyLocations, agencies: Agencies
) -> Found:
    shell.principal.require_admin()
    agency = await connections.agency(shell.principal.sub_account_id)
    person = shell.principal.agency_person
    accounts: Sequence[Account] = [shell.account]
    if person is not None:
        accounts = await agencies.sub_accounts(person)
    try:
        return Found(agency, await agency_locations.locations(shell.principal), accounts)
    except CalendarApiError as refusal:
        return Found(agency, [], accounts, told(refusal, shell.language))


async def _page(
    shell: Shell,
    agency_locations: AgencyLocations,
    found: Found,
    *,
    search: str = "",
    wishes: Sequence[Wish] = (),
    **said: object,
) -> Template:
    standings = await agency_locations.standings([one.id for one in found.accounts])
    shown: Mapping[str, object] = {"outcomes": [], "nothing_chosen": False, "twice": set(), **said}
    return page_below(
        shell,
        "connection",
        TEMPLATE,
        agency=found.agency,
        problem=found.problem,
        form=form_of(found.locations, found.accounts, standings, search=search),
        chosen={wish.location_id: wish.sub_account_id for wish in wishes},
        event_kind=wishes[0].event_kind if wishes else "block_slot",
        search=search,
        refusal_told=lambda refusal: told(refusal, shell.language),
        **shown,
    )


async def _fields(request: AnyRequest) -> Fields:
    form = await request.form()
    return {name: [one for one in form.getall(name) if isinstance(one, str)] for name in set(form)}


handlers = [agency_page, connect_locations, disconnect_agency]
