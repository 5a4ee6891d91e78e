"""The widget API: a token for one conversation, and nothing but that."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import msgspec
import pytest

from frontdesk.assembly import Services
from frontdesk.clock import FixedClock
from frontdesk.leads.repository import LeadFields
from frontdesk.tenancy.principal import Principal
from frontdesk.web.sessions import RENEWABLE_FOR, TALK_LIFE, WIDGET_TOKEN_LIFE
from tests.conftest import Account, make_account
from tests.web.conftest import Visitor, visit

TWO_ON_TUESDAY = "Hi, can I book for Tuesday 1 December at 2pm?"


async def test_a_session_makes_a_lead_with_what_the_page_knows(
    web: httpx.AsyncClient, account: Account, services: Services
) -> None:
    await visit(web, account.widget_key, timezone="Europe/Berlin", name="Ada", email="ada@example.com")

    lead = (await services.leads.page(account.sub_account_id, limit=1))[0][0]
    assert (lead.name, lead.email, lead.timezone) == ("Ada", "ada@example.com", "Europe/Berlin")


async def test_a_session_begins_a_widget_conversation_about_the_default_users_calendar(
    visitor: Visitor, account: Account, services: Services
) -> None:
    conversation, messages = await services.chat.transcript(account.owner, visitor.conversation_id)

    assert (conversation.channel, conversation.user_id, messages) == ("widget", account.user_id, [])


async def test_a_zone_that_does_not_exist_is_refused_and_nothing_is_written(
    web: httpx.AsyncClient, account: Account, services: Services
) -> None:
    refusal = await web.post(f"/widget/{account.widget_key}/sessions", json={"timezone": "Mars/Olympus"})

    assert (refusal.status_code, refusal.json()["error"]) == (422, "INVALID_TIMEZONE")
    assert (await services.leads.page(account.sub_account_id, limit=1))[0] == []


@pytest.mark.parametrize("change", [str.upper, lambda key: key[:-1] + "!", lambda key: "nonsense"])
async def test_an_unknown_widget_key_is_not_found(
    web: httpx.AsyncClient, account: Account, change: Callable[[str], str]
) -> None:
    refusal = await web.post(f"/widget/{change(account.widget_key)}/sessions", json={})

    assert (refusal.status_code, refusal.json()["error"]) == (404, "NOT_FOUND")


async def test_a_key_with_another_tenants_number_in_it_opens_nothing(
    web: httpx.AsyncClient, account: Account, services: Services
) -> None:
    other = await make_account(services)
    _, number, _ = other.widget_key.split("_", 2)
    prefix, _, secret = account.widget_key.split("_", 2)

    refusal = await web.post(f"/widget/{prefix}_{number}_{secret}/sessions", json={})

    assert refusal.status_code == 404


async def test_a_visitor_books_by_talking(visitor: Visitor, client: httpx.AsyncClient) -> None:
    answer = (await visitor.say(TWO_ON_TUESDAY)).json()

    assert answer["conversationId"] == visitor.conversation_id
    assert answer["booking"]["status"] == "confirmed"
    assert (await client.get("/bookings")).json()["bookings"][0]["id"] == answer["booking"]["id"]


async def test_the_answer_comes_as_events_when_the_page_asks_for_them(visitor: Visitor) -> None:
    answer = await visitor.say(TWO_ON_TUESDAY, accept="text/event-stream")

    blocks = answer.text.replace("\r\n", "\n").strip().split("\n\n")
    events = [dict(line.split(": ", 1) for line in block.split("\n")) for block in blocks]
    done = msgspec.json.decode(events[-1]["data"])
    said = "".join(msgspec.json.decode(one["data"])["text"] for one in events if one["event"] == "delta")
    assert [one["event"] for one in events[:2]] == ["tool", "tool"]
    assert events[-1]["event"] == "done"
    assert said == done["reply"]
    assert done["booking"]["status"] == "confirmed"


async def test_what_was_said_can_be_read_again_without_the_tools_behind_it(visitor: Visitor) -> None:
    answer = (await visitor.say(TWO_ON_TUESDAY)).json()

    transcript = await visitor.read()

    asked, answered = transcript.json()["messages"]
    assert (asked["author"], asked["content"], asked["booking"]) == ("lead", TWO_ON_TUESDAY, None)
    assert (answered["author"], answered["content"]) == ("assistant", answer["reply"])
    assert answered["booking"] == answer["booking"]
    assert set(answered) == {"position", "author", "content", "booking", "createdAt"}
    assert "check_availability" not in transcript.text


async def test_a_booking_read_again_is_shown_as_it_is_now(
    visitor: Visitor, client: httpx.AsyncClient
) -> None:
    booked = (await visitor.say(TWO_ON_TUESDAY)).json()["booking"]
    await client.delete(f"/bookings/{booked['id']}")

    messages = (await visitor.read()).json()["messages"]

    assert messages[-1]["booking"]["status"] == "cancelled"


async def test_a_token_reads_its_own_conversation_only(
    web: httpx.AsyncClient, visitor: Visitor, account: Account
) -> None:
    other = await visit(web, account.widget_key)
    await other.say("My secret is that the roof leaks")

    assert (await visitor.read()).json() == {
        "conversationId": visitor.conversation_id,
        "messages": [],
        "state": "assistant",
    }


async def test_a_visitors_token_is_no_credential_for_the_api(visitor: Visitor) -> None:
    headers = {"Authorization": f"Bearer {visitor.token}"}

    refusals = [
        await visitor.http.get(path, headers=headers) for path in ("/bookings", "/leads", "/users/me")
    ]

    assert [refusal.status_code for refusal in refusals] == [401, 401, 401]


async def test_an_api_key_is_no_visitors_token(client: httpx.AsyncClient) -> None:
    refusal = await client.post("/widget/messages", json={"content": "Hello"})

    assert (refusal.status_code, refusal.json()["error"]) == (401, "UNAUTHORIZED")


async def test_a_token_that_was_changed_is_refused(visitor: Visitor) -> None:
    visitor.token = visitor.token[:-2] + ("AA" if visitor.token[-2:] != "AA" else "BB")

    assert (await visitor.say("Hello")).status_code == 401
    assert (await visitor.read()).status_code == 401


async def test_a_token_is_good_for_an_hour_and_no_longer(visitor: Visitor, clock: FixedClock) -> None:
    clock.instant += WIDGET_TOKEN_LIFE
    in_time = await visitor.read()
    clock.instant += timedelta(seconds=1)
    too_late = await visitor.read()

    assert (in_time.status_code, too_late.status_code) == (200, 401)
    assert too_late.json()["message"] == "This chat session has ended. Please start the chat anew."


async def test_who_comes_back_within_a_day_goes_on_where_they_were(
    visitor: Visitor, clock: FixedClock
) -> None:
    said = (await visitor.say("Hello")).json()
    clock.instant += WIDGET_TOKEN_LIFE + RENEWABLE_FOR
    assert (await visitor.read()).status_code == 401

    renewed = (await visitor.renew()).json()

    visitor.token = renewed.pop("token")
    assert renewed == {"conversationId": visitor.conversation_id, "expiresIn": 3600}
    assert (await visitor.read()).json()["messages"][1]["content"] == said["reply"]


async def test_who_comes_back_later_begins_anew(visitor: Visitor, clock: FixedClock) -> None:
    clock.instant += WIDGET_TOKEN_LIFE + RENEWABLE_FOR + timedelta(seconds=1)

    assert (await visitor.renew()).status_code == 401


async def test_a_talk_goes_on_for_a_month_at_most(visitor: Visitor, clock: FixedClock) -> None:
    for _ in range(TALK_LIFE // RENEWABLE_FOR):
        clock.instant += RENEWABLE_FOR
        visitor.token = (await visitor.renew()).json()["token"]
    clock.instant += timedelta(seconds=1)

    assert (await visitor.renew()).status_code == 401
    assert (await visitor.read()).status_code == 200


@pytest.mark.parametrize("token", ["", "nonsense"])
async def test_nobodys_token_is_renewed(visitor: Visitor, account: Account, token: str) -> None:
    for credential in (token, account.api_key):
        visitor.token = credential
        assert (await visitor.renew()).status_code == 401


async def test_a_visitor_may_do_no_more_than_a_member(services: Services, account: Account) -> None:
    token, _ = await services.widget.start(account.widget_key, LeadFields())

    assert services.widget.visitor(token).principal == Principal(
        account.sub_account_id, account.user_id, "member"
    )


@pytest.mark.parametrize("content", ["", "x" * 4001])
async def test_an_empty_or_endless_message_is_refused_in_the_contracts_form(
    visitor: Visitor, content: str
) -> None:
    refusal = await visitor.say(content)

    assert (refusal.status_code, refusal.json()["error"]) == (422, "VALIDATION_ERROR")
    assert refusal.json()["success"] is False
