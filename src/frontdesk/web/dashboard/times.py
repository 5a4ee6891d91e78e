"""Which times of a day can be chosen, and why one cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from frontdesk.availability.errors import NonexistentTime
from frontdesk.availability.facts import Facts, Question
from frontdesk.availability.intervals import Interval
from frontdesk.availability.service import AvailabilityService
from frontdesk.availability.wall_time import resolve_local
from frontdesk.bookings.repository import Booking
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.refusals import reasons_told


@dataclass(frozen=True, slots=True)
class Choice:
    """A time that can be chosen: its instant, and how it is shown."""

    instant: str
    shown: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Times:
    """A day's times as a form offers them.

    Attributes:
        wished: the time that was asked for, as it is shown; None when none was, or when it is free.
        reasons: what stands against the wished time.
        is_degraded: the outside calendar could not be asked.
    """

    day: date
    choices: Sequence[Choice]
    wished: str | None
    reasons: Sequence[str]
    is_degraded: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose time, on which day of the reader's clock, and which time of it, if any."""

    user_id: int
    day: date
    at: time | None = None
    duration_minutes: int | None = None


async def times_for(
    shell: Shell, availability: AvailabilityService, wish: Wish, *, moving: Booking | None = None
) -> Times:
    """Return the times of a day; a booking that is being moved does not stand in its own way.

    Raises:
        Forbidden: not the reader's calendar. NotFound, NoCalendarId, NoLocationId: as in `facts`.
    """
    shell.principal.require_calendar_of(wish.user_id)
    question = Question(
        user_id=wish.user_id,
        day=wish.day,
        timezone=shell.zone.key,
        duration_minutes=wish.duration_minutes,
        but_for=moving.id if moving else None,
        given_up=Interval(moving.starts_at, moving.ends_at) if moving else None,
    )
    facts = await availability.facts(shell.principal.sub_account_id, question)
    return offered(facts, wish, shell)


def offered(facts: Facts, wish: Wish, shell: Shell) -> Times:
    """Return what can be chosen of the day that the facts are about. Pure."""
    language, zone = shell.language, shell.zone
    free = [slot.starts_at.astimezone(zone) for slot in facts.slots()]
    wished = instant_of(wish.day, wish.at, zone) if wish.at else None
    reasons = facts.reasons_against(wished) if wished else []
    return Times(
        day=wish.day,
        choices=[Choice(start.isoformat(), language.time(start), start == wished) for start in free],
        wished=language.time(wished.astimezone(zone)) if wished and reasons else None,
        reasons=reasons_told(reasons, language),
        is_degraded=facts.degraded,
    )


def instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return when a clock shows a time; the first, of two.

    Raises:
        NonexistentTime: the clocks skip it.
    """
    found = resolve_local(day, at, zone)
    if not found:
        raise NonexistentTime(datetime.combine(day, at), str(zone))
    return found[0]
