"""`frontdesk lead`."""

import json

import pytest

from frontdesk.assembly import Services
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import SYSTEM
from tests.cli.conftest import Run
from tests.conftest import Account, TestServer


@pytest.fixture
async def lead(services: Services, account: Account) -> tuple[str, ...]:
    """Return the options that name a lead."""
    lead = await services.leads.create(account.sub_account_id, LeadFields(name="Ann"), by=SYSTEM)
    return ("--sub-account", str(account.sub_account_id), "--lead", str(lead.id))


def test_a_lead_is_exported_as_one_object(run: Run, server: TestServer, lead: tuple[str, ...]) -> None:
    ended = run("lead", "export", *lead, "--json", FRONTDESK_DATABASE_URL=server.owner_dsn)

    export = json.loads(ended.out)
    assert (ended.code, len(ended.out.splitlines())) == (0, 1)
    assert export["lead"]["name"] == "Ann"
    assert (export["bookings"], export["conversations"]) == ([], [])


def test_a_lead_is_erased_and_then_unknown(run: Run, server: TestServer, lead: tuple[str, ...]) -> None:
    erased = run("lead", "erase", *lead, "--yes", "--json", FRONTDESK_DATABASE_URL=server.owner_dsn)
    again = run("lead", "export", *lead, FRONTDESK_DATABASE_URL=server.owner_dsn)

    assert json.loads(erased.out)["leadId"] == int(lead[-1])
    assert again.sentence == "There is no such lead."


def test_nothing_is_erased_before_somebody_said_yes(
    run: Run, server: TestServer, lead: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("typer.confirm", _refuse)

    refused = run("lead", "erase", *lead, FRONTDESK_DATABASE_URL=server.owner_dsn)
    kept = run("lead", "export", *lead, "--json", FRONTDESK_DATABASE_URL=server.owner_dsn)

    assert refused.code == 1
    assert json.loads(kept.out)["lead"]["name"] == "Ann"


def _refuse(_question: str, *, abort: bool) -> bool:
    assert abort
    raise SystemExit(1)
