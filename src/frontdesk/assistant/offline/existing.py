"""What to do about bookings that exist: cancel, look up, move."""

from dataclasses import replace
from typing import Final

from frontdesk.assistant.offline import replies
from frontdesk.assistant.offline.finding import finding
from frontdesk.assistant.offline.holds import Hold
from frontdesk.assistant.offline.picks import Rank
from frontdesk.assistant.offline.state import CANCEL, LIST, MOVE, CallTool, Known, Plan, Say, State, Task
from frontdesk.assistant.offline.which import is_then, meant
from frontdesk.assistant.offline.wish import Wish


def cancelling(state: State) -> Plan:
    """Return the next action on the way to a cancellation; nothing is cancelled without a yes."""
    if CANCEL not in state.setting.tools:
        return Plan(Say(replies.cannot("cancel a booking", state.setting.business)))
    if state.to_cancel and state.agreed:
        return Plan(CallTool(CANCEL, {"bookingId": state.to_cancel.booking_id}))
    if state.to_cancel and state.heard and state.heard.says_no:
        return Plan(Say(replies.kept()))
    if state.heard and state.heard.hold in _SAYS_NOT_TO and (state.bookings is not None or state.held):
        return _keeping(state)
    chosen = _all(state) or _which(state)
    if isinstance(chosen, Plan):
        return chosen
    first, *others = chosen if isinstance(chosen, tuple) else (chosen,)
    question = replies.shall_i_cancel(first, others)
    return Plan(Say(question), to_cancel=first, also_cancel=tuple(others), asking="confirm")


def _keeping(state: State) -> Plan:
    """Return what to say to who wants nothing cancelled: what stands, or that nothing does."""
    bookings = state.held
    if not bookings:
        return Plan(Say(replies.no_bookings(state.setting.business)), asking="anew", ends=True)
    kept = replies.kept(several=len(bookings) > 1)
    return Plan(Say(f"{kept} {replies.your_bookings(bookings)}"), ends=True)


_SAYS_NOT_TO: Final = frozenset((Hold.DENIED, Hold.WITHDRAWN))


def _all(state: State) -> tuple[Known, ...] | None:
    """Return the bookings when the lead speaks of all of them and they are known; "both" is two."""
    pick = state.heard.pick if state.heard else None
    is_listed = state.bookings is not None or LIST not in state.setting.tools
    return state.held or None if is_listed and pick is not None and pick.rank == Rank.ALL else None


def looking_up(state: State) -> Plan:
    """Return the next action that tells the lead what is booked."""
    if state.bookings is None and LIST in state.setting.tools:
        return Plan(CallTool(LIST, {}))
    bookings = state.held
    if bookings:
        return Plan(Say(replies.your_bookings(bookings)))
    if LIST not in state.setting.tools:
        return Plan(Say(replies.cannot("look up bookings", state.setting.business)))
    return Plan(Say(replies.no_bookings(state.setting.business)), asking="anew", ends=True)


def coming(state: State) -> Plan:
    """Return what to answer to "see you on Monday at nine": what is booked then, or that nothing is."""
    if state.bookings is None and LIST in state.setting.tools:
        return Plan(CallTool(LIST, {}))
    until = state.heard.until if state.heard and state.heard.until else Wish()
    bookings = state.held
    then = [one for one in bookings if is_then(one, until)]
    if then:
        return Plan(Say(replies.see_you(then[0])))
    if bookings:
        return Plan(Say(f"{replies.none_then()} {replies.your_bookings(bookings)}"))
    anew = finding(state.having(task=Task.BOOK, wish=until, agreed=False))
    if isinstance(anew.action, CallTool):
        return anew
    return replace(anew, action=Say(f"{replies.none_then()} {anew.action.text}"))


def moving(state: State) -> Plan:
    """Return the next action on the way to another time for a booking."""
    if MOVE not in state.setting.tools:
        return Plan(Say(replies.cannot("move a booking", state.setting.business)))
    if state.booking is None or state.booking.booking_id is None:
        chosen = _which(state)
        if isinstance(chosen, Plan):
            return chosen
        state = state.having(booking=chosen)
    return replace(finding(_on_its_day(state)), booking=state.booking)


def _on_its_day(state: State) -> State:
    """Take "to 3pm" for a time on the booking's own day; it is proposed, not acted on, before a yes."""
    if state.booking is None or state.wish.date is not None or not state.wish.names_time:
        return state
    return state.having(wish=replace(state.wish, date=state.booking.starts_at.date()), agreed=False)


def _which(state: State) -> Known | Plan:
    """Return the booking that is meant, or the plan that finds it out."""
    if state.bookings is None and LIST in state.setting.tools:
        return Plan(CallTool(LIST, {}))
    heard = state.heard
    named = heard.leaving if heard else None
    named = named or (heard.wish if heard and state.asking == "booking" else None)
    shifts = heard is not None and heard.shift is not None and not heard.shift.keeps_time
    named = named or (heard.wish if heard and shifts else None)
    named = named or (state.wish if state.task == Task.CANCEL else None)
    bookings = meant(state.held, named, heard.pick if heard else None)
    if not bookings:
        return Plan(Say(replies.no_bookings(state.setting.business)), asking="anew", ends=True)
    if len(bookings) > 1:
        return Plan(Say(replies.which_booking(bookings)), asking="booking")
    return bookings[0]
