"""How a sub-account's choice and the lead's zone decide how dates are read."""

from zoneinfo import ZoneInfo

import pytest

from frontdesk.assembly import Services
from frontdesk.assistant.setting import setting_of
from frontdesk.errors import NotFound
from frontdesk.tenancy.repository import DateOrder
from tests.conftest import MONDAY_MORNING, Account


@pytest.mark.parametrize(
    ("zone", "order", "is_day_first"),
    [
        ("America/New_York", None, False),
        ("Europe/Berlin", None, True),
        ("America/New_York", "day_first", True),
        ("Europe/Berlin", "month_first", False),
    ],
)
async def test_the_business_decides_how_dates_are_written_and_else_the_leads_place(
    services: Services, account: Account, zone: str, order: DateOrder | None, is_day_first: bool
) -> None:
    await services.tenancy.set_date_order(account.sub_account_id, order)
    business = await services.tenancy.account_of_widget(account.widget_key)
    user = await services.tenancy.user(account.owner, account.user_id)

    setting = setting_of(user, business, zone=ZoneInfo(zone), now=MONDAY_MORNING)

    assert setting.conventions.day_first is is_day_first


async def test_an_account_that_does_not_exist_has_no_order(services: Services) -> None:
    with pytest.raises(NotFound):
        await services.tenancy.set_date_order(999_999_999, "day_first")
