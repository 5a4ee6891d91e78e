"""`frontdesk ghl-simulator`: the GoHighLevel stand-in on its own."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from frontdesk.calendars.simulator import server
from frontdesk.calendars.simulator.app import create_app
from frontdesk.calendars.simulator.faults import FaultPlan, load_faults
from frontdesk.calendars.simulator.seed import seed_demo
from frontdesk.calendars.simulator.state import SimulatorState
from frontdesk.clock import SystemClock
from frontdesk.serving import require_free
from frontdesk.settings import SettingsError


def ghl_simulator(
    port: Annotated[int, typer.Option(help="The port to listen on.", min=1, max=65535)],
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    faults: Annotated[Path | None, typer.Option(help="A JSON file of faults to play.")] = None,
) -> None:
    """Serve a stateful stand-in for the GoHighLevel API."""
    plan = _read_faults(faults) if faults is not None else None
    require_free(host, port)
    clock = SystemClock()
    state = SimulatorState() if plan is None else SimulatorState(faults=plan)
    seed = seed_demo(state)
    typer.echo(f"GoHighLevel simulator at http://{host}:{port}")
    typer.echo(f"location {seed.location_id}, calendar {seed.calendar_id}, token {seed.token}")
    asyncio.run(server.serve(create_app(state, clock), host, port))


def _read_faults(path: Path) -> FaultPlan:
    try:
        return load_faults(path)
    except ValueError as error:
        raise SettingsError(str(error)) from error
