"""Connecting by OAuth: a browser is sent away to say yes, and comes back once, soon, and the same.

The state that travels with it is sealed and names the sub-account. It is worth nothing without the secret
that the browser was given in a cookie, and both are used up by the first return.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec

from frontdesk.calendars.connections import CalendarConnections, EventKind, Integration
from frontdesk.calendars.credentials import Credentials
from frontdesk.calendars.errors import CalendarApiError
from frontdesk.calendars.grant_port import Granting
from frontdesk.calendars.port import CalendarError
from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.errors import Forbidden
from frontdesk.sealing import SealBroken, Sealer
from frontdesk.tenancy.principal import AgencyPerson, Principal
from frontdesk.trail.entries import Actor

LIFE = timedelta(minutes=10)
_STATE = "connect state"
_OVER = "This attempt to connect is over, or was begun in another browser. Begin again."

FORGET_OLD = "DELETE FROM connect_attempts WHERE expires_at < $1"

BEGIN = """
INSERT INTO connect_attempts (sub_account_id, nonce_hash, user_id, browser_hash, event_kind, expires_at,
                              agency_id, agency_person_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""

# The attempt is used up by this; who began it must still be allowed to.
COME_BACK = """
DELETE FROM connect_attempts a USING users u, sub_accounts s
WHERE a.nonce_hash = $1 AND a.browser_hash = $2 AND a.expires_at > $3
  AND u.id = a.user_id AND u.role IN ('owner', 'admin') AND u.deactivated_at IS NULL
  AND s.id = a.sub_account_id AND (a.agency_id IS NULL OR s.agency_id = a.agency_id)
RETURNING a.user_id, u.role, a.event_kind, a.agency_id, a.agency_person_id
"""


class ConnectState(msgspec.Struct, frozen=True):
    """What the sealed state says."""

    sub_account_id: int
    nonce: str


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send a browser, and what to give it for its return."""

    url: str
    browser_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Return:
    """What a browser comes back with."""

    code: str = field(repr=False)
    state: str = field(repr=False)
    browser_secret: str = field(repr=False)


class Consents:
    """Sends browsers away and takes them back."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        sealer: Sealer,
        *,
        granting: Granting,
        connections: CalendarConnections,
    ) -> None:
        self._db = db
        self._clock = clock
        self._sealer = sealer
        self._granting = granting
        self._connections = connections

    @property
    def is_possible(self) -> bool:
        """Say whether anybody can be sent away: this server has an app."""
        return self._granting.is_set_up

    async def begin(self, caller: Principal, event_kind: EventKind) -> Departure:
        """Return the page on which the caller's browser says yes.

        Raises:
            Forbidden: only owners and admins connect. CalendarApiError: our app is not set up.
        """
        caller.require_admin()
        nonce, browser_secret = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        state = self._sealer.seal_text(ConnectState(caller.sub_account_id, nonce), _STATE)
        try:
            url = self._granting.consent_url(state)
        except CalendarError as error:
            raise CalendarApiError(str(error)) from error
        now, person = self._clock.now(), caller.agency_person
        async with self._db.tenant(caller.sub_account_id) as connection:
            await connection.execute(FORGET_OLD, now)
            await connection.execute(
                BEGIN,
                caller.sub_account_id,
                _hash(nonce),
                caller.user_id,
                _hash(browser_secret),
                event_kind,
                now + LIFE,
                person.agency_id if person else None,
                person.id if person else None,
            )
        return Departure(url, browser_secret)

    async def finish(self, back: Return) -> Integration:
        """Exchange the code and store the grant: a location's for bookings, an agency's beside it.

        Raises:
            Forbidden: the state is not ours, over, used, or another browser's. CalendarApiError: no tokens.
        """
        try:
            state = self._sealer.open_text(back.state, ConnectState, _STATE)
        except SealBroken:
            raise Forbidden(_OVER) from None
        async with self._db.tenant(state.sub_account_id) as connection:
            attempt = await connection.fetchrow(
                COME_BACK, _hash(state.nonce), _hash(back.browser_secret), self._clock.now()
            )
        if attempt is None:
            raise Forbidden(_OVER)
        try:
            grant = await self._granting.redeem(back.code)
        except CalendarError as error:
            raise CalendarApiError(str(error)) from error
        by, credentials = _who_began(state.sub_account_id, attempt), Credentials(grant=grant)
        if grant.location_id is None:
            return await self._connections.connect_agency(state.sub_account_id, credentials, by=by)
        return await self._connections.connect(
            state.sub_account_id,
            credentials,
            location_id=grant.location_id,
            event_kind=attempt["event_kind"],
            by=by,
        )


def _who_began(sub_account_id: int, attempt: Mapping[str, Any]) -> Actor:
    agency_id, person_id = attempt["agency_id"], attempt["agency_person_id"]
    person = AgencyPerson(agency_id, person_id) if agency_id is not None else None
    return Principal(sub_account_id, attempt["user_id"], attempt["role"], agency_person=person).actor


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
