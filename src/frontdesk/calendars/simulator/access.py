"""Who is calling: the Version header, the token, its scope and its location."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import Request
from litestar.di import NamedDependency

from frontdesk.calendars.simulator.events import find_event
from frontdesk.calendars.simulator.refusals import not_found, other_location, unauthorized
from frontdesk.calendars.simulator.state import BookableCalendar, Event, Location, SimulatorState, Token
from frontdesk.calendars.simulator.wire_types import Json

VERSIONS = frozenset({"v3", "2023-02-21", "2021-07-28", "2021-04-15", "legacy"})


@dataclass(frozen=True, slots=True)
class Desk:
    """One admitted request's view of the world: everything is looked up here, and only one's own is found."""

    state: SimulatorState
    token: Token
    now: datetime

    def location(self, location_id: str) -> Location:
        """Return the token's location, or one of the token's agency; refuse any other."""
        if self.token.company_id is not None:
            found = self.state.location(location_id)
            if found.company_id == self.token.company_id:
                return found
        if location_id != self.token.location_id:
            raise other_location()
        return self.state.location(location_id)

    def announce(self, news: Json) -> None:
        """Tell the app's webhook address what happened."""
        self.state.webhooks.announce(news, now=self.now)

    def calendar(self, calendar_id: str) -> BookableCalendar:
        """Return a calendar of the token's location."""
        if calendar_id not in self.state.calendars:
            raise not_found("Calendar not found")
        calendar = self.state.calendars[calendar_id]
        self.location(calendar.location_id)
        return calendar

    def event(self, event_id: str) -> Event:
        """Return an event of the token's location."""
        event = find_event(self.state, event_id)
        self.location(event.location_id)
        return event


# How a route takes the desk of its request.
Admitted = NamedDependency[Desk]


# Litestar's Request has three type parameters of its own that nothing here depends on.
async def find_desk(request: Request[Any, Any, Any]) -> Desk:
    """Admit a request or refuse it: three different things are answered with 401."""
    state: SimulatorState = request.app.state.simulator
    now: datetime = request.app.state.clock.now()
    version = request.headers.get("version")
    if version is None:
        raise unauthorized("version header was not found.")
    if version not in VERSIONS:
        raise unauthorized("version header is invalid")
    token = token_of(request.headers.get("authorization", ""), state)
    if token is None or (token.expires_at is not None and token.expires_at <= now):
        raise unauthorized("Invalid JWT")
    opt = request.route_handler.opt
    is_agency = token.company_id is not None
    if opt["scope"] not in token.scopes or (is_agency and not opt.get("isForAgencies")):
        raise unauthorized("The token is not authorized for this scope.")
    if opt.get("isForAgenciesAlone") and not is_agency:
        raise unauthorized("This authClass type is not allowed to access this scope.")
    return Desk(state, token, now)


def token_of(authorization: str, state: SimulatorState) -> Token | None:
    """Return the token that an Authorization header names."""
    scheme, _, value = authorization.partition(" ")
    return state.tokens.get(value) if scheme.lower() == "bearer" else None
