"""How availability looks from outside."""

from typing import Annotated

import msgspec

from frontdesk.availability.service import Facts
from frontdesk.http import Body

Minutes = Annotated[int, msgspec.Meta(ge=1, le=1440, description="Minutes.")]
Identifier = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]


class AvailabilityRequest(Body):
    """Which day of whose calendar; the day is a day in the asker's zone."""

    date: Annotated[str, msgspec.Meta(description="YYYY-MM-DD", max_length=10)]
    timezone: str | None = None
    user_id: Identifier | None = None
    duration: Minutes | None = None


class AvailabilityAnswer(Body, omit_defaults=True):
    """What can be booked: `slots` by the asker's clock; `startTimes` are the same with offsets."""

    available: bool
    date: str
    timezone: str
    duration: int
    slots: list[str]
    start_times: list[str]
    degraded: bool
    reason: str | None = None


def answer(facts: Facts) -> AvailabilityAnswer:
    """Put what was found into the contract's form."""
    starts = [slot.starts_at.astimezone(facts.zone) for slot in facts.slots()]
    return AvailabilityAnswer(
        available=bool(starts),
        date=facts.question.day.isoformat(),
        timezone=str(facts.zone),
        duration=facts.duration_minutes,
        slots=[f"{start:%H:%M}" for start in starts],
        start_times=[start.isoformat() for start in starts],
        degraded=facts.degraded,
        reason=None if starts else facts.reason_for_nothing(),
    )
