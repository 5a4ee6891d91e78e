"""`frontdesk demo`: see it work, then use it."""

import asyncio
import signal
from dataclasses import replace
from typing import Annotated
from zoneinfo import ZoneInfo

import httpx
import typer
from rich.console import Console

from frontdesk import logs
from frontdesk.assembly import Services, jobs_running, timetable_of
from frontdesk.calendars.simulator.state import SimulatorState
from frontdesk.cli.chat import converse
from frontdesk.clock import SystemClock
from frontdesk.demo import stage, story
from frontdesk.demo.stage import DemoAccount, Simulated, StageCollapsed
from frontdesk.entry import opened
from frontdesk.settings import Settings

TURN_SECONDS = 60.0


def demo(
    once: Annotated[bool, typer.Option("--once", help="Exit after the conversation.")] = False,  # noqa: FBT002
    chat: Annotated[bool, typer.Option("--chat", help="Talk to the assistant yourself.")] = False,  # noqa: FBT002
    port: Annotated[int, typer.Option(help="The port to serve on, if it is free.", min=1, max=65535)] = 8000,
) -> None:
    """Play a lead's conversation that ends in a booking, then keep serving."""
    chosen = stage.settings_of_its_own()
    logs.configure(chosen.log_level)
    try:
        is_booked = asyncio.run(_run(chosen, once=once, chat=chat, port=port))
    except StageCollapsed as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    if not is_booked:
        raise typer.Exit(1)


async def _run(chosen: Settings, *, once: bool, chat: bool, port: int) -> bool:
    console = Console()
    with stage.alone(chosen.data_dir):
        console.print("[bold]frontdesk[/]: from a lead's chat to a booking in the calendar\n")
        async with stage.simulator(SystemClock()) as simulated:
            chosen = replace(chosen, ghl_base_url=simulated.base_url)
            if chat:
                return await _talk(console, chosen, simulated)
            return await _serve(console, chosen, simulated, once=once, port=port)


async def _serve(console: Console, chosen: Settings, simulated: Simulated, *, once: bool, port: int) -> bool:
    free = stage.free_port(port)
    if free != port:
        console.print(f"[dim]Port {port} is taken; this serves on {free}.[/]\n")
    async with stage.server_process(chosen, port=free) as server, opened(chosen) as services:
        account = await _set_up(console, services, chosen, simulated)
        await server.ready()
        is_booked = await _play(console, services, account, base_url=server.base_url, state=simulated.state)
        if not once:
            story.show_addresses(console, account, base_url=server.base_url, email=stage.EMAIL)
            await _until_interrupted()
    return is_booked


async def _talk(console: Console, chosen: Settings, simulated: Simulated) -> bool:
    async with opened(chosen) as services, jobs_running(services, timetable_of(services)):
        account = await _set_up(console, services, chosen, simulated)
        await converse(console, services, account.owner, lead_id=None)
    return True


async def _set_up(
    console: Console, services: Services, chosen: Settings, simulated: Simulated
) -> DemoAccount:
    account = await stage.account_of(services, chosen.data_dir)
    if cleared := await stage.connect(services, account, simulated.seed):
        console.print(f"[dim]{cleared} booking(s) of the last demonstration cancelled.[/]\n")
    return account


async def _play(
    console: Console, services: Services, account: DemoAccount, *, base_url: str, state: SimulatorState
) -> bool:
    headers = {"Authorization": f"Bearer {account.api_key}"}
    async with httpx.AsyncClient(base_url=base_url, headers=headers, timeout=TURN_SECONDS) as client:
        booking = await story.play(console, client, now=services.clock.now(), zone=ZoneInfo(stage.ZONE))
        if booking is None:
            console.print("[red]The conversation ended without a booking.[/]")
            return False
        booking = await story.as_it_is_now(client, booking)
    story.show_row(console, booking)
    story.show_calendar(console, state)
    is_booked = story.is_in_calendar(booking, state)
    if not is_booked:
        console.print("[red]The booking is not confirmed in the calendar.[/]")
    return is_booked


async def _until_interrupted() -> None:
    interrupted = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, interrupted.set)
    await interrupted.wait()
