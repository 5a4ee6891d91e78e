"""`frontdesk agency`: making agencies, and saying which sub-accounts are theirs."""

import asyncio
import json
from typing import Annotated

import typer

from frontdesk import settings
from frontdesk.entry import opened
from frontdesk.settings import Settings
from frontdesk.tenancy.agencies import NewAgency

agency = typer.Typer(help="Agencies above sub-accounts.", no_args_is_help=True)

Agency = Annotated[int, typer.Option(help="The agency's id.", min=1, max=2**63 - 1)]
SubAccount = Annotated[int, typer.Option(help="The sub-account's id.", min=1, max=2**63 - 1)]


@agency.command("create")
def create_agency(
    name: Annotated[str, typer.Option(help="What the agency is called.")],
    email: Annotated[str, typer.Option(help="Its owner's e-mail address.")],
    password: Annotated[str | None, typer.Option(help="The owner's password; made up if left out.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,  # noqa: FBT002
) -> None:
    """Make an agency and its owner."""
    made = asyncio.run(_create(settings.from_environment(), name, email, password))
    shown = {"agencyId": made.agency_id, "personId": made.person_id}
    told = shown if password else {**shown, "password": made.password}
    typer.echo(json.dumps(told) if as_json else "\n".join(f"{key}: {value}" for key, value in told.items()))


@agency.command("add")
def add_sub_account(agency: Agency, sub_account: SubAccount) -> None:
    """Give a sub-account that has no agency to one."""
    asyncio.run(_add(settings.from_environment(), agency, sub_account))


@agency.command("remove")
def remove_sub_account(agency: Agency, sub_account: SubAccount) -> None:
    """Take a sub-account away from its agency: whoever of it is in there is out at once."""
    asyncio.run(_remove(settings.from_environment(), agency, sub_account))


async def _create(chosen: Settings, name: str, email: str, password: str | None) -> NewAgency:
    async with opened(chosen) as services:
        return await services.agencies.create(name, email, password=password)


async def _add(chosen: Settings, agency_id: int, sub_account_id: int) -> None:
    async with opened(chosen) as services:
        await services.agencies.take_in(agency_id, sub_account_id)


async def _remove(chosen: Settings, agency_id: int, sub_account_id: int) -> None:
    async with opened(chosen) as services:
        await services.agencies.let_go(agency_id, sub_account_id)
