"""Tables of requests as people make them, with the answers that are right."""

import datetime as dt
from dataclasses import replace

import pytest

from frontdesk.assistant.offline.mention import Role
from frontdesk.assistant.offline.understand import Context, understand
from frontdesk.assistant.offline.wish import wish_of
from tests.assistant.offline.tables import rows, written

NOW = dt.datetime.combine(dt.date(2026, 11, 25), dt.time(10))
AS_GOOD = {"change": ("change", "book", "reschedule"), "help": ("help", "human")}


@pytest.mark.parametrize(("text", "answers"), rows("requests.txt"))
def test_a_request_names_the_date_and_time_that_are_right(text: str, answers: str) -> None:
    read = understand(text, Context(now=NOW))
    named = read.wish or wish_of([replace(mention, role=Role.PLAIN) for mention in read.rejected])
    late = written(named).replace("night", "evening")
    assert late in answers.replace("night", "evening").split(" or ")


@pytest.mark.parametrize(("intent", "text"), rows("intents.txt"))
def test_a_message_is_after_what_it_says(intent: str, text: str) -> None:
    assert understand(text, Context(now=NOW)).intent in AS_GOOD.get(intent, (intent,))
