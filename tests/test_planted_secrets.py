"""Secrets planted through every front door turn up nowhere but where they were handed out."""

import base64
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from litestar import get

from frontdesk import logs
from frontdesk.assembly import Services, assembled, jobs_running
from frontdesk.clock import FixedClock
from frontdesk.settings import Settings
from tests.calendars.oauth_world import CLIENT_ID
from tests.calendars.simulation import Simulation, simulate
from tests.conftest import TestServer, app_around, client_of, make_account
from tests.databases import owning
from tests.web.conftest import Browser

PLANTED = {
    "the password": "planted-password-Zq7",
    "a new password": "planted-new-password-Zq7",
    "a wrong password": "planted-wrong-password-Zq7",
    "the integration's token": "pit-planted-integration-Zq7",
    "the agency's password": "planted-agency-password-Zq7",
    "the agency's new password": "planted-agency-new-password-Zq7",
    "the app's secret": "planted-client-secret-Zq7",
    "the metrics' token": "planted-metrics-token-Zq7",
    "the provider's key": "sk-planted-openai-Zq7",
    "a bearer": "fdk_1_planted-bearer-that-opens-nothing-Zq7",
}
# Comparisons in which nobody outside has a say.
BOTH_OURS = {
    "calendars/renewal.py: if current.grant.access_token == refused:",
}
# The browser of the test lives in this process, and logs where it goes.
BROWSERS_OWN = "http://test/integrations/gohighlevel/callback?"
ALL_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


@get("/bug")
async def bug() -> None:
    """Fail with a secret at hand, as any bug might."""
    password = PLANTED["the password"]
    raise RuntimeError(f"a bug with {len(password)} secrets")


@dataclass
class Watched:
    """A client whose every answer is kept, with what was handed out by each."""

    http: httpx.AsyncClient
    services: Services
    simulation: Simulation
    clock: FixedClock
    answers: list[str] = field(default_factory=list)
    minted: dict[str, str] = field(default_factory=dict)

    async def send(self, method: str, path: str, mints: str = "", **request: Any) -> httpx.Response:
        """Send a request; `mints` is the member of the answer that is a secret, shown this once."""
        answer = await self.http.request(method, path, **request)
        shown = answer.text
        if mints:
            self.minted[f"{mints} of {method} {path}"] = secret = answer.json()[mints]
            shown = shown.replace(secret, "(handed out)")
        self.answers.append(f"{method} {path.partition('?')[0]}: {shown} {dict(answer.headers)}")
        return answer

    def secrets(self) -> dict[str, str]:
        return {**PLANTED, **self.minted}


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """Everything that is logged, ours and others', down to the smallest."""
    before = structlog.get_config()
    logs.configure("DEBUG")
    caplog.set_level(logging.DEBUG)
    lines: list[str] = []
    yield lines
    structlog.configure(**before)


@pytest.fixture
async def watched(
    server: TestServer, settings: Settings, clock: FixedClock, told: list[str]
) -> AsyncIterator[Watched]:
    async with AsyncExitStack() as stack:
        simulation = await stack.enter_async_context(simulate())
        chosen = replace(
            settings,
            ghl_base_url=simulation.base_url,
            ghl_client_id=CLIENT_ID,
            ghl_client_secret=PLANTED["the app's secret"],
            openai_api_key=PLANTED["the provider's key"],
            metrics_token=PLANTED["the metrics' token"],
            public_url="http://test",
        )
        simulation.state.apps[CLIENT_ID] = PLANTED["the app's secret"]
        simulation.clock.instant = clock.instant
        services = await stack.enter_async_context(assembled(chosen, server.app, clock=clock))
        await stack.enter_async_context(jobs_running(services))
        app = app_around(services)
        app.register(bug)
        http = await stack.enter_async_context(client_of(app, {}))
        yield Watched(http, services, simulation, clock)


async def plant_everywhere(watched: Watched) -> None:
    """Hand every secret in by every door that takes it, rightly and wrongly."""
    account = await make_account(watched.services)
    owner = account.headers
    watched.minted["the first key"] = account.api_key
    email, right, new = "planted@example.com", PLANTED["the password"], PLANTED["a new password"]
    person = {"email": email, "role": "admin", "password": right}
    await watched.send("POST", "/users", json=person, headers=owner)
    await watched.send("POST", "/users", json=person, headers=owner)
    for password in (right, PLANTED["a wrong password"], [right], right * 100):
        mints = "accessToken" if password == right else ""
        await watched.send("POST", "/auth/token", mints, json={"email": email, "password": password})
    token = {"Authorization": f"Bearer {watched.minted['accessToken of POST /auth/token']}"}
    await watched.send("POST", "/auth/password", json={"current": new, "new": new}, headers=token)
    await watched.send("POST", "/auth/password", json={"current": right, "new": [new]}, headers=token)
    await watched.send(
        "POST", "/auth/password", "accessToken", json={"current": right, "new": new}, headers=token
    )
    await watched.send("POST", "/api-keys", "key", json={"name": "planted"}, headers=owner)
    await watched.send("GET", "/api-keys", headers=owner)
    await watched.send("GET", "/users/me", headers={"Authorization": f"Bearer {PLANTED['a bearer']}"})
    await plant_in_the_calendar(watched, owner)
    await plant_in_the_chat(watched, account.widget_key)
    await plant_in_pages(watched, email, new)
    await plant_by_consent(watched, owner)
    await plant_at_the_agency(watched, account.sub_account_id)
    for shown in (PLANTED["the metrics' token"], PLANTED["a wrong password"]):
        await watched.send("GET", "/metrics", headers={"Authorization": f"Bearer {shown}"})
    await watched.send("GET", "/bug", headers=owner)


async def plant_in_the_calendar(watched: Watched, owner: dict[str, str]) -> None:
    token = PLANTED["the integration's token"]
    for body in (
        {"privateIntegrationToken": token, "locationId": "loc"},
        {"privateIntegrationToken": [token]},
    ):
        await watched.send("PUT", "/integrations/gohighlevel", json=body, headers=owner)
    for path in ("", "/calendars", "/connect"):
        await watched.send("GET", f"/integrations/gohighlevel{path}", headers=owner)
    place = {"calendarId": "calendar", "locationId": "loc"}
    await watched.send("PATCH", "/users/me", json=place, headers=owner)
    when = {"date": "2026-12-02", "time": "10:00"}
    await watched.send("POST", "/bookings", json=when, headers=owner)
    await watched.send("GET", "/trail", headers=owner)
    signed = {"X-GHL-Signature": token}
    await watched.send("POST", "/webhooks/gohighlevel", json={"type": token}, headers=signed)


async def plant_by_consent(watched: Watched, owner: dict[str, str]) -> None:
    """Connect by OAuth, rightly and wrongly; the code and the tokens are GoHighLevel's."""
    away = await watched.http.get("/integrations/gohighlevel/connect", headers=owner)
    async with httpx.AsyncClient(verify=False) as outside:
        said_yes = await outside.get(away.headers["location"])
    back = httpx.URL(said_yes.headers["location"])
    secret = watched.http.cookies["frontdesk_connect"]
    watched.minted |= {"the browser's secret": secret, "the code": back.params["code"]}
    wrong = back.copy_set_param("state", PLANTED["a bearer"])
    for address in (wrong, back, back):
        await watched.send("GET", address.raw_path.decode(), headers=owner)
    keep_what_was_granted(watched, "first")
    await watched.send("GET", "/integrations/gohighlevel", headers=owner)
    watched.clock.instant += timedelta(days=1)
    watched.simulation.clock.instant = watched.clock.instant
    await watched.send("GET", "/integrations/gohighlevel/calendars", headers=owner)
    keep_what_was_granted(watched, "renewed")


def keep_what_was_granted(watched: Watched, when: str) -> None:
    """Note the tokens that GoHighLevel handed out until now."""
    state = watched.simulation.state
    watched.minted |= {f"{when}: token {number}": token for number, token in enumerate(state.tokens)}
    (install,) = state.installs
    watched.minted[f"{when}: refresh token"] = install.refresh_token or ""


async def plant_at_the_agency(watched: Watched, sub_account_id: int) -> None:
    """Sign in as an agency's person, go into the sub-account, and change the password."""
    email, right = "agency@planted.example", PLANTED["the agency's password"]
    agency = await watched.services.agencies.create("Agency", email, password=right)
    await watched.services.agencies.take_in(agency.agency_id, sub_account_id)
    watched.minted["a user's token"] = watched.minted.pop("accessToken of POST /auth/token")
    await watched.send("POST", "/auth/token", json={"email": email, "password": PLANTED["a wrong password"]})
    await watched.send("POST", "/auth/token", "accessToken", json={"email": email, "password": right})
    person = {"Authorization": f"Bearer {watched.minted.pop('accessToken of POST /auth/token')}"}
    watched.minted["the agency's token"] = person["Authorization"].removeprefix("Bearer ")
    switch = f"/agency/sub-accounts/{sub_account_id}/switch"
    await watched.send("POST", switch, "accessToken", headers=person)
    new = {"current": right, "new": PLANTED["the agency's new password"]}
    wrong = {**new, "current": PLANTED["a wrong password"]}
    await watched.send("POST", "/agency/password", json=wrong, headers=person)
    await watched.send("POST", "/agency/password", "accessToken", json=new, headers=person)
    browser = Browser(watched.http)
    watched.http.cookies.clear()
    await browser.sign_in(email, PLANTED["the agency's new password"])
    watched.minted["the agency's session"] = watched.http.cookies["frontdesk_agency"]
    watched.answers.append((await watched.http.get("/app/agency")).text)


async def plant_in_the_chat(watched: Watched, widget_key: str) -> None:
    begun = await watched.send("POST", f"/widget/{widget_key}/sessions", "token", json={})
    visitor = {"Authorization": f"Bearer {begun.json()['token']}"}
    await watched.send("POST", "/widget/messages", json={"content": "Hello"}, headers=visitor)
    await watched.send("POST", "/widget/token", "token", headers=visitor)
    await watched.send("GET", "/bookings", headers=visitor)


async def plant_in_pages(watched: Watched, email: str, password: str) -> None:
    browser = Browser(watched.http)
    for tried in (PLANTED["a wrong password"], password):
        answer = await browser.sign_in(email, tried)
        watched.answers.append(f"sign-in: {answer.text}")
    watched.minted["the session"] = watched.http.cookies["frontdesk_session"]
    watched.answers.append((await watched.http.get("/app")).text)


async def everything_stored(server: TestServer) -> str:
    """Return every row of every table, and what the server says it is doing."""
    async with owning(server) as connection:
        tables = [row["tablename"] for row in await connection.fetch(ALL_TABLES)]
        rows = [
            f"{table}: {row['row']}"
            for table in tables
            for row in await connection.fetch(f"SELECT to_jsonb(t)::text AS row FROM {table} t")
        ]
        doing = await connection.fetch("SELECT query FROM pg_stat_activity")
    return "\n".join([*rows, *(str(row["query"]) for row in doing)])


def spellings(secret: str) -> Iterator[str]:
    """Yield a secret as it might be written: plain, in JSON, in hexadecimal, in base64 wherever it begins."""
    raw = secret.encode()
    yield from (secret, json.dumps(secret)[1:-1], raw.hex())
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw).decode()
        yield encoded[4 if shift else 0 : -4]


def found_in(text: str, secrets: dict[str, str]) -> list[str]:
    return [
        f"{name}: ...{text[max(0, text.index(one) - 80) : text.index(one) + 40]}..."
        for name, secret in secrets.items()
        for one in spellings(secret)
        if one in text
    ]


async def test_planted_secrets_are_found_nowhere(
    watched: Watched,
    server: TestServer,
    reachable_folder: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await plant_everywhere(watched)

    secrets = watched.secrets()
    assert {"the code", "the agency's token", "the agency's session"} <= set(secrets)
    assert secrets["first: refresh token"] != secrets["renewed: refresh token"]
    ours = "\n".join(line for line in caplog.text.splitlines() if BROWSERS_OWN not in line)
    logged = capsys.readouterr().err + ours + repr(watched.services) + str(watched.services.settings)
    assert "unexpected_error" in logged
    assert "a bug with 20 secrets" in logged
    assert found_in(logged, secrets) == []
    assert found_in("\n".join(watched.answers), secrets) == []
    assert found_in(await everything_stored(server), secrets) == []
    files = [path for path in (reachable_folder / "data").rglob("*") if path.is_file()]
    everything = b"\n".join(path.read_bytes() for path in files if path.stat().st_size < 64_000_000)
    assert [name for name, secret in secrets.items() if secret.encode() in everything] == []


def test_a_secret_that_lies_about_is_found() -> None:
    secret = {"it": PLANTED["the password"]}

    for spelling in spellings(secret["it"]):
        assert found_in(f"somewhere {spelling} else", secret), spelling
    assert found_in(base64.b64encode(b"xx" + secret["it"].encode() + b"yy").decode(), secret)
    assert not found_in("nothing here", secret)


def test_secrets_are_compared_in_constant_time() -> None:
    source = Path(logs.__file__).parent
    secret = "(?:token|secret|hash|digest|signature|nonce|password)"
    compared = re.compile(rf"\b\w*{secret}\s*[!=]=|[!=]=\s*[\w.]*{secret}\b(?!\.)")

    found = {
        f"{path.relative_to(source)}: {line.strip()}"
        for path in source.rglob("*.py")
        if "simulator" not in path.parts and "migrations" not in path.parts
        for line in path.read_text().splitlines()
        if compared.search(line)
    }

    assert found == set(BOTH_OURS)
