"""What people say, and what they are after."""

import datetime as dt

import pytest

from frontdesk.assistant.offline.picks import Rank
from frontdesk.assistant.offline.state import Offer
from frontdesk.assistant.offline.understand import Context, understand

NOW = dt.datetime.combine(dt.date(2026, 11, 25), dt.time(10))
MORNING = [Offer(dt.datetime.combine(dt.date(2026, 11, 27), dt.time(hour))) for hour in (9, 10, 11)]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I'd like to come in on Tuesday", "book"),
        ("can you squeeze me in this afternoon?", "book"),
        ("need an appt", "book"),
        ("Friday at 2pm please", "book"),
        ("looking for someone to see about my roof, maybe an estimate", "book"),
        ("Can we push my visit on Monday to Thursday?", "reschedule"),
        ("I have to rebook", "reschedule"),
        ("please cancel", "cancel"),
        ("I no longer need the appointment on Friday", "cancel"),
        ("when is my appointment again?", "lookup"),
        ("do you have anything on Thursday?", "availability"),
        ("what times do you have tomorrow", "availability"),
        ("no, make it 4pm", "change"),
        ("sorry, I meant Thursday", "change"),
        ("yep", "affirm"),
        ("sounds good to me", "affirm"),
        ("nah", "deny"),
        ("maybe another time", "deny"),
        ("hey there", "greeting"),
        ("thanks so much", "thanks"),
        ("that's all, bye", "goodbye"),
        ("what can you do for me?", "help"),
        ("let me talk to a human", "human"),
        ("what is the capital of Peru", "other"),
    ],
)
def test_an_intent_is_read_as_it_is_meant(text: str, intent: str) -> None:
    assert understand(text, Context(now=NOW)).intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "set an alarm for 7am tomorrow",
        "how do I change the oil myself",
        "cancel my magazine subscription",
        "book a flight to Lima on March 3rd",
        "move $50 to savings on Friday",
        "what's the weather on Saturday",
        "remind me to call my sister at 5",
        "how was your weekend?",
        "thanks, see you Tuesday at 3",
        "play some jazz at eight",
        "change your name to Bob",
        "how much is a haircut?",
    ],
)
def test_talk_of_other_things_never_acts_on_a_booking(text: str) -> None:
    assert understand(text, Context(now=NOW)).intent not in ("book", "reschedule", "cancel")


@pytest.mark.parametrize(
    ("text", "rank", "place"),
    [
        ("the second one", Rank.PLACE, 1),
        ("option 3 please", Rank.PLACE, 2),
        ("the last one", Rank.LATEST, None),
        ("the earlier one", Rank.EARLIEST, None),
        ("either works", Rank.ANY, None),
        ("anything later?", Rank.LATER, None),
        ("something a bit earlier", Rank.SOONER, None),
    ],
)
def test_a_choice_among_offers_is_read(text: str, rank: Rank, place: int | None) -> None:
    pick = understand(text, Context(now=NOW, offered=MORNING)).pick
    assert pick is not None
    assert (pick.rank, pick.place) == (rank, place)


def test_no_place_is_read_when_nothing_is_offered() -> None:
    assert understand("the second one", Context(now=NOW)).pick is None


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("yes please", True, False),
        ("Sure. Where do I park?", True, False),
        ("ok, where do I park?", False, False),
        ("is it a good place?", False, False),
        ("no thanks", False, True),
        ("that won't work", False, True),
    ],
)
def test_a_yes_and_a_no_are_told_from_pleasant_words(text: str, yes: bool, no: bool) -> None:
    read = understand(text, Context(now=NOW))
    assert (read.says_yes, read.says_no) == (yes, no)
