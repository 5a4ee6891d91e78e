"""The dialogs in which a booking is looked at, moved, edited and ended. They call what the API calls."""

from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Literal

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg, FromPath, QueryParameter
from litestar.response import Response, Template
from litestar.status_codes import HTTP_200_OK

from frontdesk.availability.service import AvailabilityService
from frontdesk.bookings.errors import SlotUnavailable
from frontdesk.bookings.repository import Booking
from frontdesk.bookings.reschedule import Changes, NewTime
from frontdesk.bookings.service import BookingService
from frontdesk.http import AnyRequest
from frontdesk.leads.service import LeadService
from frontdesk.reading import read_date, read_instant, read_time
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.dashboard.answers import done, refused
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.dashboard.times import Wish, instant_of, times_for
from frontdesk.web.refusals import told

Text = Annotated[str, QueryParameter(required=False, max_length=40)]


@dataclass(frozen=True, slots=True)
class MoveForm:
    """Where a booking is to go: an instant that was offered, or a day and time on the reader's clock."""

    starts_at: str = ""
    day: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class EditForm:
    """What is noted of a booking."""

    subject: str = ""
    location: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class EndForm:
    """How a booking ends, and why."""

    status: Literal["completed", "no_show", "cancelled"]
    reason: str = ""


Move = Annotated[MoveForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]
Edit = Annotated[EditForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]
End = Annotated[EndForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@get("/bookings/{booking_id:int}/card")
async def card(
    booking_id: FromPath[int],
    shell: NamedDependency[Shell],
    booking_service: NamedDependency[BookingService],
    leads: NamedDependency[LeadService],
    tenancy: NamedDependency[TenancyService],
) -> Template:
    """Show a booking in a dialog."""
    booking = await booking_service.by_id(shell.principal, booking_id)
    sub_account_id = shell.principal.sub_account_id
    return shell.part(
        "dashboard/booking_card.html",
        booking=booking,
        lead=await leads.known(sub_account_id, booking.lead_id),
        with_user=await tenancy.user(shell.principal, booking.regular_user_id),
        has_begun=booking.starts_at <= shell.now,
    )


@get("/bookings/{booking_id:int}/move")
async def move_form(
    booking_id: FromPath[int],
    shell: NamedDependency[Shell],
    booking_service: NamedDependency[BookingService],
    availability: NamedDependency[AvailabilityService],
    day: Annotated[str, QueryParameter(name="date", required=False, max_length=10)] = "",
) -> Template:
    """Offer the times a booking could be moved to."""
    booking = await booking_service.by_id(shell.principal, booking_id)
    wanted = read_date(day) if day else booking.starts_at.astimezone(shell.zone).date()
    times = await times_for(shell, availability, _wish_of(booking, wanted), moving=booking)
    template = "dashboard/times.html" if day else "dashboard/booking_move.html"
    return shell.part(template, booking=booking, times=times)


@post("/bookings/{booking_id:int}/move", status_code=HTTP_200_OK)
async def move(
    request: AnyRequest,
    booking_id: FromPath[int],
    data: Move,
    shell: NamedDependency[Shell],
    booking_service: NamedDependency[BookingService],
    availability: NamedDependency[AvailabilityService],
) -> Response[str] | Response[dict[str, str]]:
    """Move a booking; when that cannot be, say everything that stands against it."""
    if data.starts_at:
        starts_at = read_instant(data.starts_at, "starts_at")
    else:
        starts_at = instant_of(read_date(data.day), read_time(data.at), shell.zone)
    booking = await booking_service.by_id(shell.principal, booking_id)
    try:
        changes = Changes(time=NewTime(starts_at=starts_at))
        moved = await booking_service.change(
            shell.principal, booking_id, changes, actor=shell.principal.actor
        )
    except SlotUnavailable as refusal:
        local = starts_at.astimezone(shell.zone)
        wish = _wish_of(booking, local.date(), local.time())
        times = await times_for(shell, availability, wish, moving=booking)
        words = " ".join(times.reasons) or told(refusal, shell.language)
        return refused(request, words, status_code=refusal.status)
    when = shell.language.moment(moved.starts_at, shell.zone)
    return done(shell.language.gettext("Moved to %(when)s.") % {"when": when})


@get("/bookings/{booking_id:int}/edit")
async def edit_form(
    booking_id: FromPath[int],
    shell: NamedDependency[Shell],
    booking_service: NamedDependency[BookingService],
) -> Template:
    """Show what is noted of a booking, to be changed."""
    booking = await booking_service.by_id(shell.principal, booking_id)
    return shell.part("dashboard/booking_edit.html", booking=booking)


@post("/bookings/{booking_id:int}/edit", status_code=HTTP_200_OK)
async def edit(
    booking_id: FromPath[int],
    data: Edit,
    shell: NamedDependency[Shell],
    booking_service: NamedDependency[BookingService],
) -> Response[str]:
    """Change what is noted of a booking."""
    details = {name: getattr(data, name).strip() or None for name in ("subject", "location", "notes")}
    changes = Changes(details=details)
    await booking_service.change(shell.principal, booking_id, changes, actor=shell.principal.actor)
    return done(shell.language.gettext("Saved."))


@get("/bookings/{booking_id:int}/cancel")
async def cancel_form(
    booking_id: FromPath[int],
    shell: NamedDependency[Shell],
    booking_service: NamedDependency[BookingService],
) -> Template:
    """Ask why a booking is to be cancelled."""
    booking = await booking_service.by_id(shell.principal, booking_id)
    return shell.part("dashboard/booking_cancel.html", booking=booking)


@post("/bookings/{booking_id:int}/end", status_code=HTTP_200_OK)
async def end(
    booking_id: FromPath[int],
    data: End,
    shell: NamedDependency[Shell],
    booking_service: NamedDependency[BookingService],
) -> Response[str]:
    """Cancel a booking, or say what became of it."""
    changes = Changes(status=data.status, reason=data.reason.strip()[:500] or None)
    await booking_service.change(shell.principal, booking_id, changes, actor=shell.principal.actor)
    words = {
        "completed": shell.language.gettext("Marked as completed."),
        "no_show": shell.language.gettext("Marked as a no-show."),
        "cancelled": shell.language.gettext("The booking is cancelled; its time is free again."),
    }
    return done(words[data.status])


@post("/bookings/{booking_id:int}/sync", status_code=HTTP_200_OK)
async def push_again(
    booking_id: FromPath[int],
    shell: NamedDependency[Shell],
    booking_service: NamedDependency[BookingService],
) -> Response[str]:
    """Have the outside calendar tried again now."""
    await booking_service.push_again(shell.principal, booking_id, actor=shell.principal.actor)
    return done(shell.language.gettext("We are trying the calendar again now."))


def _wish_of(booking: Booking, day: date, at: time | None = None) -> Wish:
    return Wish(booking.regular_user_id, day, at, int(booking.details["duration"]))


handlers = [card, move_form, move, edit_form, edit, cancel_form, end, push_again]
