"""Live booking success: recorded people talk to the real agent, its tools, database and calendar stand-in.

Right means exactly one booking, at the expected date and time; for a dialogue that ends in none, no booking
at all. Wrong and double bookings are counted apart, and the only good number is 0.
"""

import datetime as dt
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

from frontdesk.assembly import Services, assembled, jobs_running
from frontdesk.assistant.history import Step
from frontdesk.assistant.service import Incoming
from frontdesk.bookings.lifecycle import LIVE
from frontdesk.bookings.repository import Filters
from frontdesk.calendars.credentials import Credentials
from frontdesk.calendars.simulator import server as simulator_server
from frontdesk.calendars.simulator.app import create_app
from frontdesk.calendars.simulator.state import BookableCalendar, Event, OpenHours, SimulatorState, new_id
from frontdesk.clock import FixedClock
from frontdesk.db import embedded, schema
from frontdesk.db.pool import by_arguments
from frontdesk.evals.dialogue_cases import Case, When, case_of
from frontdesk.evals.dialogue_report import DialogueReport, Outcome
from frontdesk.evals.loading import read_each
from frontdesk.evals.scripted_user import ScriptedUser
from frontdesk.leads.repository import LeadFields
from frontdesk.settings import Settings
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import SYSTEM

ZONE = ZoneInfo("UTC")
SLOT_MINUTES = 15
OPENS_MINUTE, CLOSES_MINUTE = 6 * 60, 22 * 60 + SLOT_MINUTES  # so that 22:00 itself can be booked
EVERY_DAY = range(7)
HOURS = {
    "slots": [
        {"day": day, "start": "06:00", "end": f"{CLOSES_MINUTE // 60}:{CLOSES_MINUTE % 60}"}
        for day in EVERY_DAY
    ],
    "slotDuration": SLOT_MINUTES,
}
_BEGINNING = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Stage:
    """What a live evaluation runs on."""

    services: Services
    clock: FixedClock
    state: SimulatorState


def read_cases(path: Path) -> list[Case]:
    """Return the dialogues of a file; raises ValueError naming the line that is wrong, and OSError."""
    return read_each(path, case_of)


async def score_dialogues(
    cases: Iterable[Case],
    settings: Settings,
    *,
    trials: int = 1,
    on_case: Callable[[Outcome], None],
    show: Callable[[str, str], None] | None = None,
) -> DialogueReport:
    """Hold every dialogue so many times, one after the other, on a database and a simulator of their own."""
    outcomes = []
    async with staged(settings) as stage:
        for _, case in product(range(trials), cases):
            outcome = await hold(stage, case, show=show)
            on_case(outcome)
            outcomes.append(outcome)
    return DialogueReport(tuple(outcomes), trials)


@asynccontextmanager
async def staged(settings: Settings) -> AsyncIterator[Stage]:
    """Open a throw-away database, a simulator, the services and the worker."""
    clock, state = FixedClock(_BEGINNING), SimulatorState()
    state.rate_limit.requests = 1_000_000  # the clock stands still, and so would the limit's interval
    with tempfile.TemporaryDirectory(prefix="frontdesk-eval-") as folder:
        os.chmod(folder, 0o711)  # noqa: PTH101, S103 -- a server account of its own must be able to reach it
        with embedded.running(Path(folder) / "data", settings=embedded.FORGETFUL) as server:
            await schema.migrate(server.dsn(embedded.SUPERUSER))
            connections = by_arguments({"dsn": server.dsn(embedded.APP)})
            async with simulator_server.running(create_app(state, clock)) as base_url:
                chosen = replace(settings, ghl_base_url=base_url)
                async with assembled(chosen, connections, clock=clock) as services, jobs_running(services):
                    yield Stage(services, clock, state)


async def hold(stage: Stage, case: Case, *, show: Callable[[str, str], None] | None = None) -> Outcome:
    """Hold one dialogue and look at what the database has in the end; `show` hears who says what."""
    stage.clock.instant = case.reference.replace(tzinfo=ZONE)
    principal, taken = await _prepare(stage, case)
    lead = await stage.services.leads.create(
        principal.sub_account_id, LeadFields(timezone=ZONE.key), by=SYSTEM
    )
    user = ScriptedUser(case)
    words: str | None = user.open()
    conversation_id = None
    unasked: list[When] = []
    while words is not None:
        if user.is_elsewhere:
            _free(stage, taken)
        turn = await stage.services.chat.answer(principal, Incoming(lead.id, words, conversation_id))
        conversation_id = turn.conversation_id
        unasked += [booked for booked in _booked(turn.steps) if not user.wants(booked)]
        if show:
            show("lead", words)
            show("assistant", turn.reply)
        words = user.answer(turn.reply, held=await _held(stage, principal, lead.id))
    held = await _held(stage, principal, lead.id)
    ended = Outcome(case.id, case.source, case.expected, tuple(held), user.said, unasked=tuple(unasked))
    if conversation_id is None:
        return ended
    spent = await stage.services.chat.usage(principal, conversation_id)
    return replace(
        ended,
        input_tokens=spent.input_tokens,
        output_tokens=spent.output_tokens,
        cost_micros=spent.cost_micros,
    )


async def _prepare(stage: Stage, case: Case) -> tuple[Principal, list[str]]:
    """Make a business for a dialogue, its calendar busy at exactly the times that are unavailable.

    Returns whom to act as, and the ids of the events that keep those times busy.
    """
    services, state = stage.services, stage.state
    account = await services.tenancy.create_account(
        case.business, f"{case.id}-{new_id()}@example.com", timezone=ZONE.key
    )
    location = state.add_location(ZONE)
    hours = OpenHours(days=frozenset(EVERY_DAY), opens_minute=OPENS_MINUTE, closes_minute=CLOSES_MINUTE)
    calendar = state.add_calendar(
        BookableCalendar(
            new_id(),
            location.id,
            case.business,
            "event",
            open_hours=(hours,),
            slot_minutes=SLOT_MINUTES,
            interval_minutes=SLOT_MINUTES,
        )
    )
    taken = [_block(stage, calendar, starts_at.replace(tzinfo=ZONE)) for starts_at in case.unavailable]
    await services.connections.connect(
        account.sub_account_id,
        Credentials(state.add_private_token(location.id)),
        location_id=location.id,
        event_kind="block_slot",
    )
    principal = Principal(account.sub_account_id, account.user_id, "owner")
    user = await services.tenancy.user(principal, account.user_id)
    await services.tenancy.update_user(
        principal,
        replace(user, calendar_id=calendar.id, location_id=location.id, bookings_time=HOURS),
    )
    return principal, taken


def _block(stage: Stage, calendar: BookableCalendar, starts_at: dt.datetime) -> str:
    """Keep a time busy and return the id of the event that does."""
    now = stage.clock.now()
    event = Event(
        id=new_id(),
        kind="block",
        location_id=calendar.location_id,
        title="Taken",
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(minutes=SLOT_MINUTES),
        added_at=now,
        updated_at=now,
        calendar_id=calendar.id,
    )
    stage.state.events[event.id] = event
    return event.id


def _free(stage: Stage, taken: list[str]) -> None:
    """Free the times that were another provider's: the person has turned to one who has them."""
    while taken:
        stage.state.events.pop(taken.pop(), None)


def _booked(steps: Iterable[Step]) -> Iterator[When]:
    """Yield each time that a turn booked or moved a booking to."""
    for step in steps:
        if step.tool in ("create_booking", "reschedule_booking") and step.result.get("success") is True:
            details = step.result["details"]
            yield When(details["date"], details["time"][:5])


async def _held(stage: Stage, principal: Principal, lead_id: int) -> list[When]:
    filters = Filters(lead_id=lead_id)
    found, _ = await stage.services.bookings.page(principal, filters, limit=50, cursor=None)
    return [
        When(f"{booking.starts_at.astimezone(ZONE):%Y-%m-%d}", f"{booking.starts_at.astimezone(ZONE):%H:%M}")
        for booking in found
        if booking.status in LIVE
    ]
