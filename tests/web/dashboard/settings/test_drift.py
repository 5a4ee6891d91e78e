"""What does not agree with the outside calendar is seen in the dashboard."""

import httpx

from frontdesk.assembly import Services
from frontdesk.bookings import comparing_repository
from frontdesk.bookings.differences import Finding
from frontdesk.calendars.credentials import Credentials
from tests.conftest import Account


async def test_an_open_difference_is_counted_and_explained(
    office: httpx.AsyncClient, client: httpx.AsyncClient, services: Services, account: Account
) -> None:
    place = {"calendarId": "cal", "locationId": "loc"}
    assert (await client.patch("/users/me", json=place)).status_code == 200
    await services.connections.connect(
        account.sub_account_id, Credentials("pit-x"), location_id="loc", event_kind="block_slot"
    )
    await found(services, account, Finding("overlap", is_mended=False))

    reports = (await office.get("/app/reports")).text
    settings = (await office.get("/app/settings/connection")).text

    assert "1 difference waits for somebody." in reports
    assert "Move one of the two." in settings


async def found(services: Services, account: Account, finding: Finding) -> None:
    """Let the two sides have been compared with this outcome."""
    now = services.clock.now()
    async with services.db.tenant(account.sub_account_id) as connection:
        await connection.execute(
            "INSERT INTO outside_calendars (sub_account_id, user_id, wanted_at) VALUES ($1, $2, $3) "
            "ON CONFLICT DO NOTHING",
            account.sub_account_id,
            account.user_id,
            now,
        )
        await comparing_repository.note(connection, account.user_id, agreed=3, findings=[finding], now=now)
