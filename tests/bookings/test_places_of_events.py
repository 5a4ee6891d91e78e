"""A booking's one event follows its user from one calendar, or one person, to another."""

from dataclasses import dataclass, replace

import pytest

from frontdesk.assembly import Services
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.calendars.connections import EventKind
from frontdesk.calendars.credentials import Credentials
from frontdesk.calendars.simulator.state import Event
from frontdesk.clock import FixedClock
from frontdesk.leads.repository import LeadFields
from frontdesk.reading import read_date, read_time
from frontdesk.trail.entries import SYSTEM
from tests.bookings.outside import Outside
from tests.bookings.test_sync_over_http import reaching, simulation
from tests.calendars.simulation import Simulation, local
from tests.conftest import Account

__all__ = ["reaching", "simulation"]  # fixtures


@dataclass
class Office:
    """An account whose bookings go to a simulated location with several calendars."""

    services: Services
    account: Account
    simulation: Simulation

    async def connect(self, event_kind: EventKind, calendar_id: str, person: str | None = None) -> None:
        await self.services.connections.connect(
            self.account.sub_account_id,
            Credentials(self.simulation.token),
            location_id="loc",
            event_kind=event_kind,
        )
        await self.go_to(calendar_id, person)

    async def go_to(self, calendar_id: str, person: str | None = None) -> None:
        """Give the user another calendar."""
        user = await self.services.tenancy.user(self.account.owner, self.account.user_id)
        changed = replace(user, calendar_id=calendar_id, location_id="loc", assigned_user_id=person)
        await self.services.tenancy.update_user(self.account.owner, changed)

    async def book(self) -> Booking:
        fields = LeadFields("Ann", "ann@example.com", None)
        lead = await self.services.leads.create(self.account.sub_account_id, fields, by=SYSTEM)
        when = WallTime(read_date("2026-12-01"), read_time("14:00"))
        request = BookingRequest(user_id=self.account.user_id, when=when, lead_id=lead.id)
        booking = await self.services.bookings.create(self.account.owner, request, actor=Actor("user"))
        return await self.sync(booking)

    async def sync(self, booking: Booking) -> Booking:
        await self.services.sync.run(booking.sub_account_id, booking.id)
        return await self.services.bookings.by_id(self.account.owner, booking.id)

    async def compare(self) -> list[tuple[str, bool]]:
        ids = (self.account.sub_account_id, self.account.user_id)
        await self.services.outside_times.refresh(*ids)
        found = await self.services.comparing.compare(*ids)
        return [(finding.code, finding.is_mended) for finding in found]

    @property
    def standing(self) -> list[Event]:
        events = self.simulation.state.events.values()
        return [event for event in events if event.status != "cancelled"]


@pytest.fixture
def office(reaching: Services, account: Account, simulation: Simulation) -> Office:
    simulation.add_calendar("other", "event")
    simulation.add_calendar("team", "round_robin", team=("robin", "bob"))
    simulation.add_calendar("twin", "round_robin", team=("robin", "bob"))
    return Office(reaching, account, simulation)


@pytest.mark.parametrize("event_kind", ["block_slot", "appointment"])
async def test_an_event_is_brought_to_the_users_new_calendar(office: Office, event_kind: EventKind) -> None:
    await office.connect(event_kind, "event")
    booking = await office.book()
    await office.go_to("other")

    assert await office.compare() == [("elsewhere", True)]
    booking = await office.sync(booking)

    [event] = office.standing
    assert (event.calendar_id, event.id) == ("other", booking.external_event_id)
    assert (booking.status, booking.external_state) == ("confirmed", "synced")
    assert await office.compare() == []


async def test_an_appointment_is_moved_there_and_not_made_anew(office: Office) -> None:
    await office.connect("appointment", "event")
    before = await office.book()
    await office.go_to("other")
    await office.compare()

    assert (await office.sync(before)).external_event_id == before.external_event_id
    assert len(office.simulation.state.events) == 1


@pytest.mark.parametrize("person", ["robin", "bob"])
async def test_a_block_is_put_on_the_person_who_is_meant_now(office: Office, person: str) -> None:
    await office.connect("block_slot", "team", "robin")
    booking = await office.book()
    await office.go_to("twin", person)

    assert await office.compare() == [("elsewhere", True)]
    booking = await office.sync(booking)

    [event] = office.standing
    assert (event.user_id, event.id) == (person, booking.external_event_id)
    assert await office.compare() == []


@pytest.mark.parametrize("event_kind", ["block_slot", "appointment"])
async def test_a_booking_cancelled_after_its_user_has_another_calendar_leaves_no_event(
    office: Office, event_kind: EventKind
) -> None:
    await office.connect(event_kind, "event")
    booking = await office.book()
    [event] = office.standing
    office.simulation.state.events[event.id].title = "Bob Smith"
    await office.go_to("other")

    cancelled = await office.services.bookings.cancel(office.account.owner, booking.id, actor=Actor("user"))
    cancelled = await office.sync(cancelled)

    assert office.standing == []
    assert (cancelled.status, cancelled.external_state) == ("cancelled", "synced")


@pytest.mark.parametrize("event_kind", ["block_slot", "appointment"])
async def test_an_event_whose_time_is_gone_in_the_new_calendar_stays_and_is_told(
    office: Office, event_kind: EventKind
) -> None:
    await office.connect(event_kind, "event")
    booking = await office.book()
    [event] = office.standing
    office.simulation.state.events["by hand"] = replace(
        event, id="by hand", kind="block", calendar_id="other", title="Dentist", contact_id=None
    )
    await office.go_to("other")

    assert ("elsewhere", True) in await office.compare()
    booking = await office.sync(booking)

    assert (booking.status, booking.starts_at) == ("confirmed", local("2026-12-01 14:00"))
    assert {(one.id, one.calendar_id) for one in office.standing} == {
        (event.id, "event"), ("by hand", "other")
    }  # fmt: skip
    assert ("elsewhere", False) in await office.compare()

    del office.simulation.state.events["by hand"]
    await office.services.bookings.push_again(office.account.owner, booking.id, actor=Actor("user"))
    booking = await office.sync(booking)
    assert [(one.id, one.calendar_id) for one in office.standing] == [(booking.external_event_id, "other")]
    assert booking.external_error is None


async def test_a_former_calendar_that_is_closed_to_us_keeps_no_event_from_being_written(
    services: Services, account: Account, clock: FixedClock
) -> None:
    outside = Outside(services, account, clock)
    await outside.connect()
    booking = await outside.sync(await outside.book())
    async with services.db.tenant(booking.sub_account_id) as connection:
        await connection.execute("UPDATE bookings SET external_place = 'another closed '")
    outside.calendar.events.clear()

    await services.comparing.compare(booking.sub_account_id, booking.regular_user_id)
    booking = await outside.sync(booking)

    assert [block.event_id for block in outside.blocks] == [booking.external_event_id]
