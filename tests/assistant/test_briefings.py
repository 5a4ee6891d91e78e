"""How an assistant works is decided by its sub-account, version by version."""

from typing import Any

import httpx
import pytest

from frontdesk.assembly import Services
from frontdesk.errors import Forbidden, NotFound, ValidationFailed
from tests.assistant.talks import Talk, says, scripted
from tests.conftest import Account, make_account

PATH = "/assistant/settings"


async def test_before_anybody_decides_the_assistant_answers_by_itself(client: httpx.AsyncClient) -> None:
    told = (await client.get(PATH)).json()

    assert (told["mode"], told["version"], told["userId"], told["createdAt"]) == ("auto", 0, None, None)
    assert told["limits"]["turnsPerConversation"] == 60


async def test_what_is_named_changes_and_the_rest_stays(client: httpx.AsyncClient, account: Account) -> None:
    first = await client.patch(PATH, json={"tone": "Warm", "rules": ["No Sundays."]})
    second = await client.patch(PATH, json={"mode": "suggest"})

    assert (first.status_code, first.json()["version"]) == (200, 1)
    told = second.json()
    assert (told["version"], told["mode"], told["tone"], told["rules"]) == (
        2,
        "suggest",
        "Warm",
        ["No Sundays."],
    )
    assert told["userId"] == account.user_id


async def test_an_older_version_is_restored_as_a_new_one(client: httpx.AsyncClient) -> None:
    await client.patch(PATH, json={"tone": "Warm"})
    await client.patch(PATH, json={"tone": "Cool"})

    restored = (await client.post(f"{PATH}/versions/1/restore")).json()

    assert (restored["version"], restored["tone"], restored["restoredFrom"]) == (3, "Warm", 1)
    versions = (await client.get(f"{PATH}/versions")).json()["versions"]
    assert [(one["version"], one["tone"]) for one in versions] == [(3, "Warm"), (2, "Cool"), (1, "Warm")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "asleep"},
        {"rules": ["r" * 501]},
        {"services": [{"name": ""}]},
        {"services": [{"name": "Roof", "durationMinutes": 0}]},
        {"limits": {"turnsPerConversation": 0}},
        {"limits": [None, None]},
        {"businessDescription": "b" * 4001},
    ],
)
async def test_what_cannot_be_is_refused(client: httpx.AsyncClient, wrong: dict[str, Any]) -> None:
    refusal = await client.patch(PATH, json=wrong)

    assert (refusal.status_code, refusal.json()["error"]) == (422, "VALIDATION_ERROR")
    assert (await client.get(PATH)).json()["version"] == 0


async def test_members_read_and_do_not_change(services: Services, account: Account) -> None:
    _, key = await services.tenancy.create_user(account.sub_account_id, "ann@example.com", role="member")
    member = await services.tenancy.authenticate(key)

    assert (await services.briefings.current(member)).number == 0
    with pytest.raises(Forbidden):
        await services.briefings.change(member, {"mode": "off"})
    with pytest.raises(Forbidden):
        await services.briefings.restore(member, 1)


async def test_a_version_of_somebody_else_does_not_exist(services: Services, account: Account) -> None:
    other = await make_account(services)
    await services.briefings.change(other.owner, {"tone": "Warm"})

    assert await services.briefings.history(account.owner) == []
    with pytest.raises(NotFound):
        await services.briefings.restore(account.owner, 1)


async def test_a_service_that_is_called_with_nonsense_names_the_field(
    services: Services, account: Account
) -> None:
    with pytest.raises(ValidationFailed) as refused:
        await services.briefings.change(account.owner, {"limits": {"turnsPerConversation": 0}})

    assert list(refused.value.details["fields"]) == ["limits.turnsPerConversation"]  # type: ignore[call-overload]


async def test_with_the_assistant_off_messages_wait_for_a_person(talk: Talk) -> None:
    await talk.services.briefings.change(talk.account.owner, {"mode": "off"})

    turn = await talk.by(scripted(says("Never said"))).say("Hi")

    assert (turn.reply, turn.state) == ("", "human")
    conversation, messages = await talk.services.chat.transcript(talk.account.owner, turn.conversation_id)
    assert (conversation.state_reason, [one.content for one in messages]) == ("off", ["Hi"])


async def test_a_record_says_by_which_version_the_assistant_worked(talk: Talk) -> None:
    await talk.services.briefings.change(talk.account.owner, {"tone": "Warm"})
    await talk.by(scripted(says("Hello!"))).say("Hi")

    assert (await talk.messages())[-1].record["instructions"] == 1
