"""Where bookings and the outside calendar differ, and what to do about it."""

from datetime import UTC, datetime

from litestar import get
from litestar.di import NamedDependency

from frontdesk.bookings.comparing import Comparing
from frontdesk.bookings.comparing_repository import Compared
from frontdesk.bookings.differences import Finding, FindingCode
from frontdesk.http import Body, refusals
from frontdesk.tenancy.principal import Principal

# What each finding means, and what a person can do about it.
ADVICE: dict[FindingCode, tuple[str, str]] = {
    "called_off": (
        "The appointment was cancelled in GoHighLevel.",
        "Nothing: the booking was cancelled too.",
    ),
    "gone": (
        "The event was deleted in GoHighLevel.",
        "Nothing: an appointment's booking was cancelled too, a block was written again.",
    ),
    "moved": ("The event was moved in GoHighLevel.", "Nothing: the booking was moved with it."),
    "ended": ("The appointment was ended in GoHighLevel.", "Nothing: the booking ended alike."),
    "left_over": (
        "A cancelled booking still had an event.",
        "Nothing: it is called off. If it stays, the booking's externalSync says why.",
    ),
    "twin": ("A booking had two events.", "Nothing: one of them is called off."),
    "late": (
        "A move that GoHighLevel had not answered took effect only after a later one.",
        "Nothing: the event is put where its booking is.",
    ),
    "orphan": (
        "An event has the mark of a booking that does not exist.",
        "Delete it in GoHighLevel if nobody needs it.",
    ),
    "overlap": ("Somebody else's event lies over a booking.", "Move one of the two."),
    "moved_onto_another": (
        "The event was moved in GoHighLevel to a time that another booking has.",
        "Move the event or the other booking.",
    ),
    "many_gone": (
        "Most of the calendar's events are gone at once, so nothing was cancelled.",
        "Check in GoHighLevel whether the calendar or the token's rights have changed.",
    ),
    "not_written": (
        "GoHighLevel refused the booking's event.",
        "See the booking's externalSync for why, and mend that.",
    ),
    "elsewhere": (
        "The booking's event stands in the calendar that its user had before.",
        "Nothing, unless its time is not free there: move the booking, or make room and push it again.",
    ),
    "unpushed": (
        "The booking was made or changed while nothing was connected.",
        "Nothing: GoHighLevel is told now.",
    ),
    "unreadable": (
        "GoHighLevel does not show the booking's event.",
        "Look in GoHighLevel whether the event is well, and whether the token may see it.",
    ),
}


class DriftItem(Body):
    """One difference; `mended`: frontdesk has seen to it."""

    code: FindingCode
    message: str
    what_to_do: str
    mended: bool
    booking_id: int | None
    event_id: str | None
    starts_at: datetime | None


class DriftCalendar(Body):
    """How one user's bookings and calendar compared the last time."""

    user_id: int
    user_name: str
    calendar_id: str
    compared_at: datetime | None
    times_read_at: datetime | None
    problem: str | None
    agreed: int
    mended: int
    open: int
    items: list[DriftItem]


class Drift(Body):
    """How all calendars compared; `open`: differences that wait for somebody."""

    open: int
    calendars: list[DriftCalendar]


@get("/integrations/gohighlevel/drift", responses=refusals(403), tags=["integrations"])
async def read_drift(principal: NamedDependency[Principal], comparing: NamedDependency[Comparing]) -> Drift:
    """Say for each calendar how bookings and GoHighLevel compared the last time, and what to do."""
    principal.require_admin()
    calendars = [_calendar(one) for one in await comparing.report(principal.sub_account_id)]
    return Drift(sum(one.open for one in calendars), calendars)


def _calendar(compared: Compared) -> DriftCalendar:
    mended = sum(finding.is_mended for finding in compared.findings)
    return DriftCalendar(
        user_id=compared.user_id,
        user_name=compared.user_name,
        calendar_id=compared.calendar_id,
        compared_at=_utc(compared.compared_at),
        times_read_at=_utc(compared.asked_at),
        problem=compared.problem,
        agreed=compared.agreed,
        mended=mended,
        open=len(compared.findings) - mended,
        items=[_item(finding) for finding in compared.findings],
    )


def _item(finding: Finding) -> DriftItem:
    message, what_to_do = ADVICE[finding.code]
    return DriftItem(
        finding.code,
        message,
        what_to_do,
        finding.is_mended,
        finding.booking_id,
        finding.event_id,
        _utc(finding.starts_at),
    )


def _utc(instant: datetime | None) -> datetime | None:
    return instant.astimezone(UTC) if instant else None


handlers = [read_drift]
