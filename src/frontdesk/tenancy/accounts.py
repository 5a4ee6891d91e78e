"""Sub-accounts: making them, their settings, their widget's key, and whom their chat books with."""

import secrets
from dataclasses import dataclass

from frontdesk.errors import NotFound
from frontdesk.tenancy import keys, passwords, repository
from frontdesk.tenancy.ground import Ground
from frontdesk.tenancy.people import DEFAULT_BOOKINGS_TIME, first_key, insert_user, require_person
from frontdesk.tenancy.principal import AgencyPerson, Principal
from frontdesk.tenancy.repository import DateOrder, NewSubAccount, NewUser, SubAccount
from frontdesk.trail.entries import OPERATOR, Actor, Entry, Target, record
from frontdesk.zones import zone_named

_ACCOUNT = Target("sub_account")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A sub-account just made. The API key is shown this once."""

    sub_account_id: int
    user_id: int
    api_key: str
    widget_key: str
    password: str


class Accounts:
    """The tenants themselves."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def create_account(
        self,
        name: str,
        email: str,
        *,
        timezone: str,
        password: str | None = None,
        by: AgencyPerson | None = None,
    ) -> NewAccount:
        """Make a sub-account and its owner; without a password one is made up. It is the agency's of `by`.

        Raises:
            InvalidTimezone, ValidationFailed: a value cannot be used; nothing is written.
        """
        zone_named(timezone)
        require_person(name, email)
        chosen = secrets.token_urlsafe(12) if password is None else password
        passwords.require_usable(chosen)
        hashed = await passwords.hash_password(chosen)
        sub_account_id = await self._ground.db.reserve_sub_account_id()
        widget_key = keys.new_widget_key(sub_account_id)
        now = self._ground.clock.now()
        async with self._ground.db.tenant(sub_account_id) as connection:
            row = NewSubAccount(sub_account_id, name, timezone, widget_key, by.agency_id if by else None)
            await repository.insert_sub_account(connection, row, now=now)
            owner = NewUser(name, email, "owner", timezone, hashed, DEFAULT_BOOKINGS_TIME)
            user_id = await insert_user(connection, sub_account_id, owner, now=now)
            await repository.set_default_user(connection, user_id)
            key = await first_key(connection, Principal(sub_account_id, user_id, "owner"), now=now)
            maker = by.actor if by else OPERATOR
            made = Entry(maker, "sub_account.made", _ACCOUNT, {"name": name, "ownerId": user_id})
            await record(connection, made, now=now)
        return NewAccount(sub_account_id, user_id, key, widget_key, chosen)

    async def rotate_widget_key(self, principal: Principal) -> str:
        """Give the sub-account's chat a new key; the old one, and what began with it, opens nothing.

        Raises:
            Forbidden: only an owner or admin may do this.
        """
        principal.require_admin()
        widget_key = keys.new_widget_key(principal.sub_account_id)
        rotated = Entry(principal.actor, "widget_key.rotated", _ACCOUNT)
        async with self._ground.db.tenant(principal.sub_account_id) as connection:
            await repository.set_widget_key(connection, widget_key)
            await record(connection, rotated, now=self._ground.clock.now())
        return widget_key

    async def account_of_widget(self, widget_key: str) -> SubAccount:
        """Return the sub-account whose widget this is.

        Raises:
            NotFound: nobody's.
        """
        claimed = keys.claimed_sub_account(widget_key)
        if claimed is not None:
            async with self._ground.db.tenant(claimed) as connection:
                account = await repository.sub_account(connection)
            if account is not None and secrets.compare_digest(account.widget_key, widget_key):
                return account
        raise NotFound("This chat does not exist (any more).")

    async def widget_key_of(self, sub_account_id: int) -> str:
        """Return the key of the sub-account's chat.

        Raises:
            NotFound: no such sub-account.
        """
        async with self._ground.db.tenant(sub_account_id) as connection:
            account = await repository.sub_account(connection)
        if account is None:
            raise NotFound(f"There is no sub-account {sub_account_id}.")
        return account.widget_key

    async def set_date_order(
        self, sub_account_id: int, order: DateOrder | None, *, by: Actor = OPERATOR
    ) -> None:
        """Choose how the sub-account's leads write 5/6; None lets it follow from where a lead lives.

        Raises:
            NotFound: no such sub-account.
        """
        async with self._ground.db.tenant(sub_account_id) as connection:
            before = await repository.sub_account(connection)
            if before is None or not await repository.set_date_order(connection, order):
                raise NotFound(f"There is no sub-account {sub_account_id}.")
            changes = {"dateOrder": [before.date_order, order]}
            chosen = Entry(by, "settings.changed", _ACCOUNT, changes)
            await record(connection, chosen, now=self._ground.clock.now())

    async def front_desk(self, sub_account_id: int) -> Principal:
        """Return the one whose calendar the sub-account's chat books, as a caller.

        Raises:
            NotFound: no such sub-account.
        """
        async with self._ground.db.tenant(sub_account_id) as connection:
            account = await repository.sub_account(connection)
            if account is not None and account.default_user_id is not None:
                principal = await repository.principal_by_user(connection, account.default_user_id)
                if principal is not None:
                    return principal
        raise NotFound(f"There is no sub-account {sub_account_id}.")
