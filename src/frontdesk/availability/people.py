"""The users API: it stands here because editing a user's hours is what it is mostly for."""

from dataclasses import replace
from typing import Annotated, Any

import msgspec
from litestar import get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType, structs

from frontdesk.availability.directory import require_hours
from frontdesk.http import Body, Id, NewPassword, refusals
from frontdesk.tenancy.people import NewPerson
from frontdesk.tenancy.principal import Principal, Role
from frontdesk.tenancy.repository import User
from frontdesk.tenancy.service import TenancyService
from frontdesk.zones import zone_named

Line = Annotated[str, msgspec.Meta(max_length=320)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=320)]


class UserView(Body):
    """A person with a calendar. Who is not `isActive` is locked out and cannot be booked."""

    id: int
    name: str
    email: str
    role: Role
    timezone: str
    calendar_id: str | None
    location_id: str | None
    assigned_user_id: str | None
    bookings_time: dict[str, Any]
    is_active: bool


class EditUser(Body):
    """What is to change of a user; what is not named stays."""

    name: Name | UnsetType = UNSET
    role: Role | UnsetType = UNSET
    timezone: Line | UnsetType = UNSET
    calendar_id: Line | None | UnsetType = UNSET
    location_id: Line | None | UnsetType = UNSET
    assigned_user_id: Line | None | UnsetType = UNSET
    bookings_time: dict[str, Any] | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class MakeUser(Body):
    """Who is to become a user. Left out, the name comes from the address, the zone from the sub-account."""

    email: Line
    role: Role
    name: Name | None = None
    timezone: Line | None = None
    password: NewPassword | None = None


class MadeUser(UserView):
    """A user just made; who has no password gets an API key, which is shown this once."""

    api_key: str | None


class UserList(Body):
    """The sub-account's users, oldest first."""

    users: list[UserView]


def view(user: User) -> UserView:
    """Put a user into the contract's form."""
    return UserView(
        id=user.id,
        name=user.name,
        email=user.email,
        role=user.role,
        timezone=user.timezone,
        calendar_id=user.calendar_id,
        location_id=user.location_id,
        assigned_user_id=user.assigned_user_id,
        bookings_time=dict(user.bookings_time),
        is_active=user.is_active,
    )


def edited(user: User, changes: EditUser) -> User:
    """Return the user as they would be.

    Raises:
        ValidationFailed: hours that make no sense, naming each field. InvalidTimezone: no such zone.
    """
    given = {name: getattr(changes, name) for name in changes.__struct_fields__}
    after = replace(user, **{name: value for name, value in given.items() if value is not UNSET})
    require_hours(after.bookings_time, zone=zone_named(after.timezone))
    return after


@get("/users", responses=refusals(), tags=["people"])
async def everyone(
    principal: NamedDependency[Principal], tenancy: NamedDependency[TenancyService]
) -> UserList:
    """List the sub-account's users; a member sees themself."""
    return UserList([view(user) for user in await tenancy.users(principal)])


@post("/users", responses=refusals(403), tags=["people"])
async def add(
    data: JSONBody[MakeUser],
    principal: NamedDependency[Principal],
    tenancy: NamedDependency[TenancyService],
) -> MadeUser:
    """Make a user of the sub-account."""
    principal.require_admin()
    person = NewPerson(data.email, data.role, data.name, data.timezone, data.password)
    user_id, api_key = await tenancy.add_user(principal.sub_account_id, person, by=principal.actor)
    made = view(await tenancy.user(principal, user_id))
    return MadeUser(**structs.asdict(made), api_key=api_key)


@get("/users/me", responses=refusals(), tags=["people"])
async def me(principal: NamedDependency[Principal], tenancy: NamedDependency[TenancyService]) -> UserView:
    """Return the caller."""
    return view(await tenancy.user(principal, principal.user_id))


@patch("/users/me", responses=refusals(403), tags=["people"])
async def edit_me(
    data: JSONBody[EditUser], principal: NamedDependency[Principal], tenancy: NamedDependency[TenancyService]
) -> UserView:
    """Change the caller's own settings."""
    return await _edit(principal.user_id, data, principal, tenancy)


@patch("/users/{user_id:int}", responses=refusals(403, 404), tags=["people"])
async def edit(
    user_id: Id,
    data: JSONBody[EditUser],
    principal: NamedDependency[Principal],
    tenancy: NamedDependency[TenancyService],
) -> UserView:
    """Change a user's settings."""
    return await _edit(user_id, data, principal, tenancy)


async def _edit(user_id: int, data: EditUser, principal: Principal, tenancy: TenancyService) -> UserView:
    return view(await tenancy.change_user(principal, user_id, lambda user: edited(user, data)))


handlers = [everyone, add, me, edit_me, edit]
