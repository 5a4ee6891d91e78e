"""The booking page, where a lead chooses a time and says who they are. It works without scripts."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated
from zoneinfo import ZoneInfo

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg, FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from frontdesk.availability.errors import PastDate
from frontdesk.bookings.errors import IdempotencyConflict, SlotUnavailable
from frontdesk.errors import FrontdeskError, NotFound, ValidationFailed
from frontdesk.http import AnyRequest
from frontdesk.limits import limit_lead_changes
from frontdesk.reading import read_instant
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.repository import SubAccount
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.booking.contact import Contact, contact_of
from frontdesk.web.booking.picking import Choice, Picker, provide_choice, provide_picker
from frontdesk.web.booking.service import LeadDesk, Wish, calendar_of_account
from frontdesk.web.dashboard.shell import NEVER_KEPT
from frontdesk.web.language import Language, language_of, translatable
from frontdesk.web.rendering import let_frame
from frontdesk.web.templating import look_of
from frontdesk.web.widget_settings import WidgetSettings, WidgetSettingsService

GONE = translatable("That time has just been taken. These are the nearest that are free:")
ALL_GONE = translatable("That time has just been taken, and nothing near it is free. Please choose another.")
SENT_BEFORE = translatable(
    "This form was sent before, with something else in it. Please choose a time again."
)
# For a form that was refused: who corrects it, books and goes back finds it again, where without it the
# browser has an error to show. It is kept by the browser of who wrote in it, and by nothing else.
KEPT_FOR_BACK = {"Cache-Control": "private, no-cache"}


@dataclass(frozen=True, slots=True)
class BookingForm:
    """What the form sends."""

    at: str = ""
    zone: str = ""
    attempt: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    notes: str = ""

    def contact(self) -> Contact:
        """Return who it is."""
        return contact_of(self.name, self.email, self.phone, self.notes)


FormBody = Annotated[BookingForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose booking page it is and how it looks."""

    account: SubAccount
    calendar: Principal
    settings: WidgetSettings
    language: Language
    path: str

    def given(self, request: AnyRequest) -> dict[str, object]:
        """Return what every page of a business's needs."""
        return {
            "title": self.settings.title or self.account.name,
            "business": self.account.name,
            "colour": (self.settings.accent_color or "").lstrip("#"),
            "path": self.path,
            **look_of(request),
        }


async def provide_desk(
    request: AnyRequest,
    widget_key: FromPath[str],
    tenancy: NamedDependency[TenancyService],
    widget_settings: NamedDependency[WidgetSettingsService],
) -> Desk:
    """Return whose booking page is open; the sites on which the chat may stand may frame it too."""
    account = await tenancy.account_of_widget(widget_key)
    settings = await widget_settings.of(account.id)
    let_frame(request, settings.allowed_sites)
    calendar = calendar_of_account(account)
    return Desk(account, calendar, settings, language_of(request), f"/b/{widget_key}")


@get("/b/{widget_key:str}")
async def booking_page(
    request: AnyRequest,
    desk: NamedDependency[Desk],
    choice: NamedDependency[Choice],
    picker: NamedDependency[Picker],
) -> Template:
    """Show the free days of a month and the times of one; with a time chosen, ask who it is."""
    zone = choice.zone_or(desk.account.timezone)
    moment = choice.moment()
    if moment is not None:
        return _form(request, desk, BookingForm(), moment=moment, zone=zone)
    picking = await picker.pick(desk.calendar, choice, zone=zone, path=desk.path, language=desk.language)
    context = {"picking": picking, "has_zone": bool(choice.zone), **desk.given(request)}
    return Template("booking/choose.html", context=context, headers=NEVER_KEPT)


@post("/b/{widget_key:str}", status_code=HTTP_200_OK, guards=[limit_lead_changes])
async def book(
    request: AnyRequest,
    data: FormBody,
    desk: NamedDependency[Desk],
    lead_desk: NamedDependency[LeadDesk],
    picker: NamedDependency[Picker],
) -> Template | Redirect:
    """Book, and show the booking; or say kindly what stands against it, and keep what was written."""
    zone = Choice(zone=data.zone).zone_or(desk.account.timezone)
    moment = _moment(data.at)
    if moment is None:
        raise NotFound(desk.language.gettext("Please choose a time again."))
    ask_again = partial(_form, request, desk, data, moment=moment, zone=zone)
    wish = Wish(moment, zone.key, data.contact(), data.attempt[:64] or secrets.token_urlsafe())
    try:
        booked = await lead_desk.book(desk.calendar, wish)
    except ValidationFailed as refusal:
        return _form(
            request, desk, data, moment=moment, zone=zone, refusal=refusal, problems=data.contact().problems()
        )
    except (SlotUnavailable, PastDate) as refusal:
        near = await picker.near(desk.calendar, moment, zone)
        problem = GONE if near else ALL_GONE
        return _form(
            request, desk, data, moment=moment, zone=zone, refusal=refusal, problem=problem, near=near
        )
    except IdempotencyConflict as refusal:
        return ask_again(refusal=refusal, problem=SENT_BEFORE)
    return Redirect(f"/m/{booked.token}?show=new", status_code=HTTP_303_SEE_OTHER)


def _form(
    request: AnyRequest,
    desk: Desk,
    form: BookingForm,
    *,
    moment: datetime,
    zone: ZoneInfo,
    refusal: FrontdeskError | None = None,
    **more: object,
) -> Template:
    """Ask who it is. Every form that is shown is an attempt of its own: sent twice, it books once."""
    context = {
        "form": form,
        "moment": moment.astimezone(zone),
        "zone": zone,
        "attempt": secrets.token_urlsafe(16),
        "problem": None,
        "problems": {},
        "near": [],
        **desk.given(request),
        **more,
    }
    if refusal is None:
        return Template("booking/form.html", context=context, headers=NEVER_KEPT)
    return Template("booking/form.html", context=context, status_code=refusal.status, headers=KEPT_FOR_BACK)


def _moment(text: str) -> datetime | None:
    try:
        return read_instant(text, "at")
    except ValidationFailed:
        return None


routes = Router(
    "",
    route_handlers=[booking_page, book],
    dependencies={
        "desk": Provide(provide_desk),
        "choice": Provide(provide_choice),
        "picker": Provide(provide_picker),
    },
)
