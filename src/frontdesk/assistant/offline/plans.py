"""What to do next in a given state. Pure: the same state always gives the same plan."""

import datetime as dt
from dataclasses import replace
from typing import Final

from frontdesk.assistant.offline import replies
from frontdesk.assistant.offline.existing import cancelling, coming, looking_up, moving
from frontdesk.assistant.offline.finding import MOST_CALLS, asking_first, finding, instead, shall_i
from frontdesk.assistant.offline.holds import Hold
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.rendering import in_spanish
from frontdesk.assistant.offline.results import is_refusal, known
from frontdesk.assistant.offline.state import (
    CANCEL,
    CHECK,
    HAND_OFF,
    LIST,
    MOVE,
    UPDATE,
    CallTool,
    Plan,
    Say,
    State,
    Task,
    ToolAnswered,
)
from frontdesk.assistant.offline.understand import Understanding

_SMALL_TALK: Final = frozenset(
    (
        Intent.GREETING,
        Intent.THANKS,
        Intent.GOODBYE,
        Intent.HELP,
        Intent.IDENTITY,
        Intent.OTHER,
        Intent.HUMAN,
    )
)
_TAKEN_BACK: Final = frozenset((Hold.DENIED, Hold.WITHDRAWN, Hold.POSTPONED))


def plan(state: State) -> Plan:
    """Return the next action and what it puts on the table, in the lead's language.

    Before anything is said, what the lead told of themself is written down.
    """
    found = _on_the_way(state)
    if not isinstance(found.action, Say):
        return found
    news = _news(state, found)
    if news and state.calls <= MOST_CALLS and UPDATE in state.setting.tools:
        return Plan(CallTool(UPDATE, news))
    text = f"{state.told} {found.action.text}".strip()
    text = in_spanish(text, business=state.setting.business) if state.is_spanish else text
    return replace(found, action=Say(text))


def _on_the_way(state: State) -> Plan:
    """Return the next action, told with what was booked on the way to it."""
    found = _next(state)
    if state.spent:
        return found
    if state.made:
        return _after(replies.booked(*state.made), found)
    is_first = state.heard is not None and bool(state.heard.further) and state.task == Task.BOOK
    return _after(replies.one_by_one(), found) if is_first and state.queue else found


def _after(words: str, found: Plan) -> Plan:
    """Return a plan that says something before what it says."""
    if not isinstance(found.action, Say):
        return found
    return replace(found, action=Say(f"{words} {found.action.text}".strip()))


def _news(state: State, found: Plan) -> dict[str, str]:
    """Return what is to be written down of the lead.

    A number may tell where the lead is. While times are on the table by another clock, it waits.
    """
    given = state.given
    if not state.setting.zone_is_given and (found.offered or found.proposal):
        given = replace(given, phone=None)
    return given.news_to(state.setting.lead)


def _next(state: State) -> Plan:
    """Return the next action, whatever is told with it."""
    heard = state.heard
    if heard is None:
        return say(replies.welcome(state.setting.business))
    if state.answered is not None:
        told = _after_tool(state)
        if told:
            return told
    on_topic = state.task != Task.NOTHING and (heard.wish or heard.pick or heard.zone.zone)
    aside = _aside(state, heard)
    if aside:
        return aside
    if heard.intent in _SMALL_TALK and not state.agreed and not on_topic:
        return _small_talk(state, heard.intent)
    return _after_a_no(state, heard) or _by_task(state)


def _after_a_no(state: State, heard: Understanding) -> Plan | None:
    """Return what to say to a no, or to an order that is taken back; None where it was none."""
    if state.task not in (Task.BOOK, Task.MOVE):
        return None
    refuses = heard.intent == Intent.DENY or (heard.rejected and state.task == Task.MOVE)
    if refuses and not heard.wish and not heard.pick:
        return say(replies.what_instead(), asking="date")
    is_taken_back = heard.hold in _TAKEN_BACK and not heard.rejected
    return say(replies.left_as_it_is()) if is_taken_back else None


def _aside(state: State, heard: Understanding) -> Plan | None:
    """Return what to say to a day that has passed, or to "see you then"; None when neither is said."""
    names_day = heard.wish is not None and heard.wish.date is not None
    if heard.yesterday and state.now and not names_day and heard.intent in _NAMES_A_DAY:
        return say(replies.has_passed(state.now.date() - dt.timedelta(days=1)), asking="date")
    return coming(state) if heard.until and not state.table else None


_NAMES_A_DAY: Final = frozenset((Intent.BOOK, Intent.CHANGE, Intent.AVAILABILITY, Intent.OTHER))


def _by_task(state: State) -> Plan:
    match state.task:
        case Task.CANCEL:
            return cancelling(state)
        case Task.LOOKUP:
            return looking_up(state)
        case Task.MOVE:
            return moving(state)
        case Task.BOOK:
            return _after(replies.nothing_to_move(), finding(state)) if state.had_nothing else finding(state)
    return _idle(state)


def say(text: str, *, asking: str | None = None) -> Plan:
    """Return a plan that says something and puts nothing on the table."""
    return Plan(Say(text), asking=asking)


def _idle(state: State) -> Plan:
    intent = state.heard.intent if state.heard else Intent.OTHER
    if intent == Intent.AFFIRM and not state.booking:
        return say(replies.which_day(), asking="date")
    return say(replies.anything_else(state.setting.business, declined=intent == Intent.DENY))


# what is said besides booking


def _small_talk(state: State, intent: Intent) -> Plan:
    if intent == Intent.HUMAN and HAND_OFF in state.setting.tools:
        return Plan(CallTool(HAND_OFF, {"reason": "The lead asked for a person."}))
    business = state.setting.business
    question = _open_question(state)
    if intent == Intent.GOODBYE:
        return say(_parting(state))
    if intent == Intent.OTHER and state.told:
        said = ""
    elif intent == Intent.OTHER and state.noted:
        said = replies.written_down(business, ongoing=bool(question or state.booking))
    elif intent == Intent.OTHER and state.heard and not state.heard.asks:
        said = replies.noted(business, ongoing=bool(question))
        said = f"{replies.noted_zone(state.zone)} {said}" if state.heard.zone.home else said
    elif intent == Intent.IDENTITY:
        said = replies.automated(business, can_call=HAND_OFF in state.setting.tools)
    elif intent == Intent.OTHER and not question:
        said = replies.cannot_say(business)
    else:
        said = replies.small_talk(intent, business=business)
    return Plan(
        Say(f"{said} {question}".strip()),
        offered=state.offered,
        proposal=state.proposal,
        to_cancel=state.to_cancel,
        also_cancel=state.also_cancel,
        asking=state.asking,
    )


def _parting(state: State) -> str:
    if not state.table:
        return replies.parting()
    return replies.parting_unmoved(state.booking) if state.booking else replies.parting_unbooked()


def _open_question(state: State) -> str:
    """Return the question that still stands, or nothing."""
    if state.to_cancel:
        return replies.shall_i_cancel(state.to_cancel, state.also_cancel)
    if state.proposal:
        return shall_i(state, state.proposal.starts_at, state.zone)
    if state.offered:
        return replies.which([offer.starts_at for offer in state.offered], state.zone)
    if state.choices:
        return replies.which_service(state.choices)
    if state.task in (Task.BOOK, Task.MOVE):
        return replies.which_day() if state.wish.date is None else replies.which_time(state.wish.date)
    return ""


# after a tool has answered


def _after_tool(state: State) -> Plan | None:
    """Return what a tool's answer makes us say, or None when the task goes on with it."""
    answered = state.answered
    if answered is None:
        return None
    failed = is_refusal(answered.result)
    if answered.name in (CHECK, LIST):
        return say(replies.trouble(answered.result)) if failed else None
    if answered.name == HAND_OFF:
        return say(replies.person_called(failed=failed))
    if failed:
        return instead(state) or asking_first(state) or say(replies.trouble(answered.result), asking="date")
    goes_on = not state.spent or (answered.name == CANCEL and state.to_cancel is not None)
    return None if goes_on else say(_done(state, answered))


def _done(state: State, answered: ToolAnswered) -> str:
    if answered.name == CANCEL:
        usual = state.setting.duration_minutes
        booking = known(answered.result, zone=state.zone, usual_minutes=usual)
        return replies.cancelled(None if state.calls > 1 else booking, several=state.calls > 1)
    if state.booking is None:
        return replies.unclear_result()
    return replies.moved(state.booking) if answered.name == MOVE else replies.booked(*state.made)
