"""How well a connection is, from every answer and by the clock."""

from dataclasses import replace

import pytest

from frontdesk.calendars.health import Finding, judge
from frontdesk.calendars.port import (
    CalendarLockedOut,
    CalendarNotAllowed,
    CalendarRefused,
    CalendarUnreachable,
)
from tests.calendars.oauth_world import OAuthWorld
from tests.calendars.simulation import local, target

STATUS = "/integrations/gohighlevel"
DAY = {"start": local("2026-12-01 00:00"), "end": local("2026-12-02 00:00")}


async def health(world: OAuthWorld) -> tuple[str, str | None]:
    shown = (await world.browser.get(STATUS)).json()
    return shown["health"], shown["whatToDo"]


async def connect(world: OAuthWorld, token: str) -> None:
    body = {"privateIntegrationToken": token, "locationId": "loc"}
    assert (await world.browser.put(STATUS, json=body)).status_code == 200


async def pushed_again(world: OAuthWorld) -> int:
    """Return how often what was refused is to be tried anew."""
    async with world.services.db.tenant(world.account.sub_account_id) as connection:
        rows = await connection.fetch("SELECT payload FROM pgqueuer WHERE entrypoint = 'push_again'")
    return [row["payload"] for row in rows].count(b'{"sub_account_id":%d}' % world.account.sub_account_id)


def test_only_errors_about_the_credentials_say_something() -> None:
    assert judge(CalendarUnreachable("down"), "a.scope") is None
    assert judge(CalendarRefused("no such field"), "a.scope") is None
    assert judge(CalendarLockedOut("bad token"), "a.scope") == Finding("broken", "bad token")
    assert judge(CalendarNotAllowed("not there"), "a.scope") == Finding("broken", "not there", "a.scope")
    assert judge(CalendarNotAllowed("not there"), "") == Finding("broken", "not there")


async def test_a_revoked_token_is_known_before_it_costs_a_booking(
    oauth: OAuthWorld,
) -> None:
    await connect(oauth, oauth.simulation.token)
    assert await health(oauth) == ("healthy", None)
    oauth.simulation.state.tokens.clear()
    oauth.wait(0.5)

    await oauth.services.probe.look_at(oauth.account.sub_account_id)

    state, what_to_do = await health(oauth)
    assert state == "broken"
    assert "Connect GoHighLevel again" in (what_to_do or "")


async def test_a_missing_scope_is_told_until_a_call_with_it_succeeds(oauth: OAuthWorld) -> None:
    scopes = frozenset({"calendars.readonly"})
    await connect(oauth, oauth.simulation.state.add_private_token("loc", scopes=scopes))
    adapter = await oauth.adapter()
    with pytest.raises(CalendarNotAllowed):
        await adapter.find_events(target("event"), **DAY)
    oauth.wait(0.5)

    await adapter.list_calendars("loc")
    assert (await health(oauth))[0] == "broken"
    assert "calendars/events.readonly" in ((await health(oauth))[1] or "")

    token = next(t for t in oauth.simulation.state.tokens.values() if t.scopes == scopes)
    oauth.simulation.state.tokens[token.value] = type(token)(token.value, "loc")
    before = await pushed_again(oauth)
    await adapter.find_events(target("event"), **DAY)
    assert await health(oauth) == ("healthy", None)
    assert await pushed_again(oauth) == before + 1  # what was refused is tried anew


async def test_a_renewal_that_works_again_has_tried_anew_what_was_refused(oauth: OAuthWorld) -> None:
    await oauth.connect(_location="loc")
    (install,) = oauth.simulation.state.installs
    install.is_paused = True
    oauth.wait(24)
    with pytest.raises(CalendarLockedOut):
        await (await oauth.adapter()).list_calendars("loc")
    assert (await health(oauth))[0] == "broken"

    install.is_paused = False
    before = await pushed_again(oauth)
    await oauth.services.probe.look_at(oauth.account.sub_account_id)

    assert (await health(oauth), await pushed_again(oauth)) == (("healthy", None), before + 1)


async def test_a_renewal_gives_no_permission_that_was_missing(oauth: OAuthWorld) -> None:
    await oauth.connect(_location="loc")
    value = (await oauth.stored()).access_token
    token = oauth.simulation.state.tokens[value]
    oauth.simulation.state.tokens[value] = replace(token, scopes=frozenset({"calendars.readonly"}))
    with pytest.raises(CalendarNotAllowed):
        await (await oauth.adapter()).find_events(target("event"), **DAY)
    oauth.wait(23)

    await oauth.services.probe.look_at(oauth.account.sub_account_id)

    assert (await health(oauth))[0] == "broken"
    assert "calendars/events.readonly" in ((await health(oauth))[1] or "")


async def test_a_wrong_token_is_told_when_it_is_connected(oauth: OAuthWorld) -> None:
    wrong = {"privateIntegrationToken": "pit-wrong", "locationId": "loc"}
    elsewhere = {"privateIntegrationToken": oauth.simulation.token, "locationId": "nowhere"}

    refused = (await oauth.browser.put(STATUS, json=wrong)).json()
    misplaced = (await oauth.browser.put(STATUS, json=elsewhere)).json()

    assert (refused["health"], misplaced["health"]) == ("broken", "broken")
    assert "Connect GoHighLevel again" in refused["whatToDo"]
    assert "Check the location id" in misplaced["whatToDo"]


@pytest.mark.usefixtures("others_are_known")
async def test_connecting_without_an_answer_is_looked_at_by_the_clock(oauth: OAuthWorld) -> None:
    oauth.simulation.break_with('[{"then": {"status": 503}}]')
    body = {"privateIntegrationToken": "pit-wrong", "locationId": "loc"}

    connected = (await oauth.browser.put(STATUS, json=body)).json()

    assert (connected["health"], connected["checkedAt"]) == ("healthy", None)
    oauth.simulation.break_with("[]")
    await oauth.services.probe.look_at_all()
    assert (await health(oauth))[0] == "broken"


async def test_a_connection_without_a_location_is_asked_about_a_users(oauth: OAuthWorld) -> None:
    await oauth.browser.put(STATUS, json={"privateIntegrationToken": "pit-wrong"})
    sub_account_id = oauth.account.sub_account_id

    await oauth.services.probe.look_at(sub_account_id)
    assert (await oauth.services.connections.integration(sub_account_id)).health == "healthy"

    await oauth.browser.patch("/users/me", json={"calendarId": "event", "locationId": "loc"})
    for _ in range(2):
        await oauth.services.probe.look_at(sub_account_id)
        assert (await health(oauth))[0] == "broken"


async def test_a_token_that_has_ended_and_cannot_be_renewed_is_broken(oauth: OAuthWorld) -> None:
    await oauth.connect()
    oauth.simulation.break_with('[{"match": {"path": "/oauth/*"}, "then": {"status": 503}}]')
    oauth.wait(22)
    await oauth.services.probe.look_at(oauth.account.sub_account_id)
    assert (await health(oauth))[0] == "expiring"

    oauth.wait(3)
    await oauth.services.probe.look_at(oauth.account.sub_account_id)

    assert (await health(oauth))[0] == "broken"
    oauth.simulation.break_with("[]")
    await oauth.services.probe.look_at(oauth.account.sub_account_id)
    assert await health(oauth) == ("healthy", None)


async def test_a_token_that_lasts_is_no_reason_to_call_what_is_broken_healthy(oauth: OAuthWorld) -> None:
    await oauth.connect()
    (install,) = oauth.simulation.state.installs
    install.is_paused = True
    oauth.simulation.state.tokens.clear()

    for _ in range(3):
        await oauth.services.probe.look_at(oauth.account.sub_account_id)

    told = (await oauth.browser.get("/trail", params={"action": "integration.troubled"})).json()["entries"]
    assert len(told) == 1


async def test_getting_worse_stands_in_the_trail_once(oauth: OAuthWorld) -> None:
    await connect(oauth, oauth.simulation.token)
    oauth.simulation.state.tokens.clear()

    for _ in range(3):
        await oauth.services.probe.look_at(oauth.account.sub_account_id)

    told = (await oauth.browser.get("/trail", params={"action": "integration.troubled"})).json()["entries"]
    assert len(told) == 1
    assert told[0]["changes"]["health"] == ["healthy", "broken"]


async def test_a_healthy_answer_is_not_written_down_each_time(oauth: OAuthWorld) -> None:
    await connect(oauth, oauth.simulation.token)
    adapter = await oauth.adapter()
    await adapter.list_calendars("loc")
    first = (await oauth.browser.get(STATUS)).json()["checkedAt"]

    oauth.wait(0.05)
    await adapter.list_calendars("loc")
    second = (await oauth.browser.get(STATUS)).json()["checkedAt"]
    oauth.wait(0.05)
    await adapter.list_calendars("loc")

    assert first == second < (await oauth.browser.get(STATUS)).json()["checkedAt"]


@pytest.mark.usefixtures("others_are_known")
async def test_what_nobody_has_heard_of_is_looked_at_and_then_left_for_a_while(oauth: OAuthWorld) -> None:
    await connect(oauth, oauth.simulation.token)
    oauth.wait(0.5)

    assert await oauth.services.probe.look_at_all() == 1
    assert (await oauth.browser.get(STATUS)).json()["checkedAt"] is not None
    assert await oauth.services.probe.look_at_all() == 0
