"""One's own password."""

from dataclasses import dataclass
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import BodyKwarg
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from frontdesk.errors import ValidationFailed
from frontdesk.http import AnyRequest
from frontdesk.limits import SIGN_IN, Limits
from frontdesk.tenancy.sessions import Sessions
from frontdesk.web.dashboard.settings.people import SHORTEST_PASSWORD
from frontdesk.web.dashboard.settings.places import settings_page
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.pages import SIGN_IN as SIGN_IN_PAGE
from frontdesk.web.sign_in import SignIns

LONGEST_PASSWORD = 1000


@dataclass(frozen=True, slots=True)
class PasswordForm:
    """The password there is, and twice the one that is to be."""

    current: str = ""
    new: str = ""
    again: str = ""

    def require_usable(self) -> None:
        """Refuse a new password that is no good.

        Raises:
            ValidationFailed: names the field.
        """
        if not SHORTEST_PASSWORD <= len(self.new) <= LONGEST_PASSWORD:
            raise ValidationFailed({"new": f"must have {SHORTEST_PASSWORD} characters at least"})
        if self.new != self.again:
            raise ValidationFailed({"again": "is not the same"})


PasswordBody = Annotated[PasswordForm, BodyKwarg(media_type=RequestEncodingType.URL_ENCODED)]


@get("/settings/password")
async def password_page(shell: NamedDependency[Shell]) -> Template:
    """Ask for a new password."""
    return settings_page(shell, "password", problems={})


@post("/settings/password", status_code=HTTP_200_OK)
async def change_password(
    request: AnyRequest,
    shell: NamedDependency[Shell],
    sessions: NamedDependency[Sessions],
    sign_ins: NamedDependency[SignIns],
    rate_limits: NamedDependency[Limits],
    data: PasswordBody,
) -> Template | Redirect:
    """Change the password; every session ends, and one signs in anew."""
    principal = shell.principal
    try:
        data.require_usable()
        await rate_limits.take(SIGN_IN, f"password of {principal.sub_account_id} {principal.user_id}")
        await sessions.change_password(principal, data.current, new=data.new)
    except ValidationFailed as refusal:
        return settings_page(shell, "password", problems=refusal.details["fields"])
    ended = sign_ins.session_cookie(request, "")
    return Redirect(SIGN_IN_PAGE, status_code=HTTP_303_SEE_OTHER, cookies=[ended])


handlers = [password_page, change_password]
