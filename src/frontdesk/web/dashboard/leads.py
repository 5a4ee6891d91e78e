"""Leads: who they are, what they booked, what they said."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg, QueryParameter
from litestar.response import Redirect, Response, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from frontdesk.assistant.service import ConversationService
from frontdesk.bookings.repository import Filters
from frontdesk.bookings.service import BookingService
from frontdesk.errors import InvalidTimezone, ValidationFailed
from frontdesk.http import Id
from frontdesk.leads.repository import Lead, LeadFields
from frontdesk.leads.service import LeadService
from frontdesk.privacy.routes import LeadExport, view
from frontdesk.privacy.service import Privacy
from frontdesk.web.dashboard.shell import NEVER_KEPT, Shell
from frontdesk.web.refusals import problems_of
from frontdesk.zones import all_zones

PAGE = 50
MOST_LISTED = 10
LONGEST = 320

Words = Annotated[str, QueryParameter(name="search", required=False, max_length=200)]
Before = Annotated[int | None, QueryParameter(required=False, ge=1, le=2**63 - 1)]
Saved = Annotated[bool, QueryParameter(required=False)]


@dataclass(frozen=True, slots=True)
class LeadForm:
    """What the form of a lead sends; an empty field is nothing known."""

    name: str = ""
    email: str = ""
    phone: str = ""
    timezone: str = ""
    external_id: str = ""

    def known(self) -> dict[str, str | None]:
        """Return what is known of the lead.

        Raises:
            ValidationFailed: a field is too long.
        """
        fields = {name: value.strip() for name, value in asdict(self).items()}
        if too_long := [name for name, value in fields.items() if len(value) > LONGEST]:
            raise ValidationFailed(dict.fromkeys(too_long, f"must have {LONGEST} characters at most"))
        return {name: value or None for name, value in fields.items()}


LeadBody = Annotated[LeadForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@get("/leads")
async def leads_page(
    shell: NamedDependency[Shell], leads: NamedDependency[LeadService], words: Words = ""
) -> Template:
    """Show the newest leads, or those that match."""
    return shell.page("dashboard/leads.html", "leads", **await _found(shell, leads, words, before=None))


@get("/leads/rows")
async def more_leads(
    shell: NamedDependency[Shell],
    leads: NamedDependency[LeadService],
    words: Words = "",
    before: Before = None,
) -> Template:
    """Show the rows of the list alone: what matches, or what follows."""
    return shell.part("dashboard/lead_rows.html", **await _found(shell, leads, words, before=before))


@get("/leads/new")
async def new_lead(shell: NamedDependency[Shell]) -> Template:
    """Ask what is known of a new lead."""
    return shell.page("dashboard/lead_new.html", "leads", form=LeadForm(), zones=all_zones(), problems={})


@post("/leads", status_code=HTTP_200_OK)
async def make_lead(
    shell: NamedDependency[Shell], leads: NamedDependency[LeadService], data: LeadBody
) -> Template | Redirect:
    """Make a lead, or say what is wrong with the form."""
    try:
        made = await leads.create(
            shell.principal.sub_account_id, _fields(data.known()), by=shell.principal.actor
        )
    except (ValidationFailed, InvalidTimezone) as refusal:
        problems = problems_of(refusal, shell.language)
        return shell.page("dashboard/lead_new.html", "leads", form=data, zones=all_zones(), problems=problems)
    return Redirect(f"/app/leads/{made.id}", status_code=HTTP_303_SEE_OTHER)


@get("/leads/{lead_id:int}")
async def lead_page(
    lead_id: Id,
    shell: NamedDependency[Shell],
    leads: NamedDependency[LeadService],
    booking_service: NamedDependency[BookingService],
    chat: NamedDependency[ConversationService],
    saved: Saved = False,  # noqa: FBT002 -- it comes by name, in the address
) -> Template:
    """Show a lead."""
    lead = await leads.by_id(shell.principal.sub_account_id, lead_id)
    around = await _around(shell, lead, booking_service, chat)
    return shell.page(
        "dashboard/lead.html", "leads", lead=lead, form=lead, problems={}, saved=saved, **around
    )


@post("/leads/{lead_id:int}", status_code=HTTP_200_OK)
async def save_lead(
    lead_id: Id,
    shell: NamedDependency[Shell],
    leads: NamedDependency[LeadService],
    booking_service: NamedDependency[BookingService],
    chat: NamedDependency[ConversationService],
    data: LeadBody,
) -> Template | Redirect:
    """Save what is known of a lead, or say what is wrong with the form."""
    before = await leads.by_id(shell.principal.sub_account_id, lead_id)
    try:
        changes = _changes(before, data.known())
        await leads.update(shell.principal.sub_account_id, lead_id, changes, by=shell.principal.actor)
    except (ValidationFailed, InvalidTimezone) as refusal:
        around = await _around(shell, before, booking_service, chat)
        shown = {
            "lead": before,
            "form": data,
            "problems": problems_of(refusal, shell.language),
            "saved": False,
        }
        return shell.page("dashboard/lead.html", "leads", **shown, **around)
    return Redirect(f"/app/leads/{lead_id}?saved=true", status_code=HTTP_303_SEE_OTHER)


@get("/leads/{lead_id:int}/export")
async def export_lead(
    lead_id: Id, shell: NamedDependency[Shell], privacy: NamedDependency[Privacy]
) -> Response[LeadExport]:
    """Hand out all that is held of a lead, as a file."""
    shell.principal.require_admin()
    held = await privacy.export(shell.principal.sub_account_id, lead_id, by=shell.principal.actor)
    file = {"Content-Disposition": f'attachment; filename="lead-{lead_id}.json"', **NEVER_KEPT}
    return Response(view(held), headers=file)


@post("/leads/{lead_id:int}/erase", status_code=HTTP_303_SEE_OTHER)
async def erase_lead(
    lead_id: Id, shell: NamedDependency[Shell], privacy: NamedDependency[Privacy]
) -> Redirect:
    """Erase all that is known of a lead; their bookings stay counted."""
    shell.principal.require_admin()
    await privacy.erase(shell.principal.sub_account_id, lead_id, by=shell.principal.actor)
    return Redirect("/app/leads", status_code=HTTP_303_SEE_OTHER)


async def _found(shell: Shell, leads: LeadService, words: str, *, before: int | None) -> dict[str, Any]:
    found, after = await leads.page(
        shell.principal.sub_account_id, limit=PAGE, before=before, search=words.strip()
    )
    return {"leads": found, "after": after, "search": words.strip(), "is_first": before is None}


async def _around(
    shell: Shell, lead: Lead, bookings: BookingService, chat: ConversationService
) -> dict[str, object]:
    """Return what a lead booked and said, as far as whoever looks may see it."""
    booked, _ = await bookings.page(shell.principal, Filters(lead_id=lead.id), limit=MOST_LISTED, cursor=None)
    talks = await chat.newest(shell.principal, MOST_LISTED, lead_id=lead.id)
    return {"booked": booked, "talks": talks, "zones": all_zones()}


def _fields(known: Mapping[str, str | None]) -> LeadFields:
    return LeadFields(known["name"], known["email"], known["phone"], known["timezone"], known["external_id"])


def _changes(before: Lead, known: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return what was changed in the form: what stays as it was is not given anew."""
    return {name: value for name, value in known.items() if value != getattr(before, name)}


handlers = [
    leads_page,
    more_leads,
    new_lead,
    make_lead,
    lead_page,
    save_lead,
    export_lead,
    erase_lead,
]
