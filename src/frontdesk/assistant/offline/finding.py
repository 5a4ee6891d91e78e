"""What to do to find a time: look up free days, offer, propose, and act once a free time is agreed to."""

import datetime as dt
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from frontdesk.assistant.offline import replies
from frontdesk.assistant.offline.candidates import swapped
from frontdesk.assistant.offline.clock_changes import occurs_twice
from frontdesk.assistant.offline.conventions import PART_HOURS
from frontdesk.assistant.offline.picks import Rank
from frontdesk.assistant.offline.resolution import Assumption
from frontdesk.assistant.offline.results import needs_asking, times
from frontdesk.assistant.offline.speech import spoken_twice
from frontdesk.assistant.offline.state import (
    CHECK,
    CREATE,
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
from frontdesk.assistant.offline.wish import Wish

MOST_OFFERS: Final = 4
MOST_CALLS: Final = 6
"""Tool calls in one turn, after which something is said whatever happened."""


def finding(state: State) -> Plan:
    """Return the next action on the way to an agreed and free time."""
    state = _shifted(state)
    exact = state.exact
    if state.choices and state.task == Task.BOOK:
        return Plan(Say(replies.which_service(state.choices)), asking="service")
    if state.agreed and exact and _is_free(state, exact):
        return Plan(_act(state, exact))
    problem = _problem(state)
    if problem:
        return problem
    own = _yours_already(state)
    if own:
        return own
    wanted = _next_day_to_check(state)
    if wanted and state.calls < MOST_CALLS and CHECK in state.setting.tools:
        return Plan(CallTool(CHECK, {"date": wanted.isoformat(), **_length(state)}))
    return _present(state)


def _shifted(state: State) -> State:
    """Move the wish as far as was said from the time proposed, or the booking's; a yes is still needed."""
    booked = state.booking.starts_at if state.booking and state.task == Task.MOVE else None
    base = state.proposal.starts_at if state.proposal else booked
    if state.shift is None or base is None:
        return state
    if not state.shift.keeps_time:
        at = base + state.shift.by
        return state.having(wish=Wish(date=at.date(), time=at.time()), agreed=False)
    if not state.wish.is_exact_date or state.wish.names_time:
        return state
    return state.having(wish=replace(state.wish, time=base.time()), agreed=False)


def instead(state: State) -> Plan | None:
    """Return an offer of the free times that a refusal came with, or None when it named none."""
    slots = times(state.answered.result.get("availableSlots")) if state.answered else ()
    if not slots or state.wish.date is None:
        return None
    free = _starts(state, FreeDay(state.wish.date, slots, state.zone))
    return _offer(state, _nearest(free, state.exact), lead_in=replies.taken(state.exact)) if free else None


def asking_first(state: State) -> Plan | None:
    """Return the question that a tool wants put to the lead; None when it wants none."""
    if state.answered is None or not needs_asking(state.answered.result):
        return None
    if state.to_cancel:
        also = state.also_cancel
        question = replies.shall_i_cancel(state.to_cancel, also)
        return Plan(Say(question), to_cancel=state.to_cancel, also_cancel=also, asking="confirm")
    if state.exact and occurs_twice(state.exact, state.zone):
        question = spoken_twice(state.exact, state.zone)
        return Plan(Say(question), proposal=Offer(state.exact), asking="confirm")
    return _offer(state, [state.exact]) if state.exact else Plan(Say(replies.which_day()), asking="date")


def _yours_already(state: State) -> Plan | None:
    """Return what to do about a time that the lead holds already; None where they do not."""
    exact = state.exact
    checked = [day for day in state.days if exact and day.day == exact.date()]
    further = state.heard is not None and state.heard.additional
    if exact is None or not checked or exact.time() in checked[0].slots or further:
        return None
    if state.bookings is None and LIST in state.setting.tools:
        return Plan(CallTool(LIST, {}))
    held = [one for one in state.held if _in_zone(one, checked[0].zone) == exact]
    return Plan(Say(replies.yours_already(held[0])), ends=True) if held else None


def _in_zone(booking: Known, zone: str) -> dt.datetime:
    aware = booking.starts_at.replace(tzinfo=ZoneInfo(booking.zone))
    return aware.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _is_free(state: State, exact: dt.datetime) -> bool:
    """Tell whether a time was seen free: in this turn, or on the table it was taken from."""
    checked = [day for day in state.days if day.day == exact.date()]
    if state.now and exact <= state.now:
        return False
    if checked:
        return exact.time() in checked[0].slots
    restated = state.heard is not None and state.heard.wish is not None and state.heard.wish.date is not None
    return state.asking in ("pick", "confirm") and not restated and not state.wish.assumptions


def _act(state: State, exact: dt.datetime) -> CallTool:
    arguments: dict[str, object] = {"date": exact.date().isoformat(), "time": exact.strftime("%H:%M")}
    if state.task == Task.MOVE and state.booking:
        return CallTool(MOVE, {"bookingId": state.booking.booking_id, **arguments})
    arguments |= _length(state)
    if state.service:
        arguments["notes"] = state.service.name
    return CallTool(CREATE, arguments)


def _length(state: State) -> dict[str, object]:
    """Return the length to book: the one that the lead named, or that of the service they named."""
    minutes = state.minutes or (state.service.minutes if state.service else None)
    return {"duration": minutes} if minutes and state.task == Task.BOOK else {}


def _rank(state: State) -> Rank | None:
    return state.heard.pick.rank if state.heard and state.heard.pick else None


def _problem(state: State) -> Plan | None:
    """Return the question to ask when the wish cannot be looked up."""
    wish = state.wish
    text = None
    last = wish.date_end or wish.date
    if Assumption.NO_SUCH_DAY in wish.assumptions:
        text = replies.no_such_day()
    elif Assumption.WEEKDAY_CONTRADICTS in wish.assumptions and wish.date:
        text = replies.weekday_contradicts(wish.date)
    elif Assumption.DAY_MONTH_ORDER in wish.assumptions and wish.date and wish.date.day <= _MONTHS:
        today = state.now.date() if state.now else wish.date
        text = replies.which_order(*sorted((wish.date, swapped(wish.date, today))))
    elif wish.date is None and _rank(state) not in (Rank.EARLIEST, Rank.ANY):
        text = replies.which_day()
    elif state.now and last and last < state.now.date():
        text = replies.has_passed(last)
    elif state.unclear_zone is not None and wish.names_time:
        return Plan(Say(replies.which_zone(state.unclear_zone)), asking="zone")
    return Plan(Say(text), asking="date") if text else None


_MONTHS: Final = 12


def _next_day_to_check(state: State) -> dt.date | None:
    """Return the next day whose free times are needed, or None when enough is known."""
    if state.now is None or any(_starts(state, day) for day in state.days):
        return None
    today = state.now.date()
    first = max(state.wish.date or today, today)
    return first + dt.timedelta(days=len(state.days))


def _starts(state: State, day: FreeDay) -> list[dt.datetime]:
    found = [dt.datetime.combine(day.day, at) for at in day.slots]
    return [at for at in found if state.now is None or at > state.now]


def _present(state: State) -> Plan:
    """Put free times to the lead, as near to the wish as there are."""
    wish = state.wish
    free = [at for day in state.days for at in _starts(state, day)]
    if not free:
        return Plan(Say(replies.nothing_free(wish.date)), asking="date")
    last = wish.date_end or wish.date
    if last and free[0].date() > last:
        return _offer(state, _spread(free), lead_in=replies.full(wish.date or last, last))
    if state.exact:
        return _present_exact(state, free, state.exact)
    return _present_fitting(state, [at for at in free if at not in state.declined] or free)


def _present_exact(state: State, free: list[dt.datetime], exact: dt.datetime) -> Plan:
    halves = [exact]
    if state.wish.either_half:
        halves = sorted((exact, exact.replace(hour=(exact.hour + 12) % 24)))
    fits = [at for at in free if at in halves]
    if fits:
        return _offer(state, fits)
    return _offer(state, _nearest(free, exact), lead_in=replies.taken(exact))


def _present_fitting(state: State, free: list[dt.datetime]) -> Plan:
    fitting = [at for at in free if _fits(state, at)]
    rank = _rank(state)
    if fitting and (rank == Rank.EARLIEST or (rank == Rank.ANY and state.wish.date is None)):
        return _offer(state, fitting[:1])
    if fitting:
        return _offer(state, _spread(fitting))
    lead_in = replies.no_further() if rank in (Rank.SOONER, Rank.LATER) else replies.nothing_then()
    return _offer(state, _spread(free), lead_in=lead_in)


def _fits(state: State, at: dt.datetime) -> bool:
    wish = state.wish
    if wish.part:
        opens, closes = PART_HOURS[wish.part]
        return opens <= at.time() < closes and _is_beyond_table(state, at)
    late_enough = wish.time is None or at.time() >= wish.time
    early_enough = wish.time_end is None or at.time() < wish.time_end
    return late_enough and early_enough and _is_beyond_table(state, at)


def _is_beyond_table(state: State, at: dt.datetime) -> bool:
    """Keep to the side of the offered times that "something later" asks for."""
    table = [offer.starts_at for offer in state.table] or list(state.declined[-1:])
    match _rank(state):
        case Rank.SOONER:
            return not table or at < min(table)
        case Rank.LATER:
            return not table or at > max(table)
    return True


def _spread(free: list[dt.datetime]) -> list[dt.datetime]:
    """Return at most four of the first free day, well apart, its first and last among them."""
    first_day = [at for at in free if at.date() == free[0].date()]
    if len(first_day) <= MOST_OFFERS:
        return first_day
    gap = (len(first_day) - 1) / (MOST_OFFERS - 1)
    return [first_day[round(number * gap)] for number in range(MOST_OFFERS)]


def _nearest(free: list[dt.datetime], wanted: dt.datetime | None) -> list[dt.datetime]:
    if wanted is None:
        return _spread(free)
    return sorted(sorted(free, key=lambda at: abs(at - wanted))[:MOST_OFFERS])


def _offer(state: State, free: list[dt.datetime], *, lead_in: str = "") -> Plan:
    """Return a plan that offers times; one alone is proposed, so that a yes can mean it."""
    zone = state.days[-1].zone if state.days else state.zone
    if len(free) == 1:
        text = f"{lead_in} {shall_i(state, free[0], zone)}".strip()
        return Plan(Say(text), proposal=Offer(free[0]), asking="confirm")
    text = f"{lead_in} {replies.which(free, zone)}".strip()
    return Plan(Say(text), offered=tuple(Offer(at) for at in free), asking="pick")


def shall_i(state: State, at: dt.datetime, zone: str) -> str:
    """Return the question that one time is proposed with."""
    if any(day.day == at.date() and at.time() in day.twice for day in state.days):
        return spoken_twice(at, zone)
    if state.task == Task.MOVE:
        return replies.shall_i_move(at, zone, now=state.now)
    return replies.shall_i(at, zone, now=state.now, service=state.service)
