"""The users of a sub-account: adding them, reading them, changing them."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from frontdesk.db.pool import Connection
from frontdesk.errors import Forbidden, NotFound, ValidationFailed
from frontdesk.jobs.queue import enqueue_push_again
from frontdesk.tenancy import passwords, repository
from frontdesk.tenancy.api_keys import insert_key
from frontdesk.tenancy.ground import Ground
from frontdesk.tenancy.principal import GIVEN_ROLES, Principal, Role
from frontdesk.tenancy.repository import NewUser, User
from frontdesk.trail.entries import OPERATOR, Actor, Entry, Target, record
from frontdesk.zones import zone_named

NO_SUCH_USER = "There is no such user."
_WEEKDAYS = (1, 2, 3, 4, 5)
DEFAULT_BOOKINGS_TIME: Mapping[str, object] = {
    "slots": [{"day": day, "start": "09:00", "end": "17:00"} for day in _WEEKDAYS],
    "bufferMinutes": 15,
    "slotDuration": 30,
}
# Said in the trail by the names that the API gives them; hours are too long for it.
TOLD = {
    "name": "name",
    "role": "role",
    "timezone": "timezone",
    "calendar_id": "calendarId",
    "location_id": "locationId",
    "assigned_user_id": "assignedUserId",
    "is_active": "isActive",
}


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to become a user; what is left out is taken from their address and their sub-account."""

    email: str
    role: Role
    name: str | None = None
    timezone: str | None = None
    password: str | None = None


class People:
    """Who works in a sub-account."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def create_user(self, sub_account_id: int, email: str, *, role: Role) -> tuple[int, str]:
        """Make a user who comes in with an API key alone; returns their id and that key.

        Raises:
            NotFound, ValidationFailed: as in `add_user`.
        """
        user_id, api_key = await self.add_user(sub_account_id, NewPerson(email, role))
        assert api_key is not None, "who has no password gets a key"  # noqa: S101
        return user_id, api_key

    async def add_user(
        self, sub_account_id: int, person: NewPerson, *, by: Actor = OPERATOR
    ) -> tuple[int, str | None]:
        """Make a user in a sub-account; returns their id and, if they have no password, an API key.

        Raises:
            NotFound: no such sub-account. InvalidTimezone, ValidationFailed: a value cannot be used.
        """
        name = _name_of(person)
        hashed = await passwords.hash_password(person.password) if person.password else None
        now = self._ground.clock.now()
        async with self._ground.db.tenant(sub_account_id) as connection:
            account = await repository.sub_account(connection)
            if account is None:
                raise NotFound(f"There is no sub-account {sub_account_id}.")
            zone = person.timezone or account.timezone
            user = NewUser(name, person.email, person.role, zone, hashed, DEFAULT_BOOKINGS_TIME)
            user_id = await insert_user(connection, sub_account_id, user, now=now)
            changes = {"email": person.email, "role": person.role}
            await record(connection, Entry(by, "user.added", Target("user", user_id), changes), now=now)
            if hashed is not None:
                return user_id, None
            return user_id, await first_key(
                connection, Principal(sub_account_id, user_id, person.role), now=now
            )

    async def users(self, principal: Principal) -> list[User]:
        """Return everyone in the sub-account; a member sees themself."""
        async with self._ground.db.tenant(principal.sub_account_id) as connection:
            users = await repository.all_users(connection)
        return [user for user in users if principal.acts_for_everyone or user.id == principal.user_id]

    async def user(self, principal: Principal, user_id: int) -> User:
        """Return one user.

        Raises:
            NotFound: not in this sub-account. Forbidden: not theirs to see.
        """
        async with self._ground.db.tenant(principal.sub_account_id) as connection:
            return _theirs_to_see(principal, await repository.user_by_id(connection, user_id))

    async def update_user(self, principal: Principal, user: User) -> User:
        """Write an edited user; raises what `change_user` does."""
        return await self.change_user(principal, user.id, lambda _: user)

    async def change_user(self, principal: Principal, user_id: int, edit: Callable[[User], User]) -> User:
        """Change a user as they are in this moment: of two edits at once, neither loses the other's.

        Roles are for owners and admins to give, and so is locking somebody out; an account keeps an owner.

        Raises:
            NotFound, Forbidden: as in `user`. Whatever `edit` raises; nothing is written then.
        """
        now = self._ground.clock.now()
        async with self._ground.db.tenant(principal.sub_account_id) as connection:
            default_user_id = await repository.lock_sub_account(connection)
            before = _theirs_to_see(principal, await repository.locked_user(connection, user_id))
            after = edit(before)
            _require_standing_to_give(principal, before, after)
            updated = await repository.update_user(connection, after, now=now)
            assert updated is not None, "the row is locked"  # noqa: S101
            owner_id = await repository.first_owner(connection)
            if owner_id is None:
                raise Forbidden("An account needs an owner: make somebody else one first.")
            if default_user_id == user_id and not updated.is_active:
                await repository.set_default_user(connection, owner_id)
            await enqueue_push_again(connection, principal.sub_account_id)
            changed = Entry(principal.actor, "user.changed", Target("user", user_id), _told(before, updated))
            await record(connection, changed, now=now)
        self._ground.on_change(principal.sub_account_id)
        return updated


async def insert_user(connection: Connection, sub_account_id: int, user: NewUser, *, now: datetime) -> int:
    """Write a user inside a transaction that is already open.

    Raises:
        ValidationFailed: the address is taken.
    """
    user_id = await repository.insert_user(connection, sub_account_id, user, now=now)
    if user_id is None:
        raise ValidationFailed({"email": "somebody in this account has that address already"})
    return user_id


async def first_key(connection: Connection, principal: Principal, *, now: datetime) -> str:
    """Make the key with which somebody without a password comes in; returns it."""
    return (await insert_key(connection, principal, "first key", now=now)).secret


def require_person(name: str, email: str) -> None:
    """Refuse a person without a name or an address.

    Raises:
        ValidationFailed: names the field.
    """
    problems = {}
    if not name.strip():
        problems["name"] = "must not be empty"
    local, at, host = email.partition("@")
    if not (local and at and host) or email != email.strip():
        problems["email"] = "must look like name@example.com"
    if problems:
        raise ValidationFailed(problems)


def _theirs_to_see(principal: Principal, user: User | None) -> User:
    if user is None:
        raise NotFound(NO_SUCH_USER)
    principal.require_calendar_of(user.id)
    return user


def _require_standing_to_give(principal: Principal, before: User, after: User) -> None:
    if (after.role, after.is_active) == (before.role, before.is_active):
        return
    if not principal.acts_for_everyone or after.id == principal.user_id:
        raise Forbidden(
            "Only an owner or admin may change somebody's role or lock them out, and nobody themself."
        )
    if "owner" in {after.role, before.role} and principal.role != "owner":
        raise Forbidden("Only an owner may make somebody an owner, or an owner something else.")


def _told(before: User, after: User) -> dict[str, object]:
    """Return what the trail says of a change: before and after, but for the hours."""
    old, new = asdict(before), asdict(after)
    told: dict[str, object] = {TOLD[name]: [old[name], new[name]] for name in TOLD if old[name] != new[name]}
    return told if before.bookings_time == after.bookings_time else {**told, "bookingsTime": None}


def _name_of(person: NewPerson) -> str:
    """Return what a new user is called.

    Raises:
        InvalidTimezone, ValidationFailed: one of the values cannot be used.
    """
    if person.role not in GIVEN_ROLES:
        raise ValidationFailed({"role": f"must be one of {', '.join(GIVEN_ROLES)}"})
    name = person.email.partition("@")[0] if person.name is None else person.name
    require_person(name or person.email, person.email)
    if person.timezone is not None:
        zone_named(person.timezone)
    return name
