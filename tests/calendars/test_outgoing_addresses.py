"""The server asks GoHighLevel at the address its operator chose, and nobody else, whatever tenants write."""

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from litestar import Litestar, Request, route

from frontdesk.assembly import assembled, jobs_running
from frontdesk.calendars.gohighlevel.client import _segment
from frontdesk.clock import FixedClock
from frontdesk.serving import serving
from frontdesk.settings import Settings
from tests.conftest import TestServer, app_around, client_of, make_account

HOSTILE = (
    "http://169.254.169.254/latest/meta-data",
    "//elsewhere.example/x",
    "@elsewhere.example",
    "../../../oauth/token",
    "..",
    "x?location=other#y",
    "x%2f..%2f..%2fusers",
    "\\\\elsewhere.example\\x",
)
# Where the adapter's paths begin; what a tenant wrote is one segment after that, or a query.
FIRST = {"calendars", "contacts", "locations", "oauth", "users"}


@dataclass(frozen=True, slots=True)
class Watching:
    """What was asked of the stand-in, and whom this process turned to at all."""

    asked: list[str]
    turned_to: set[str]
    http: httpx.AsyncClient


@pytest.fixture
def turned_to(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Note every host whose name is looked up, and every machine that is called."""
    hosts: set[str] = set()
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def noted_look_up(host: Any, *arguments: Any, **named: Any) -> Any:
        hosts.add(str(host))
        return look_up(host, *arguments, **named)

    def noted_connect(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            hosts.add(str(address[0]))
        connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", noted_look_up)
    monkeypatch.setattr(socket.socket, "connect", noted_connect)
    return hosts


@pytest.fixture
async def watching(
    server: TestServer, settings: Settings, clock: FixedClock, turned_to: set[str]
) -> AsyncIterator[Watching]:
    asked: list[str] = []

    @route("/{path:path}", http_method=["GET", "POST", "PUT", "DELETE"], status_code=404)
    async def stand_in(request: Request[Any, Any, Any]) -> dict[str, str]:
        asked.append(request.scope["raw_path"].decode())
        return {"message": "nothing here"}

    async with AsyncExitStack() as stack:
        base_url = await stack.enter_async_context(serving(Litestar([stand_in], openapi_config=None)))
        chosen = replace(settings, ghl_base_url=base_url)
        services = await stack.enter_async_context(assembled(chosen, server.app, clock=clock))
        await stack.enter_async_context(jobs_running(services))
        account = await make_account(services)
        http = await stack.enter_async_context(client_of(app_around(services), account.headers))
        yield Watching(asked, turned_to, http)


@pytest.mark.parametrize("written", HOSTILE)
async def test_what_a_tenant_writes_is_never_an_address(watching: Watching, written: str) -> None:
    http, token = watching.http, {"privateIntegrationToken": "pit", "locationId": written}
    await http.put("/integrations/gohighlevel", json=token)
    place = {"calendarId": written, "locationId": written, "assignedUserId": written}
    await http.patch("/users/me", json=place)
    lead = (await http.post("/leads", json={"name": written, "externalId": written})).json()

    await http.get("/integrations/gohighlevel/calendars")
    await http.post("/bookings/availability", json={"date": "2026-12-02"})
    booking = {"date": "2026-12-02", "time": "10:00", "leadId": lead["id"], "location": written}
    await http.post("/bookings", json=booking)

    assert watching.turned_to <= {"127.0.0.1", "localhost"}
    assert watching.asked
    for path in watching.asked:
        assert path.split("/")[1] in FIRST, path
        assert "/../" not in path
        assert not path.endswith("/..")


@pytest.mark.parametrize("name", [".", "..", "../users", "a/b", "x?y=1", "x#y", "%2e%2e", ""])
def test_a_name_stays_one_segment_of_a_path(name: str) -> None:
    path = httpx.URL(f"http://ghl.example/calendars/{_segment(name)}/free-slots").raw_path.decode()

    assert path.startswith("/calendars/")
    assert path.endswith("/free-slots")
    assert path.count("/") == 3
    assert {"?", "#"}.isdisjoint(path)
