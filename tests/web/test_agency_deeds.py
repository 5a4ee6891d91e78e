"""Whatever an agency's person does in a sub-account's dashboard is told as theirs, never as the owner's."""

import re
from datetime import timedelta
from typing import Any

import httpx
from litestar import Litestar

from frontdesk.assembly import Services
from frontdesk.assistant.service import Incoming
from frontdesk.clock import FixedClock
from frontdesk.leads.repository import LeadFields
from frontdesk.trail.entries import SYSTEM
from tests.conftest import Account, TestServer, client_of
from tests.databases import rows
from tests.docs.pages import SOURCE
from tests.tenancy.inhabited import Inhabited, inhabit
from tests.tenancy.page_walk import pages
from tests.web.conftest import Browser

PASSWORD = "correct horse"
# What each form of the dashboard sends. A form that is not here fails the test.
FORMS: dict[str, dict[str, str]] = {
    "/app/settings/connection/people/{user_id:int}": {"calendar_id": ""},
    "/app/settings/connection/agency": {},
    "/app/settings/connection": {"token": "pit-new", "location_id": "loc"},
    "/app/settings/connection/agency/disconnect": {},
    "/app/settings/connection/disconnect": {},
    "/app/leads": {"name": "Grace"},
    "/app/leads/{lead_id:int}": {"name": "Ann Other", "timezone": "America/New_York"},
    "/app/bookings/new": {"starts_at": "2026-12-03T14:00:00-05:00", "name": "Ada"},
    "/app/bookings/{booking_id:int}/move": {"day": "2026-12-03", "at": "10:00"},
    "/app/bookings/{booking_id:int}/edit": {"subject": "Roof"},
    "/app/bookings/{booking_id:int}/sync": {},
    "/app/bookings/{booking_id:int}/end": {"status": "cancelled", "reason": "rain"},
    "/app/conversations/{conversation_id:int}/suggestions/{position:int}/approve": {"content": "Hello, Ann"},
    "/app/conversations/{conversation_id:int}/suggestions/{position:int}/discard": {},
    "/app/conversations/{conversation_id:int}/take-over": {},
    "/app/conversations/{conversation_id:int}/messages": {"content": "Hello"},
    "/app/conversations/{conversation_id:int}/hand-back": {},
    "/app/start/said/{step:str}": {},
    "/app/start/dismiss": {},
    "/app/settings/hours/preview": {"day": "1", "start": "09:00", "end": "17:00", "zone": ""},
    "/app/settings/hours": {"day": "1", "start": "09:00", "end": "17:00", "zone": ""},
    "/app/settings/people": {"email": "new@example.com", "name": "New", "role": "member"},
    "/app/settings/people/{user_id:int}/role": {"role": "member"},
    "/app/settings/keys": {"name": "crm"},
    "/app/settings/keys/{key_id:int}/revoke": {},
    "/app/settings/chat": {"title": "Ask us"},
    "/app/settings/chat/key": {},
    "/app/settings/assistant": {"mode": "suggest", "tone": "warm"},
    "/app/settings/assistant/try": {"content": "Hello", "mode": "auto"},
    "/app/settings/assistant/versions/{number:int}/restore": {},
    "/app/leads/{lead_id:int}/erase": {"confirmed": "yes"},
}
# Those of the agency's own level and of whoever signs in, and the owner's password, which is refused.
OTHERS = {
    "/app/sign-in",
    "/app/sign-out",
    "/app/agency/accounts",
    "/app/agency/accounts/{sub_account_id:int}/enter",
    "/app/settings/password",
}
DEEDS = """
SELECT action AS what, actor_kind, actor_id FROM trail WHERE sub_account_id = $1 AND at >= $2
UNION ALL
SELECT 'booking ' || to_status, actor_kind, actor_id FROM booking_events
WHERE sub_account_id = $1 AND at >= $2 AND actor_kind <> 'assistant'
"""
WRITTEN = """
SELECT 'message' AS what, user_id, agency_person_id FROM messages
WHERE sub_account_id = $1 AND author = 'user' AND created_at >= $2
UNION ALL
SELECT 'suggestion', decided_by, decided_by_agency_person FROM suggestions
WHERE sub_account_id = $1 AND state IN ('approved', 'edited', 'discarded') AND decided_at >= $2
UNION ALL
SELECT 'version', user_id, agency_person_id FROM assistant_versions
WHERE sub_account_id = $1 AND created_at >= $2
"""


async def gone_in(browser: Browser, services: Services, account: Account) -> int:
    """Let a person of the account's agency into its dashboard; returns who it is."""
    address = f"boss{account.sub_account_id}@agency.example"
    agency = await services.agencies.create("Agency", address, password=PASSWORD)
    await services.agencies.take_in(agency.agency_id, account.sub_account_id)
    await browser.sign_in(address, PASSWORD)
    browser.http.headers["X-Form-Token"] = await browser.form_token("/app/agency")
    await browser.http.post(f"/app/agency/accounts/{account.sub_account_id}/enter")
    return agency.person_id


async def send(http: httpx.AsyncClient, path: str, form: dict[str, str], ids: dict[str, Any]) -> int:
    address = re.sub(r"\{(\w+):\w+\}", r"{\1}", path).format_map(ids)
    return (await http.post(address, data=form)).status_code


def test_every_form_of_the_dashboard_is_sent(app: Litestar) -> None:
    known = {path for method, path, _ in pages(app) if method != "GET"}

    assert known - OTHERS == set(FORMS)


async def where(services: Services, inhabited: Inhabited) -> dict[str, dict[str, Any]]:
    """Return what each address names: the inhabited account's own, and another where it would be used up."""
    account = inhabited.account
    member, _ = await services.tenancy.create_user(account.sub_account_id, "m@example.com", role="admin")
    other = await services.leads.create(account.sub_account_id, LeadFields(name="Other"), by=SYSTEM)
    await services.briefings.change(account.owner, {"mode": "suggest"})
    turn = await services.chat.answer(account.owner, Incoming(other.id, "Hello"))
    await services.briefings.change(account.owner, {"mode": "auto"})
    known = {**inhabited.ids, "number": 1, "position": 3, "step": "hours"}
    special = {
        "discard": {"conversation_id": turn.conversation_id, "position": 1},
        "role": {"user_id": member},
    }
    return {path: known | special.get(path.rpartition("/")[2], {}) for path in FORMS}


async def test_every_form_is_told_as_the_agencys_persons(
    browser: Browser, services: Services, server: TestServer, clock: FixedClock
) -> None:
    inhabited = await inhabit(services)
    account, named = inhabited.account, await where(services, inhabited)
    person_id = await gone_in(browser, services, account)
    clock.instant += timedelta(minutes=1)

    answers = {path: await send(browser.http, path, form, named[path]) for path, form in FORMS.items()}

    assert {path: status for path, status in answers.items() if status >= 400} == {}
    deeds = await rows(server, DEEDS, account.sub_account_id, clock.now())
    assert {(row["actor_kind"], row["actor_id"]) for row in deeds} == {("agency", person_id)}, deeds
    assert {row["what"] for row in deeds} >= {"booking confirmed", "booking cancelled", "suggestion.approved"}
    written = await rows(server, WRITTEN, account.sub_account_id, clock.now())
    assert {(row["user_id"], row["agency_person_id"]) for row in written} == {(None, person_id)}, written
    assert {row["what"] for row in written} == {"message", "suggestion", "version"}


async def test_the_business_reads_that_it_was_its_agency(
    browser: Browser, services: Services, app: Litestar
) -> None:
    inhabited = await inhabit(services)
    account, named = inhabited.account, await where(services, inhabited)
    person_id = await gone_in(browser, services, account)
    for path, form in FORMS.items():
        if path.endswith(("/messages", "/settings/assistant", "/edit")):
            await send(browser.http, path, form, named[path])

    talk, booking = (f"{kind}/{inhabited.ids[f'{kind[:-1]}_id']}" for kind in ("conversations", "bookings"))
    pages_read = [await browser.http.get(f"/app/{page}") for page in (talk, booking, "settings/assistant")]
    async with client_of(app, account.headers) as owner:
        said = (await owner.get(f"/chat/{talk}")).json()["messages"][-1]
        version = (await owner.get("/assistant/settings")).json()

    assert ["Your agency" in page.text for page in pages_read] == [True] * 3
    for told in (said, version):
        assert (told["userId"], told["agencyPersonId"]) == (None, person_id)


async def test_what_the_agency_books_counts_as_the_businesss_own(
    browser: Browser, services: Services, account: Account, client: httpx.AsyncClient
) -> None:
    await gone_in(browser, services, account)
    await send(browser.http, "/app/bookings/new", {"starts_at": "2026-12-03T14:00:00-05:00"}, {})

    asked = {"from": "2026-11-30", "to": "2026-12-04"}
    [week] = (await client.get("/reports/summary", params=asked)).json()["weeks"]

    assert week["bySource"] == {"user": 1}


async def test_a_push_of_a_booking_names_the_key_it_came_in_with(
    client: httpx.AsyncClient, server: TestServer
) -> None:
    made = (await client.post("/bookings", json={"startsAt": "2026-12-03T14:00:00-05:00"})).json()
    await rows(server, "UPDATE bookings SET external_state = 'failed' WHERE id = $1", made["id"])
    [key] = (await client.get("/api-keys")).json()["apiKeys"]

    await client.post(f"/bookings/{made['id']}/sync")

    [pushed, *_] = (await client.get("/trail", params={"targetKind": "booking"})).json()["entries"]
    assert pushed["reason"] == "pushed again"
    assert pushed["actor"] == {"kind": "user", "id": key["userId"], "apiKeyId": key["id"]}


def test_who_acts_is_asked_of_the_caller_and_put_together_nowhere_else() -> None:
    found = {path.name for path in SOURCE.rglob("*.py") if re.search(r"Actor\(\s*\"user\"", path.read_text())}

    assert found == {"principal.py", "session_repository.py"}
