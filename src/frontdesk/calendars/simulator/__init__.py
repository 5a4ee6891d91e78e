"""A stateful stand-in for GoHighLevel that ships with frontdesk and has the habits of the real one.

Run it inside an asyncio program:

    state = SimulatorState()
    seed = seed_demo(state)
    async with running(create_app(state, SystemClock())) as base_url:
        ...
"""

from frontdesk.calendars.simulator.app import create_app
from frontdesk.calendars.simulator.faults import FaultPlan, load_faults
from frontdesk.calendars.simulator.seed import DemoSeed, seed_demo
from frontdesk.calendars.simulator.server import running, serve
from frontdesk.calendars.simulator.state import SimulatorState

__all__ = [
    "DemoSeed",
    "FaultPlan",
    "SimulatorState",
    "create_app",
    "load_faults",
    "running",
    "seed_demo",
    "serve",
]
