"""`frontdesk account` and `frontdesk user`: making them from the machine that runs the service."""

import asyncio
import json
from enum import StrEnum
from typing import Annotated, cast

import typer

from frontdesk import settings
from frontdesk.entry import opened
from frontdesk.settings import Settings
from frontdesk.tenancy.accounts import NewAccount
from frontdesk.tenancy.principal import Role
from frontdesk.tenancy.repository import DateOrder as KeptOrder

account = typer.Typer(help="Sub-accounts.", no_args_is_help=True)
user = typer.Typer(help="Users of a sub-account.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@account.callback()
def accounts() -> None:
    """Sub-accounts."""


@user.callback()
def users() -> None:
    """Users of a sub-account."""


@account.command("create")
def create_account(
    name: Annotated[str, typer.Option(help="The business's name, as its leads know it.")],
    timezone: Annotated[str, typer.Option(help="IANA zone, such as America/New_York.")],
    email: Annotated[str, typer.Option(help="The owner's e-mail address.")],
    password: Annotated[str | None, typer.Option(help="The owner's password; made up if left out.")] = None,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag of the command line
) -> None:
    """Make a sub-account and its owner. The API key is shown this once."""
    made = asyncio.run(_create_account(settings.from_environment(), name, timezone, email, password))
    shown = {
        "subAccountId": made.sub_account_id,
        "userId": made.user_id,
        "apiKey": made.api_key,
        "widgetKey": made.widget_key,
    }
    _print(shown if password else {**shown, "password": made.password}, as_json=as_json)


class DateOrder(StrEnum):
    """How dates such as 5/6 are written."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    BY_ZONE = "by-zone"


@account.command("edit")
def edit_account(
    sub_account: Annotated[int, typer.Option(help="The sub-account's id.", min=1, max=2**63 - 1)],
    date_order: Annotated[DateOrder, typer.Option(help="How its leads write 5/6.")],
) -> None:
    """Choose how a sub-account's leads write dates; by-zone follows from where each lead lives."""
    asyncio.run(_set_date_order(settings.from_environment(), sub_account, date_order))


@user.command("create")
def create_user(
    sub_account: Annotated[int, typer.Option(help="The sub-account's id.", min=1, max=2**63 - 1)],
    email: Annotated[str, typer.Option(help="The user's e-mail address.")],
    role: Annotated[str, typer.Option(help="admin or member.")],
    as_json: AsJson = False,  # noqa: FBT002 -- a flag of the command line
) -> None:
    """Make a user. The API key is shown this once."""
    user_id, api_key = asyncio.run(_create_user(settings.from_environment(), sub_account, email, role))
    _print({"userId": user_id, "apiKey": api_key}, as_json=as_json)


async def _create_account(
    chosen: Settings, name: str, timezone: str, email: str, password: str | None
) -> NewAccount:
    async with opened(chosen) as services:
        return await services.tenancy.create_account(name, email, timezone=timezone, password=password)


async def _set_date_order(chosen: Settings, sub_account_id: int, order: DateOrder) -> None:
    kept = None if order is DateOrder.BY_ZONE else order.value.replace("-", "_")
    async with opened(chosen) as services:
        await services.tenancy.set_date_order(sub_account_id, cast("KeptOrder | None", kept))


async def _create_user(chosen: Settings, sub_account_id: int, email: str, role: str) -> tuple[int, str]:
    async with opened(chosen) as services:
        return await services.tenancy.create_user(sub_account_id, email, role=cast("Role", role))


def _print(shown: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(shown))
        return
    for name, value in shown.items():
        typer.echo(f"{name}: {value}")
