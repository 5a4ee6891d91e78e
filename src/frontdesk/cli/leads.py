"""`frontdesk lead`: handing out and erasing what is known of a lead."""

import asyncio
from datetime import datetime
from typing import Annotated

import msgspec
import typer

from frontdesk import settings
from frontdesk.entry import opened
from frontdesk.privacy.routes import view
from frontdesk.privacy.service import Holdings
from frontdesk.settings import Settings
from frontdesk.trail.entries import OPERATOR

lead = typer.Typer(help="What is known of a lead.", no_args_is_help=True)

SubAccount = Annotated[int, typer.Option(help="The sub-account's id.", min=1, max=2**63 - 1)]
Lead = Annotated[int, typer.Option(help="The lead's id.", min=1, max=2**63 - 1)]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@lead.command("export")
def export_lead(
    sub_account: SubAccount,
    lead: Lead,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag of the command line
) -> None:
    """Print all that is held of a lead: JSON, in one line with --json."""
    held = asyncio.run(_export(settings.from_environment(), sub_account, lead))
    encoded = msgspec.json.encode(view(held))
    typer.echo((encoded if as_json else msgspec.json.format(encoded)).decode())


@lead.command("erase")
def erase_lead(
    sub_account: SubAccount,
    lead: Lead,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002
    as_json: AsJson = False,  # noqa: FBT002 -- a flag of the command line
) -> None:
    """Erase all that is known of a lead; bookings stay, without a word of theirs. It cannot be undone."""
    if not yes:
        typer.confirm(f"Erase lead {lead} of sub-account {sub_account} for good?", abort=True)
    at = asyncio.run(_erase(settings.from_environment(), sub_account, lead)).isoformat()
    told = {"leadId": lead, "erasedAt": at}
    typer.echo(msgspec.json.encode(told).decode() if as_json else f"Lead {lead} was erased at {at}.")


async def _export(chosen: Settings, sub_account_id: int, lead_id: int) -> Holdings:
    async with opened(chosen) as services:
        return await services.privacy.export(sub_account_id, lead_id, by=OPERATOR)


async def _erase(chosen: Settings, sub_account_id: int, lead_id: int) -> datetime:
    async with opened(chosen) as services:
        return await services.privacy.erase(sub_account_id, lead_id, by=OPERATOR)
