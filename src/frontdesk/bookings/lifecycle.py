"""The states of a booking and the moves between them: the whole table, at a glance. Pure."""

from typing import Literal, get_args

Status = Literal["held", "pending", "confirmed", "completed", "no_show", "cancelled"]
SyncState = Literal["none", "pending", "synced", "failed"]

STATUSES: tuple[Status, ...] = get_args(Status)

#   from          to
MOVES: dict[Status, tuple[Status, ...]] = {
    "held":      ("pending", "confirmed", "cancelled"),
    "pending":   ("confirmed", "cancelled"),
    "confirmed": ("completed", "no_show", "cancelled"),
    "completed": (),
    "no_show":   (),
    "cancelled": (),
}  # fmt: skip

# A live booking takes its time; nobody else can have it.
LIVE: frozenset[Status] = frozenset({"held", "pending", "confirmed"})

# An outside calendar shows an event for these.
SHOWN: frozenset[Status] = frozenset({"pending", "confirmed", "completed", "no_show"})


def may_move(current: Status, wanted: Status) -> bool:
    """Say whether a booking in one state may go to another."""
    return wanted in MOVES[current]
