"""What a request has to be about so that an endpoint does what it is asked, where made-up values never are.

A password has to be known, a link be somebody's, a webhook be signed. Each need makes what is missing and
says where it goes in the request; all else in the request stays made up.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import httpx

from frontdesk.assembly import Services
from frontdesk.assistant.service import Incoming
from frontdesk.calendars.connect_routes import COOKIE
from frontdesk.calendars.consent import Return
from frontdesk.calendars.credentials import Credentials
from frontdesk.calendars.keepers import AGENCY_TEMPLATE, TEMPLATE
from frontdesk.calendars.simulator.state import Event
from frontdesk.errors import NotFound
from frontdesk.leads.repository import LeadFields
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import SYSTEM
from frontdesk.web.booking.contact import contact_of
from frontdesk.web.booking.service import Wish
from tests.calendars.signing import sample, signed
from tests.calendars.simulation import Simulation, bare
from tests.conftest import Account

NEW_YORK = "America/New_York"
DECEMBER = datetime(2026, 12, 1, 15, tzinfo=UTC)
SPAN = {"from": "2026-12-02", "to": "2026-12-04", "timezone": NEW_YORK}
EVENT, DELIVERY = "event-there", "AppointmentCreate"
AGENCY_PASSWORD = "the agency's own word"
INTEGRATION = "/integrations/gohighlevel"
SUGGESTION = "POST /chat/conversations/{conversation_id}/suggestions/{position}"


Undo = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Fitting:
    """What goes into a request, and what puts things back once it is answered."""

    path: Mapping[str, int | str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | bytes | None = None
    undo: Undo | None = None


@dataclass(frozen=True, slots=True)
class World:
    """Whom the requests are about, a neighbour whom none of them changes, and the simulated GoHighLevel.

    Attributes:
        talked_about_id: a booking that was made in a conversation.
        times: times at which the neighbour is free, each given once.
    """

    services: Services
    account: Account
    neighbour: Account
    simulation: Simulation
    talked_about_id: int
    times: Iterator[datetime] = field(
        default_factory=lambda: (DECEMBER + timedelta(weeks=n % 3, hours=n // 3) for n in count())
    )

    @property
    def calendar(self) -> Principal:
        """In whose name the neighbour's leads act."""
        return Principal(self.neighbour.sub_account_id, self.neighbour.user_id, "member")

    def wish(self) -> Wish:
        """Return what a lead of the neighbour may wish for."""
        contact = contact_of("Ann", "ann@example.com", None, None)
        starts_at = next(self.times)
        return Wish(starts_at, NEW_YORK, contact, f"attempt at {starts_at}")


async def book_in_a_chat(services: Services, account: Account) -> int:
    """Let a lead of the account book by talking; returns the booking's id."""
    said = Incoming(await _fresh_lead(services, account), "Please book me on December 8 at 2pm")
    turn = await services.chat.answer(account.owner, said)
    assert turn.booking is not None, turn.reply
    return turn.booking.id


Need = Callable[[World], Awaitable[Fitting]]


async def a_chat_page(world: World) -> Fitting:
    return Fitting(path={"widget_key": world.neighbour.widget_key})


async def days_of_a_chat_page(world: World) -> Fitting:
    return Fitting(path={"widget_key": world.neighbour.widget_key}, query=SPAN)


async def a_free_time(world: World) -> Fitting:
    who = {"name": "Ann", "email": "ann@example.com", "timezone": NEW_YORK}
    body = {**who, "startsAt": next(world.times).isoformat()}
    return Fitting(path={"widget_key": world.neighbour.widget_key}, body=body)


async def a_link(world: World) -> Fitting:
    booked = await world.services.lead_desk.book(world.calendar, world.wish())
    return Fitting(path={"token": booked.token})


async def a_link_and_days(world: World) -> Fitting:
    return Fitting(path=(await a_link(world)).path, query=SPAN)


async def a_link_and_a_free_time(world: World) -> Fitting:
    body = {"startsAt": next(world.times).isoformat(), "timezone": NEW_YORK}
    return Fitting(path=(await a_link(world)).path, body=body)


async def a_lead_to_spare(world: World) -> Fitting:
    return Fitting(path={"lead_id": await _fresh_lead(world.services, world.account)})


async def a_booking_out_of_a_chat(world: World) -> Fitting:
    return Fitting(path={"booking_id": world.talked_about_id})


async def a_suggestion(world: World) -> Fitting:
    services, owner = world.services, world.account.owner
    said = Incoming(await _fresh_lead(world.services, world.account), "Hello")
    await services.briefings.change(owner, {"mode": "suggest"})
    turn = await services.chat.answer(owner, said)
    await services.briefings.change(owner, {"mode": "auto"})
    waiting = await services.approvals.waiting(owner, turn.conversation_id)
    assert waiting is not None
    return Fitting(path={"conversation_id": turn.conversation_id, "position": waiting.position})


async def a_sign_in(world: World) -> Fitting:
    return Fitting(body={"email": world.neighbour.email, "password": world.neighbour.password})


async def the_password_there_is(world: World) -> Fitting:
    return Fitting(body={"current": world.account.password, "new": world.account.password})


async def the_agencys_password(world: World) -> Fitting:
    return Fitting(body={"current": AGENCY_PASSWORD, "new": AGENCY_PASSWORD})


async def a_connection(world: World) -> Fitting:
    await world.services.connections.connect(
        world.account.sub_account_id,
        Credentials(world.simulation.token),
        location_id="loc",
        event_kind="appointment",
    )
    return Fitting(undo=partial(_disconnect, world))


async def an_event_there(world: World) -> Fitting:
    now = world.services.clock.now()
    world.simulation.state.events[EVENT] = Event(
        EVENT, "appointment", "loc", "Visit", now, now + timedelta(hours=1), now, now, calendar_id="event"
    )
    connected = await a_connection(world)
    return Fitting(path={"event_id": EVENT}, undo=connected.undo)


async def an_agencys_yes(world: World) -> Fitting:
    back = await _said_yes(world, _company="company_demo")
    await world.services.consents.finish(back)
    return Fitting(undo=partial(_disconnect, world, template=AGENCY_TEMPLATE))


async def an_agencys_location(world: World) -> Fitting:
    agency = await an_agencys_yes(world)
    return replace(agency, body={"locations": [{"locationId": "loc"}]})


async def a_browser_that_comes_back(world: World) -> Fitting:
    back = await _said_yes(world, _location="loc")
    cookie = {"Cookie": f"{COOKIE}={back.browser_secret}"}
    return Fitting(query={"code": back.code, "state": back.state}, headers=cookie)


async def a_signed_delivery(world: World) -> Fitting:
    body = sample(DELIVERY)
    return Fitting(body=body, headers={**signed(body), "Content-Type": "application/json"})


NEEDS: dict[str, Need] = {
    "POST /widget/{widget_key}/sessions": a_chat_page,
    "GET /widget/{widget_key}": a_chat_page,
    "GET /widget/{widget_key}/days": days_of_a_chat_page,
    "POST /widget/{widget_key}/bookings": a_free_time,
    "GET /manage/{token}": a_link,
    "GET /manage/{token}/days": a_link_and_days,
    "POST /manage/{token}/move": a_link_and_a_free_time,
    "POST /manage/{token}/cancel": a_link,
    "DELETE /leads/{lead_id}": a_lead_to_spare,
    "GET /bookings/{booking_id}/conversation": a_booking_out_of_a_chat,
    **{f"{SUGGESTION}/{deed}": a_suggestion for deed in ("approve", "edit", "discard")},
    "POST /auth/token": a_sign_in,
    "POST /auth/password": the_password_there_is,
    "POST /agency/password": the_agencys_password,
    f"GET {INTEGRATION}": a_connection,
    f"DELETE {INTEGRATION}": a_connection,
    f"GET {INTEGRATION}/calendars": a_connection,
    f"GET {INTEGRATION}/events/{{event_id}}": an_event_there,
    f"GET {INTEGRATION}/agency": an_agencys_yes,
    f"DELETE {INTEGRATION}/agency": an_agencys_yes,
    f"POST {INTEGRATION}/bulk": an_agencys_location,
    f"GET {INTEGRATION}/callback": a_browser_that_comes_back,
    "POST /webhooks/gohighlevel": a_signed_delivery,
}


async def _fresh_lead(services: Services, account: Account) -> int:
    lead = await services.leads.create(
        account.sub_account_id, LeadFields(name="Cara", timezone=NEW_YORK), by=SYSTEM
    )
    return lead.id


async def _disconnect(world: World, template: str = TEMPLATE) -> None:
    with suppress(NotFound):  # the request may have done it
        await world.services.connections.disconnect(world.account.sub_account_id, template=template)


async def _said_yes(world: World, **choice: str) -> Return:
    """Go away as the owner's browser, say yes there, and come back as far as the door."""
    departure = await world.services.consents.begin(world.account.owner, "block_slot")
    page = httpx.URL(departure.url).copy_merge_params(choice)
    async with bare() as outside:
        answer = await outside.get(page)
    back = httpx.URL(answer.headers["location"]).params
    return Return(back["code"], back["state"], departure.browser_secret)
