"""The agency's API: the list of its sub-accounts, making them, and switching into one."""

from datetime import UTC, datetime
from typing import Annotated

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from litestar.status_codes import HTTP_200_OK, HTTP_204_NO_CONTENT

from frontdesk.http import Body, Id, NewPassword, refusals
from frontdesk.limits import SIGN_IN, Limits
from frontdesk.tenancy.agencies import TOKEN_LIFE, Agencies
from frontdesk.tenancy.agency_repository import ListedAccount
from frontdesk.tenancy.agency_trail import AgencyAction
from frontdesk.tenancy.authentication import ACCESS_TOKEN_LIFE
from frontdesk.tenancy.principal import AgencyPerson
from frontdesk.tenancy.routes import TokenAnswer
from frontdesk.tenancy.service import TenancyService

Line = Annotated[str, msgspec.Meta(max_length=320)]


class AgencyLineView(Body):
    """What a person of the agency did."""

    at: datetime
    action: AgencyAction
    person_id: int


class AgencyTrail(Body):
    """Who of the agency came in and went, newest first."""

    entries: list[AgencyLineView]


class AgencyPassword(Body):
    """The password there is, and the one that is to be."""

    current: Annotated[str, msgspec.Meta(max_length=1000)]
    new: NewPassword


class ListedAccountView(Body):
    """A sub-account in its agency's list."""

    id: int
    name: str
    timezone: str
    created_at: datetime


class AccountList(Body):
    """The agency's sub-accounts, oldest first."""

    sub_accounts: list[ListedAccountView]


class MakeSubAccount(Body):
    """A sub-account to be. Without `email`, its owner signs in with the address of whoever makes it."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=320)]
    timezone: Line
    email: Line | None = None


class MadeSubAccount(Body):
    """A sub-account just made. The key and the password are shown this once."""

    sub_account_id: int
    user_id: int
    api_key: str
    widget_key: str
    password: str


def view(account: ListedAccount) -> ListedAccountView:
    """Put a sub-account into the list's form."""
    return ListedAccountView(account.id, account.name, account.timezone, account.created_at.astimezone(UTC))


@get("/agency/sub-accounts", responses=refusals(), tags=["agency"])
async def list_sub_accounts(
    agency_person: NamedDependency[AgencyPerson], agencies: NamedDependency[Agencies]
) -> AccountList:
    """List the agency's sub-accounts. Needs the agency's token."""
    return AccountList([view(account) for account in await agencies.sub_accounts(agency_person)])


@post("/agency/sub-accounts", responses=refusals(), tags=["agency"])
async def make_sub_account(
    data: JSONBody[MakeSubAccount],
    agency_person: NamedDependency[AgencyPerson],
    agencies: NamedDependency[Agencies],
) -> MadeSubAccount:
    """Make a sub-account of the agency's."""
    made = await agencies.create_sub_account(
        agency_person, data.name, timezone=data.timezone, email=data.email
    )
    return MadeSubAccount(made.sub_account_id, made.user_id, made.api_key, made.widget_key, made.password)


@post(
    "/agency/sub-accounts/{sub_account_id:int}/switch",
    status_code=HTTP_200_OK,
    responses=refusals(404),
    tags=["agency"],
)
async def switch(
    sub_account_id: Id,
    agency_person: NamedDependency[AgencyPerson],
    agencies: NamedDependency[Agencies],
    tenancy: NamedDependency[TenancyService],
) -> TokenAnswer:
    """Switch into a sub-account: the answer's token acts as its owner, and its trail says who it was."""
    principal = await agencies.enter(agency_person, sub_account_id)
    life = int(ACCESS_TOKEN_LIFE.total_seconds())
    return TokenAnswer(tenancy.access_token(principal), life, sub_account_id, agency_person.agency_id)


@post("/agency/password", status_code=HTTP_200_OK, responses=refusals(), tags=["agency"])
async def change_password(
    data: JSONBody[AgencyPassword],
    agency_person: NamedDependency[AgencyPerson],
    agencies: NamedDependency[Agencies],
    rate_limits: NamedDependency[Limits],
) -> TokenAnswer:
    """Change the person's password: ends their tokens and switches, and answers with a fresh token."""
    await rate_limits.take(SIGN_IN, f"password of agency {agency_person.agency_id} {agency_person.id}")
    changed = await agencies.change_password(agency_person, data.current, new=data.new)
    life = int(TOKEN_LIFE.total_seconds())
    return TokenAnswer(agencies.token(changed), life, None, agency_person.agency_id)


@post("/agency/sign-out", status_code=HTTP_204_NO_CONTENT, responses=refusals(), tags=["agency"])
async def sign_out(agency_person: NamedDependency[AgencyPerson], agencies: NamedDependency[Agencies]) -> None:
    """Sign the person out everywhere: their tokens, sessions and switches end at once."""
    await agencies.sessions.end_all(agency_person)


@get("/agency/trail", responses=refusals(), tags=["agency"])
async def read_trail(
    agency_person: NamedDependency[AgencyPerson], agencies: NamedDependency[Agencies]
) -> AgencyTrail:
    """Return the latest 500 times that somebody came in, went, was refused or changed their password."""
    lines = await agencies.sessions.trail(agency_person)
    return AgencyTrail(
        [AgencyLineView(line.at.astimezone(UTC), line.action, line.person_id) for line in lines]
    )


handlers = [list_sub_accounts, make_sub_account, switch, change_password, sign_out, read_trail]
