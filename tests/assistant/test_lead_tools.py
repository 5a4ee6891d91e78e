"""What the assistant writes down of a lead is what the lead said."""

import pytest

from frontdesk.assistant.own_words import require_own_words
from frontdesk.assistant.second_opinion import Objection
from tests.assistant.talks import Talk, calls, says, scripted
from tests.conftest import TestServer
from tests.databases import rows


async def lead_of(talk: Talk) -> tuple[str | None, str | None, str | None, str | None]:
    lead = await talk.services.leads.by_id(talk.account.sub_account_id, talk.lead_id)
    return lead.name, lead.email, lead.phone, lead.timezone


async def test_what_a_lead_says_of_themself_is_written_down(talk: Talk) -> None:
    given = {"name": "Dana Whitfield", "email": "dana@example.com", "phone": "+1 212 555 0100"}

    turn = await talk.by(scripted(calls("update_lead", given), says("Thank you."))).say(
        "I'm Dana Whitfield, dana@example.com, 212-555-0100"
    )

    assert turn.steps[0].result["success"] is True
    assert (await lead_of(talk))[:3] == ("Dana Whitfield", "dana@example.com", "+1 212 555 0100")


async def test_the_trail_tells_that_the_assistant_wrote_it_down_and_no_word_of_it(
    talk: Talk, server: TestServer
) -> None:
    given = calls("update_lead", {"name": "Dana Whitfield"})

    await talk.by(scripted(given, says("Thank you."))).say("I'm Dana Whitfield")

    query = "SELECT actor_kind, changes::text FROM trail WHERE action = 'lead.changed' AND target_id = $1"
    [told] = await rows(server, query, talk.lead_id)
    assert (told["actor_kind"], told["changes"]) == ("assistant", '{"edited": ["name"]}')


async def test_what_nobody_said_is_refused_and_nothing_is_written(talk: Talk) -> None:
    given = {"name": "Dana", "email": "mallory@example.com"}

    turn = await talk.by(scripted(calls("update_lead", given), says("Hm."))).say("I'm Dana")

    assert turn.steps[0].result["error"] == "NOT_WHAT_THE_LEAD_SAID"
    assert "email" in turn.steps[0].result["message"]
    assert (await lead_of(talk))[:2] == ("Ann", None)


async def test_a_zone_counts_from_the_next_tool_call_on(talk: Talk) -> None:
    zone = calls("update_lead", {"timezone": "Europe/Berlin"})
    book = calls("create_booking", {"date": "2026-12-01", "time": "15:00"})

    turn = await talk.by(scripted(zone, book, says("Done."))).say("I'm in Berlin. Please book Tuesday at 3pm")

    assert turn.booking is not None
    assert turn.booking.details["timezone"] == "Europe/Berlin"
    assert "3:00 PM (Berlin time)" in turn.reply


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "VALIDATION_ERROR"),
        ({"name": "  "}, "VALIDATION_ERROR"),
        ({"name": 7}, "VALIDATION_ERROR"),
        ({"name": "n" * 321}, "VALIDATION_ERROR"),
        ({"timezone": "Mars/Olympus"}, "INVALID_TIMEZONE"),
    ],
)
async def test_nonsense_is_refused_as_the_api_refuses_it(
    talk: Talk, arguments: dict[str, object], error: str
) -> None:
    turn = await talk.by(scripted(calls("update_lead", arguments), says("Hm."))).say("I live on Olympus")

    assert turn.steps[0].result["error"] == error


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "José O'Brien-Smith"}, "this is josé o'brien-smith speaking"),
        ({"email": "A.B+c@Example.com"}, "mail me: a.b+c@example.com."),
        ({"phone": "+442071838750"}, "my number is 020 7183 8750"),
        ({"phone": "2125550100"}, "(212) 555-0100"),
        ({"timezone": "America/Los_Angeles"}, "I'm in los angeles"),
        ({"timezone": "Asia/Tokyo"}, "my zone is Asia/Tokyo"),
    ],
)
def test_own_words_are_known_however_they_are_written(changes: dict[str, str], words: str) -> None:
    require_own_words(changes, [words])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": "Dan"}, "I'm Dana"),
        ({"email": "ann@example.com"}, "joann@example.com"),
        ({"email": "ann@example.co"}, "ann@example.com"),
        ({"phone": "+12125550199"}, "212 555 0100"),
        ({"phone": "5550100"}, "call me at 1"),
        ({"timezone": "Europe/Paris"}, "I'm in Berlin"),
    ],
)
def test_words_that_are_not_the_leads_are_refused(changes: dict[str, str], words: str) -> None:
    with pytest.raises(Objection):
        require_own_words(changes, [words])
