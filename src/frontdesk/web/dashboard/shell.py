"""What every page of the dashboard has around it: who is signed in, where one can go, in which language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.response import Template

from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import NotFound
from frontdesk.http import AnyRequest
from frontdesk.tenancy import repository as tenancy
from frontdesk.tenancy.principal import Principal
from frontdesk.tenancy.repository import SubAccount, User
from frontdesk.web.first_run import FirstRun, first_run
from frontdesk.web.language import LANGUAGES, Language, language_of, translatable
from frontdesk.web.sign_in import SignedIn, SignIns
from frontdesk.web.templating import theme_of
from frontdesk.zones import zone_named

NEVER_KEPT = {"Cache-Control": "no-store"}


@dataclass(frozen=True, slots=True)
class Section:
    """A place in the dashboard that the navigation leads to."""

    key: str
    path: str
    title: str
    icon: str


SECTIONS: Sequence[Section] = (
    Section("calendar", "/app/calendar", translatable("Calendar"), "calendar"),
    Section("bookings", "/app/bookings", translatable("Bookings"), "list"),
    Section("conversations", "/app/conversations", translatable("Conversations"), "talk"),
    Section("leads", "/app/leads", translatable("Leads"), "people"),
    Section("reports", "/app/reports", translatable("Reports"), "chart"),
    Section("settings", "/app/settings", translatable("Settings"), "sliders"),
)


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one answer.

    Attributes:
        now: the current instant.
        first_run: how far the account has come with its first steps.
        form_token: what every form and every request of the page's scripts must send back.
    """

    signed_in: SignedIn
    account: SubAccount
    language: Language
    theme: str | None
    now: datetime
    first_run: FirstRun
    form_token: str
    browser: Cookie

    @property
    def principal(self) -> Principal:
        """Who is looking, as a caller of services."""
        return self.signed_in.principal

    @property
    def user(self) -> User:
        """Who is looking."""
        return self.signed_in.user

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the user's clock."""
        return zone_named(self.user.timezone)

    @property
    def today(self) -> date:
        """The day it is on the user's clock."""
        return self.now.astimezone(self.zone).date()

    def page(self, template: str, section: str, **context: object) -> Template:
        """Return a whole page; `section` is the key of the place in the navigation that it belongs to."""
        frame = {"section": section, "sections": SECTIONS, "languages": LANGUAGES, **self._given(), **context}
        return Template(template, context=frame, cookies=[self.browser], headers=NEVER_KEPT)

    def part(self, template: str, *, status_code: int = 200, **context: object) -> Template:
        """Return a piece of a page, for a script to put in its place."""
        return Template(
            template, context={**self._given(), **context}, status_code=status_code, headers=NEVER_KEPT
        )

    def _given(self) -> dict[str, object]:
        return {
            "shell": self,
            "user": self.user,
            "account": self.account,
            "zone": self.zone,
            "today": self.today,
            "language": self.language,
            "theme": self.theme,
            "first_run": self.first_run,
            "form_token": self.form_token,
        }


class Shells:
    """Makes the frame of an answer."""

    def __init__(self, db: Database, clock: Clock, sign_ins: SignIns) -> None:
        self._db = db
        self._clock = clock
        self._sign_ins = sign_ins

    async def around(self, request: AnyRequest) -> Shell:
        """Return the frame for whoever is signed in.

        Raises:
            Unauthorized: nobody is.
        """
        signed_in = await self._sign_ins.signed_in(request)
        async with self._db.tenant(signed_in.principal.sub_account_id) as connection:
            account = await tenancy.sub_account(connection)
            so_far = await first_run(connection)
        if account is None:
            raise NotFound("There is no such account.")
        browser = self._sign_ins.browser_cookie(request)
        return Shell(
            signed_in=signed_in,
            account=account,
            language=language_of(request),
            theme=theme_of(request),
            now=self._clock.now(),
            first_run=so_far,
            form_token=self._sign_ins.form_token(browser.value or ""),
            browser=browser,
        )


async def provide_shell(request: AnyRequest, shells: NamedDependency[Shells]) -> Shell:
    """Return the frame of the answer to a request."""
    return await shells.around(request)
