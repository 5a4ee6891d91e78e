"""What the outside calendar shows of a lead who was erased."""

from datetime import timedelta

import pytest

from frontdesk.assembly import Services
from frontdesk.bookings.outside_events import mark_of
from frontdesk.bookings.reschedule import Changes
from frontdesk.clock import FixedClock
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import OPERATOR, SYSTEM, Actor
from tests.bookings.outside import Outside
from tests.conftest import Account


@pytest.fixture
async def outside(services: Services, account: Account, clock: FixedClock) -> Outside:
    desk = Outside(services, account, clock)
    await desk.connect()
    return desk


@pytest.mark.parametrize("hours_later", [0, 48])
async def test_the_event_outside_loses_its_title_and_stays_at_its_time(
    outside: Outside, services: Services, hours_later: int
) -> None:
    lead = await services.leads.create(
        outside.account.sub_account_id, LeadFields(name="Quixplant"), by=SYSTEM
    )
    booking = await outside.book()
    named = Changes(columns={"lead_id": lead.id}, details={"subject": "Roof of Quixplant"})
    booking = await services.bookings.change(outside.account.owner, booking.id, named, actor=Actor("user"))
    await outside.sync(booking)
    assert [block.title for block in outside.blocks] == [f"Roof of Quixplant {mark_of(booking)}"]
    outside.clock.instant += timedelta(hours=hours_later)

    await services.privacy.erase(outside.account.sub_account_id, lead.id, by=OPERATOR)
    after = await outside.sync(booking)

    [block] = outside.blocks
    assert block.title == f"Appointment {mark_of(booking)}"
    assert (block.starts_at, block.ends_at) == (booking.starts_at, booking.ends_at)
    assert (after.external_event_id, after.external_state) == (block.event_id, "synced")
