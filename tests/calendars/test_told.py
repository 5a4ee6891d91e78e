"""From a change over there, by a signed webhook, to what is so here: all the way, with the simulator."""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from frontdesk.assembly import Services, assembled
from frontdesk.bookings.repository import Actor, Booking
from frontdesk.bookings.request import BookingRequest
from frontdesk.calendars.simulator import wire
from frontdesk.calendars.simulator.state import Event
from frontdesk.calendars.simulator.wire_types import Json
from frontdesk.errors import NotFound
from frontdesk.leads.repository import LeadFields
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import SYSTEM
from frontdesk.trail.repository import Filters
from tests.calendars.oauth_world import CLIENT_ID, CLIENT_SECRET, OAuthWorld
from tests.calendars.simulation import NEW_YORK, bare, local
from tests.conftest import app_around, client_of, make_account, with_changes

HOOK, STATUS = "/webhooks/gohighlevel", "/integrations/gohighlevel"


async def booked(world: OAuthWorld) -> Booking:
    """Connect with appointments, and book Tuesday at ten for a lead who can be reached."""
    services, account = world.services, world.account
    await world.connect(_location="loc")
    integration = await services.connections.integration(account.sub_account_id)
    async with services.db.tenant(account.sub_account_id) as connection:
        await connection.execute("UPDATE integrations SET event_kind = 'appointment'")
    assert integration.location_id == "loc"
    user = await services.tenancy.user(account.owner, account.user_id)
    placed = replace(user, calendar_id="personal", location_id="loc")
    await services.tenancy.update_user(account.owner, placed)
    lead = await services.leads.create(
        account.sub_account_id, LeadFields("Ann", "ann@example.com"), by=SYSTEM
    )
    services.bookings._desk = replace(services.bookings._desk, patience_seconds=0.0)
    request = BookingRequest(user_id=account.user_id, when=local("2026-12-01 10:00"), lead_id=lead.id)
    booking = await services.bookings.create(account.owner, request, actor=Actor("user"))
    await services.sync.run(account.sub_account_id, booking.id)
    return await services.bookings.by_id(account.owner, booking.id)


async def told(world: OAuthWorld) -> list[str]:
    """Deliver everything that the simulator has to tell and follow it up; returns what came of it."""
    hooks, services, account = world.simulation.state.webhooks, world.services, world.account
    chosen = with_changes(services.settings, ghl_webhook_keys=(hooks.public_key,))
    async with (
        assembled(chosen, services.db.connections, clock=world.clock) as receiving,
        client_of(app_around(receiving), {}) as vendor,
    ):
        for delivery in hooks.deliveries:
            answer = await vendor.post(
                HOOK, content=delivery.body, headers={"X-GHL-Signature": delivery.signature}
            )
            assert answer.status_code == 200
    return await _followed(services, account.owner)


class AskAgain(Exception):
    """There was no answer that says how things are."""


async def _followed(services: Services, owner: Principal) -> list[str]:
    async with services.db.tenant(owner.sub_account_id) as connection:
        rows = await connection.fetch(
            "SELECT delivery_id FROM webhook_deliveries WHERE handled_at IS NULL ORDER BY received_at"
        )
    for row in rows:
        if await services.outside_changes.follow(owner.sub_account_id, row["delivery_id"]) is not None:
            raise AskAgain
    async with services.db.tenant(owner.sub_account_id) as connection:
        rows = await connection.fetch("SELECT outcome FROM webhook_deliveries ORDER BY delivery_id")
    return sorted(row["outcome"] for row in rows)


def the_event(world: OAuthWorld) -> Event:
    [event] = world.simulation.state.events.values()
    return event


async def put(world: OAuthWorld, **changes: str) -> None:
    """Change the appointment as somebody does who sits at the other side."""
    token = world.simulation.token
    async with world.simulation.api(token=token) as http:
        body = {"appointmentStatus": "confirmed", **changes}
        answer = await http.put(f"/calendars/events/appointments/{the_event(world).id}", json=body)
        assert answer.status_code == 200, answer.text


async def test_our_own_writing_comes_back_as_an_echo(oauth: OAuthWorld) -> None:
    booking = await booked(oauth)

    assert set(await told(oauth)) == {"echo", "taken over"}
    assert await oauth.services.bookings.by_id(oauth.account.owner, booking.id) == booking


async def test_an_appointment_moved_and_then_cancelled_there(oauth: OAuthWorld) -> None:
    booking = await booked(oauth)
    await put(oauth, startTime="2026-12-01T11:00:00-05:00", endTime="2026-12-01T11:30:00-05:00")
    assert "moved" in await told(oauth)
    moved = await oauth.services.bookings.by_id(oauth.account.owner, booking.id)
    await put(oauth, appointmentStatus="cancelled")

    assert "called_off" in await told(oauth)

    cancelled = await oauth.services.bookings.by_id(oauth.account.owner, booking.id)
    assert moved.starts_at == local("2026-12-01 11:00")
    assert cancelled.status == "cancelled"


def without_their_end(event: Json) -> Json:
    return {name: value for name, value in event.items() if name != "endTime"}


def without_a_zone(event: Json) -> Json:
    naive = {name: str(event[name])[:19].replace("T", " ") for name in ("startTime", "endTime")}
    return event | naive


@pytest.mark.parametrize("told_so", [without_their_end, without_a_zone])
async def test_an_appointment_whose_times_cannot_be_read_changes_nothing(
    oauth: OAuthWorld, monkeypatch: pytest.MonkeyPatch, told_so: Callable[[Json], Json]
) -> None:
    booking = await booked(oauth)
    await told(oauth)
    as_it_is = wire.event_json
    monkeypatch.setattr(wire, "event_json", lambda event, zone: told_so(as_it_is(event, zone)))
    await put(oauth, title="Renamed")

    with pytest.raises(AskAgain):
        await told(oauth)

    assert await oauth.services.bookings.by_id(oauth.account.owner, booking.id) == booking


@pytest.mark.parametrize("is_agencys", [False, True])
async def test_an_app_that_is_taken_out_disconnects_and_the_trail_says_so(
    oauth: OAuthWorld, is_agencys: bool
) -> None:
    await booked(oauth)
    await told(oauth)
    async with bare(oauth.simulation.base_url) as http:
        answer = await http.post("/_simulator/uninstalls", json={"locationId": "loc"})
        assert answer.is_success, answer.text
    if is_agencys:
        _say_it_of_the_agency(oauth)

    assert "disconnected" in await told(oauth)

    owner = oauth.account.owner
    with pytest.raises(NotFound):
        await oauth.services.connections.integration(owner.sub_account_id)
    gone = Filters(action="integration.disconnected")
    [line], _ = await oauth.services.trail.page(owner.sub_account_id, gone, limit=5, cursor=None)
    assert line.actor_kind == "calendar"


def _say_it_of_the_agency(world: OAuthWorld) -> None:
    hooks = world.simulation.state.webhooks
    hooks.deliveries.pop()
    news: Json = {"type": "UNINSTALL", "appId": "app1", "companyId": "company_demo"}
    hooks.announce(news, now=world.clock.now())


async def tell(world: OAuthWorld, what: str, location_id: str) -> None:
    """Have the app installed in a location, or taken out of it."""
    app = {"clientId": CLIENT_ID, "clientSecret": CLIENT_SECRET} if what == "installs" else {}
    async with bare(world.simulation.base_url) as http:
        answer = await http.post(f"/_simulator/{what}", json={"locationId": location_id, **app})
    assert answer.is_success, answer.text


async def bulk(world: OAuthWorld, location_id: str) -> dict[str, object]:
    """Connect a location of the agency to the account; returns what became of it."""
    body = {"locations": [{"locationId": location_id, "eventKind": "appointment"}]}
    answer = await world.browser.post("/integrations/gohighlevel/bulk", json=body)
    [result] = answer.json()["results"]
    return dict(result)


async def test_an_app_that_is_installed_again_connects_again(oauth: OAuthWorld) -> None:
    await oauth.connect(_company="company_demo")
    assert (await bulk(oauth, "loc"))["success"] is True
    await tell(oauth, "uninstalls", "loc")
    assert "disconnected" in await told(oauth)
    assert (await oauth.browser.get(STATUS)).status_code == 404

    await tell(oauth, "installs", "loc")

    assert "connected" in await told(oauth)
    shown = (await oauth.browser.get(STATUS)).json()
    assert (shown["method"], shown["locationId"], shown["eventKind"]) == ("agency", "loc", "appointment")
    assert await (await oauth.adapter()).list_calendars("loc")


async def test_a_location_is_connected_once_it_has_the_app(oauth: OAuthWorld) -> None:
    await oauth.connect(_company="company_demo")
    oauth.simulation.state.add_location(NEW_YORK, id="later", name="Later")
    stranger = await make_account(oauth.services)
    await oauth.services.tenancy.update_user(
        stranger.owner,
        replace(await oauth.services.tenancy.user(stranger.owner, stranger.user_id), location_id="later"),
    )

    result = await bulk(oauth, "later")

    assert (result["success"], result["waiting"], result["error"]) == (False, True, "GHL_API_ERROR")
    assert "Once the app is installed there" in str(result["message"])
    await tell(oauth, "installs", "later")
    assert await told(oauth) == ["connected"]
    assert (await oauth.browser.get(STATUS)).json()["locationId"] == "later"
    with pytest.raises(NotFound):
        await oauth.services.connections.integration(stranger.sub_account_id)


@pytest.mark.usefixtures("others_are_known")
async def test_a_location_is_connected_by_the_clock_when_nobody_tells_of_the_app(oauth: OAuthWorld) -> None:
    await oauth.connect(_company="company_demo")
    oauth.simulation.state.add_location(NEW_YORK, id="later", name="Later")
    await bulk(oauth, "later")
    look = oauth.services.probe.look_at_all
    oauth.wait(0.5)
    await look()
    asked = oauth.asked("/oauth/locationToken")
    await look()
    assert oauth.asked("/oauth/locationToken") == asked  # it is left alone for a while

    await tell(oauth, "installs", "later")
    oauth.wait(0.5)
    await look()

    shown = (await oauth.browser.get(STATUS)).json()
    assert (shown.get("method"), shown["locationId"]) == ("agency", "later")


async def test_news_of_an_app_that_come_too_early_are_followed_up_again(oauth: OAuthWorld) -> None:
    await oauth.connect(_company="company_demo")
    oauth.simulation.state.add_location(NEW_YORK, id="later", name="Later")
    await bulk(oauth, "later")
    no = '{"status": 400, "body": {"message": "App is not installed on this location"}}'
    rule = f'{{"match": {{"path": "/oauth/locationToken"}}, "times": 1, "then": {no}}}'
    oauth.simulation.break_with(f"[{rule}]")
    await tell(oauth, "installs", "later")

    with pytest.raises(AskAgain):
        await told(oauth)

    assert await told(oauth) == ["connected"]


async def test_waiting_ends_on_demand_and_leaves_a_connection_alone(oauth: OAuthWorld) -> None:
    await oauth.connect(_company="company_demo")
    oauth.simulation.state.add_location(NEW_YORK, id="later", name="Later")
    assert (await bulk(oauth, "later"))["waiting"] is True
    assert (await oauth.browser.delete(STATUS)).status_code == 204
    await tell(oauth, "installs", "later")
    assert await told(oauth) == []
    oauth.simulation.state.add_location(NEW_YORK, id="last", name="Last")
    assert (await bulk(oauth, "loc"))["success"] is True

    assert (await bulk(oauth, "last"))["waiting"] is False

    assert (await oauth.browser.get(STATUS)).json()["locationId"] == "loc"


async def test_a_stranger_cannot_speak_for_the_simulator(oauth: OAuthWorld) -> None:
    async with client_of(app_around(oauth.services), {}) as stranger:
        answer: httpx.Response = await stranger.post(HOOK, content=b'{"type": "UNINSTALL"}')

    assert answer.status_code == 401
