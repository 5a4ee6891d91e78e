"""Visitors and browsers for the tests of pages."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
from litestar import Litestar

from tests.conftest import Account, client_of


@dataclass
class Browser:
    """A browser without a screen: keeps cookies, follows nothing by itself."""

    http: httpx.AsyncClient

    async def form_token(self, path: str) -> str:
        page = await self.http.get(path)
        return page.text.split('name="form_token" value="')[1].split('"')[0]

    async def sign_in(self, email: str, password: str) -> httpx.Response:
        token = await self.form_token("/app/sign-in")
        form = {"email": email, "password": password, "form_token": token}
        return await self.http.post("/app/sign-in", data=form)


@dataclass
class Visitor:
    """Somebody on the chat page."""

    http: httpx.AsyncClient
    token: str
    conversation_id: int

    async def say(self, content: str, *, accept: str = "application/json") -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": accept}
        return await self.http.post("/widget/messages", json={"content": content}, headers=headers)

    async def read(self) -> httpx.Response:
        return await self.http.get("/widget/messages", headers={"Authorization": f"Bearer {self.token}"})

    async def renew(self) -> httpx.Response:
        return await self.http.post("/widget/token", headers={"Authorization": f"Bearer {self.token}"})


async def visit(http: httpx.AsyncClient, widget_key: str, **known: str) -> Visitor:
    """Begin a session, as the chat page does."""
    answer = await http.post(f"/widget/{widget_key}/sessions", json=known)
    assert answer.status_code == 201, answer.text
    return Visitor(http, answer.json()["token"], answer.json()["conversationId"])


@pytest.fixture
async def web(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client that nobody is signed in on."""
    async with client_of(app, {}) as http:
        yield http


@pytest.fixture
def browser(web: httpx.AsyncClient) -> Browser:
    """Return a browser that nobody is signed in on."""
    return Browser(web)


@pytest.fixture
async def visitor(web: httpx.AsyncClient, account: Account) -> Visitor:
    """Return a visitor of the account's chat page, in New York."""
    return await visit(web, account.widget_key, timezone="America/New_York")
