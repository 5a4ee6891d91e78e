"""Making accounts and people, and telling who is calling."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.errors import Forbidden, NotFound, Unauthorized, ValidationFailed
from frontdesk.jobs.queue import enqueue_push_again
from frontdesk.sealing import SealBroken, Sealer
from frontdesk.tenancy import keys, passwords, repository
from frontdesk.tenancy.api_keys import insert_key
from frontdesk.tenancy.callers import Callers
from frontdesk.tenancy.principal import GIVEN_ROLES, Principal, Role
from frontdesk.tenancy.repository import DateOrder, NewUser, SubAccount, User
from frontdesk.zones import zone_named

ACCESS_TOKEN_LIFE = timedelta(hours=1)
# Told of a sub-account whose settings have changed; other processes hear of it from the database.
OnChange = Callable[[int], None]
_TOKEN_PREFIX = "fdt_"  # noqa: S105 -- tells tokens from keys
_WEEKDAYS = (1, 2, 3, 4, 5)
DEFAULT_BOOKINGS_TIME: Mapping[str, object] = {
    "slots": [{"day": day, "start": "09:00", "end": "17:00"} for day in _WEEKDAYS],
    "bufferMinutes": 15,
    "slotDuration": 30,
}


class AccessToken(msgspec.Struct, frozen=True):
    """What an access token says; `expires_at` in epoch seconds."""

    sub_account_id: int
    user_id: int
    expires_at: float
    session_epoch: int = 0


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to become a user; what is left out is taken from their address and their sub-account."""

    email: str
    role: Role
    name: str | None = None
    timezone: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A sub-account just made. The API key is shown this once."""

    sub_account_id: int
    user_id: int
    api_key: str
    widget_key: str
    password: str


class TenancyService:
    """WHO. Every answer about a caller comes from here."""

    def __init__(
        self, db: Database, clock: Clock, sealer: Sealer, callers: Callers, *, on_change: OnChange
    ) -> None:
        self._db = db
        self._clock = clock
        self._sealer = sealer
        self._callers = callers
        self._on_change = on_change

    async def create_account(
        self, name: str, email: str, *, timezone: str, password: str | None = None
    ) -> NewAccount:
        """Make a sub-account and its owner; without a password one is made up.

        Raises:
            InvalidTimezone, ValidationFailed: a value cannot be used; nothing is written.
        """
        zone_named(timezone)
        _require_person(name, email)
        chosen = password or secrets.token_urlsafe(12)
        hashed = await passwords.hash_password(chosen)
        sub_account_id = await self._db.reserve_sub_account_id()
        widget_key = keys.new_widget_key(sub_account_id)
        now = self._clock.now()
        async with self._db.tenant(sub_account_id) as connection:
            await repository.insert_sub_account(
                connection, sub_account_id, name, timezone=timezone, widget_key=widget_key, now=now
            )
            owner = NewUser(name, email, "owner", timezone, hashed, DEFAULT_BOOKINGS_TIME)
            user_id = await self._insert_user(connection, sub_account_id, owner)
            await repository.set_default_user(connection, user_id)
            first = await self._first_key(connection, Principal(sub_account_id, user_id, "owner"))
        return NewAccount(sub_account_id, user_id, first, widget_key, chosen)

    async def create_user(self, sub_account_id: int, email: str, *, role: Role) -> tuple[int, str]:
        """Make a user who comes in with an API key alone; returns their id and that key.

        Raises:
            NotFound, ValidationFailed: as in `add_user`.
        """
        user_id, api_key = await self.add_user(sub_account_id, NewPerson(email, role))
        assert api_key is not None, "who has no password gets a key"  # noqa: S101
        return user_id, api_key

    async def add_user(self, sub_account_id: int, person: NewPerson) -> tuple[int, str | None]:
        """Make a user in a sub-account; returns their id and, if they have no password, an API key.

        Raises:
            NotFound: no such sub-account. InvalidTimezone, ValidationFailed: a value cannot be used.
        """
        name = _name_of(person)
        hashed = await passwords.hash_password(person.password) if person.password else None
        async with self._db.tenant(sub_account_id) as connection:
            account = await repository.sub_account(connection)
            if account is None:
                raise NotFound(f"There is no sub-account {sub_account_id}.")
            zone = person.timezone or account.timezone
            user = NewUser(name, person.email, person.role, zone, hashed, DEFAULT_BOOKINGS_TIME)
            user_id = await self._insert_user(connection, sub_account_id, user)
            if hashed is not None:
                return user_id, None
            return user_id, await self._first_key(connection, Principal(sub_account_id, user_id, person.role))

    async def rotate_widget_key(self, principal: Principal) -> str:
        """Give the sub-account's chat a new key; the old one opens nothing from now on.

        Raises:
            Forbidden: only an owner or admin may do this.
        """
        principal.require_admin()
        widget_key = keys.new_widget_key(principal.sub_account_id)
        async with self._db.tenant(principal.sub_account_id) as connection:
            await repository.set_widget_key(connection, widget_key)
        return widget_key

    async def authenticate(self, credential: str) -> Principal:
        """Tell whose API key or access token this is.

        Raises:
            Unauthorized: nobody's.
        """
        if credential.startswith(_TOKEN_PREFIX):
            principal = await self._by_token(credential.removeprefix(_TOKEN_PREFIX))
        else:
            principal = await self._callers.by_key(credential)
        if principal is None:
            raise Unauthorized("The API key or access token is not valid.")
        return principal

    async def sign_in(self, email: str, password: str) -> Principal:
        """Tell whose address and password these are.

        Raises:
            Unauthorized: nobody's; the same words whatever was wrong.
        """
        found = await self._db.find_sign_ins(email)
        for sub_account_id, user_id in found:
            async with self._db.tenant(sub_account_id) as connection:
                known = await repository.sign_in_of(connection, user_id)
            if known is not None and await passwords.is_password(password, known.password_hash):
                return known.principal
        if not found:
            await passwords.is_password(password, None)  # so that the wait does not tell who exists
        raise Unauthorized("The e-mail address or the password is not right.")

    def access_token(self, principal: Principal) -> str:
        """Return a token that stands for the caller for `ACCESS_TOKEN_LIFE`."""
        expires_at = (self._clock.now() + ACCESS_TOKEN_LIFE).timestamp()
        token = AccessToken(principal.sub_account_id, principal.user_id, expires_at, principal.session_epoch)
        return _TOKEN_PREFIX + self._sealer.seal_text(token, "access token")

    async def account_of_widget(self, widget_key: str) -> SubAccount:
        """Return the sub-account whose widget this is.

        Raises:
            NotFound: nobody's.
        """
        claimed = keys.claimed_sub_account(widget_key)
        if claimed is not None:
            async with self._db.tenant(claimed) as connection:
                account = await repository.sub_account(connection)
            if account is not None and secrets.compare_digest(account.widget_key, widget_key):
                return account
        raise NotFound("This chat does not exist (any more).")

    async def set_date_order(self, sub_account_id: int, order: DateOrder | None) -> None:
        """Choose how the sub-account's leads write 5/6; None lets it follow from where a lead lives.

        Raises:
            NotFound: no such sub-account.
        """
        async with self._db.tenant(sub_account_id) as connection:
            if not await repository.set_date_order(connection, order):
                raise NotFound(f"There is no sub-account {sub_account_id}.")

    async def front_desk(self, sub_account_id: int) -> Principal:
        """Return the one whose calendar the sub-account's chat books, as a caller.

        Raises:
            NotFound: no such sub-account.
        """
        async with self._db.tenant(sub_account_id) as connection:
            account = await repository.sub_account(connection)
            if account is not None and account.default_user_id is not None:
                principal = await repository.principal_by_user(connection, account.default_user_id)
                if principal is not None:
                    return principal
        raise NotFound(f"There is no sub-account {sub_account_id}.")

    async def users(self, principal: Principal) -> list[User]:
        """Return everyone in the sub-account; a member sees themself."""
        async with self._db.tenant(principal.sub_account_id) as connection:
            users = await repository.all_users(connection)
        return [user for user in users if principal.acts_for_everyone or user.id == principal.user_id]

    async def user(self, principal: Principal, user_id: int) -> User:
        """Return one user.

        Raises:
            NotFound: not in this sub-account. Forbidden: not theirs to see.
        """
        async with self._db.tenant(principal.sub_account_id) as connection:
            user = await repository.user_by_id(connection, user_id)
        if user is None:
            raise NotFound("There is no such user.")
        principal.require_calendar_of(user.id)
        return user

    async def update_user(self, principal: Principal, user: User) -> User:
        """Write an edited user. Roles are for owners and admins to give.

        Raises:
            NotFound, Forbidden: as in `user`.
        """
        before = await self.user(principal, user.id)
        if user.role != before.role and (not principal.acts_for_everyone or user.id == principal.user_id):
            raise Forbidden("Only an owner or admin may change somebody's role, and nobody their own.")
        if user.role != before.role and "owner" in {user.role, before.role} and principal.role != "owner":
            raise Forbidden("Only an owner may make somebody an owner, or an owner something else.")
        async with self._db.tenant(principal.sub_account_id) as connection:
            updated = await repository.update_user(connection, user, now=self._clock.now())
            await enqueue_push_again(connection, principal.sub_account_id)
        if updated is None:
            raise NotFound("There is no such user.")
        self._on_change(principal.sub_account_id)
        return updated

    async def _insert_user(self, connection: Connection, sub_account_id: int, user: NewUser) -> int:
        user_id = await repository.insert_user(connection, sub_account_id, user, now=self._clock.now())
        if user_id is None:
            raise ValidationFailed({"email": "somebody in this account has that address already"})
        return user_id

    async def _first_key(self, connection: Connection, principal: Principal) -> str:
        return (await insert_key(connection, principal, "first key", now=self._clock.now())).secret

    async def _by_token(self, sealed: str) -> Principal | None:
        try:
            token = self._sealer.open_text(sealed, AccessToken, "access token")
        except SealBroken:
            return None
        if token.expires_at < self._clock.now().timestamp():
            return None
        principal = await self._callers.by_user(token.sub_account_id, token.user_id)
        is_of_now = principal is not None and principal.session_epoch == token.session_epoch
        return principal if is_of_now else None


def _name_of(person: NewPerson) -> str:
    """Return what a new user is called.

    Raises:
        InvalidTimezone, ValidationFailed: one of the values cannot be used.
    """
    if person.role not in GIVEN_ROLES:
        raise ValidationFailed({"role": f"must be one of {', '.join(GIVEN_ROLES)}"})
    name = person.email.partition("@")[0] if person.name is None else person.name
    _require_person(name or person.email, person.email)
    if person.timezone is not None:
        zone_named(person.timezone)
    return name


def _require_person(name: str, email: str) -> None:
    problems = {}
    if not name.strip():
        problems["name"] = "must not be empty"
    local, at, host = email.partition("@")
    if not (local and at and host) or email != email.strip():
        problems["email"] = "must look like name@example.com"
    if problems:
        raise ValidationFailed(problems)
