"""What a time zone that the lead names does to a conversation: to its clock, to the times on the table."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from frontdesk.assistant.offline.places import same_clock
from frontdesk.assistant.offline.state import LeadSaid, Offer, State
from frontdesk.assistant.offline.understand import Context, Understanding, understand
from frontdesk.assistant.offline.zone_said import Where


def in_named_zone(state: State, event: LeadSaid) -> tuple[State, Understanding]:
    """Return the state by the clock of the zone that a message names, if any, and the message read."""
    now = by_clock(event.now_local, state.setting.zone, state.zone)
    here = state.having(now=now)
    read = understand(event.text, _context(here, now))
    zone = read.zone
    if zone.is_open:
        return here.having(unclear_zone=zone.among), read
    if zone.zone is None:
        return here, read
    clear = here.having(unclear_zone=None)
    if same_clock(zone.zone, state.zone):
        return clear, read
    now = by_clock(event.now_local, state.setting.zone, zone.zone)
    there = _moved_to(clear, zone.zone).having(now=now)
    return there, understand(event.text, _context(there, now))


def by_clock(local: dt.datetime, zone: str, other: str) -> dt.datetime:
    """Return a naive local time of one zone by the clock of another."""
    if zone == other:
        return local
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(ZoneInfo(other)).replace(tzinfo=None)


def offers_by_clock(offers: Iterable[Offer], zone: str, other: str) -> tuple[Offer, ...]:
    """Return the same times by the clock of another zone."""
    return tuple(replace(one, starts_at=by_clock(one.starts_at, zone, other)) for one in offers)


def _moved_to(state: State, zone: str) -> State:
    """Return the state by the clock of another zone, which is the one that the lead meant all along."""
    offered = offers_by_clock(state.offered, state.zone, zone)
    proposed = offers_by_clock([state.proposal] if state.proposal else [], state.zone, zone)
    if state.exact and not state.spent:
        offered, proposed = (), ()
    return state.having(
        named_zone=zone,
        offered=offered,
        proposal=proposed[0] if proposed else None,
        declined=(),
    )


def _context(state: State, now: dt.datetime) -> Context:
    setting = state.setting
    return Context(
        now=now,
        opening=_opening(state, now),
        offered=state.table or ((state.bookings or ()) if state.asking == "booking" else ()),
        about=state.proposal.starts_at.date() if state.proposal else state.wish.date,
        awaiting=state.asking,
        conventions=setting.conventions,
        is_spanish=state.is_spanish,
        where=Where(state.zone, setting.leads_zone or state.named_zone, setting.business_zone),
    )


def _opening(state: State, day: dt.datetime) -> tuple[dt.time, dt.time] | None:
    """Return the usual hours by the lead's clock; None when the day breaks in two there."""
    opening = state.setting.opening
    if opening is None or state.named_zone is None:
        return opening
    first, last = (by_clock(dt.datetime.combine(day, at), state.setting.zone, state.zone) for at in opening)
    return (first.time(), last.time()) if first.date() == last.date() else None
