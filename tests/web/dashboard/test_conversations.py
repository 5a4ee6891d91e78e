"""Conversations in the dashboard: who said what, and a person in the thread."""

from collections.abc import AsyncIterator

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.assistant.service import Incoming
from frontdesk.assistant.usage import Usage
from frontdesk.leads.repository import LeadFields
from frontdesk.serving import serving
from frontdesk.trail.entries import SYSTEM
from tests.conftest import Account, app_around, make_account
from tests.web.conftest import Browser

TALKS = "/app/conversations"


async def talk(services: Services, account: Account, *words: str, name: str = "Ann <Ames>") -> int:
    """Let a lead say something; returns the conversation's id."""
    lead = await services.leads.create(account.sub_account_id, LeadFields(name=name), by=SYSTEM)
    conversation_id = None
    for content in words:
        turn = await services.chat.answer(account.owner, Incoming(lead.id, content, conversation_id))
        conversation_id = turn.conversation_id
    assert conversation_id is not None
    return conversation_id


async def test_the_list_shows_who_wrote_and_what_was_said_last(
    office: httpx.AsyncClient, services: Services, account: Account
) -> None:
    await talk(services, account, "Hello")

    page = (await office.get(TALKS)).text
    rows = (await office.get(f"{TALKS}/list")).text

    for shown in (page, rows):
        assert "Ann &lt;Ames&gt;" in shown
        assert "I can book an appointment" in shown
    assert "<html" not in rows


async def test_the_list_is_narrowed_by_who_has_the_word(
    office: httpx.AsyncClient, services: Services, account: Account
) -> None:
    taken = await talk(services, account, "Hello", name="Ann")
    await talk(services, account, "Hello", name="Bob")
    await services.handovers.take_over(account.owner, taken)

    page = (await office.get(f"{TALKS}?state=human")).text

    assert "Ann" in page
    assert "Bob" not in page


async def test_a_conversation_shows_what_was_said_and_done(
    office: httpx.AsyncClient, services: Services, account: Account
) -> None:
    conversation_id = await talk(services, account, "Book December 1 at 2pm please")

    page = (await office.get(f"{TALKS}/{conversation_id}")).text

    assert "Book December 1 at 2pm please" in page
    assert "create_booking" in page
    assert "Tuesday 1 December, 2:00 PM" in page
    assert "Time taken" in page
    assert "Conversation so far" in page


async def test_a_conversation_shows_what_it_cost(
    office: httpx.AsyncClient, services: Services, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def spent(*_: object) -> Usage:
        return Usage(input_tokens=1200, output_tokens=30, cost_micros=63)

    monkeypatch.setattr(services.chat, "usage", spent)
    conversation_id = await talk(services, account, "Hello")

    page = (await office.get(f"{TALKS}/{conversation_id}/thread")).text

    assert "1,200 tokens in, 30 out, $0.000063" in page


async def test_a_person_takes_over_writes_and_hands_back(
    office: httpx.AsyncClient, services: Services, account: Account
) -> None:
    conversation_id = await talk(services, account, "Hello")
    place = f"{TALKS}/{conversation_id}"

    await office.post(f"{place}/take-over")
    assert "Hand back" in (await office.get(f"{place}/thread")).text
    await office.post(f"{place}/messages", data={"content": "This is Dana <3"})
    said = (await office.get(f"{place}/thread")).text
    await office.post(f"{place}/hand-back")

    assert "This is Dana &lt;3" in said
    assert "Take over" in (await office.get(f"{place}/thread")).text
    _, messages = await services.chat.transcript(account.owner, conversation_id)
    assert (messages[-1].author, messages[-1].user_id) == ("user", account.user_id)


@pytest.mark.parametrize("content", ["", "   ", "x" * 4001])
async def test_nothing_and_too_much_is_not_said(
    office: httpx.AsyncClient, services: Services, account: Account, content: str
) -> None:
    conversation_id = await talk(services, account, "Hello")

    answer = await office.post(f"{TALKS}/{conversation_id}/messages", data={"content": content})

    assert answer.status_code == 422
    conversation, messages = await services.chat.transcript(account.owner, conversation_id)
    assert (conversation.state, len(messages)) == ("assistant", 2)


@pytest.fixture
async def live(services: Services, account: Account) -> AsyncIterator[httpx.AsyncClient]:
    """Return a client of a real server, on which the account's owner is signed in."""
    async with (
        serving(app_around(services)) as base_url,
        httpx.AsyncClient(base_url=base_url, verify=False) as http,
    ):
        await Browser(http).sign_in(account.email, account.password)
        yield http


async def test_an_open_page_is_told_when_to_look_again(
    live: httpx.AsyncClient, services: Services, account: Account
) -> None:
    conversation_id = await talk(services, account, "Hello")

    async with live.stream("GET", f"{TALKS}/{conversation_id}/events") as stream:
        lines = stream.aiter_lines()
        # What is there already is told first: the conversation and its two messages.
        seen = 0
        while seen < 3:
            seen += await anext(lines) == "event: changed"
        await services.handovers.take_over(account.owner, conversation_id)
        while await anext(lines) != "event: changed":
            pass


async def test_a_strangers_conversation_is_not_there(office: httpx.AsyncClient, services: Services) -> None:
    stranger = await make_account(services)
    conversation_id = await talk(services, stranger, "Hello")
    place = f"{TALKS}/{conversation_id}"

    answers = [await office.get(path) for path in (place, f"{place}/thread", f"{place}/events")]
    answers += [await office.post(f"{place}/{verb}") for verb in ("take-over", "hand-back")]
    answers.append(await office.post(f"{place}/messages", data={"content": "Mine"}))

    assert {answer.status_code for answer in answers} == {404}
    assert "Hello" not in (await office.get(TALKS)).text
