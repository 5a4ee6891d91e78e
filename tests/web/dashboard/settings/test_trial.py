"""Beside the assistant's settings somebody plays a lead, and the form as it stands answers."""

import html
import re
from typing import Any

import httpx
import pytest
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, TextPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from frontdesk.assembly import Services
from frontdesk.tenancy.people import NewPerson
from frontdesk.web.dashboard.settings.trial import MOST_EXCHANGES, Exchange, exchanges_of, lines_of
from tests.conftest import Account, TestServer, client_of
from tests.tenancy.inhabited import everything_of
from tests.web.conftest import Browser

PAGE = "/app/settings/assistant"
TRY = f"{PAGE}/try"
DRAFT: dict[str, Any] = {
    "mode": "off",
    "business_description": "We mend <roofs>.",
    "services": "Inspection; 45; $90; a look at the roof",
    "tone": "like a pirate",
    "rules": "Never name a price.",
}


def kept_in(part: str) -> str:
    """Return what the page keeps of an exchange."""
    [kept] = re.findall(r'name="said" value="([^"]*)"', part)
    return html.unescape(kept)


async def test_the_form_answers_without_being_saved(
    office: httpx.AsyncClient, client: httpx.AsyncClient, services: Services
) -> None:
    heard: list[ModelMessage] = []

    def respond(messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        heard.extend(messages)
        return ModelResponse([TextPart("Ahoy <you>!")])

    services.chat._provider = FunctionModel(respond)

    part = (await office.post(TRY, data={**DRAFT, "content": "Hi <b>there</b>"})).text

    assert "Ahoy &lt;you&gt;!" in part
    assert "Hi &lt;b&gt;there&lt;/b&gt;" in part
    assert "<html" not in part
    [request] = heard
    assert isinstance(request, ModelRequest)
    for words in ("like a pirate", "We mend <roofs>.", "Inspection (45 minutes, $90)", "Never name a price."):
        assert words in (request.instructions or "")
    assert (await client.get("/assistant/settings")).json()["version"] == 0


async def test_a_talk_goes_on_and_nothing_of_it_is_written(
    office: httpx.AsyncClient, server: TestServer, account: Account
) -> None:
    before = await everything_of(server, account.sub_account_id)

    first = (await office.post(TRY, data={**DRAFT, "content": "Is December 1 free?"})).text
    second = (
        await office.post(TRY, data={**DRAFT, "content": "Book 2pm please", "said": [kept_in(first)]})
    ).text

    assert "Looked for free times" in first
    assert "It would now:" in second
    assert "Tuesday 1 December, 2:00 PM (New York time)" in second
    assert await everything_of(server, account.sub_account_id) == before


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"content": " "}, "content"),
        ({"services": "Inspection; soon"}, "services"),
        ({"said": "no exchange"}, "said"),
    ],
)
async def test_what_cannot_be_answered_is_told(
    office: httpx.AsyncClient, wrong: dict[str, str], told: str
) -> None:
    part = (await office.post(TRY, data={**DRAFT, "content": "Hi", **wrong})).text

    assert "Not answered." in part
    assert f"<code>{told}" in part
    assert 'name="said"' not in part


async def test_the_page_has_the_talk_beside_the_form(office: httpx.AsyncClient) -> None:
    page = (await office.get(PAGE)).text

    assert f'hx-post="{TRY}" hx-include="#briefing"' in page
    assert 'role="log" aria-live="polite"' in page
    assert "trial.js" in page


async def test_members_do_not_try(services: Services, account: Account, app: Any) -> None:
    person = NewPerson("max@example.com", "member", password="a good password")
    await services.tenancy.add_user(account.sub_account_id, person)
    async with client_of(app, {}) as http:
        browser = Browser(http)
        await browser.sign_in("max@example.com", "a good password")
        headers = {"X-Form-Token": await browser.form_token("/app")}

        answer = await http.post(TRY, data={**DRAFT, "content": "Hi"}, headers=headers)

    assert answer.status_code == 403


def test_the_latest_exchanges_are_kept_and_the_rest_forgotten() -> None:
    said = [f'{{"words": "word {number}", "reply": "reply"}}' for number in range(30)]

    found = exchanges_of(said)

    assert len(found) == MOST_EXCHANGES
    assert found[-1] == Exchange("word 29", "reply")
    assert [line.is_leads for line in lines_of(found[:1])] == [True, False]
