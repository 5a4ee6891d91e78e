"""What frontdesk needs of an outside service that grants access by OAuth, in our words."""

from dataclasses import dataclass
from typing import Protocol

from frontdesk.calendars.credentials import Grant
from frontdesk.calendars.port import CalendarLockedOut


@dataclass(frozen=True, slots=True)
class AgencyLocation:
    """A location that an agency's grant may open."""

    location_id: str
    name: str


class Granting(Protocol):
    """The other side of a grant. Every method may raise the port's errors and those below."""

    @property
    def is_set_up(self) -> bool:
        """Say whether there is an app of ours to say yes to."""
        ...

    def consent_url(self, state: str) -> str:
        """Return the page on which an owner says yes. Raises `CalendarRefused` if our app is not set up."""
        ...

    async def redeem(self, code: str) -> Grant:
        """Return the grant that a callback's code stands for; a code works once."""
        ...

    async def renew(self, grant: Grant) -> Grant:
        """Return the next grant and use up the refresh token. Raises `GrantDead`, `GrantPaused`."""
        ...

    async def regain(self, grant: Grant) -> Grant:
        """Return a grant in a lost one's place, without asking its owner. Raises `GrantDead`."""
        ...

    async def locations(self, agency: Grant) -> list[AgencyLocation]:
        """Return the locations of an agency in which our app is installed."""
        ...

    async def for_location(self, agency: Grant, location_id: str) -> Grant:
        """Return a location's grant, made out of its agency's."""
        ...


class GrantDead(CalendarLockedOut):
    """There is no grant, or its refresh token is used up, expired or revoked: connect again."""


class GrantPaused(CalendarLockedOut):
    """The location is not active over there. The same refresh token works when it is again."""
