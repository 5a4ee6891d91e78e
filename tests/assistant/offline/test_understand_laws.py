"""What holds for every text, every date and every time."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.assistant.offline.dialogue import (
    AssistantSaid,
    CallTool,
    LeadSaid,
    Say,
    Setting,
    begin,
    decide,
    step,
)
from frontdesk.assistant.offline.resolution import Assumption
from frontdesk.assistant.offline.speech import spoken, spoken_day, spoken_time
from frontdesk.assistant.offline.state import Offer
from frontdesk.assistant.offline.understand import LONGEST_READ, Context, understand
from frontdesk.assistant.offline.wish import Wish

NOW = dt.datetime.combine(dt.date(2026, 11, 25), dt.time(10))
CONTEXT = Context(now=NOW, opening=(dt.time(9), dt.time(17)))
COMING_DAYS = st.dates(dt.date(2026, 11, 26), dt.date(2027, 11, 24))
MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
DATE_WORDS = """
    the of at on for next this week monday tue may march 3 12 31 2026 15:30 3/4 26.9. 1st third half past to
    from between and or - : , . pm a.m. o'clock noon after before not no yes tomorrow in a two days ish
    morning evening tonight 0935 week's month first one cancel book move ! ? please
"""
PLAIN_WORDS = "roof shingle blue gutter nice house really we have with leak tile dog"
SOUP = st.lists(st.sampled_from(DATE_WORDS.split()), max_size=40).map(" ".join)


@given(day=COMING_DAYS, at=MINUTES)
@settings(deadline=None)
def test_what_we_say_is_read_back_the_same(day: dt.date, at: dt.time) -> None:
    starts_at = dt.datetime.combine(day, at)
    read = understand(f"so, {spoken(starts_at, 'America/New_York')}", CONTEXT).wish or Wish()
    assert (read.date, read.time, read.date_end, read.time_end) == (day, at, None, None)


@given(day=COMING_DAYS)
@settings(deadline=None)
def test_a_spoken_day_is_read_back_the_same(day: dt.date) -> None:
    read = understand(spoken_day(day), CONTEXT).wish
    far = (day - CONTEXT.now.date()).days > 300  # with no year named, it may have been meant to be past
    assert read == Wish(date=day, assumptions=(Assumption.NEXT_YEAR,) if far else ())


@given(at=MINUTES)
@settings(deadline=None)
def test_a_spoken_time_is_read_back_the_same(at: dt.time) -> None:
    assert understand(spoken_time(at), CONTEXT).wish == Wish(time=at)


@given(day=COMING_DAYS, at=MINUTES)
@settings(deadline=None)
def test_an_iso_day_and_time_are_read_back_the_same(day: dt.date, at: dt.time) -> None:
    read = understand(f"{day.isoformat()} {at:%H:%M}", CONTEXT).wish or Wish()
    afternoon = at.replace(hour=at.hour + 12) if 1 <= at.hour < 12 else at
    assert read.date == day
    assert read.time in (at, afternoon)


OFFERS = [Offer(dt.datetime.combine(dt.date(2026, 11, 27), dt.time(hour))) for hour in (9, 10, 15)]
CONTEXTS = st.builds(
    Context,
    now=st.just(NOW),
    opening=st.sampled_from([None, (dt.time(9), dt.time(17))]),
    offered=st.sampled_from([[], OFFERS]),
    about=st.sampled_from([None, dt.date(2026, 11, 27)]),
    awaiting=st.sampled_from([None, "time", "date", "confirm", "pick"]),
)


@given(text=st.text(max_size=300), context=CONTEXTS)
@settings(deadline=None)
def test_no_text_makes_the_reader_fail(text: str, context: Context) -> None:
    understand(text, context)


@given(text=SOUP, context=CONTEXTS)
@settings(max_examples=400, deadline=None)
def test_no_soup_of_date_words_makes_the_reader_fail(text: str, context: Context) -> None:
    read = understand(text, context)
    for mention in (*read.mentions, *read.rejected):
        assert text[mention.start : mention.end] == mention.words


@given(st.lists(SOUP, min_size=1, max_size=4))
@settings(deadline=None)
def test_whatever_is_said_there_is_an_answer(lines: list[str]) -> None:
    state = begin(Setting("Hill Street Roofing"))
    for line in lines:
        state = step(state, LeadSaid(line, NOW))
        action = decide(state)
        assert isinstance(action, Say | CallTool)
        state = step(state, AssistantSaid(action.text if isinstance(action, Say) else "One moment."))


@given(st.lists(st.sampled_from(PLAIN_WORDS.split())))
@settings(deadline=None)
def test_text_without_date_words_yields_nothing(words: list[str]) -> None:
    read = understand(" ".join(words), CONTEXT)
    assert (read.wish, read.mentions, read.rejected) == (None, (), ())


def test_a_message_of_nested_counts_does_not_make_the_reader_fail() -> None:
    understand("two days after " * 130, CONTEXT)


@pytest.mark.parametrize("heap", ["1 to 2 ", "1 ", "the 12 to 15:30 ", "week tue past monday "])
def test_a_heap_of_numbers_is_not_read_to_its_end_and_says_so(heap: str) -> None:
    wish = understand(heap * 200, CONTEXT).wish
    assert wish is None or Assumption.NOT_ALL_READ in wish.assumptions


def test_a_date_in_a_message_too_long_to_read_is_never_plain() -> None:
    wish = understand("Friday at 3pm please " + "x" * LONGEST_READ, CONTEXT).wish
    assert wish
    assert Assumption.NOT_ALL_READ in wish.assumptions


def test_a_long_letter_is_read_to_its_end() -> None:
    letter = "The gutters leak and the tiles by the chimney came off in the storm on the north side. " * 20
    assert understand(f"{letter} Could you come on Friday?", CONTEXT).wish == Wish(date=dt.date(2026, 11, 27))


def test_a_message_is_read_up_to_its_limit_and_no_further() -> None:
    assert understand("x" * LONGEST_READ + " friday", CONTEXT).wish is None
