"""Keeping a grant alive, whatever goes wrong at whatever moment."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from frontdesk.assembly import Services, assembled
from frontdesk.calendars.gohighlevel import oauth as oauth_scopes
from frontdesk.calendars.grant_port import GrantDead, GrantPaused
from frontdesk.calendars.grants import CLAIM_SECONDS, GrantStore
from frontdesk.calendars.port import CalendarError, CalendarNotAllowed, CalendarUnreachable
from frontdesk.calendars.renewal import AHEAD
from frontdesk.calendars.simulator import oauth as simulated_oauth
from frontdesk.calendars.simulator.state import BookableCalendar
from frontdesk.db.pool import DatabaseUnreachable
from tests.calendars.oauth_world import CLIENT_SECRET, OAuthWorld
from tests.calendars.simulation import NEW_YORK, WEEKDAYS
from tests.conftest import TestServer

TOKEN, RECONNECT = "/oauth/token", "/oauth/reconnect"
DAY = 24


@pytest.fixture
async def connected(oauth: OAuthWorld) -> OAuthWorld:
    await oauth.connect()
    oauth.simulation.state.requests.entries.clear()
    return oauth


@pytest.fixture
async def other_process(connected: OAuthWorld, server: TestServer) -> AsyncIterator[Services]:
    async with assembled(connected.services.settings, server.app, clock=connected.clock) as services:
        yield services


async def ask(world: OAuthWorld) -> int:
    return len(await (await world.adapter()).list_calendars("loc"))


def break_tokens(world: OAuthWorld, fault: str, path: str = TOKEN) -> None:
    world.simulation.break_with(f'[{{"match": {{"path": "{path}"}}, "times": 1, "then": {fault}}}]')


async def test_a_token_is_used_until_it_ends(connected: OAuthWorld) -> None:
    for hours in (0, 12, 11.9):
        connected.wait(hours)
        assert await ask(connected)

    assert connected.asked(TOKEN) == 0


async def test_an_ended_token_is_renewed_and_the_next_one_is_stored(connected: OAuthWorld) -> None:
    before = await connected.stored()
    connected.wait(DAY)

    assert await ask(connected)

    after = await connected.stored()
    (install,) = connected.simulation.state.installs
    assert after.refresh_token == install.refresh_token != before.refresh_token
    assert (after.location_id, after.company_id) == ("loc", "company_demo")
    assert connected.asked(TOKEN) == 1


async def test_many_calls_in_two_processes_at_once_renew_once(
    connected: OAuthWorld, other_process: Services
) -> None:
    connected.wait(DAY)
    sub_account_id = connected.account.sub_account_id
    integration = await other_process.connections.integration(sub_account_id)
    theirs = other_process.connections.open(sub_account_id, integration)
    ours = await connected.adapter()

    listed = await asyncio.gather(*(each.list_calendars("loc") for each in [ours, theirs] * 10))

    assert [len(each) for each in listed] == [3] * 20
    assert connected.asked(TOKEN) == 1


async def test_a_process_learns_of_the_others_renewal_from_the_database(
    connected: OAuthWorld, other_process: Services
) -> None:
    assert await ask(connected)
    connected.wait(DAY)
    await other_process.probe.look_at(connected.account.sub_account_id)

    assert await ask(connected)
    assert connected.asked(TOKEN) == 1


@pytest.mark.parametrize("fault", ['{"dropReply": true}', '{"malformed": true}'])
async def test_a_renewal_whose_answer_is_lost_is_regained_without_the_owner(
    connected: OAuthWorld, fault: str
) -> None:
    connected.wait(DAY)
    break_tokens(connected, fault)

    with suppress(CalendarUnreachable):  # a read is tried again by itself when that may help
        await ask(connected)
    assert await ask(connected)

    assert connected.asked(RECONNECT) == 1
    assert (await connected.browser.get("/integrations/gohighlevel")).json()["health"] == "healthy"


async def test_who_does_not_wait_for_a_renewal_does_not_lose_it(connected: OAuthWorld) -> None:
    connected.wait(DAY)
    break_tokens(connected, '{"latencySeconds": 0.4, "carriedOut": true}')

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await ask(connected)

    assert await ask(connected)
    (install,) = connected.simulation.state.installs
    assert (await connected.stored()).refresh_token == install.refresh_token
    assert (connected.asked(TOKEN), connected.asked(RECONNECT)) == (1, 0)


class Killed(BaseException):
    """The process is gone."""


async def test_a_process_that_dies_before_storing_is_followed_by_one_that_regains(
    connected: OAuthWorld, other_process: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected.wait(DAY)

    async def die(*_: object) -> bool:
        raise Killed

    monkeypatch.setattr(GrantStore, "replace", die)
    with pytest.raises(Killed):
        await ask(connected)
    monkeypatch.undo()
    connected.wait(CLAIM_SECONDS / 3600 + 0.001)
    await other_process.probe.look_at(connected.account.sub_account_id)

    assert (await connected.stored()).lasts(connected.clock.now(), AHEAD)
    assert connected.asked(RECONNECT) == 1


async def test_a_grant_outlives_a_database_that_is_away_when_it_is_to_be_stored(
    connected: OAuthWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected.wait(DAY)
    keeper = connected.services.probe._keepers.of(connected.account.sub_account_id)
    keeper._sleep = no_pause

    async def fail(*_: object) -> bool:
        raise DatabaseUnreachable(OSError("away"))

    monkeypatch.setattr(GrantStore, "replace", fail)
    with pytest.raises(DatabaseUnreachable):
        await ask(connected)
    monkeypatch.undo()
    assert await ask(connected)

    (install,) = connected.simulation.state.installs
    assert (await connected.stored()).refresh_token == install.refresh_token
    assert (connected.asked(TOKEN), connected.asked(RECONNECT)) == (1, 0)


async def no_pause(_seconds: float) -> None:
    return None


async def test_a_grant_that_is_lost_for_good_is_broken_and_says_what_to_do(connected: OAuthWorld) -> None:
    connected.wait(DAY)
    simulated_oauth.uninstall(connected.simulation.state, "loc")

    with pytest.raises(GrantDead, match="Connect GoHighLevel again"):
        await ask(connected)

    shown = (await connected.browser.get("/integrations/gohighlevel")).json()
    assert (shown["health"], shown["since"]) == ("broken", "2026-12-01T13:00:00Z")
    assert "Connect GoHighLevel again" in shown["whatToDo"]


async def test_connecting_again_heals(connected: OAuthWorld) -> None:
    connected.wait(DAY)
    simulated_oauth.uninstall(connected.simulation.state, "loc")
    with pytest.raises(GrantDead):
        await ask(connected)

    await connected.connect()

    assert await ask(connected)
    assert (await connected.browser.get("/integrations/gohighlevel")).json()["health"] == "healthy"


async def listed_by(services: Services, world: OAuthWorld, location_id: str) -> list[str]:
    connections, ours = services.connections, world.account.sub_account_id
    calendar = connections.open(ours, await connections.integration(ours))
    return [one.calendar_id for one in await calendar.list_calendars(location_id)]


async def test_choosing_another_location_goes_on_with_its_token_in_every_process(
    connected: OAuthWorld, other_process: Services
) -> None:
    state = connected.simulation.state
    state.add_location(NEW_YORK, id="second")
    state.add_calendar(BookableCalendar("elsewhere", "second", "Else", "event", open_hours=(WEEKDAYS,)))
    for services in (connected.services, other_process):
        assert len(await listed_by(services, connected, "loc")) == 3

    await connected.connect(_location="second")

    assert await listed_by(connected.services, connected, "second") == ["elsewhere"]
    async with asyncio.timeout(5):  # the others hear of it within moments
        while True:
            with suppress(CalendarNotAllowed):
                assert await listed_by(other_process, connected, "second") == ["elsewhere"]
                break
            await asyncio.sleep(0.05)


async def test_connecting_again_with_a_scope_that_was_missing_gives_it(
    connected: OAuthWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oauth_scopes, "SCOPES", ("calendars/events.readonly",))
    await connected.connect()
    with pytest.raises(CalendarNotAllowed, match=r"calendars\.readonly"):
        await ask(connected)
    monkeypatch.undo()

    await connected.connect()

    assert await ask(connected)


async def test_a_location_that_does_not_pay_keeps_its_token(connected: OAuthWorld) -> None:
    before = await connected.stored()
    (install,) = connected.simulation.state.installs
    install.is_paused = True
    connected.wait(DAY)
    with pytest.raises(GrantPaused, match="billing"):
        await ask(connected)
    assert (await connected.stored()).refresh_token == before.refresh_token

    install.is_paused = False

    assert await ask(connected)
    assert connected.asked(RECONNECT) == 0


async def test_a_token_revoked_early_is_replaced_and_the_call_sent_again(
    connected: OAuthWorld,
) -> None:
    assert await ask(connected)
    connected.simulation.state.tokens.clear()

    assert await ask(connected)
    assert connected.asked(TOKEN) == 1


async def test_a_missing_scope_is_no_reason_to_renew(connected: OAuthWorld) -> None:
    value = (await connected.stored()).access_token
    token = connected.simulation.state.tokens[value]
    connected.simulation.state.tokens[value] = replace(token, scopes=frozenset())

    for _ in range(2):
        with pytest.raises(CalendarNotAllowed, match=r"calendars\.readonly"):
            await ask(connected)
    assert connected.asked(TOKEN) == 0


async def test_the_clock_renews_hours_ahead_and_a_failure_is_known_before_it_costs_anything(
    connected: OAuthWorld,
) -> None:
    connected.wait(DAY - 2)
    break_tokens(connected, '{"status": 503}')

    await connected.services.probe.look_at(connected.account.sub_account_id)
    failing = (await connected.browser.get("/integrations/gohighlevel")).json()
    assert await ask(connected)  # the old token works yet
    still = (await connected.browser.get("/integrations/gohighlevel")).json()
    await connected.services.probe.look_at(connected.account.sub_account_id)
    renewed = (await connected.browser.get("/integrations/gohighlevel")).json()

    assert (failing["health"], still["health"], renewed["health"]) == ("expiring", "expiring", "healthy")
    assert "HTTP 503" in failing["whatToDo"]
    assert renewed["expiresAt"] > failing["expiresAt"]


EVERY_FAULT = [
    '{"status": 500}',
    '{"status": 429, "headers": {"Retry-After": "1"}}',
    '{"dropReply": true}',
    '{"reset": true}',
    '{"malformed": true}',
    '{"html403": true}',
    '{"status": 400, "body": {"message": "Invalid grant: refresh token is invalid"}}',
    '{"status": 400, "body": {"message": "PLANTED"}}',
    '{"status": 401, "body": {"message": "Invalid client credentials!"}}',
]


@pytest.mark.parametrize("fault", EVERY_FAULT)
@pytest.mark.parametrize("path", [TOKEN, RECONNECT])
async def test_no_failure_of_a_renewal_tells_a_secret(
    connected: OAuthWorld, fault: str, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    grant = await connected.stored()
    secrets = [CLIENT_SECRET, grant.access_token, grant.refresh_token or "-"]
    fault = fault.replace("PLANTED", " ".join(secrets))
    if path == RECONNECT:
        connected.simulation.state.installs[0].refresh_token = "used up"
    break_tokens(connected, fault, path)
    connected.wait(DAY)
    caplog.set_level(logging.DEBUG)

    with capture_logs() as logs, suppress(CalendarError):
        await ask(connected)
    shown = await connected.browser.get("/integrations/gohighlevel")

    told = f"{logs} {caplog.text} {shown.text}"
    assert connected.asked(path) >= 1
    assert not any(secret in told for secret in secrets)
