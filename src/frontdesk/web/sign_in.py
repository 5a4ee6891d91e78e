"""Signing in to the dashboard: a sealed cookie, and in every form a token that only this site can make."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

import msgspec
from litestar.datastructures import Cookie

from frontdesk.clock import Clock
from frontdesk.errors import Forbidden, Unauthorized
from frontdesk.http import AnyRequest, is_https
from frontdesk.sealing import SealBroken, Sealer
from frontdesk.tenancy.agency_sessions import AgencySessions
from frontdesk.tenancy.principal import AgencyPerson, Principal
from frontdesk.tenancy.repository import User
from frontdesk.tenancy.service import TenancyService
from frontdesk.tenancy.sessions import Sessions
from frontdesk.web.sites import host_of

SESSION_LIFE = timedelta(hours=12)
SESSION_COOKIE = "frontdesk_session"
BROWSER_COOKIE = "frontdesk_browser"
AGENCY_COOKIE = "frontdesk_agency"
COOKIE_PATH = "/app"
_SESSION = "session"
_AGENCY_SESSION = "agency session"


class WebSession(msgspec.Struct, frozen=True):
    """What the session cookie says: which session, begun under which of the user's passwords."""

    sub_account_id: int
    session_id: int
    session_epoch: int


class AgencySession(msgspec.Struct, frozen=True):
    """What the agency's cookie says."""

    agency_id: int
    session_id: int


class FormToken(msgspec.Struct, frozen=True):
    """What a form's token says; it is sealed for one browser."""

    expires_at: float


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is looking at the dashboard, with the role they have now."""

    principal: Principal
    user: User


class SignIns:
    """Knows who is signed in on which browser."""

    def __init__(
        self,
        clock: Clock,
        sealer: Sealer,
        *,
        tenancy: TenancyService,
        sessions: Sessions,
        agency_sessions: AgencySessions,
    ) -> None:
        self._clock = clock
        self._sealer = sealer
        self._tenancy = tenancy
        self._sessions = sessions
        self._agency_sessions = agency_sessions

    async def sign_in(self, email: str, password: str) -> str:
        """Return the session cookie's value.

        Raises:
            Unauthorized: the address and the password do not belong together.
        """
        return await self.begin(await self._tenancy.sign_in(email, password))

    async def begin(self, principal: Principal) -> str:
        """Begin a session for a caller who is known; returns the session cookie's value."""
        session_id = await self._sessions.begin(principal, until=self._clock.now() + SESSION_LIFE)
        session = WebSession(principal.sub_account_id, session_id, principal.session_epoch)
        return self._sealer.seal_text(session, _SESSION)

    async def begin_agency(self, person: AgencyPerson) -> str:
        """Begin a session of an agency's person; returns the agency cookie's value."""
        until = self._clock.now() + SESSION_LIFE
        session_id = await self._agency_sessions.begin(person, until=until)
        return self._sealer.seal_text(AgencySession(person.agency_id, session_id), _AGENCY_SESSION)

    async def agency_person(self, request: AnyRequest) -> AgencyPerson:
        """Tell which agency's person is signed in.

        Raises:
            Unauthorized: none, or no longer.
        """
        known = self._agency_session(request)
        if known is None:
            raise Unauthorized("Please sign in.")
        return await self._agency_sessions.person(known.agency_id, known.session_id)

    async def caller(self, request: AnyRequest) -> Principal:
        """Tell who is signed in, as a caller of services.

        Raises:
            Unauthorized: nobody, or no longer.
        """
        known = self._session(request)
        if known is None:
            raise Unauthorized("Please sign in.")
        return await self._sessions.caller(known.sub_account_id, known.session_id, epoch=known.session_epoch)

    async def signed_in(self, request: AnyRequest) -> SignedIn:
        """Tell who is signed in; raises as `caller`."""
        principal = await self.caller(request)
        return SignedIn(principal, await self._tenancy.user(principal, principal.user_id))

    def session_of(self, request: AnyRequest) -> str | None:
        """Return the name of the session that a cookie of ours tells of, going on or ended; None without."""
        known = self._session(request)
        return None if known is None else f"{known.sub_account_id}/{known.session_id}"

    async def leave(self, request: AnyRequest) -> None:
        """End this browser's session in a sub-account, so that no copy of its cookie opens anything."""
        known = self._session(request)
        if known is not None:
            await self._sessions.end(known.sub_account_id, known.session_id)

    async def sign_out(self, request: AnyRequest) -> None:
        """End the sessions of this browser, an agency's too."""
        await self.leave(request)
        known = self._agency_session(request)
        if known is not None:
            await self._agency_sessions.end(known.agency_id, known.session_id)

    def form_token(self, browser: str) -> str:
        """Return the token for a form that this browser will send back."""
        return self._sealer.seal_text(FormToken(self._expiry()), _form_of(browser))

    def require_own_form(self, request: AnyRequest, token: str) -> None:
        """Refuse a form that another site sent, or that was made for another browser.

        Raises:
            Forbidden: says what to do.
        """
        expired = Forbidden("This page was open for too long. Please try again.")
        browser = request.cookies.get(BROWSER_COOKIE, "")
        if not browser or not _is_same_site(request):
            raise expired
        try:
            self._require_fresh(self._sealer.open_text(token, FormToken, _form_of(browser)).expires_at)
        except (SealBroken, Unauthorized):
            raise expired from None

    def session_cookie(self, request: AnyRequest, value: str) -> Cookie:
        """Return the session cookie; an empty value ends the session."""
        life = int(SESSION_LIFE.total_seconds()) if value else 0
        return self._cookie(request, SESSION_COOKIE, value, life_seconds=life)

    def agency_cookie(self, request: AnyRequest, value: str) -> Cookie:
        """Return the cookie of an agency's session; an empty value ends it."""
        life = int(SESSION_LIFE.total_seconds()) if value else 0
        return self._cookie(request, AGENCY_COOKIE, value, life_seconds=life)

    def browser_cookie(self, request: AnyRequest) -> Cookie:
        """Return the cookie that tells one browser from another, the one it has if it has one."""
        value = request.cookies.get(BROWSER_COOKIE) or secrets.token_urlsafe(18)
        return self._cookie(request, BROWSER_COOKIE, value, life_seconds=None)

    def _session(self, request: AnyRequest) -> WebSession | None:
        try:
            return self._sealer.open_text(request.cookies.get(SESSION_COOKIE, ""), WebSession, _SESSION)
        except SealBroken:
            return None

    def _agency_session(self, request: AnyRequest) -> AgencySession | None:
        sealed = request.cookies.get(AGENCY_COOKIE, "")
        try:
            return self._sealer.open_text(sealed, AgencySession, _AGENCY_SESSION)
        except SealBroken:
            return None

    def _cookie(self, request: AnyRequest, name: str, value: str, *, life_seconds: int | None) -> Cookie:
        return Cookie(
            name,
            value=value,
            path=COOKIE_PATH,
            httponly=True,
            samesite="lax",
            max_age=life_seconds,
            secure=is_https(request),
        )

    def _expiry(self) -> float:
        return (self._clock.now() + SESSION_LIFE).timestamp()

    def _require_fresh(self, expires_at: float) -> None:
        if expires_at < self._clock.now().timestamp():
            raise Unauthorized("Please sign in.")


def _form_of(browser: str) -> str:
    return f"form of browser {browser}"


def _is_same_site(request: AnyRequest) -> bool:
    """Say whether the browser calls the request its own page's; a client that says nothing is no browser."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or host_of(origin) == request.headers.get("Host")
