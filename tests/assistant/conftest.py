"""Fixtures for everything that talks to the assistant."""

import pytest

from frontdesk.assembly import Services
from tests.assistant.talks import Talk, begin
from tests.conftest import Account


@pytest.fixture
async def talk(services: Services, account: Account) -> Talk:
    """A lead of no known zone, who is spoken to in the user's: New York."""
    return await begin(services, account)
