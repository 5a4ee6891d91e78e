"""The API of an account's first steps."""

from typing import Literal

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK

from frontdesk.errors import NotFound
from frontdesk.http import Body, refusals
from frontdesk.tenancy.principal import Principal
from frontdesk.web.first_run import SAYABLE, STEPS, FirstRun, FirstRuns, Step


class FirstRunView(Body):
    """How far an account has come with its first steps."""

    steps: list[str]
    done: list[str]
    next_step: Literal["hours", "calendar", "assistant", "widget", "booking"] | None
    is_dismissed: bool


def view(run: FirstRun) -> FirstRunView:
    """Put it into the contract's form."""
    return FirstRunView(list(STEPS), list(run.done), run.next_step, run.is_dismissed)


def sayable(step: str) -> Step:
    """Return a step that somebody may say is done.

    Raises:
        NotFound: it is none, or the account's own rows tell.
    """
    found = next((one for one in SAYABLE if one == step), None)
    if found is None:
        raise NotFound("There is no such step to say done.")
    return found


@get("/first-run", responses=refusals(), tags=["people"])
async def read(principal: NamedDependency[Principal], first_runs: NamedDependency[FirstRuns]) -> FirstRunView:
    """Return how far the account has come with its first steps."""
    return view(await first_runs.of(principal))


@post("/first-run/{step:str}", status_code=HTTP_200_OK, responses=refusals(403, 404), tags=["people"])
async def say(
    step: FromPath[str], principal: NamedDependency[Principal], first_runs: NamedDependency[FirstRuns]
) -> FirstRunView:
    """Say that a step is done or not wanted: `hours`, `calendar` or `widget`; the rest tells itself."""
    return view(await first_runs.say(principal, sayable(step)))


@delete("/first-run", status_code=HTTP_200_OK, responses=refusals(403), tags=["people"])
async def dismiss(
    principal: NamedDependency[Principal], first_runs: NamedDependency[FirstRuns]
) -> FirstRunView:
    """Be reminded of the first steps no more."""
    return view(await first_runs.dismiss(principal))


handlers = [read, say, dismiss]
