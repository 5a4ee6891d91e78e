"""The simulator's own surface for a Marketplace app: installations, and where its webhooks go."""

from typing import Annotated

import msgspec
from litestar import get, post, put
from litestar.params import JSONBody
from msgspec import Meta

from frontdesk.calendars.simulator import oauth, wire
from frontdesk.calendars.simulator.calendar_routes import AnyRequest
from frontdesk.calendars.simulator.refusals import not_found, unprocessable
from frontdesk.calendars.simulator.state import EVERY_SCOPE, Install, SimulatorState, StaffMember, new_id
from frontdesk.calendars.simulator.wire_types import Json

Share = Annotated[float, Meta(ge=0, le=1)]


class AppSeed(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Body of `POST /_simulator/apps`: an app that owners may say yes to."""

    client_id: str
    client_secret: str


class InstallSeed(AppSeed, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """Body of `POST /_simulator/installs`: an owner's yes to an app, for a location or a whole agency."""

    location_id: str | None = None
    company_id: str | None = None
    scopes: list[str] | None = None


class UninstallSeed(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Body of `POST /_simulator/uninstalls`."""

    location_id: str


class WebhookSeed(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Body of `PUT /_simulator/webhooks`."""

    url: str | None
    retry_seconds: Annotated[float, Meta(ge=0)] = 600.0
    loss: Share = 0.0
    repeats: Share = 0.0


class StaffSeed(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Body of `POST /_simulator/users`."""

    location_id: str
    first_name: str
    last_name: str
    email: str
    id: str | None = None


@post("/apps")
async def add_app(data: JSONBody[AppSeed], request: AnyRequest) -> Json:
    """Register an app, so that the page of `/v2/oauth/chooselocation` knows it."""
    _state(request).apps[data.client_id] = data.client_secret
    return {"clientId": data.client_id}


@post("/installs")
async def add_install(data: JSONBody[InstallSeed], request: AnyRequest) -> Json:
    """Say yes to an app in an owner's place; the answer holds the code that its callback would get."""
    state = _state(request)
    scopes = EVERY_SCOPE if data.scopes is None else frozenset(data.scopes)
    app = {"client_id": data.client_id, "client_secret": data.client_secret}
    if data.location_id is not None:
        code = oauth.install(state, **app, location_id=data.location_id, scopes=scopes)
    elif data.company_id is not None:
        code = oauth.install_agency(state, **app, company_id=data.company_id, scopes=scopes)
    else:
        raise unprocessable("locationId or companyId is needed")
    _announce(request, "INSTALL", state.installs[-1], data.location_id)
    return {"code": code}


@post("/uninstalls")
async def uninstall(data: JSONBody[UninstallSeed], request: AnyRequest) -> Json:
    """Take every app out of a location; its OAuth tokens end."""
    gone = oauth.uninstall(_state(request), data.location_id)
    if gone is None:
        raise not_found("No app is installed there")
    _announce(request, "UNINSTALL", gone, data.location_id)
    return {"locationId": data.location_id}


@put("/webhooks")
async def set_webhooks(data: JSONBody[WebhookSeed], request: AnyRequest) -> Json:
    """Say where webhooks go; the answer holds the key that verifies their signatures."""
    webhooks = _state(request).webhooks
    webhooks.url, webhooks.retry_seconds = data.url, data.retry_seconds
    webhooks.loss, webhooks.repeats = data.loss, data.repeats
    return {"url": webhooks.url, "publicKey": webhooks.public_key}


@get("/webhooks")
async def list_webhooks(request: AnyRequest) -> Json:
    """List what was told, and how it was answered; an empty list of statuses is a delivery that got lost."""
    webhooks = _state(request).webhooks
    told = [
        {"webhookId": each.webhook_id, "statuses": each.statuses, "body": msgspec.Raw(each.body)}
        for each in webhooks.deliveries
    ]
    return {"url": webhooks.url, "publicKey": webhooks.public_key, "deliveries": told}


@post("/users")
async def add_user(data: JSONBody[StaffSeed], request: AnyRequest) -> Json:
    """Add somebody to a location's own people."""
    state = _state(request)
    location = state.location(data.location_id)
    member = StaffMember(data.id or new_id(), location.id, data.first_name, data.last_name, data.email)
    state.staff[member.id] = member
    return wire.staff_json(member)


def _announce(request: AnyRequest, kind: str, install: Install, location_id: str | None) -> None:
    news = wire.install_news(kind, install, location_id)
    _state(request).webhooks.announce(news, now=request.app.state.clock.now())


def _state(request: AnyRequest) -> SimulatorState:
    state: SimulatorState = request.app.state.simulator
    return state


app_controls = [add_app, add_install, uninstall, set_webhooks, list_webhooks, add_user]
