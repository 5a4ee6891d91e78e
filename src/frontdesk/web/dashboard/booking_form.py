"""The dialog in which somebody of the business books for a lead."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg, QueryParameter
from litestar.response import Response, Template
from litestar.status_codes import HTTP_200_OK

from frontdesk.availability.service import AvailabilityService
from frontdesk.bookings.request import BookingRequest
from frontdesk.bookings.service import BookingService
from frontdesk.errors import FrontdeskError, ValidationFailed
from frontdesk.leads.repository import Lead, LeadFields
from frontdesk.leads.service import LeadService
from frontdesk.reading import read_date, read_instant, read_time
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.dashboard.answers import done
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.dashboard.times import Wish, times_for
from frontdesk.web.refusals import told

LENGTHS = (15, 30, 45, 60, 90, 120, 180)
MOST_SUGGESTED = 6
FEWEST_LETTERS = 2
Text = Annotated[str, QueryParameter(required=False, max_length=320)]


@dataclass(frozen=True, slots=True)
class BookingForm:
    """What the dialog sends. `starts_at` is the instant that was chosen of those offered."""

    user_id: str = ""
    duration: str = ""
    starts_at: str = ""
    lead_id: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    subject: str = ""
    location: str = ""
    notes: str = ""

    def lead_fields(self) -> LeadFields:
        """Return what was entered of a lead."""
        name, email, phone = (text.strip()[:320] or None for text in (self.name, self.email, self.phone))
        return LeadFields(name=name, email=email, phone=phone)

    def request(self, own_id: int, lead_id: int | None) -> BookingRequest:
        """Return what is asked for.

        Raises:
            ValidationFailed: no time was chosen, or the form was not ours.
        """
        return BookingRequest(
            user_id=_number(self.user_id) or own_id,
            when=read_instant(self.starts_at, "starts_at"),
            lead_id=lead_id,
            duration_minutes=_number(self.duration),
            subject=self.subject.strip()[:500] or None,
            location=self.location.strip()[:500] or None,
            notes=self.notes.strip()[:5000] or None,
        )


Body = Annotated[BookingForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@get("/bookings/new")
async def booking_form(
    shell: NamedDependency[Shell],
    tenancy: NamedDependency[TenancyService],
    availability: NamedDependency[AvailabilityService],
    day: Annotated[str, QueryParameter(name="date", required=False, max_length=10)] = "",
    at: Annotated[str, QueryParameter(name="time", required=False, max_length=8)] = "",
    whose: Annotated[str, QueryParameter(name="user", required=False, max_length=20)] = "",
) -> Template:
    """Ask what is to be booked, with the times of the day that are free."""
    wanted, users = _read_day(day, shell), await tenancy.users(shell.principal)
    user_id = next((user.id for user in users if str(user.id) == whose), shell.user.id)
    refusal, times = None, None
    try:
        times = await times_for(shell, availability, Wish(user_id, wanted, _read_time(at)))
    except FrontdeskError as problem:
        refusal = told(problem, shell.language)
    return shell.part(
        "dashboard/booking_form.html",
        users=users,
        user_id=user_id,
        day=wanted,
        at=at,
        times=times,
        refusal=refusal,
        lengths=LENGTHS,
        latest=shell.today + timedelta(days=730),
    )


@get("/bookings/new/times")
async def times(
    shell: NamedDependency[Shell],
    availability: NamedDependency[AvailabilityService],
    day: Annotated[str, QueryParameter(name="date", required=False, max_length=10)] = "",
    at: Annotated[str, QueryParameter(name="time", required=False, max_length=8)] = "",
    user_id: Annotated[str, QueryParameter(required=False, max_length=20)] = "",
    duration: Annotated[str, QueryParameter(required=False, max_length=4)] = "",
) -> Template:
    """Offer the times of another day, person or length."""
    wish = Wish(_number(user_id) or shell.user.id, _read_day(day, shell), _read_time(at), _minutes(duration))
    return shell.part("dashboard/times.html", times=await times_for(shell, availability, wish))


@get("/bookings/new/leads")
async def suggestions(
    shell: NamedDependency[Shell], leads: NamedDependency[LeadService], name: Text = ""
) -> Template:
    """Offer the leads that what is being typed may mean."""
    search = name.strip()
    found: list[Lead] = []
    if len(search) >= FEWEST_LETTERS:
        found, _ = await leads.page(shell.principal.sub_account_id, limit=MOST_SUGGESTED, search=search)
    return shell.part("dashboard/lead_suggestions.html", leads=found)


@post("/bookings/new", status_code=HTTP_200_OK)
async def book(
    data: Body,
    shell: NamedDependency[Shell],
    leads: NamedDependency[LeadService],
    booking_service: NamedDependency[BookingService],
) -> Response[str]:
    """Book; a lead who is not known yet is made first."""
    principal = shell.principal
    lead_id, fields = _number(data.lead_id), data.lead_fields()
    request = data.request(principal.user_id, lead_id)
    principal.require_calendar_of(request.user_id)
    if lead_id is None and fields != LeadFields():
        made = await leads.create(principal.sub_account_id, fields, by=principal.actor)
        lead_id = made.id
        request = data.request(principal.user_id, lead_id)
    booking = await booking_service.create(principal, request, actor=principal.actor)
    when = shell.language.moment(booking.starts_at, shell.zone)
    return done(shell.language.gettext("Booked for %(when)s.") % {"when": when})


def _read_day(text: str, shell: Shell) -> date:
    try:
        return read_date(text)
    except ValidationFailed:
        return shell.today


def _read_time(text: str) -> time | None:
    try:
        return read_time(text[:5]) if text else None
    except ValidationFailed:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _minutes(text: str) -> int | None:
    number = _number(text)
    return number if number in LENGTHS else None


handlers = [booking_form, times, suggestions, book]
