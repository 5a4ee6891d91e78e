"""The settings: what their forms change, and for whom."""

from typing import Any

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.tenancy.people import NewPerson
from tests.conftest import Account, make_account
from tests.web.conftest import Browser

TUESDAY_EVENING = {
    "day": ["1", "2"],
    "start": ["", "18:00"],
    "end": ["", "20:00"],
    "zone": ["", ""],
    "slotDuration": "60",
    "timezone": "America/New_York",
}
HOURS, PEOPLE = "/app/settings/hours", "/app/settings/people"


async def member_of(services: Services, account: Account) -> tuple[int, str, str]:
    """Make a member who can sign in: their id, address and password."""
    email, password = f"mia{account.sub_account_id}@example.com", "correct horse"
    user_id, _ = await services.tenancy.add_user(
        account.sub_account_id, NewPerson(email, "member", password=password)
    )
    return user_id, email, password


async def test_saved_hours_are_offered(office: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    answer = await office.post(HOURS, data=TUESDAY_EVENING)

    assert answer.status_code == 303
    assert "Saved." in (await office.get(answer.headers["Location"])).text
    day = (await client.post("/bookings/availability", json={"date": "2026-12-01"})).json()
    assert day["slots"] == ["18:00", "19:00"]


async def test_the_preview_shows_what_is_not_saved_yet(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    before = (await client.get("/users/me")).json()

    shown = (await office.post(f"{HOURS}/preview", data=TUESDAY_EVENING)).text

    assert "6:00 PM" in shown
    assert "9:00 AM" not in shown
    assert (await client.get("/users/me")).json() == before


async def test_hours_that_make_no_sense_are_told_and_nothing_is_saved(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    before = (await client.get("/users/me")).json()
    wrong: dict[str, Any] = {**TUESDAY_EVENING, "end": ["", "17:00"]}

    answer = await office.post(HOURS, data=wrong)
    preview = await office.post(f"{HOURS}/preview", data=wrong)

    assert "<b>Tuesday</b> must be after start" in answer.text
    assert 'value="18:00"' in answer.text
    assert "do not fit together" in preview.text
    assert (await client.get("/users/me")).json() == before


async def test_people_are_added_and_given_roles(office: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    page = (await office.post(PEOPLE, data={"email": "mia@example.com", "role": "member"})).text
    [mia] = [one for one in (await client.get("/users")).json()["users"] if one["email"] == "mia@example.com"]
    await office.post(f"{PEOPLE}/{mia['id']}/role", data={"role": "admin"})

    assert "fdk_" in page
    assert "fdk_" not in (await office.get(PEOPLE)).text
    assert (await client.get("/users")).json()["users"][1]["role"] == "admin"


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        ({"email": "nobody", "role": "member"}, "must look like name@example.com"),
        ({"email": "mia@example.com", "role": "owner"}, "must be one of admin, member"),
        ({"email": "mia@example.com", "role": "member", "password": "short"}, "must have 8 characters"),
    ],
)
async def test_who_cannot_be_added_is_told_why(
    office: httpx.AsyncClient, client: httpx.AsyncClient, form: dict[str, str], problem: str
) -> None:
    page = (await office.post(PEOPLE, data=form)).text

    assert problem in page
    assert len((await client.get("/users")).json()["users"]) == 1


async def test_a_key_is_shown_once_and_opens_nothing_once_revoked(
    office: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    page = (await office.post("/app/settings/keys", data={"name": "Zapier"})).text
    key = page.split('<code id="secret">')[1].split("<")[0]
    headers = {"Authorization": f"Bearer {key}"}
    assert (await office.get("/users/me", headers=headers)).status_code == 200
    assert key not in (await office.get("/app/settings/keys")).text

    [made] = [one for one in (await client.get("/api-keys")).json()["apiKeys"] if one["name"] == "Zapier"]
    await office.post(f"/app/settings/keys/{made['id']}/revoke")

    assert (await office.get("/users/me", headers=headers)).status_code == 401


async def test_the_chats_settings_are_saved(office: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    form = {
        "title": "Roofs",
        "accent_color": "#aa3300",
        "greeting_es": "Hola",
        "sites": "https://www.example.com\nhttps://other.example.com",
    }

    answer = await office.post("/app/settings/chat", data=form)

    assert answer.status_code == 303
    saved = (await client.get("/widget/settings")).json()
    assert (saved["title"], saved["accentColor"]) == ("Roofs", "#aa3300")
    assert saved["allowedSites"] == ["https://www.example.com", "https://other.example.com"]
    assert saved["greetings"] == {"en": None, "es": "Hola"}


async def test_a_site_that_is_none_is_told_beside_its_field(office: httpx.AsyncClient) -> None:
    page = (await office.post("/app/settings/chat", data={"sites": "example"})).text

    assert "each must be a site" in page


async def test_a_new_password_signs_one_out_and_is_good_from_then_on(
    office: httpx.AsyncClient, browser: Browser, account: Account
) -> None:
    form = {"current": account.password, "new": "correct horse", "again": "correct horse"}

    answer = await office.post("/app/settings/password", data=form)

    assert answer.headers["Location"] == "/app/sign-in"
    assert (await office.get("/app")).status_code == 303
    assert (await browser.sign_in(account.email, "correct horse")).headers["Location"] == "/app"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"current": "wrong"}, "is not your password"),
        ({"again": "another one"}, "is not the same"),
        ({"new": "short", "again": "short"}, "must have 8 characters at least"),
    ],
)
async def test_a_password_that_cannot_be_is_told_beside_its_field(
    office: httpx.AsyncClient, account: Account, change: dict[str, str], problem: str
) -> None:
    form = {"current": account.password, "new": "correct horse", "again": "correct horse", **change}

    assert problem in (await office.post("/app/settings/password", data=form)).text


async def test_a_member_changes_their_own_hours_and_nobody_elses(
    browser: Browser, services: Services, account: Account
) -> None:
    _, email, password = await member_of(services, account)
    await browser.sign_in(email, password)
    browser.http.headers["X-Form-Token"] = await browser.form_token("/app")

    own = await browser.http.post(HOURS, data=TUESDAY_EVENING)
    others = await browser.http.post(f"{HOURS}?user={account.user_id}", data=TUESDAY_EVENING)
    closed = [await browser.http.get(path) for path in (PEOPLE, "/app/settings/chat")]

    assert (own.status_code, others.status_code) == (303, 403)
    assert [answer.status_code for answer in closed] == [403, 403]


async def test_a_strangers_hours_are_not_there(office: httpx.AsyncClient, services: Services) -> None:
    stranger = await make_account(services)

    assert (await office.get(f"{HOURS}?user={stranger.user_id}")).status_code == 404
    assert (await office.post(f"{HOURS}?user={stranger.user_id}", data=TUESDAY_EVENING)).status_code == 404


async def test_the_booking_pages_address_is_there_to_be_copied(
    office: httpx.AsyncClient, account: Account
) -> None:
    page = (await office.get("/app/settings/chat")).text

    assert f'<code id="booking-page">http://test/b/{account.widget_key}</code>' in page
    assert 'data-copy="booking-page"' in page
