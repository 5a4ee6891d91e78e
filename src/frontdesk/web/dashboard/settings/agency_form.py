"""An agency's locations beside its sub-accounts, as a form shows and sends them. Pure.

Rows are fields of one name each, in order: a location, and the sub-account it is for, "" for none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from frontdesk.calendars.agency_locations import Granted, Wish
from frontdesk.calendars.connections import EventKind
from frontdesk.calendars.grant_port import AgencyLocation
from frontdesk.calendars.waiting import Standing

Fields = Mapping[str, Sequence[str]]
# Each row offers every sub-account that is free: more rows than these make a page heavy.
MOST_ROWS = 50
LONGEST_ID = 500


class Account(Protocol):
    """A sub-account, as far as its name."""

    @property
    def id(self) -> int:
        """Its id."""

    @property
    def name(self) -> str:
        """What it is called."""


@dataclass(frozen=True, slots=True)
class Row:
    """A location: who is connected to it, and else who is proposed, by the same name."""

    location_id: str
    name: str
    connected: Sequence[Account] = ()
    proposed_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a wish, with the names that people know."""

    granted: Granted
    location: str
    account: str


@dataclass(frozen=True, slots=True)
class LocationsForm:
    """What the form shows.

    Attributes:
        rows: the locations that are shown; those that nobody is connected to come first.
        free: the sub-accounts that are connected to nothing.
        waiting: those that wait for our app, each with the location.
        hidden: how many more locations there are.
    """

    rows: Sequence[Row]
    free: Sequence[Account]
    waiting: Sequence[tuple[Account, str]] = field(default=())
    hidden: int = 0


def form_of(
    locations: Iterable[AgencyLocation],
    accounts: Sequence[Account],
    standings: Mapping[int, Standing],
    *,
    search: str = "",
) -> LocationsForm:
    """Return the form for what is connected now, narrowed to names and ids that have these words."""
    free = [one for one in accounts if one.id not in standings or standings[one.id].is_waiting]
    by_name = {_plain(one.name): one.id for one in reversed(free) if one.id not in standings}
    rows = [_row(location, accounts, standings, by_name) for location in locations]
    found = [row for row in rows if _plain(search) in _plain(f"{row.name} {row.location_id}")]
    found.sort(key=lambda row: bool(row.connected))
    waiting = [
        (one, standings[one.id].location_id or "")
        for one in accounts
        if one.id in standings and standings[one.id].is_waiting
    ]
    return LocationsForm(found[:MOST_ROWS], free, waiting, len(found) - len(found[:MOST_ROWS]))


def _row(
    location: AgencyLocation,
    accounts: Iterable[Account],
    standings: Mapping[int, Standing],
    by_name: Mapping[str, int],
) -> Row:
    here = Standing(location.location_id, is_waiting=False)
    connected = [one for one in accounts if standings.get(one.id) == here]
    proposed = None if connected else by_name.get(_plain(location.name))
    return Row(location.location_id, location.name, connected, proposed)


def wishes_of(fields: Fields) -> list[Wish]:
    """Return what the form asks for: the rows in which a location and a sub-account are chosen."""
    kind: EventKind = "appointment" if "appointment" in fields.get("event_kind", ()) else "block_slot"
    rows = zip(fields.get("location", ()), fields.get("sub_account", ()), strict=False)
    return [
        Wish(location.strip()[:LONGEST_ID], int(account), event_kind=kind)
        for location, account in rows
        if location.strip() and account.isdecimal() and len(account) < len(str(2**63))
    ]


def chosen_twice(wishes: Iterable[Wish]) -> set[int]:
    """Return the sub-accounts that more than one location was chosen for."""
    chosen = [wish.sub_account_id for wish in wishes if wish.sub_account_id is not None]
    return {one for one in chosen if chosen.count(one) > 1}


def outcomes_of(
    wishes: Sequence[Wish],
    granted: Sequence[Granted],
    locations: Iterable[AgencyLocation],
    accounts: Iterable[Account],
) -> list[Outcome]:
    """Return what became of each wish, in words that people know."""
    places = {one.location_id: one.name for one in locations}
    names = {one.id: one.name for one in accounts}
    return [
        Outcome(
            outcome,
            places.get(wish.location_id, wish.location_id),
            names.get(wish.sub_account_id or 0, str(wish.sub_account_id)),
        )
        for wish, outcome in zip(wishes, granted, strict=True)
    ]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
