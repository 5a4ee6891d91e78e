"""What a language model is told before it speaks."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.assistant.briefing import Briefing, Offered
from frontdesk.assistant.prompt import DAYS_AHEAD, Place, instructions

NEW_YORK = ZoneInfo("America/New_York")
ZONES = st.sampled_from(["America/New_York", "Europe/Berlin", "Pacific/Auckland", "Asia/Kathmandu", "UTC"])
_DAY = re.compile(r"^- (\w+) (\d{4}-\d{2}-\d{2})$", re.MULTILINE)


def days_in(text: str) -> list[tuple[str, str]]:
    return _DAY.findall(text)


@given(now=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)), zone=ZONES)  # noqa: DTZ001 -- hypothesis adds the zone
def test_fourteen_days_are_named_with_their_weekdays_from_the_leads_today(now: datetime, zone: str) -> None:
    days = days_in(instructions(Place("Acme", now, ZoneInfo(zone))))

    today = now.astimezone(ZoneInfo(zone)).date()
    assert [date.fromisoformat(day) for _, day in days] == [today + timedelta(n) for n in range(DAYS_AHEAD)]
    assert all(f"{date.fromisoformat(day):%A}" == weekday for weekday, day in days)


@pytest.mark.parametrize("now", ["2026-10-31T03:30:00Z", "2026-03-07T04:30:00Z"])
def test_no_day_is_lost_or_doubled_over_a_clock_change(now: str) -> None:
    days = [day for _, day in days_in(instructions(Place("Acme", datetime.fromisoformat(now), NEW_YORK)))]

    assert len(set(days)) == DAYS_AHEAD


def test_today_is_the_leads_day_and_clock() -> None:
    text = instructions(Place("Acme", datetime(2026, 12, 1, 3, tzinfo=UTC), NEW_YORK))

    assert "Today is Monday 2026-11-30, 22:00." in text
    assert "America/New_York time" in text


def test_a_businesss_name_is_only_a_name() -> None:
    text = instructions(Place("{zone} & {0}", datetime(2026, 12, 1, tzinfo=UTC), NEW_YORK))

    assert "the front desk of {zone} & {0}." in text


def test_what_the_business_says_of_itself_and_wants_is_told() -> None:
    roofs = Offered("Roof inspection", "We look at every tile.", duration_minutes=30, price="$90")
    briefing = Briefing(
        business_description="Roofers since 1951.", services=(roofs,), tone="Warm", rules=("No Sundays.",)
    )

    text = instructions(Place("Acme", datetime(2026, 12, 1, tzinfo=UTC), NEW_YORK, briefing))

    assert "About the business:\nRoofers since 1951." in text
    assert "- Roof inspection (30 minutes, $90): We look at every tile." in text
    assert "How it wants to sound: Warm" in text
    assert "- No Sundays." in text
    assert text.index("No Sundays.") < text.index("How you work, whatever stands above:")
