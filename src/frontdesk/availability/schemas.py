"""How availability looks from outside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Annotated, Any

import msgspec

from frontdesk.availability.errors import NonexistentTime
from frontdesk.availability.facts import Facts
from frontdesk.availability.service import ManyDays, UserDay
from frontdesk.availability.wall_time import resolve_local
from frontdesk.errors import ValidationFailed
from frontdesk.http import Body
from frontdesk.reading import read_date

MOST_USER_DAYS = 10_000

Minutes = Annotated[int, msgspec.Meta(ge=1, le=1440, description="Minutes.")]
Identifier = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)]
Day = Annotated[str, msgspec.Meta(description="YYYY-MM-DD", max_length=10)]


class AvailabilityRequest(Body):
    """Which day of whose calendar; the day is a day in the asker's zone."""

    date: Day
    timezone: str | None = None
    user_id: Identifier | None = None
    duration: Minutes | None = None


class ExplainRequest(AvailabilityRequest, kw_only=True):
    """Which time is asked about, by the asker's clock."""

    time: Annotated[str, msgspec.Meta(description="HH:MM", max_length=8)]


class BulkRequest(Body):
    """Whose calendars and which days, both ends included; no users means everyone."""

    from_: Day = msgspec.field(name="from")
    to: Day
    user_ids: Annotated[list[Identifier], msgspec.Meta(max_length=MOST_USER_DAYS)] | None = None
    timezone: str | None = None
    duration: Minutes | None = None

    def as_many_days(self, user_ids: Sequence[int]) -> ManyDays:
        """Return what is asked for.

        Raises:
            ValidationFailed: unreadable days, the wrong way round, or more than one call may ask for.
        """
        first, last = read_date(self.from_, "from"), read_date(self.to, "to")
        if last < first:
            raise ValidationFailed({"to": "must not lie before 'from'"})
        asked = list(dict.fromkeys(user_ids))
        if ((last - first).days + 1) * len(asked) > MOST_USER_DAYS:
            raise ValidationFailed({"to": f"one call may ask for {MOST_USER_DAYS:,} user-days at most"})
        return ManyDays(asked, first, last, self.timezone, self.duration)


class PreviewRequest(Body):
    """Hours to try before they are saved, whose, and on which days; no user means oneself."""

    bookings_time: dict[str, Any]
    from_: Day = msgspec.field(name="from")
    to: Day
    user_id: Identifier | None = None
    timezone: str | None = None
    duration: Minutes | None = None

    def as_many_days(self, user_id: int) -> ManyDays:
        """Return what is asked for.

        Raises:
            ValidationFailed: unreadable days, the wrong way round, or too many.
        """
        days = BulkRequest(self.from_, self.to, [user_id], self.timezone, self.duration)
        return replace(days.as_many_days([user_id]), trying=self.bookings_time)


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


class Explanation(Body):
    """Whether a time can be booked, and everything that stands against it: `code`, `message` and details."""

    available: bool
    reasons: list[dict[str, Any]]


class UserDayAnswer(Body, omit_defaults=True):
    """What can be booked of one user on one day."""

    user_id: int
    date: str
    timezone: str
    available: bool
    slots: list[str]
    degraded: bool
    reason: str | None = None


class BulkAnswer(Body):
    """What can be booked, user by user, day by day."""

    results: list[UserDayAnswer]


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


def explanation(facts: Facts, at: time) -> Explanation:
    """Explain a time of the day that the facts are about; of a time that occurs twice, the better one.

    Raises:
        NonexistentTime: the clocks skip it.
    """
    instants = resolve_local(facts.question.day, at, facts.zone)
    if not instants:
        raise NonexistentTime(datetime.combine(facts.question.day, at), str(facts.zone))
    reasons = min((facts.reasons_against(instant) for instant in instants), key=len)
    return Explanation(not reasons, [reason.as_object() for reason in reasons])


def bulk_answer(found: Sequence[UserDay]) -> BulkAnswer:
    """Put many users' days into the contract's form."""
    return BulkAnswer([_user_day(one) for one in found])


def _user_day(found: UserDay) -> UserDayAnswer:
    return UserDayAnswer(
        user_id=found.user_id,
        date=found.day.isoformat(),
        timezone=str(found.zone),
        available=bool(found.slots),
        slots=[f"{slot.starts_at.astimezone(found.zone):%H:%M}" for slot in found.slots],
        degraded=found.degraded,
        reason=found.refusal,
    )
