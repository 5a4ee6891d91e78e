"""Connecting by OAuth: who may, with which browser, how often and for how long."""

from datetime import timedelta

import httpx
import pytest

from frontdesk.assembly import Services, assembled
from frontdesk.calendars.keepers import AGENCY_TEMPLATE
from frontdesk.tenancy.agencies import NewAgency
from frontdesk.tenancy.principal import AgencyPerson
from tests.calendars.oauth_world import CALLBACK, CLIENT_SECRET, CONNECT, OAuthWorld
from tests.calendars.simulation import NEW_YORK
from tests.conftest import Account, TestServer, app_around, client_of, with_changes

STATUS = "/integrations/gohighlevel"


async def test_an_owner_says_yes_and_the_location_is_connected(oauth: OAuthWorld) -> None:
    connected = await oauth.connect()

    assert connected.status_code == 200
    shown = (await oauth.browser.get(STATUS)).json()
    assert (shown["method"], shown["locationId"], shown["companyId"]) == ("oauth", "loc", "company_demo")
    assert (shown["health"], shown["whatToDo"]) == ("healthy", None)
    assert shown["since"] == shown["connectedAt"]
    assert await (await oauth.adapter()).list_calendars("loc")


async def test_neither_tokens_nor_secrets_are_shown(oauth: OAuthWorld) -> None:
    away = await oauth.browser.get(CONNECT)
    connected = await oauth.connect()
    shown = await oauth.browser.get(STATUS)

    grant = await oauth.stored()
    for answer in (away, connected, shown):
        told = f"{answer.headers} {answer.text}"
        assert not any(
            secret in told for secret in (CLIENT_SECRET, grant.access_token, grant.refresh_token or "-")
        )


async def test_a_page_is_sent_on_to_the_dashboard(oauth: OAuthWorld) -> None:
    back = await oauth.leave()

    answer = await oauth.browser.get(back.raw_path.decode(), headers={"Accept": "text/html"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/app")


async def refused(oauth: OAuthWorld, back: httpx.URL) -> None:
    answer = await oauth.browser.get(back.raw_path.decode())
    assert (answer.status_code, answer.json()["error"]) == (403, "FORBIDDEN")
    assert oauth.asked("/oauth/token") == 0
    assert (await oauth.browser.get(STATUS)).status_code == 404


@pytest.mark.parametrize(
    ("public_url", "is_secure"), [("https://desk.example", True), ("http://desk", False)]
)
async def test_the_browsers_secret_is_for_https_alone_where_people_come_by_https(
    services: Services, server: TestServer, account: Account, public_url: str, is_secure: bool
) -> None:
    app = {"ghl_client_id": "app1-suffix", "ghl_client_secret": CLIENT_SECRET, "public_url": public_url}
    chosen = with_changes(services.settings, **app)
    async with (
        assembled(chosen, server.app, clock=services.clock) as ours,
        client_of(app_around(ours), account.headers) as browser,
    ):
        away = await browser.get(CONNECT)

    assert ("Secure" in away.headers["Set-Cookie"].split("; ")) == is_secure


async def test_another_browser_cannot_bring_the_answer(oauth: OAuthWorld) -> None:
    back = await oauth.leave()

    oauth.browser.cookies.clear()
    await refused(oauth, back)
    oauth.browser.cookies.set("frontdesk_connect", "guess", path=CALLBACK)
    await refused(oauth, back)


async def test_an_answer_counts_once(oauth: OAuthWorld) -> None:
    back = await oauth.leave()
    secret = oauth.browser.cookies["frontdesk_connect"]
    first = await oauth.browser.get(back.raw_path.decode())

    oauth.browser.cookies.set("frontdesk_connect", secret, domain="test.local", path=CALLBACK)
    again = await oauth.browser.get(back.raw_path.decode())

    assert (first.status_code, again.status_code) == (200, 403)
    assert oauth.asked("/oauth/token") == 1


async def test_an_answer_that_takes_too_long_counts_no_more(oauth: OAuthWorld) -> None:
    back = await oauth.leave()
    oauth.clock.instant += timedelta(minutes=10)

    await refused(oauth, back)


@pytest.mark.parametrize("state", [None, "", "guess", "A" * 300])
async def test_a_state_that_is_not_ours_is_refused(oauth: OAuthWorld, state: str | None) -> None:
    back = await oauth.leave()

    await refused(
        oauth, back.copy_remove_param("state") if state is None else back.copy_set_param("state", state)
    )


async def of_the_agency(oauth: OAuthWorld) -> NewAgency:
    """Let the browser be that of a person of the account's agency; returns the agency."""
    agencies, account_id = oauth.services.agencies, oauth.account.sub_account_id
    agency = await agencies.create("Agency", f"boss{account_id}@oauth.example", password="correct horse")
    await agencies.take_in(agency.agency_id, account_id)
    inside = await agencies.enter(AgencyPerson(agency.agency_id, agency.person_id), account_id)
    token = oauth.services.tenancy.access_token(inside)
    oauth.browser.headers["Authorization"] = f"Bearer {token}"
    return agency


async def test_the_trail_names_the_agencys_person_who_connected(oauth: OAuthWorld) -> None:
    agency = await of_the_agency(oauth)

    await oauth.connect()

    asked = {"action": "integration.connected"}
    [connected] = (await oauth.browser.get("/trail", params=asked)).json()["entries"]
    assert (connected["actor"]["kind"], connected["actor"]["id"]) == ("agency", agency.person_id)


async def test_an_agency_that_lost_the_account_meanwhile_connects_nothing(oauth: OAuthWorld) -> None:
    agency = await of_the_agency(oauth)
    back = await oauth.leave()

    await oauth.services.agencies.let_go(agency.agency_id, oauth.account.sub_account_id)

    oauth.browser.headers.update(oauth.account.headers)
    await refused(oauth, back)


async def test_who_was_locked_out_meanwhile_connects_nothing(oauth: OAuthWorld) -> None:
    services, account = oauth.services, oauth.account
    adam, key = await services.tenancy.create_user(account.sub_account_id, "adam@oauth.example", role="admin")
    oauth.browser.headers["Authorization"] = f"Bearer {key}"
    back = await oauth.leave()

    oauth.browser.headers.update(account.headers)
    await oauth.browser.patch(f"/users/{adam}", json={"isActive": False})

    await refused(oauth, back)


async def test_a_member_cannot_connect(oauth: OAuthWorld) -> None:
    _, key = await oauth.services.tenancy.create_user(
        oauth.account.sub_account_id, "member@oauth.example", role="member"
    )
    headers = {"Authorization": f"Bearer {key}"}

    answer = await oauth.browser.get(CONNECT, headers=headers)

    assert (answer.status_code, answer.json()["error"]) == (403, "FORBIDDEN")


async def test_without_an_app_connecting_says_what_to_set(client: httpx.AsyncClient) -> None:
    answer = await client.get(CONNECT)

    assert (answer.status_code, answer.json()["error"]) == (502, "GHL_API_ERROR")
    assert "FRONTDESK_GHL_CLIENT_ID" in answer.json()["message"]


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            '{"status": 401, "body": {"message": "Invalid client credentials!"}}',
            "FRONTDESK_GHL_CLIENT_SECRET",
        ),
        ('{"status": 503}', "HTTP 503"),
        ('{"dropReply": true}', "broke before an answer"),
        ('{"malformed": true}', "could not be read"),
    ],
)
async def test_a_code_that_brings_no_tokens_connects_nothing(
    oauth: OAuthWorld, fault: str, words: str
) -> None:
    oauth.simulation.break_with(f'[{{"match": {{"path": "/oauth/token"}}, "then": {fault}}}]')

    answer = await oauth.connect()

    assert (answer.status_code, answer.json()["error"]) == (502, "GHL_API_ERROR")
    assert words in answer.json()["message"]
    assert (await oauth.browser.get(STATUS)).status_code == 404


async def test_an_agency_is_kept_beside_the_location(oauth: OAuthWorld) -> None:
    oauth.simulation.state.add_location(NEW_YORK, id="second")
    await oauth.connect(_location="second")

    agency = await oauth.connect(_company="company_demo")

    assert (agency.status_code, agency.json()["method"], agency.json()["companyId"]) == (
        200,
        "agency",
        "company_demo",
    )
    assert (await oauth.browser.get(STATUS)).json()["locationId"] == "second"
    assert (await oauth.stored(AGENCY_TEMPLATE)).location_id is None
