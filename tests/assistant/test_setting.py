"""How a sub-account's choices and the lead's zone become what the offline model knows."""

from datetime import time
from zoneinfo import ZoneInfo

import pytest

from frontdesk.assembly import Services
from frontdesk.assistant.briefing import Briefing, Offered
from frontdesk.assistant.offline.about import About, Hours, Service
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


async def test_what_the_business_says_of_itself_is_known_with_its_weekly_hours(
    services: Services, account: Account
) -> None:
    business = await services.tenancy.account_of_widget(account.widget_key)
    user = await services.tenancy.user(account.owner, account.user_id)
    briefing = Briefing(
        business_description="Roofs.",
        rules=("Be kind.",),
        services=(Offered("Inspection", duration_minutes=60, price="$150"),),
    )

    setting = setting_of(
        user, business, zone=ZoneInfo("Europe/Berlin"), now=MONDAY_MORNING, briefing=briefing
    )

    nine_to_five = [Hours(day, time(9), time(17), "America/New_York") for day in range(5)]
    assert setting.about == About(
        "Roofs.", ("Be kind.",), (Service("Inspection", "", 60, "$150"),), tuple(nine_to_five)
    )


async def test_an_account_that_does_not_exist_has_no_order(services: Services) -> None:
    with pytest.raises(NotFound):
        await services.tenancy.set_date_order(999_999_999, "day_first")
