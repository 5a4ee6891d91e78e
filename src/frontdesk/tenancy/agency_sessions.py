"""Sessions of agencies' people in browsers: each has an end that is set when it begins, and can be ended."""

from datetime import datetime

from frontdesk.errors import Unauthorized
from frontdesk.tenancy import agency_repository, agency_trail
from frontdesk.tenancy.agency_trail import AgencyLine
from frontdesk.tenancy.ground import Ground
from frontdesk.tenancy.principal import AgencyPerson

FORGET_EXPIRED = "DELETE FROM agency_sessions WHERE person_id = $1 AND expires_at < $2"

INSERT = """
INSERT INTO agency_sessions (agency_id, person_id, session_epoch, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5)
RETURNING id
"""

# What began under a password that was changed since, or before they signed out everywhere, is over.
WHOSE = """
SELECT p.agency_id, p.id, p.session_epoch
FROM agency_sessions s JOIN agency_people p ON p.agency_id = s.agency_id AND p.id = s.person_id
WHERE s.id = $1 AND s.expires_at >= $2 AND s.session_epoch = p.session_epoch
"""

DELETE = "DELETE FROM agency_sessions WHERE id = $1 RETURNING person_id"


class AgencySessions:
    """Who of an agency is signed in, until when, and no longer."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def begin(self, person: AgencyPerson, *, until: datetime) -> int:
        """Begin a session and return its id; the person's expired ones are forgotten."""
        now = self._ground.clock.now()
        async with self._ground.db.agency(person.agency_id) as connection:
            await connection.execute(FORGET_EXPIRED, person.id, now)
            session_id: int = await connection.fetchval(
                INSERT, person.agency_id, person.id, person.session_epoch, now, until
            )
            return session_id

    async def person(self, agency_id: int, session_id: int) -> AgencyPerson:
        """Tell whose session this is.

        Raises:
            Unauthorized: it has ended.
        """
        async with self._ground.db.agency(agency_id) as connection:
            row = await connection.fetchrow(WHOSE, session_id, self._ground.clock.now())
        if row is None:
            raise Unauthorized("Please sign in.")
        return AgencyPerson(**row)

    async def end(self, agency_id: int, session_id: int) -> None:
        """End a session, wherever its cookie is kept. Twice is harmless."""
        async with self._ground.db.agency(agency_id) as connection:
            person_id = await connection.fetchval(DELETE, session_id)
            if person_id is not None:
                await agency_trail.record(connection, person_id, "signed_out", now=self._ground.clock.now())

    async def end_all(self, person: AgencyPerson) -> None:
        """Sign the person out everywhere: their tokens, their sessions, and every switch."""
        now = self._ground.clock.now()
        async with self._ground.db.agency(person.agency_id) as connection:
            await agency_repository.end_sign_ins(connection, person.id, now=now)
            await agency_trail.record(connection, person.id, "signed_out", now=now)
            theirs = await agency_repository.sub_accounts(connection, person.agency_id)
        for account in theirs:
            self._ground.on_change(account.id)

    async def trail(self, person: AgencyPerson) -> list[AgencyLine]:
        """Return who of the agency came in and went, newest first."""
        async with self._ground.db.agency(person.agency_id) as connection:
            return await agency_trail.newest(connection)
