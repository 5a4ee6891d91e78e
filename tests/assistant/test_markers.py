"""The older text format: read whole, in any order, and never shown to the lead."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.assistant.booking_helper import BookingHelperService
from frontdesk.assistant.markers import Marked, has_marker, parse, read_when
from frontdesk.bookings.repository import Actor
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.errors import ValidationFailed
from tests.assistant.talks import Talk, says, scripted

NOW = datetime.fromisoformat("2026-11-30T08:00")
NEW_YORK = ZoneInfo("America/New_York")
BLOCK = """[BOOKING_CONFIRMATION]
- Date: 2026-12-01
- Time: 14:00
- Location: Zoom
- Subject: Roofing Consultation"""
FIRST, SECOND = Marked("1 Dec", "2 PM"), Marked("4 Dec", "10 AM")
TWO = [f"[BOOKING_CONFIRMATION]\n- Date: {one.date}\n- Time: {one.time}" for one in (FIRST, SECOND)]
TOLD = "Tuesday 1 December, 2:00 PM (New York time)"
FIELDS = ("Date", "Time", "Location", "Subject")
WORDS = st.text(st.sampled_from("abcXYZ 0189:,-é"), min_size=1, max_size=20).map(str.strip).filter(bool)


@given(st.dictionaries(st.sampled_from(FIELDS), WORDS, min_size=1), st.randoms(use_true_random=False))
def test_every_value_is_read_whole_in_any_order(values: dict[str, str], random: object) -> None:
    lines = [f"- {name}: {value}" for name, value in values.items()]
    random.shuffle(lines)  # type: ignore[attr-defined]

    marked, rest = parse("\n".join(["Great!", "[BOOKING_CONFIRMATION]", *lines, "See you."]))

    assert marked == (Marked(**{name.lower(): value for name, value in values.items()}),)
    assert rest == "Great!\nSee you."


@given(st.text(st.sampled_from("ab[]_-:\n BOKINGCFRMATDE"), max_size=60), st.booleans())
def test_no_trace_of_the_marker_is_left(words: str, at_the_end: bool) -> None:
    reply = f"{words}{BLOCK}" if at_the_end else f"{BLOCK}\n{words}"

    _, rest = parse(reply)

    assert not has_marker(rest)
    assert "Roofing Consultation" not in rest


@pytest.mark.parametrize(
    ("reply", "marked", "rest"),
    [
        (BLOCK, [Marked("2026-12-01", "14:00", "Zoom", "Roofing Consultation")], ""),
        ("No marker: - Date: 2026-12-01", [], "No marker: - Date: 2026-12-01"),
        (
            "Fine. [booking confirmation] - Date: 1 Dec - Time: 2 PM - Subject: Roof - repair",
            [Marked("1 Dec", "2 PM", "", "Roof - repair")],
            "Fine.",
        ),
        (
            "[BOOKING_CONFIRMATION]\n\n**Time:** 2 PM\n* Date: 1 Dec\n[/BOOKING_CONFIRMATION]\nBye",
            [Marked("1 Dec", "2 PM")],
            "Bye",
        ),
        ("[BOOKING_CONFIRMATION]", [Marked()], ""),
        ("[BOOKING_CONFIRMATION]\nHello", [Marked()], "Hello"),
        ("[BOOKING_CONFIRMATION]\n- Date: 1 Dec\n- Time: 2 PM [/BOOKING_CONFIRMATION]", [FIRST], ""),
        (f"{TWO[0]}\n{TWO[1]}", [FIRST, SECOND], ""),
        (f"One:\n{TWO[0]}\nTwo:\n{TWO[1]}\nBye", [FIRST, SECOND], "One:\nTwo:\nBye"),
        (
            "[BOOKING_CONFIRMATION] - Date: 1 Dec - Time: 2 PM - Date: 4 Dec - Time: 10 AM",
            [FIRST, SECOND],
            "",
        ),
        ("[BOOKING_CONFIRMATION] - Date: 1 Dec - Time: 2 PM - Date: 1 Dec", [FIRST], ""),
    ],
)
def test_what_is_read_and_what_is_left(reply: str, marked: list[Marked], rest: str) -> None:
    assert parse(reply) == (tuple(marked), rest)


@pytest.mark.parametrize("day", ["2026-12-01", "Tuesday, December 1st", "1 December 2026", "tomorrow"])
@pytest.mark.parametrize("at", ["14:00", "14:00:00", "2 PM", "2:00 pm", "2 in the afternoon"])
def test_days_and_times_may_be_in_words(day: str, at: str) -> None:
    when = read_when(Marked(day, at), NOW, zone=NEW_YORK)

    assert (when.day, when.at) == (date(2026, 12, 1), time(14))


@pytest.mark.parametrize("at", ["2 PM EST", "2 PM (New York time)", "14:00-05:00"])
def test_a_zone_may_be_named_when_it_is_the_leads(at: str) -> None:
    assert read_when(Marked("2026-12-01", at), NOW, zone=NEW_YORK).at == time(14)


@pytest.mark.parametrize(
    ("marked", "unread"),
    [
        (Marked("", "14:00"), {"date"}),
        (Marked("2026-12-01", ""), {"time"}),
        (Marked("Tuesday 2 December", "2 PM"), {"date"}),
        (Marked("2026-12-01", "at 7"), {"time"}),
        (Marked("soon", "later"), {"date", "time"}),
        (Marked("2026-12-01", "2 PM PST"), {"time"}),
        (Marked("2026-12-01", "2:00 PM (Berlin time)"), {"time"}),
        (Marked("2026-12-01", "14:00Z"), {"time"}),
    ],
)
def test_what_leaves_a_doubt_is_refused(marked: Marked, unread: set[str]) -> None:
    with pytest.raises(ValidationFailed) as refused:
        read_when(marked, NOW, zone=NEW_YORK)

    assert set(refused.value.as_object()["fields"]) == unread  # type: ignore[call-overload]


async def test_in_a_conversation_it_books_and_the_lead_sees_the_rest(talk: Talk) -> None:
    turn = await talk.by(scripted(says(f"Wonderful!\n{BLOCK}"))).say("Tuesday at 2pm please")

    [booking] = await talk.bookings()
    assert turn.reply == f"Wonderful!\n\nBooked: {TOLD}."
    assert (booking.details["location"], booking.details["subject"]) == ("Zoom", "Roofing Consultation")
    assert [step.tool for step in turn.steps] == ["create_booking"]


async def test_a_reply_that_is_nothing_but_the_block_is_told_as_booked(talk: Talk) -> None:
    turn = await talk.by(scripted(says(BLOCK))).say("Tuesday at 2pm please")

    assert (turn.reply, turn.state) == (f"Booked: {TOLD}.", "assistant")


@pytest.mark.parametrize("words", ["Hello!", "Wednesday at 2pm please"])
async def test_the_leads_own_words_are_asked_here_too(talk: Talk, words: str) -> None:
    turn = await talk.by(scripted(says(BLOCK))).say(words)

    assert await talk.bookings() == []
    assert {step.result["error"] for step in turn.steps} == {"NOT_WHAT_THE_LEAD_SAID"}
    assert "[" not in turn.reply
    assert "Booked" not in turn.reply


ASKED = "Book me Tuesday at 2pm and Friday at 10am"
AND_FRIDAY = f"{BLOCK}\n\n[BOOKING_CONFIRMATION]\n- Date: Friday, December 4th\n- Time: 10 AM"
FRIDAY = "Friday 4 December, 10:00 AM (New York time)"


async def test_two_confirmations_in_a_reply_are_both_booked(talk: Talk) -> None:
    turn = await talk.by(scripted(says(f"Both are in!\n{AND_FRIDAY}"))).say(ASKED)

    assert turn.reply == f"Both are in!\n\nBooked: {TOLD}.\nBooked: {FRIDAY}."
    assert [one.status for one in await talk.bookings()] == ["confirmed", "confirmed"]


async def test_of_two_confirmations_the_one_that_nobody_asked_for_is_told_to_the_model(talk: Talk) -> None:
    turn = await talk.by(scripted(says(AND_FRIDAY), says("Both are in!"))).say("Tuesday at 2pm please")

    assert len(await talk.bookings()) == 1
    assert [step.result["success"] for step in turn.steps] == [True, False]
    assert turn.reply == f"Booked: {TOLD}."


async def test_of_two_confirmations_the_one_that_is_taken_is_told_as_not_booked(talk: Talk) -> None:
    at_ten = BookingRequest(talk.account.user_id, WallTime(date(2026, 12, 4), time(10)))
    await talk.services.bookings.create(talk.account.owner, at_ten, actor=Actor("system"))
    turn = await talk.by(scripted(says(AND_FRIDAY), says("You're all set for both!"))).say(ASKED)

    assert turn.reply == f"Booked: {TOLD}.\nNot booked: {FRIDAY}."


async def test_callers_in_python_find_it_by_the_specifications_words(talk: Talk) -> None:
    services, owner = talk.services, talk.account.owner
    helper = BookingHelperService(
        services.clock, bookings=services.bookings, leads=services.leads, tenancy=services.tenancy
    )
    about = {"user_id": talk.account.user_id, "lead_id": talk.lead_id}

    made = await helper.create_booking_and_block_slot_ghl(owner, BLOCK, **about)

    assert made is not None
    assert made.details["subject"] == "Roofing Consultation"
    assert await helper.create_gohighlevel_block_slot(owner, made) == made  # no calendar is connected
    assert await helper.parse_and_create_booking(owner, "Nothing to confirm.", **about) is None
    with pytest.raises(ValidationFailed, match="more than one") as refused:
        await helper.parse_and_create_booking(owner, AND_FRIDAY, **about)
    assert refused.value.as_object()["fields"] == {"aiResponse": "confirms more than one booking"}
