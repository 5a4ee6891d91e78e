"""The page of an account's first steps, which ends with a test booking."""

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.first_run import SAYABLE, STEPS, FirstRuns
from frontdesk.web.first_run_routes import sayable

START = "/app/start"


@get("/start")
async def start_page(shell: NamedDependency[Shell]) -> Template:
    """Show the first steps."""
    return shell.page("dashboard/start.html", "calendar", steps=STEPS, sayable=SAYABLE)


@post("/start/dismiss")
async def dismiss(shell: NamedDependency[Shell], first_runs: NamedDependency[FirstRuns]) -> Redirect:
    """Be reminded no more."""
    await first_runs.dismiss(shell.principal)
    return Redirect("/app", status_code=HTTP_303_SEE_OTHER)


@post("/start/said/{step:str}")
async def say(
    step: FromPath[str], shell: NamedDependency[Shell], first_runs: NamedDependency[FirstRuns]
) -> Redirect:
    """Note that a step is done."""
    await first_runs.say(shell.principal, sayable(step))
    return Redirect(START, status_code=HTTP_303_SEE_OTHER)


handlers = [start_page, dismiss, say]
