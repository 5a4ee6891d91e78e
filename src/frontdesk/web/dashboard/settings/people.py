"""Who works here and what they may do."""

from dataclasses import dataclass
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from frontdesk.availability.people import EditUser, edited
from frontdesk.errors import Forbidden, ValidationFailed
from frontdesk.http import Id
from frontdesk.tenancy.people import NewPerson
from frontdesk.tenancy.principal import GIVEN_ROLES, Role
from frontdesk.tenancy.service import TenancyService
from frontdesk.web.dashboard.settings.places import settings_page
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.language import translatable
from frontdesk.web.refusals import told

PATH = "/app/settings/people"
SHORTEST_PASSWORD = 8
ROLE_WORDS: dict[Role, str] = {
    "owner": translatable("Owner"),
    "admin": translatable("Admin"),
    "member": translatable("Member"),
}


@dataclass(frozen=True, slots=True)
class NewPersonForm:
    """Who is to be added."""

    email: str = ""
    name: str = ""
    role: str = "member"
    password: str = ""

    def person(self) -> NewPerson:
        """Return who is to be added.

        Raises:
            ValidationFailed: no such role, or a password that is too short.
        """
        if self.role not in GIVEN_ROLES:
            raise ValidationFailed({"role": f"must be one of {', '.join(GIVEN_ROLES)}"})
        if self.password and len(self.password) < SHORTEST_PASSWORD:
            raise ValidationFailed({"password": f"must have {SHORTEST_PASSWORD} characters at least"})
        email, name = self.email.strip(), self.name.strip()
        return NewPerson(email, self.role, name or None, None, self.password or None)


@dataclass(frozen=True, slots=True)
class RoleForm:
    """What somebody is to be from now on."""

    role: str = ""


PersonBody = Annotated[NewPersonForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]
RoleBody = Annotated[RoleForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@get("/settings/people")
async def people_page(shell: NamedDependency[Shell], tenancy: NamedDependency[TenancyService]) -> Template:
    """Show who works here."""
    return await _page(shell, tenancy)


@post("/settings/people", status_code=HTTP_200_OK)
async def add_person(
    shell: NamedDependency[Shell], tenancy: NamedDependency[TenancyService], data: PersonBody
) -> Template:
    """Add somebody; who gets no password gets an API key, which is shown this once."""
    shell.principal.require_admin()
    try:
        _, api_key = await tenancy.add_user(
            shell.principal.sub_account_id, data.person(), by=shell.principal.actor
        )
    except ValidationFailed as refusal:
        return await _page(shell, tenancy, form=data, problems=refusal.details["fields"])
    return await _page(shell, tenancy, added=data.email.strip(), secret=api_key)


@post("/settings/people/{user_id:int}/role", status_code=HTTP_200_OK)
async def give_role(
    user_id: Id, shell: NamedDependency[Shell], tenancy: NamedDependency[TenancyService], data: RoleBody
) -> Template | Redirect:
    """Make somebody an owner, an admin or a member."""
    if data.role not in ROLE_WORDS:
        raise ValidationFailed({"role": f"must be one of {', '.join(ROLE_WORDS)}"})
    changes = EditUser(role=data.role)
    try:
        await tenancy.change_user(shell.principal, user_id, lambda user: edited(user, changes))
    except Forbidden as refusal:
        return await _page(shell, tenancy, refusal=told(refusal, shell.language))
    return Redirect(PATH, status_code=HTTP_303_SEE_OTHER)


async def _page(shell: Shell, tenancy: TenancyService, **said: object) -> Template:
    shell.principal.require_admin()
    shown: dict[str, object] = {"form": NewPersonForm(), "problems": {}, "added": None, "secret": None}
    people = await tenancy.users(shell.principal)
    return settings_page(
        shell, "people", people=people, roles=ROLE_WORDS, **{"refusal": None, **shown, **said}
    )


handlers = [people_page, add_person, give_role]
