"""Working hours: the week, days that are different, gaps and limits, and what can be booked then."""

from datetime import timedelta
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from frontdesk.availability.people import EditUser, edited
from frontdesk.availability.service import AvailabilityService, ManyDays, UserDay
from frontdesk.errors import InvalidTimezone, ValidationFailed
from frontdesk.http import AnyRequest
from frontdesk.tenancy.repository import User
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.dashboard.settings.hours_form import Fields, HoursForm, form_of, form_sent
from frontdesk.web.dashboard.settings.hours_problems import told_of
from frontdesk.web.dashboard.settings.places import settings_page
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.language import Language
from frontdesk.web.refusals import problems_of
from frontdesk.zones import all_zones

DAYS_SHOWN = 14
SUNDAY_AS_ISO = 7

Whose = Annotated[int | None, QueryParameter(name="user", required=False, ge=1, le=2**63 - 1)]
Saved = Annotated[bool, QueryParameter(required=False)]


@get(["/settings", "/settings/hours"])
async def hours_page(
    shell: NamedDependency[Shell],
    tenancy: NamedDependency[TenancyService],
    availability: NamedDependency[AvailabilityService],
    whose: Whose = None,
    saved: Saved = False,  # noqa: FBT002 -- it comes by name, in the address
) -> Template:
    """Show somebody's working hours."""
    user = await tenancy.user(shell.principal, whose or shell.user.id)
    form = form_of(user.bookings_time)
    days = await _bookable(shell, availability, user, form)
    return await _page(shell, tenancy, user, form=form, days=days, problems=[], saved=saved)


@post("/settings/hours", status_code=HTTP_200_OK)
async def save_hours(
    request: AnyRequest,
    shell: NamedDependency[Shell],
    tenancy: NamedDependency[TenancyService],
    whose: Whose = None,
) -> Template | Redirect:
    """Save the hours, or say what is wrong with them."""
    user = await tenancy.user(shell.principal, whose or shell.user.id)
    fields = await _fields(request)
    form, zone = form_sent(fields), next(iter(fields.get("timezone", ())), user.timezone)
    changes = EditUser(timezone=zone, bookings_time=form.bookings_time())
    try:
        await tenancy.change_user(shell.principal, user.id, lambda current: edited(current, changes))
    except (ValidationFailed, InvalidTimezone) as refusal:
        problems = told_of(problems_of(refusal, shell.language), form, shell.language)
        return await _page(shell, tenancy, user, form=form, days=None, problems=problems, saved=False)
    return Redirect(f"/app/settings/hours?user={user.id}&saved=true", status_code=HTTP_303_SEE_OTHER)


@post("/settings/hours/preview", status_code=HTTP_200_OK)
async def preview_hours(
    request: AnyRequest,
    shell: NamedDependency[Shell],
    tenancy: NamedDependency[TenancyService],
    availability: NamedDependency[AvailabilityService],
    whose: Whose = None,
) -> Template:
    """Show what could be booked if the hours were saved."""
    user = await tenancy.user(shell.principal, whose or shell.user.id)
    form = form_sent(await _fields(request))
    try:
        days = await _bookable(shell, availability, user, form)
    except ValidationFailed as refusal:
        problems = told_of(problems_of(refusal, shell.language), form, shell.language)
        return shell.part("dashboard/settings/bookable.html", days=None, problems=problems)
    return shell.part("dashboard/settings/bookable.html", days=days, problems=[])


async def _page(
    shell: Shell, tenancy: TenancyService, user: User, *, form: HoursForm, **context: object
) -> Template:
    return settings_page(
        shell,
        "hours",
        person=user,
        people=await tenancy.users(shell.principal),
        form=form,
        weekdays=weekdays(shell.language),
        zones=all_zones(),
        **context,
    )


async def _bookable(
    shell: Shell, availability: AvailabilityService, user: User, form: HoursForm
) -> list[UserDay]:
    """Return the next days as they would be with the hours of the form.

    Raises:
        ValidationFailed: the hours make no sense.
    """
    last = shell.today + timedelta(days=DAYS_SHOWN - 1)
    asked = ManyDays([user.id], shell.today, last, user.timezone, trying=form.bookings_time())
    return await availability.many(shell.principal.sub_account_id, asked)


def weekdays(language: Language) -> list[tuple[int, str]]:
    """Return the days of the week (0 is Sunday) by name, the first one first. Pure."""
    names, first = language.locale.days["stand-alone"]["wide"], language.locale.first_week_day
    ordered = [(first + number) % 7 for number in range(7)]  # here 0 is Monday
    return [((day + 1) % 7, names[day]) for day in ordered]


async def _fields(request: AnyRequest) -> Fields:
    form = await request.form()
    return {name: [one for one in form.getall(name) if isinstance(one, str)] for name in set(form)}


handlers = [hours_page, save_hours, preview_hours]
