"""The leads API."""

import re
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import msgspec
from litestar import get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from frontdesk.errors import ValidationFailed
from frontdesk.http import Body, Id, PageLimit, refusals
from frontdesk.leads.repository import Lead, LeadFields
from frontdesk.leads.service import LeadService
from frontdesk.tenancy.principal import Principal
from frontdesk.zones import TimezoneSource

Line = Annotated[str, msgspec.Meta(max_length=320)]
Search = Annotated[str | None, QueryParameter(required=False, max_length=200)]
Cursor = Annotated[str | None, QueryParameter(required=False, max_length=20)]


class LeadView(Body):
    """A person who may want an appointment. `timezoneSource` says how their zone is known."""

    id: int
    name: str | None
    email: str | None
    phone: str | None
    timezone: str | None
    external_id: str | None
    timezone_source: TimezoneSource | None
    created_at: datetime
    updated_at: datetime


class CreateLead(Body):
    """What is known of a new lead."""

    name: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    timezone: Line | None = None
    external_id: Line | None = None


class EditLead(Body):
    """What is to change of a lead; what is not named stays."""

    name: Line | None | UnsetType = UNSET
    email: Line | None | UnsetType = UNSET
    phone: Line | None | UnsetType = UNSET
    timezone: Line | None | UnsetType = UNSET
    external_id: Line | None | UnsetType = UNSET


class LeadList(Body):
    """One page of leads, newest first; `nextCursor` asks for the next."""

    leads: list[LeadView]
    next_cursor: str | None


def view(lead: Lead) -> LeadView:
    """Put a lead into the contract's form."""
    return LeadView(**asdict(lead))


@post("/leads", responses=refusals(), tags=["leads"])
async def create(
    data: JSONBody[CreateLead], principal: NamedDependency[Principal], leads: NamedDependency[LeadService]
) -> LeadView:
    """Make a lead."""
    fields = LeadFields(data.name, data.email, data.phone, data.timezone, data.external_id)
    return view(await leads.create(principal.sub_account_id, fields, by=principal.actor))


@get("/leads", responses=refusals(), tags=["leads"])
async def newest(
    principal: NamedDependency[Principal],
    leads: NamedDependency[LeadService],
    limit: PageLimit = 50,
    search: Search = None,
    cursor: Cursor = None,
) -> LeadList:
    """List leads, newest first; `search` is part of a name, an address, or of a phone number's digits."""
    found, after = await leads.page(
        principal.sub_account_id, limit=limit, before=_read_cursor(cursor), search=(search or "").strip()
    )
    return LeadList([view(lead) for lead in found], None if after is None else str(after))


@get("/leads/{lead_id:int}", responses=refusals(404), tags=["leads"])
async def read(
    lead_id: Id, principal: NamedDependency[Principal], leads: NamedDependency[LeadService]
) -> LeadView:
    """Return a lead."""
    return view(await leads.by_id(principal.sub_account_id, lead_id))


@patch("/leads/{lead_id:int}", responses=refusals(404), tags=["leads"])
async def edit(
    lead_id: Id,
    data: JSONBody[EditLead],
    principal: NamedDependency[Principal],
    leads: NamedDependency[LeadService],
) -> LeadView:
    """Change what is known of a lead."""
    given = {name: getattr(data, name) for name in data.__struct_fields__}
    changes = {name: value for name, value in given.items() if value is not UNSET}
    return view(await leads.update(principal.sub_account_id, lead_id, changes, by=principal.actor))


def _read_cursor(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,17}", cursor):
        raise ValidationFailed({"cursor": "is not one that a list of yours returned"})
    return int(cursor)


handlers = [create, newest, read, edit]
