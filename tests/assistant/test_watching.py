"""Following a conversation, in whichever process it goes on: nothing is lost, nothing comes twice."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from litestar import Litestar

from frontdesk.assembly import Services, assembled
from frontdesk.assistant import event_streams
from frontdesk.assistant.conversations import Conversation, Message
from frontdesk.assistant.watching import MOST_WATCHES, Gap
from frontdesk.clock import FixedClock
from frontdesk.errors import RateLimited
from frontdesk.serving import serving
from frontdesk.settings import Settings
from tests.assistant.talks import Talk, says, scripted
from tests.conftest import TestServer

PATIENCE_SECONDS = 20


@pytest.fixture
async def elsewhere(server: TestServer, settings: Settings, clock: FixedClock) -> AsyncIterator[Services]:
    """The services of another process."""
    async with assembled(settings, server.app, clock=clock) as services:
        yield services


async def texts(news: AsyncIterator[Any], many: int) -> list[str]:
    """Return the next messages of a stream, and the states between them."""
    found: list[str] = []
    async with asyncio.timeout(PATIENCE_SECONDS):
        async for one in news:
            if isinstance(one, Message):
                found.append(one.content)
            if isinstance(one, Conversation):
                found.append(one.state)
            if len(found) == many:
                return found
    return found


async def test_what_is_said_in_one_process_is_heard_in_another(talk: Talk, elsewhere: Services) -> None:
    owner = talk.account.owner
    await talk.by(scripted(says("Hello!"))).say("Hi")
    news = await elsewhere.watching.follow(owner, talk.conversation_id or 0, after=0)
    before = await texts(news, 3)

    following = asyncio.create_task(texts(news, 3))
    await talk.say("Are you there?")
    await talk.services.handovers.take_over(owner, talk.conversation_id or 0)

    assert before == ["assistant", "Hi", "Hello!"]
    assert sorted(await following) == ["Are you there?", "Hello!", "human"]


async def test_who_comes_back_misses_nothing_and_hears_nothing_twice(talk: Talk) -> None:
    talk.by(scripted(says("Hello!")))
    for number in range(3):
        await talk.say(f"Message {number}")

    news = await talk.services.watching.follow(talk.account.owner, talk.conversation_id or 0, after=3)

    assert await texts(news, 4) == ["assistant", "Hello!", "Message 2", "Hello!"]


async def test_news_that_may_have_been_missed_is_looked_for(talk: Talk) -> None:
    await talk.by(scripted(says("Hello!"))).say("Hi")
    chat = talk.services.chat
    news = await talk.services.watching.follow(talk.account.owner, talk.conversation_id or 0, after=0)
    await texts(news, 3)
    chat._news._watches, deaf = {}, chat._news._watches

    await talk.say("Are you there?")
    following = asyncio.create_task(texts(news, 2))
    chat._news._watches = deaf
    chat._news.deliver_to_all()

    assert await following == ["Are you there?", "Hello!"]


async def test_a_list_hears_of_each_conversation_that_goes_on(talk: Talk, elsewhere: Services) -> None:
    news = elsewhere.watching.follow_all(talk.account.owner)
    first = await anext(news)

    async with asyncio.timeout(PATIENCE_SECONDS):
        turn, heard = await asyncio.gather(talk.say("Hi"), anext(news))

    assert isinstance(first, Gap)
    assert isinstance(heard, Conversation)
    assert heard.id == turn.conversation_id


async def test_a_conversation_is_followed_by_so_many_and_no_more(talk: Talk) -> None:
    await talk.say("Hi")
    watching, owner, where = talk.services.watching, talk.account.owner, talk.conversation_id or 0
    streams = [await watching.follow(owner, where, after=0) for _ in range(MOST_WATCHES)]
    for stream in streams:
        await anext(stream)

    with pytest.raises(RateLimited):
        await watching.follow(owner, where, after=0)

    await streams[0].aclose()  # type: ignore[attr-defined]  # an async generator can be closed
    await watching.follow(owner, where, after=0)


async def events(answer: httpx.Response, many: int) -> list[dict[str, str]]:
    """Return the next events of an answer as it comes."""
    found: list[dict[str, str]] = []
    event: dict[str, str] = {}
    async for line in answer.aiter_lines():
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            event[name] = value
        elif "event" in event:
            found.append(event)
            event = {}
        if len(found) == many:
            return found
    return found


async def test_the_dashboard_and_the_visitor_follow_over_http(app: Litestar, talk: Talk) -> None:
    account, services = talk.account, talk.services
    async with serving(app) as url, httpx.AsyncClient(base_url=url, timeout=PATIENCE_SECONDS) as http:
        session = (await http.post(f"/widget/{account.widget_key}/sessions", json={})).json()
        visitor = {"Authorization": f"Bearer {session['token']}"}
        place = f"/chat/conversations/{session['conversationId']}"
        async with (
            http.stream("GET", "/widget/events", headers=visitor) as seen,
            http.stream("GET", f"{place}/events", headers=account.headers) as watched,
        ):
            await services.handovers.write(account.owner, session["conversationId"], "Bob here.")
            by_visitor, by_user = await events(seen, 3), await events(watched, 3)
        again = {**visitor, "Last-Event-ID": by_visitor[-1]["id"]}
        async with http.stream("GET", "/widget/events", headers=again) as seen:
            await services.handovers.write(account.owner, session["conversationId"], "Still here.")
            later = await events(seen, 2)

    said = [msgspec.json.decode(one["data"]) for one in (by_visitor[-1], by_user[-1], later[-1])]
    assert [one["content"] for one in said] == ["Bob here.", "Bob here.", "Still here."]
    assert "record" not in said[0]
    assert later[-1]["id"] == "2"


async def test_streams_end_after_a_while(app: Litestar, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_streams, "LONGEST_SECONDS", 0.0)
    await talk.say("Hi")
    path = f"/chat/conversations/{talk.conversation_id}/events"

    async with serving(app) as url, httpx.AsyncClient(base_url=url, headers=talk.account.headers) as http:
        whole = await http.get(path)

    assert "event: conversation" in whole.text


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "9" * 12])
async def test_a_position_that_is_none_is_refused(client: httpx.AsyncClient, talk: Talk, last: str) -> None:
    await talk.say("Hi")
    path = f"/chat/conversations/{talk.conversation_id}/events"

    refusal = await client.get(path, headers={"Last-Event-ID": last})

    assert (refusal.status_code, list(refusal.json()["fields"])) == (422, ["Last-Event-ID"])
