"""GoHighLevel's OAuth: a Marketplace app's way to a location's or an agency's tokens.

What goes out here is secret in every part, so nothing that comes back is quoted: answers are known by their
words, and told in ours.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar
from urllib.parse import quote, urlencode

import httpx
import msgspec

from frontdesk.calendars.credentials import Grant
from frontdesk.calendars.gohighlevel.app import Address, App
from frontdesk.calendars.gohighlevel.errors import OTHERS_VERSION, Call, from_answer, from_transport
from frontdesk.calendars.gohighlevel.tokens import StaticToken
from frontdesk.calendars.gohighlevel.transport import TIMEOUT, USER_AGENT, Conduct, Pace, Transport
from frontdesk.calendars.grant_port import AgencyLocation, GrantDead, GrantPaused
from frontdesk.calendars.port import (
    CalendarError,
    CalendarLockedOut,
    CalendarRefused,
    CalendarUnreachable,
)
from frontdesk.clock import Clock

CONSENT_PATH = "/v2/oauth/chooselocation"
SCOPES = (
    "calendars.readonly",
    "calendars/events.readonly",
    "calendars/events.write",
    "contacts.readonly",
    "contacts.write",
    "locations.readonly",
    "users.readonly",
    "oauth.readonly",
    "oauth.write",
)
PAGE = 100
CONNECT_AGAIN = "GoHighLevel no longer accepts this connection. Connect GoHighLevel again."
NOT_SET_UP = (
    "No GoHighLevel app is set up on this server. Set FRONTDESK_GHL_CLIENT_ID, "
    "FRONTDESK_GHL_CLIENT_SECRET and FRONTDESK_PUBLIC_URL, or connect with a private integration token."
)

Read = TypeVar("Read")


class TokenAnswer(msgspec.Struct, frozen=True):
    """Answer of `POST /oauth/token` and `POST /oauth/locationToken`."""

    access_token: str
    expires_in: float = 86_399
    refresh_token: str | None = None
    locationId: str | None = None  # noqa: N815 -- the vendor mixes its styles
    companyId: str | None = None  # noqa: N815 -- the vendor mixes its styles
    userType: str | None = None  # noqa: N815 -- the vendor mixes its styles


class CodeAnswer(msgspec.Struct, frozen=True, rename="camel"):
    """Answer of `POST /oauth/reconnect`."""

    authorization_code: str


class InstalledLocation(msgspec.Struct, frozen=True, rename="camel"):
    """One of an agency's locations."""

    id: str = msgspec.field(name="_id")
    name: str = ""


class InstalledAnswer(msgspec.Struct, frozen=True):
    """Answer of `GET /oauth/installedLocations`."""

    locations: list[InstalledLocation] = []


class GoHighLevelGranting:
    """`Granting` of the grant port.

    Codes and refresh tokens are sent once: the first use uses them up. What an agency's token asks is paced
    for the agency as a location's calls are for the location, and tried again.
    """

    def __init__(
        self, http: httpx.AsyncClient, clock: Clock, address: Address, *, pace_of: Callable[[str], Pace]
    ) -> None:
        self._http = http
        self._clock = clock
        self._base_url = address.base_url.rstrip("/")
        self._consent_host = address.consent_host.rstrip("/")
        self._configured = address.app
        self._pace_of = pace_of
        self._conducts: dict[str, Conduct] = {}

    @property
    def is_set_up(self) -> bool:
        """Say whether this server has an app."""
        return self._configured is not None

    def consent_url(self, state: str) -> str:
        """Return the page on which an owner chooses a location or an agency and says yes."""
        asked = {
            "response_type": "code",
            "redirect_uri": self._app.redirect_uri,
            "client_id": self._app.client_id,
            "scope": " ".join(SCOPES),
            "state": state,
        }
        return f"{self._consent_host}{CONSENT_PATH}?{urlencode(asked, quote_via=quote)}"

    async def redeem(self, code: str) -> Grant:
        """Exchange a callback's code."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._app.redirect_uri}
        return await self._tokens(form)

    async def renew(self, grant: Grant) -> Grant:
        """Exchange the refresh token, which works this once."""
        if grant.refresh_token is None:
            raise GrantDead(CONNECT_AGAIN)
        form = {
            "grant_type": "refresh_token",
            "refresh_token": grant.refresh_token,
            "user_type": "Location" if grant.location_id else "Company",
        }
        renewed = await self._tokens(form)
        return msgspec.structs.replace(
            renewed,
            location_id=renewed.location_id or grant.location_id,
            company_id=renewed.company_id or grant.company_id,
            refresh_token=renewed.refresh_token or grant.refresh_token,
        )

    async def regain(self, grant: Grant) -> Grant:
        """Ask for a new code for an app that is still installed, and exchange it."""
        where = {"locationId": grant.location_id} if grant.location_id else {"companyId": grant.company_id}
        app = {"clientKey": self._app.client_id, "clientSecret": self._app.client_secret}
        body = msgspec.json.encode({**app, **where})
        call = Call("POST", "/oauth/reconnect", "", body=body)
        response = await self._send(call, {})
        if _is_refusal(response):
            raise GrantDead(CONNECT_AGAIN)
        code = _read(_checked(response, call), CodeAnswer).authorization_code
        try:
            return await self.redeem(code)
        except GrantDead:
            # They have just said that the app is installed: a later code has taken this one's place.
            overtaken = CalendarUnreachable(
                "GoHighLevel has given another code meanwhile. Try again shortly."
            )
        raise overtaken

    async def locations(self, agency: Grant) -> list[AgencyLocation]:
        """List an agency's locations that have our app, page by page."""
        found: list[AgencyLocation] = []
        while True:
            query = {
                "companyId": agency.company_id or "",
                "appId": self._app.id,
                "isInstalled": "true",
                "skip": str(len(found)),
                "limit": str(PAGE),
            }
            call = Call("GET", "/oauth/installedLocations", "oauth.readonly", query=tuple(query.items()))
            page = (await self._ask(agency, call, InstalledAnswer)).locations
            found += [AgencyLocation(one.id, one.name) for one in page]
            if len(page) < PAGE:
                return found

    async def for_location(self, agency: Grant, location_id: str) -> Grant:
        """Make a location's token out of its agency's. It may come without a refresh token of its own."""
        form = {"companyId": agency.company_id or "", "locationId": location_id}
        call = Call("POST", "/oauth/locationToken", "oauth.write", body=urlencode(form).encode())
        made = self._grant(await self._ask(agency, replace(call, is_harmless=True), TokenAnswer))
        return msgspec.structs.replace(made, location_id=location_id, company_id=agency.company_id)

    async def _ask(self, agency: Grant, call: Call, kind: type[Read]) -> Read:
        """Ask something as an agency."""
        place = f"company {agency.company_id}"
        if place not in self._conducts:
            self._conducts[place] = Conduct(clock=self._clock, pace=self._pace_of(place))
        transport = Transport(
            self._http,
            base_url=self._base_url,
            tokens=StaticToken(agency.access_token),
            conduct=self._conducts[place],
        )
        call = replace(call, version=OTHERS_VERSION, content_type=FORM)
        return await transport.read(call, partial(msgspec.json.decode, type=kind))

    @property
    def _app(self) -> App:
        if self._configured is None:
            raise CalendarRefused(NOT_SET_UP)
        return self._configured

    async def _tokens(self, form: Mapping[str, str]) -> Grant:
        app = {"client_id": self._app.client_id, "client_secret": self._app.client_secret}
        call = Call("POST", "/oauth/token", "", body=urlencode({**app, **form}).encode())
        response = await self._send(call, {"Content-Type": FORM})
        if _is_refusal(response):
            raise _refusal(response)
        return self._grant(_read(_checked(response, call), TokenAnswer))

    def _grant(self, answer: TokenAnswer) -> Grant:
        is_agency = answer.userType == "Company"
        return Grant(
            access_token=answer.access_token,
            expires_at=self._clock.now() + timedelta(seconds=answer.expires_in),
            refresh_token=answer.refresh_token,
            location_id=None if is_agency else answer.locationId,
            company_id=answer.companyId,
        )

    async def _send(self, call: Call, headers: Mapping[str, str]) -> httpx.Response:
        try:
            return await self._http.request(
                call.method,
                self._base_url + call.path,
                params=call.query,
                content=call.body,
                headers={**COMMON, **headers},
                timeout=TIMEOUT,
                follow_redirects=False,
            )
        except httpx.HTTPError as error:
            failure = from_transport(error, call)
        # Raised out here so that the error carries no context: httpx's holds the request and its secrets.
        raise failure


COMMON = {
    "Version": OTHERS_VERSION,
    "Accept": "application/json",
    "Content-Type": "application/json",
    "User-Agent": USER_AGENT,
}
FORM = "application/x-www-form-urlencoded"


def _checked(response: httpx.Response, call: Call) -> httpx.Response:
    if not response.is_success:
        raise from_answer(response, call)
    return response


def _read(response: httpx.Response, kind: type[Read]) -> Read:
    try:
        return msgspec.json.decode(response.content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        unread = CalendarUnreachable("GoHighLevel's answer about its tokens could not be read.")
    raise unread


def _is_readable(response: httpx.Response) -> bool:
    try:
        msgspec.json.decode(response.content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


def _is_refusal(response: httpx.Response) -> bool:
    """Say whether this is their no. A page of something in between, or half an answer, is none."""
    return response.is_client_error and response.status_code not in {408, 429} and _is_readable(response)


def _refusal(response: httpx.Response) -> CalendarError:
    """Tell the answers apart that the token endpoint gives with 400 and 401; none of them is quoted."""
    said = response.text.lower()
    if "location is not active" in said:
        return GrantPaused(
            "This GoHighLevel location is not active. Look at its billing there: frontdesk goes on by itself "
            "when it is active again."
        )
    if "invalid grant" in said:
        return GrantDead(CONNECT_AGAIN)
    return CalendarLockedOut(
        f"GoHighLevel did not accept our app (HTTP {response.status_code}). Check FRONTDESK_GHL_CLIENT_ID, "
        "FRONTDESK_GHL_CLIENT_SECRET and the app's redirect URL."
    )
