"""What to do next in a given state. Pure: the same state always gives the same plan."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from frontdesk.assistant.offline import replies
from frontdesk.assistant.offline.conventions import PART_HOURS
from frontdesk.assistant.offline.intents import Intent
from frontdesk.assistant.offline.picks import Rank
from frontdesk.assistant.offline.resolution import Assumption
from frontdesk.assistant.offline.state import (
    CANCEL,
    CHECK,
    CREATE,
    HAND_OFF,
    LIST,
    MOVE,
    CallTool,
    FreeDay,
    Known,
    Offer,
    Plan,
    Say,
    State,
    Task,
)

MOST_OFFERS: Final = 4
MOST_CALLS: Final = 6
"""Tool calls in one turn, after which something is said whatever happened."""
_SMALL_TALK: Final = frozenset(
    (Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.HELP, Intent.OTHER, Intent.HUMAN)
)


def plan(state: State) -> Plan:
    """Return the next action and what it puts on the table."""
    if state.answered is not None and state.answered.name not in (CHECK, LIST):
        return _after_act(state)
    if state.answered is not None and _failed(state):
        return _say(replies.trouble(state.answered.result))
    heard = state.heard
    if heard is None:
        return _say(replies.welcome(state.setting.business))
    on_topic = state.task != Task.NOTHING and (heard.wish or heard.pick)
    if heard.intent in _SMALL_TALK and not state.agreed and not on_topic:
        return _small_talk(state, heard.intent)
    if (
        heard.intent == Intent.DENY
        and not heard.wish
        and not heard.pick
        and state.task in (Task.BOOK, Task.MOVE)
    ):
        return _say(replies.what_instead(), asking="date")
    match state.task:
        case Task.CANCEL:
            return _cancelling(state)
        case Task.LOOKUP:
            return _looking_up(state)
        case Task.MOVE:
            return _moving(state)
        case Task.BOOK:
            return _finding(state)
    return _idle(state, heard.intent)


def _say(text: str, *, asking: str | None = None) -> Plan:
    return Plan(Say(text), asking=asking)


def _failed(state: State) -> bool:
    answered = state.answered
    return answered is not None and (answered.result.get("success") is False or "error" in answered.result)


# what is said besides booking


def _small_talk(state: State, intent: Intent) -> Plan:
    if intent == Intent.HUMAN and HAND_OFF in state.setting.tools:
        return Plan(CallTool(HAND_OFF, {"reason": "The lead asked for a person."}))
    ongoing = _open_question(state)
    said = replies.small_talk(intent, business=state.setting.business)
    if intent in (Intent.THANKS, Intent.GOODBYE) or not ongoing:
        return Plan(
            Say(said if ongoing or intent != Intent.OTHER else replies.cannot_say(state.setting.business)),
            offered=state.offered, proposal=state.proposal, asking=state.asking,
        )  # fmt: skip
    return Plan(
        Say(f"{said} {ongoing}"), offered=state.offered, proposal=state.proposal,
        to_cancel=state.to_cancel, asking=state.asking,
    )  # fmt: skip


def _open_question(state: State) -> str:
    if state.proposal:
        return replies.shall_i(state.proposal.starts_at, state.setting.zone)
    if state.offered:
        return replies.which([offer.starts_at for offer in state.offered], state.setting.zone)
    if state.task in (Task.BOOK, Task.MOVE):
        return replies.which_day() if state.wish.date is None else replies.which_time(state.wish.date)
    return ""


def _idle(state: State, intent: Intent) -> Plan:
    if intent == Intent.AFFIRM and not state.booking:
        return _say(replies.which_day(), asking="date")
    return _say(replies.anything_else(state.setting.business, declined=intent == Intent.DENY))


# after a tool has acted


def _after_act(state: State) -> Plan:
    answered = state.answered
    if answered is None:
        return _say(replies.trouble({}))
    if answered.name == HAND_OFF:
        return _say(replies.person_called(failed=_failed(state)))
    if not _failed(state):
        return _say(_done(state, answered.name))
    free = _instead(state)
    if free:
        return _offer(state, free, lead_in=replies.taken(state.exact))
    return _say(replies.trouble(answered.result), asking="date")


def _done(state: State, name: str) -> str:
    if name == CANCEL:
        return replies.cancelled()
    if state.booking is None:
        return replies.unclear_result()
    booked = replies.moved if name == MOVE else replies.booked
    return booked(state.booking)


def _instead(state: State) -> list[dt.datetime]:
    """Return the free times that a refusal came with, nearest to the wish first left in order of time."""
    answered = state.answered
    slots = answered.result.get("availableSlots") if answered else None
    if not isinstance(slots, list | tuple) or state.wish.date is None:
        return []
    day = FreeDay(state.wish.date, _clock_times(slots), state.setting.zone)
    return _nearest(_starts(state, day), state.exact)


def _clock_times(slots: Sequence[object]) -> tuple[dt.time, ...]:
    from frontdesk.assistant.offline.results import times  # noqa: PLC0415 -- results reads values of this module's kin

    return times(slots)


# cancelling, looking up, moving: all need the lead's bookings


def _cancelling(state: State) -> Plan:
    if CANCEL not in state.setting.tools:
        return _say(replies.cannot("cancel a booking", state.setting.business))
    if state.to_cancel and state.agreed:
        return Plan(CallTool(CANCEL, {"bookingId": state.to_cancel.booking_id}))
    if state.to_cancel and state.heard and state.heard.says_no:
        return _say(replies.kept())
    chosen = _which_booking(state)
    if isinstance(chosen, Plan):
        return chosen
    return Plan(Say(replies.shall_i_cancel(chosen)), to_cancel=chosen, asking="confirm")


def _which_booking(state: State) -> Known | Plan:
    """Return the booking that is meant, or the plan that finds it out."""
    if state.bookings is None and LIST in state.setting.tools:
        return Plan(CallTool(LIST, {}))
    bookings = state.bookings or ((state.booking,) if state.booking else ())
    leaving = state.heard.leaving if state.heard else None
    meant = leaving or (state.wish if state.task == Task.CANCEL else None)
    if meant and meant.date and len(bookings) > 1:
        bookings = tuple(one for one in bookings if one.starts_at.date() == meant.date) or bookings
    if not bookings:
        return _say(replies.no_bookings(state.setting.business))
    if len(bookings) > 1:
        return _say(replies.which_booking(bookings), asking="booking")
    return bookings[0]


def _looking_up(state: State) -> Plan:
    if state.bookings is None and LIST in state.setting.tools:
        return Plan(CallTool(LIST, {}))
    bookings = state.bookings or ((state.booking,) if state.booking else ())
    if not bookings and LIST not in state.setting.tools:
        return _say(replies.cannot("look up bookings", state.setting.business))
    return _say(replies.your_bookings(bookings) if bookings else replies.no_bookings(state.setting.business))


def _moving(state: State) -> Plan:
    if MOVE not in state.setting.tools:
        return _say(replies.cannot("move a booking", state.setting.business))
    if state.booking is None or state.booking.booking_id is None:
        chosen = _which_booking(state)
        if isinstance(chosen, Plan):
            return chosen
    return _finding(state)


# finding a time


def _finding(state: State) -> Plan:
    exact = state.exact
    if state.agreed and exact and _was_offered_or_checked(state, exact):
        return Plan(_act(state, exact))
    problem = _problem(state)
    if problem:
        return problem
    wanted = _next_day_to_check(state)
    if wanted and state.calls < MOST_CALLS and CHECK in state.setting.tools:
        return Plan(CallTool(CHECK, {"date": wanted.isoformat()}))
    return _present(state)


def _was_offered_or_checked(state: State, exact: dt.datetime) -> bool:
    """Tell whether the time is known to be free: seen in this turn, or taken from the table."""
    checked = [day for day in state.days if day.day == exact.date()]
    if checked:
        return exact.time() in checked[0].slots
    heard = state.heard
    return (
        not state.wish.assumptions
        and bool(heard)
        and not (heard and heard.wish and heard.wish.date)
        and state.asking in ("pick", "confirm")
    )


def _act(state: State, exact: dt.datetime) -> CallTool:
    arguments: dict[str, object] = {"date": exact.date().isoformat(), "time": exact.strftime("%H:%M")}
    if state.task == Task.MOVE and state.booking:
        return CallTool(MOVE, {"bookingId": state.booking.booking_id, **arguments})
    if state.heard and state.heard.duration_minutes:
        arguments["duration"] = state.heard.duration_minutes
    return CallTool(CREATE, arguments)


def _problem(state: State) -> Plan | None:
    """Return the question to ask when the wish cannot be looked up."""
    wish, now = state.wish, state.now
    if Assumption.NO_SUCH_DAY in wish.assumptions:
        return _say(replies.no_such_day(), asking="date")
    if Assumption.WEEKDAY_CONTRADICTS in wish.assumptions and wish.date:
        return _say(replies.weekday_contradicts(wish.date), asking="date")
    if wish.date is None and not (
        state.heard and state.heard.pick and state.heard.pick.rank == Rank.EARLIEST
    ):
        return _say(
            replies.which_day(wish.time if wish.is_exact_time and not wish.either_half else None),
            asking="date",
        )
    last = wish.date_end or wish.date
    if now and last and last < now.date():
        return _say(replies.has_passed(last), asking="date")
    return None


def _next_day_to_check(state: State) -> dt.date | None:
    """Return the next day whose free times are needed, or None when enough is known."""
    now = state.now or dt.datetime.min
    first = max(state.wish.date or now.date(), now.date())
    seen = {day.day for day in state.days}
    if first not in seen:
        return first
    if any(_starts(state, day) for day in state.days):
        return None
    following = first + dt.timedelta(days=len(seen))
    return following if following not in seen else None


def _starts(state: State, day: FreeDay) -> list[dt.datetime]:
    now = state.now or dt.datetime.min
    found = [dt.datetime.combine(day.day, at) for at in day.slots]
    return [at for at in found if at > now and at not in state.declined]


def _present(state: State) -> Plan:
    """Put free times to the lead, as near to the wish as there are."""
    free = [at for day in state.days for at in _starts(state, day)]
    exact = state.exact
    if not free:
        return _say(replies.nothing_free(state.wish.date), asking="date")
    last = state.wish.date_end or state.wish.date
    if last and free[0].date() > last:
        return _offer(state, _spread(free), lead_in=replies.full(state.wish.date or last, last))
    if exact:
        return _present_exact(state, free, exact)
    fitting = [at for at in free if _fits(state, at)]
    earliest = state.heard and state.heard.pick and state.heard.pick.rank == Rank.EARLIEST
    if earliest and fitting:
        return _propose(state, fitting[0])
    if fitting:
        return _offer(state, _spread(fitting))
    asks_beyond = bool(
        state.heard and state.heard.pick and state.heard.pick.rank in (Rank.SOONER, Rank.LATER)
    )
    lead_in = replies.no_further() if asks_beyond else replies.nothing_then()
    return _offer(state, _spread(free), lead_in=lead_in)


def _present_exact(state: State, free: list[dt.datetime], exact: dt.datetime) -> Plan:
    other = exact.replace(hour=(exact.hour + 12) % 24)
    both = [at for at in (exact, other) if at in free] if state.wish.either_half else []
    if len(both) > 1:
        return _offer(state, sorted(both))
    if exact in free or both:
        return _propose(state, both[0] if both else exact)
    return _offer(state, _nearest(free, exact), lead_in=replies.taken(exact))


def _fits(state: State, at: dt.datetime) -> bool:
    wish = state.wish
    if wish.part:
        opens, closes = PART_HOURS[wish.part]
        return opens <= at.time() < closes
    after = wish.time is None or at.time() >= wish.time
    return after and (wish.time_end is None or at.time() < wish.time_end) and _beyond_table(state, at)


def _beyond_table(state: State, at: dt.datetime) -> bool:
    """Keep to the side of the table that "something later" asks for."""
    pick = state.heard.pick if state.heard else None
    table = [offer.starts_at for offer in state.offered] or list(state.declined[-1:])
    if pick is None or not table or pick.rank not in (Rank.SOONER, Rank.LATER):
        return True
    return at < min(table) if pick.rank == Rank.SOONER else at > max(table)


def _spread(free: list[dt.datetime]) -> list[dt.datetime]:
    """Return at most four, well apart, the first and the last among them."""
    first_day = [at for at in free if at.date() == free[0].date()]
    if len(first_day) <= MOST_OFFERS:
        return first_day
    gap = (len(first_day) - 1) / (MOST_OFFERS - 1)
    return [first_day[round(number * gap)] for number in range(MOST_OFFERS)]


def _nearest(free: list[dt.datetime], wanted: dt.datetime | None) -> list[dt.datetime]:
    if wanted is None:
        return _spread(free) if free else []
    return sorted(sorted(free, key=lambda at: abs(at - wanted))[:MOST_OFFERS])


def _zone(state: State) -> str:
    return state.days[-1].zone if state.days else state.setting.zone


def _propose(state: State, at: dt.datetime) -> Plan:
    return Plan(Say(replies.shall_i(at, _zone(state))), proposal=Offer(at), asking="confirm")


def _offer(state: State, free: list[dt.datetime], *, lead_in: str = "") -> Plan:
    if len(free) == 1:
        text = f"{lead_in} {replies.shall_i(free[0], _zone(state))}".strip()
        return Plan(Say(text), proposal=Offer(free[0]), asking="confirm")
    text = f"{lead_in} {replies.which(free, _zone(state))}".strip()
    return Plan(Say(text), offered=tuple(Offer(at) for at in free), asking="pick")
