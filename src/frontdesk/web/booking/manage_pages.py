"""A booking's own page, reached by its link: keep it, move it, cancel it. Looking at it changes nothing."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from litestar import Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg, FromPath, QueryParameter
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from frontdesk.availability.errors import PastDate
from frontdesk.bookings.errors import InvalidTransition, SlotUnavailable
from frontdesk.errors import FrontdeskError
from frontdesk.http import AnyRequest
from frontdesk.limits import limit_lead_changes
from frontdesk.web.addresses import address_of_page
from frontdesk.web.booking.calendar_file import FILE_NAME, MEDIA_TYPE, Appointment, calendar_file
from frontdesk.web.booking.pages import ALL_GONE, GONE
from frontdesk.web.booking.picking import Choice, Picker, Picking, provide_choice, provide_picker
from frontdesk.web.booking.service import LeadBooking, LeadDesk
from frontdesk.web.dashboard.shell import NEVER_KEPT
from frontdesk.web.language import language_of
from frontdesk.web.templating import look_of
from frontdesk.web.widget_settings import WidgetSettingsService

LONGEST_REASON = 500
# The address of the page is the key to the booking: it is told to nobody, and kept out of search engines.
PRIVATE = {**NEVER_KEPT, "X-Robots-Tag": "noindex"}

Show = Annotated[str, QueryParameter(max_length=10, required=False)]


@dataclass(frozen=True, slots=True)
class MoveForm:
    """Where the booking is to go."""

    at: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class CancelForm:
    """Why it is cancelled."""

    reason: str = ""


MoveBody = Annotated[MoveForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]
CancelBody = Annotated[CancelForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@dataclass(frozen=True, slots=True)
class Page:
    """A booking's page: the booking, with whom it is, and how the business looks."""

    shown: LeadBooking
    path: str
    given: dict[str, object]

    def zone(self, choice: Choice) -> ZoneInfo:
        """Return the zone to show times in: the one asked for, else the one it was booked in."""
        return choice.zone_or(str(self.shown.booking.details["timezone"]))

    def answer(self, zone: ZoneInfo, refusal: FrontdeskError | None = None, **more: object) -> Template:
        """Return the page."""
        booking = self.shown.booking
        context = {
            "shown": self.shown,
            "booking": booking,
            "starts_at": booking.starts_at.astimezone(zone),
            "ends_at": booking.ends_at.astimezone(zone),
            "zone": zone,
            "show": "",
            "picking": None,
            "moment": None,
            "near": [],
            "problem": None,
            **self.given,
            **more,
        }
        status = refusal.status if refusal else HTTP_200_OK
        return Template("booking/manage.html", context=context, status_code=status, headers=PRIVATE)


async def provide_page(
    request: AnyRequest,
    token: FromPath[str],
    lead_desk: NamedDependency[LeadDesk],
    widget_settings: NamedDependency[WidgetSettingsService],
) -> Page:
    """Return the page that a link leads to."""
    shown = await lead_desk.managed(token)
    account = await lead_desk.account_of(shown)
    settings = await widget_settings.of(account.id)
    path = f"/m/{token}"
    given = {
        "title": settings.title or account.name,
        "business": account.name,
        "colour": (settings.accent_color or "").lstrip("#"),
        "path": path,
        "booking_page": f"/b/{account.widget_key}",
        **look_of(request),
    }
    return Page(shown, path, given)


@get("/m/{token:str}")
async def manage_page(
    request: AnyRequest,
    page: NamedDependency[Page],
    choice: NamedDependency[Choice],
    picker: NamedDependency[Picker],
    show: Show = "",
) -> Template:
    """Show a booking, and with `show` where it can be moved to, or the question whether to cancel it."""
    zone = page.zone(choice)
    if not page.shown.can_change or show not in {"move", "cancel"}:
        return page.answer(zone, show=show)
    picking: Picking | None = None
    if show == "move" and choice.moment() is None:
        day = str(page.shown.booking.details["date"])
        choice = choice if choice.month or choice.day else replace(choice, day=day)
        picking = await picker.pick(
            page.shown.calendar,
            choice,
            zone=zone,
            path=f"{page.path}?show=move",
            language=language_of(request),
        )
    return page.answer(zone, show=show, picking=picking, moment=_shown_moment(choice, zone))


@post("/m/{token:str}/move", status_code=HTTP_200_OK, guards=[limit_lead_changes])
async def move(
    data: MoveBody,
    page: NamedDependency[Page],
    lead_desk: NamedDependency[LeadDesk],
    picker: NamedDependency[Picker],
) -> Template | Redirect:
    """Move the booking, or say kindly why not."""
    choice = Choice(zone=data.zone, at=data.at)
    zone, moment = page.zone(choice), choice.moment()
    if moment is None:
        return Redirect(f"{page.path}?show=move", status_code=HTTP_303_SEE_OTHER)
    try:
        await lead_desk.move(page.shown.token, moment, timezone=zone.key)
    except (SlotUnavailable, PastDate) as refusal:
        near = await picker.near(page.shown.calendar, moment, zone)
        return page.answer(zone, refusal, show="move", near=near, problem=GONE if near else ALL_GONE)
    except InvalidTransition:
        return Redirect(page.path, status_code=HTTP_303_SEE_OTHER)
    return Redirect(f"{page.path}?show=moved", status_code=HTTP_303_SEE_OTHER)


@post("/m/{token:str}/cancel", status_code=HTTP_303_SEE_OTHER, guards=[limit_lead_changes])
async def cancel(
    data: CancelBody, page: NamedDependency[Page], lead_desk: NamedDependency[LeadDesk]
) -> Redirect:
    """Cancel the booking; its page then says so."""
    await lead_desk.cancel(page.shown.token, data.reason.strip()[:LONGEST_REASON] or None)
    return Redirect(page.path, status_code=HTTP_303_SEE_OTHER)


@get("/m/{token:str}/calendar.ics")
async def calendar(
    request: AnyRequest, page: NamedDependency[Page], lead_desk: NamedDependency[LeadDesk]
) -> Response[bytes]:
    """Return the booking for the lead's own calendar."""
    shown, language = page.shown, language_of(request)
    business = str(page.given["business"])
    subject = shown.booking.details.get("subject")
    plain = language.gettext("Appointment with {business}").format(business=business)
    appointment = Appointment(
        booking=shown.booking,
        business=business,
        sequence=await lead_desk.times_changed(shown),
        manage_url=address_of_page(request, page.path),
        summary=f"{subject} ({business})" if subject else plain,
        note=language.gettext("Move or cancel this appointment:"),
    )
    headers = {**PRIVATE, "Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return Response(calendar_file(appointment), media_type=MEDIA_TYPE, headers=headers)


def _shown_moment(choice: Choice, zone: ZoneInfo) -> datetime | None:
    moment = choice.moment()
    return moment.astimezone(zone) if moment else None


routes = Router(
    "",
    route_handlers=[manage_page, move, cancel, calendar],
    dependencies={
        "page": Provide(provide_page),
        "choice": Provide(provide_choice),
        "picker": Provide(provide_picker),
    },
)
