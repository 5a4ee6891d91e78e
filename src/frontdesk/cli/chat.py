"""`frontdesk chat`: talk to the assistant in the terminal, its tool calls shown."""

import asyncio
import json
from typing import Annotated

import typer
from rich.console import Console

from frontdesk import logs, settings
from frontdesk.assembly import Services
from frontdesk.assistant.history import Step
from frontdesk.assistant.service import Incoming
from frontdesk.entry import opened_with_jobs
from frontdesk.leads.repository import LeadFields
from frontdesk.settings import Settings
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import OPERATOR


def chat(
    sub_account: Annotated[int, typer.Option(help="The sub-account's id.", min=1, max=2**63 - 1)],
    lead: Annotated[
        int | None, typer.Option(help="The lead to speak as; a new one if left out.", min=1, max=2**63 - 1)
    ] = None,
) -> None:
    """Talk to the assistant; an empty line ends it."""
    chosen = settings.from_environment()
    logs.configure(chosen.log_level)
    asyncio.run(_chat(chosen, sub_account, lead))


async def _chat(chosen: Settings, sub_account_id: int, lead_id: int | None) -> None:
    async with opened_with_jobs(chosen) as services:
        principal = await services.tenancy.front_desk(sub_account_id)
        await converse(Console(), services, principal, lead_id=lead_id)


async def converse(
    console: Console, services: Services, principal: Principal, *, lead_id: int | None
) -> None:
    """Read lines and answer them until an empty one or the end of input."""
    if lead_id is None:
        fields = LeadFields(name="Terminal")
        lead_id = (await services.leads.create(principal.sub_account_id, fields, by=OPERATOR)).id
    conversation_id = await services.chat.begin(principal, lead_id, channel="terminal")

    def show(step: Step) -> None:
        console.print(
            f"  {step.tool}({json.dumps(step.arguments)}) -> {json.dumps(step.result)[:400]}",
            style="dim",
            markup=False,
            highlight=False,
        )

    while words := await asyncio.to_thread(_next_line):
        incoming = Incoming(lead_id, words, conversation_id, "terminal")
        turn = await services.chat.answer(principal, incoming, on_step=show)
        console.print(turn.reply, style="green", markup=False, highlight=False)


def _next_line() -> str:
    try:
        return input("you: ").strip()
    except EOFError:
        return ""
