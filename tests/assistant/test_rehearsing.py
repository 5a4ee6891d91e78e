"""A draft of the settings is tried: the real assistant answers, and nobody and nothing hears of it."""

from typing import Any

import httpx
import pytest
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, TextPart
from pydantic_ai.models.function import AgentInfo, FunctionModel

from frontdesk.limits import REHEARSAL
from tests.assistant.talks import Talk, calls, says, scripted
from tests.conftest import TestServer
from tests.databases import rows
from tests.tenancy.inhabited import everything_of

TRY = "/assistant/try"
JOBS = "SELECT id FROM pgqueuer ORDER BY id"
LOOK = calls("check_availability", {"date": "2026-12-01"})
BOOK = calls("create_booking", {"date": "2026-12-01", "time": "14:00"})
TOLD = "Tuesday 1 December, 2:00 PM (New York time)"
ASKED = "Please book Tuesday at 2pm"


def lead(content: str) -> dict[str, Any]:
    return {"author": "lead", "content": content}


def assistant(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer as it is sent back with the next message."""
    return {"author": "assistant", "content": answer["reply"], "toolCalls": answer["toolCalls"]}


async def tried(client: httpx.AsyncClient, *messages: dict[str, Any], **draft: Any) -> dict[str, Any]:
    answer = await client.post(TRY, json={"draft": draft, "messages": list(messages)})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_the_model_is_told_the_draft_and_not_what_holds(talk: Talk, client: httpx.AsyncClient) -> None:
    heard: list[ModelMessage] = []

    def respond(messages: list[ModelMessage], _info: AgentInfo) -> ModelResponse:
        heard.extend(messages)
        return ModelResponse([TextPart("Ahoy!")])

    talk.by(FunctionModel(respond))
    await client.patch("/assistant/settings", json={"tone": "Stiff", "businessDescription": "We mend roofs."})

    told = await tried(client, lead("Hi"), tone="Like a pirate", rules=["Never name a price."])

    assert told == {"reply": "Ahoy!", "toolCalls": [], "handedOver": None}
    [request] = heard
    assert isinstance(request, ModelRequest)
    assert request.instructions is not None
    for words in ("Like a pirate", "Never name a price.", "We mend roofs."):
        assert words in request.instructions
    assert "Stiff" not in request.instructions
    assert (await client.get("/assistant/settings")).json()["tone"] == "Stiff"


async def test_what_is_free_is_real_and_what_would_be_booked_is_only_proposed(
    talk: Talk, client: httpx.AsyncClient
) -> None:
    taken = {"date": "2026-12-01", "time": "09:00"}
    await client.post("/bookings", json=taken)
    talk.by(scripted(LOOK, BOOK, says("You're booked!")))

    told = await tried(client, lead(ASKED))

    look, book = told["toolCalls"]
    assert "09:00" not in look["result"]["slots"]
    assert "14:00" in look["result"]["slots"]
    assert (book["result"]["proposed"], book["result"]["status"]) == (True, "confirmed")
    assert told["reply"] == f"You're booked!\n\nBooked: {TOLD}."
    assert len((await client.get("/bookings")).json()["bookings"]) == 1


async def test_a_taken_time_is_refused_as_ever(talk: Talk, client: httpx.AsyncClient) -> None:
    await client.post("/bookings", json={"date": "2026-12-01", "time": "14:00"})
    talk.by(scripted(BOOK, says("You're booked!")))

    told = await tried(client, lead(ASKED))

    assert told["toolCalls"][0]["result"]["error"] == "SLOT_UNAVAILABLE"
    assert "You're booked!" not in told["reply"]


MISDEEDS = [
    says("Hello!"),
    LOOK,
    BOOK,
    calls("update_lead", {"name": "Ann Ames"}),
    calls("hand_off_to_human", {"reason": "They asked."}),
    calls("list_bookings"),
]


@pytest.mark.parametrize("misdeed", MISDEEDS, ids=lambda one: getattr(one, "tool_name", "words"))
async def test_nothing_is_written_whatever_the_model_does(
    talk: Talk, client: httpx.AsyncClient, server: TestServer, misdeed: Any
) -> None:
    talk.by(scripted(misdeed, says("All right.")))
    await client.get("/users/me")  # from now on the key is noted as used
    before, jobs = await everything_of(server, talk.account.sub_account_id), await rows(server, JOBS)

    told = await tried(client, lead(f"I am Ann Ames. {ASKED}, and let a person call me"), mode="off")

    assert told["reply"]
    assert await everything_of(server, talk.account.sub_account_id) == before
    assert await rows(server, JOBS) == jobs


@pytest.mark.parametrize("tool", ["reschedule_booking", "cancel_booking"])
async def test_nobodys_booking_can_be_touched(
    talk: Talk, client: httpx.AsyncClient, server: TestServer, tool: str
) -> None:
    booked = (await client.post("/bookings", json={"date": "2026-12-01", "time": "10:00"})).json()["id"]
    when = {"date": "2026-12-01", "time": "14:00"} if tool == "reschedule_booking" else {}
    talk.by(scripted(calls(tool, {"bookingId": booked, **when}), says("Done.")))
    before = await everything_of(server, talk.account.sub_account_id)

    told = await tried(client, lead("Move my appointment of Tuesday 10am to 2pm, or cancel it"))

    assert told["toolCalls"][0]["result"]["error"] == "NOT_FOUND"
    assert await everything_of(server, talk.account.sub_account_id) == before


async def test_a_talk_goes_on_from_what_is_sent_back(talk: Talk, client: httpx.AsyncClient) -> None:
    """The offline model offers times, remembers which, and takes the one that is picked."""
    first = await tried(client, lead("Is anything free on Tuesday December 1?"))
    second = await tried(
        client, lead("Is anything free on Tuesday December 1?"), assistant(first), lead("2pm please, book it")
    )

    assert [call["name"] for call in first["toolCalls"]] == ["check_availability"]
    assert second["toolCalls"][-1]["result"]["proposed"] is True
    assert TOLD in second["reply"]


async def test_who_asks_for_a_person_is_told_that_one_would_come(
    talk: Talk, client: httpx.AsyncClient
) -> None:
    talk.by(scripted(says("I can help you myself.")))

    assert (await tried(client, lead("Can I talk to a human please?")))["handedOver"] == "asked"


@pytest.mark.parametrize(
    ("messages", "draft"),
    [
        ([], {}),
        ([lead("x" * 4001)], {}),
        ([lead("Hi")] * 21, {}),
        ([lead("Hi"), {"author": "assistant", "content": "Hello"}], {}),
        ([{"author": "user", "content": "Hi"}], {}),
        ([lead("Hi")], {"tone": "t" * 501}),
        ([lead("Hi")], {"mode": "asleep"}),
        ([lead("Hi")], {"limits": [None, None]}),
    ],
)
async def test_what_cannot_be_tried_is_refused(
    client: httpx.AsyncClient, messages: list[dict[str, Any]], draft: dict[str, Any]
) -> None:
    answer = await client.post(TRY, json={"draft": draft, "messages": messages})

    assert (answer.status_code, answer.json()["error"]) == (422, "VALIDATION_ERROR")


async def test_members_try_nothing(talk: Talk, client: httpx.AsyncClient) -> None:
    _, key = await talk.services.tenancy.create_user(
        talk.account.sub_account_id, "max@example.com", role="member"
    )

    answer = await client.post(
        TRY, json={"messages": [lead("Hi")]}, headers={"Authorization": f"Bearer {key}"}
    )

    assert (answer.status_code, answer.json()["error"]) == (403, "FORBIDDEN")


async def test_trying_is_counted_for_the_whole_sub_account(client: httpx.AsyncClient) -> None:
    for _ in range(REHEARSAL.per_minute):
        await tried(client, lead("Hi"))

    answer = await client.post(TRY, json={"messages": [lead("Hi")]})

    assert (answer.status_code, answer.json()["error"]) == (429, "RATE_LIMITED")
    assert int(answer.headers["Retry-After"]) >= 1
