"""Somebody who is signed in."""

import httpx
import pytest

from tests.conftest import Account
from tests.web.conftest import Browser


@pytest.fixture
async def office(browser: Browser, account: Account) -> httpx.AsyncClient:
    """Return a browser on which the account's owner is signed in; it sends the form token by itself."""
    await browser.sign_in(account.email, account.password)
    browser.http.headers["X-Form-Token"] = await browser.form_token("/app")
    return browser.http
