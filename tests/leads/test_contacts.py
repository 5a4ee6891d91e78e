"""What a contact in the outside calendar says of a lead."""

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import SYSTEM
from tests.conftest import Account, make_account

BERLIN, CHICAGO, NEW_YORK, TOKYO = "Europe/Berlin", "America/Chicago", "America/New_York", "Asia/Tokyo"
NEW_YORK_NUMBER, TOLL_FREE = "+1 212 736 5000", "+1 800 555 0199"


@pytest.mark.parametrize(
    ("known", "told", "zone"),
    [
        (LeadFields(), LeadFields(timezone=TOKYO), (TOKYO, "contact")),
        (LeadFields(phone=TOLL_FREE), LeadFields(timezone=TOKYO), (TOKYO, "contact")),
        (LeadFields(timezone=BERLIN), LeadFields(timezone=TOKYO), (BERLIN, "given")),
        (
            LeadFields(timezone=BERLIN, timezone_source="browser"),
            LeadFields(timezone=TOKYO),
            (BERLIN, "browser"),
        ),
        (LeadFields(phone=NEW_YORK_NUMBER), LeadFields(timezone=TOKYO), (NEW_YORK, "phone")),
        (LeadFields(), LeadFields(phone=NEW_YORK_NUMBER, timezone=TOKYO), (NEW_YORK, "phone")),
        (LeadFields(phone=NEW_YORK_NUMBER), LeadFields(phone=TOLL_FREE, timezone=TOKYO), (TOKYO, "contact")),
        (LeadFields(), LeadFields(timezone="Mars/Olympus"), (None, None)),
        (
            LeadFields(timezone=BERLIN, timezone_source="contact"),
            LeadFields(timezone=TOKYO),
            (TOKYO, "contact"),
        ),
        (LeadFields(timezone=BERLIN, timezone_source="contact"), LeadFields(name="Ann"), (BERLIN, "contact")),
    ],
)
async def test_a_contacts_zone_counts_where_nothing_else_tells_one(
    services: Services,
    account: Account,
    known: LeadFields,
    told: LeadFields,
    zone: tuple[str | None, str | None],
) -> None:
    await services.leads.create(account.sub_account_id, _as_contact(known), by=SYSTEM)

    [lead] = await services.leads.hear_of_contact(account.sub_account_id, _as_contact(told))

    assert (lead.timezone, lead.timezone_source) == zone


async def test_what_a_contact_does_not_say_stays(services: Services, account: Account) -> None:
    before = LeadFields(name="Ann", email="ann@example.com", phone=NEW_YORK_NUMBER)
    lead = await services.leads.create(account.sub_account_id, _as_contact(before), by=SYSTEM)

    [after] = await services.leads.hear_of_contact(
        account.sub_account_id, _as_contact(LeadFields(name="Anna"))
    )

    assert (after.id, after.name, after.email, after.phone) == (
        lead.id, "Anna", "ann@example.com", NEW_YORK_NUMBER,
    )  # fmt: skip


async def test_a_contact_of_nobody_changes_nobody(services: Services, account: Account) -> None:
    stranger = await make_account(services)
    theirs = await services.leads.create(
        stranger.sub_account_id, _as_contact(LeadFields(name="Ann")), by=SYSTEM
    )

    assert (
        await services.leads.hear_of_contact(account.sub_account_id, _as_contact(LeadFields(name="X"))) == []
    )
    assert await services.leads.hear_of_contact(account.sub_account_id, LeadFields(name="X")) == []
    assert await services.leads.by_id(stranger.sub_account_id, theirs.id) == theirs


async def test_a_booking_says_that_its_zone_is_the_contacts(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    lead = await services.leads.create(account.sub_account_id, _as_contact(LeadFields()), by=SYSTEM)
    await services.leads.hear_of_contact(account.sub_account_id, _as_contact(LeadFields(timezone=CHICAGO)))

    booked = await client.post("/bookings", json={"date": "2026-12-01", "time": "10:00", "leadId": lead.id})

    details = booked.json()["details"]
    assert (details["timezone"], details["timezoneSource"]) == (CHICAGO, "contact")


async def test_a_number_given_later_ranks_before_the_contacts_zone(
    client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    lead = await services.leads.create(account.sub_account_id, _as_contact(LeadFields()), by=SYSTEM)
    await services.leads.hear_of_contact(account.sub_account_id, _as_contact(LeadFields(timezone=TOKYO)))

    untold = (await client.patch(f"/leads/{lead.id}", json={"phone": TOLL_FREE})).json()
    told = (await client.patch(f"/leads/{lead.id}", json={"phone": NEW_YORK_NUMBER})).json()

    assert (untold["timezone"], untold["timezoneSource"]) == (TOKYO, "contact")
    assert (told["timezone"], told["timezoneSource"]) == (NEW_YORK, "phone")


def _as_contact(fields: LeadFields) -> LeadFields:
    return LeadFields(
        fields.name, fields.email, fields.phone, fields.timezone, "contact-1", fields.timezone_source
    )
