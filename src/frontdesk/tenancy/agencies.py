"""Agencies: their people, the list of their sub-accounts, and acting in one of these.

An agency's token reads that list and nothing of any tenant. To act in a sub-account, a person switches into
it: they are its owner there for as long as it is their agency's and their password is the same, and whatever
they do is told in its trail as theirs.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from frontdesk.emails import folded
from frontdesk.errors import NotFound, Unauthorized, ValidationFailed
from frontdesk.sealing import SealBroken
from frontdesk.tenancy import agency_repository, agency_trail, passwords
from frontdesk.tenancy.accounts import Accounts, NewAccount
from frontdesk.tenancy.agency_repository import ListedAccount
from frontdesk.tenancy.agency_sessions import AgencySessions
from frontdesk.tenancy.ground import Ground
from frontdesk.tenancy.people import require_person
from frontdesk.tenancy.principal import AgencyPerson, Principal
from frontdesk.trail.entries import OPERATOR, Action, Entry, Target, record

TOKEN_LIFE = timedelta(hours=1)
_TOKEN_PREFIX = "fda_"  # noqa: S105 -- tells an agency's tokens from others
_CONTEXT = "agency token"
_ACCOUNT = Target("sub_account")


class AgencyToken(msgspec.Struct, frozen=True):
    """What an agency's token says; `expires_at` in epoch seconds."""

    agency_id: int
    person_id: int
    expires_at: float
    session_epoch: int


@dataclass(frozen=True, slots=True)
class NewAgency:
    """An agency just made, with its first person."""

    agency_id: int
    person_id: int
    password: str


class Agencies:
    """Those who look after many sub-accounts; `sessions` are their people's in browsers."""

    def __init__(self, ground: Ground, accounts: Accounts) -> None:
        self._ground = ground
        self._accounts = accounts
        self.sessions = AgencySessions(ground)

    async def create(self, name: str, email: str, *, password: str | None = None) -> NewAgency:
        """Make an agency and its owner; without a password one is made up.

        Raises:
            ValidationFailed: a value cannot be used; nothing is written.
        """
        require_person(name, email)
        chosen = secrets.token_urlsafe(12) if password is None else password
        passwords.require_usable(chosen)
        hashed = await passwords.hash_password(chosen)
        agency_id = await self._ground.db.reserve_agency_id()
        now = self._ground.clock.now()
        async with self._ground.db.agency(agency_id) as connection:
            await agency_repository.insert_agency(connection, agency_id, name, now=now)
            person_id = await agency_repository.insert_person(
                connection, agency_id, name, email, password_hash=hashed, now=now
            )
        assert person_id is not None, "a new agency has nobody yet"  # noqa: S101
        return NewAgency(agency_id, person_id, chosen)

    async def sign_in(self, email: str, password: str) -> AgencyPerson | None:
        """Tell which agency's person knows this address and password, if any; of several, the oldest's.

        The agency's trail says that they came in.
        """
        for agency_id, person_id in await self._ground.db.find_agency_sign_ins(folded(email)):
            async with self._ground.db.agency(agency_id) as connection:
                known = await agency_repository.sign_in_of(connection, person_id)
            if known is not None and await passwords.is_password(password, known.password_hash):
                person = AgencyPerson(agency_id, person_id, known.session_epoch)
                await self._note_sign_in(person)
                return person
        return None

    def token(self, person: AgencyPerson) -> str:
        """Return a token that stands for the person for `TOKEN_LIFE`."""
        expires_at = (self._ground.clock.now() + TOKEN_LIFE).timestamp()
        token = AgencyToken(person.agency_id, person.id, expires_at, person.session_epoch)
        return _TOKEN_PREFIX + self._ground.sealer.seal_text(token, _CONTEXT)

    async def authenticate(self, credential: str) -> AgencyPerson:
        """Tell which agency's person this token stands for.

        Raises:
            Unauthorized: nobody's, or no longer.
        """
        token = self._opened(credential)
        if token is not None and token.expires_at >= self._ground.clock.now().timestamp():
            person = AgencyPerson(token.agency_id, token.person_id, token.session_epoch)
            if (await self._sign_in_of(person)).session_epoch == person.session_epoch:
                return person
        raise Unauthorized("The agency's token is not valid. Please sign in as a person of the agency.")

    async def sub_accounts(self, person: AgencyPerson) -> list[ListedAccount]:
        """Return the agency's sub-accounts, oldest first."""
        async with self._ground.db.agency(person.agency_id) as connection:
            return await agency_repository.sub_accounts(connection, person.agency_id)

    async def create_sub_account(
        self, person: AgencyPerson, name: str, *, timezone: str, email: str | None
    ) -> NewAccount:
        """Make a sub-account of the agency's; without an address, its owner has the person's own.

        Raises:
            InvalidTimezone, ValidationFailed: a value cannot be used; nothing is written.
        """
        address = email if email is not None else (await self._sign_in_of(person)).email
        return await self._accounts.create_account(name, address, timezone=timezone, by=person)

    async def enter(self, person: AgencyPerson, sub_account_id: int) -> Principal:
        """Switch into a sub-account; the trail there says so.

        Returns:
            the person as a caller in it: for an access token, or for a session in a browser.

        Raises:
            NotFound: it is not the agency's.
        """
        principal = await self._ground.callers.by_agency_person(sub_account_id, person)
        if principal is None:
            raise NotFound("There is no such sub-account.")
        entered = Entry(principal.actor, "agency.entered", _ACCOUNT, {"agencyId": person.agency_id})
        async with self._ground.db.tenant(sub_account_id) as connection:
            await record(connection, entered, now=self._ground.clock.now())
        return principal

    async def change_password(self, person: AgencyPerson, current: str, *, new: str) -> AgencyPerson:
        """Change the person's password; ends their tokens, and every switch into a sub-account.

        Raises:
            ValidationFailed: `current` is not their password.
        """
        known = await self._sign_in_of(person)
        if not await passwords.is_password(current, known.password_hash):
            raise _not_current()
        new_hash, now = await passwords.hash_password(new), self._ground.clock.now()
        async with self._ground.db.agency(person.agency_id) as connection:
            epoch = await agency_repository.change_password(
                connection,
                person.id,
                new_hash=new_hash,
                old_hash=known.password_hash,
                now=now,
            )
            if epoch is not None:
                await agency_trail.record(connection, person.id, "password.changed", now=now)
            theirs = await agency_repository.sub_accounts(connection, person.agency_id)
        if epoch is None:  # somebody else changed it meanwhile
            raise _not_current()
        for account in theirs:
            self._ground.on_change(account.id)
        return AgencyPerson(person.agency_id, person.id, epoch)

    async def take_in(self, agency_id: int, sub_account_id: int) -> None:
        """Give a sub-account that has no agency to one. For whoever has the server's command line.

        Raises:
            NotFound: no such agency, or no such sub-account without one.
        """
        async with self._ground.db.agency(agency_id) as connection:
            if await agency_repository.agency_name(connection, agency_id) is None:
                raise NotFound(f"There is no agency {agency_id}.")
        await self._hand_over(sub_account_id, before=None, after=agency_id, action="agency.joined")

    async def let_go(self, agency_id: int, sub_account_id: int) -> None:
        """Take a sub-account away from its agency: whoever of it is in there is out at once.

        Raises:
            NotFound: it is not that agency's.
        """
        await self._hand_over(sub_account_id, before=agency_id, after=None, action="agency.left")

    async def _hand_over(
        self, sub_account_id: int, *, before: int | None, after: int | None, action: Action
    ) -> None:
        async with self._ground.db.tenant(sub_account_id) as connection:
            if not await agency_repository.set_agency(connection, before=before, after=after):
                whose = "without an agency" if before is None else f"of agency {before}"
                raise NotFound(f"There is no sub-account {sub_account_id} {whose}.")
            told = Entry(OPERATOR, action, _ACCOUNT, {"agencyId": [before, after]})
            await record(connection, told, now=self._ground.clock.now())
        self._ground.on_change(sub_account_id)

    async def _note_sign_in(self, person: AgencyPerson) -> None:
        async with self._ground.db.agency(person.agency_id) as connection:
            await agency_trail.record(connection, person.id, "signed_in", now=self._ground.clock.now())

    async def _sign_in_of(self, person: AgencyPerson) -> agency_repository.AgencySignIn:
        async with self._ground.db.agency(person.agency_id) as connection:
            known = await agency_repository.sign_in_of(connection, person.id)
        if known is None:
            raise Unauthorized("There is no such person of an agency.")
        return known

    def _opened(self, credential: str) -> AgencyToken | None:
        sealed = credential.removeprefix(_TOKEN_PREFIX)
        try:
            return self._ground.sealer.open_text(sealed, AgencyToken, _CONTEXT)
        except SealBroken:
            return None


def _not_current() -> ValidationFailed:
    return ValidationFailed({"current": "is not your password"})
