"""Writing the trail: who did what to whom, in the open transaction of the change itself.

The trail is read for years and nothing in it can be changed. So it holds ids, names of fields and short
values of settings: never a secret, and nothing that a lead said or is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from frontdesk.db.pool import Connection

# A user; an agency's person who acts in a sub-account; whoever has the server's command line.
ActorKind = Literal["user", "agency", "lead", "assistant", "calendar", "operator", "system"]
TargetKind = Literal[
    "sub_account", "user", "api_key", "integration", "lead", "booking", "assistant", "conversation"
]

Action = Literal[
    "sub_account.made",
    "settings.changed",
    "widget_key.rotated",
    "user.added",
    "user.changed",
    "password.changed",
    "signed_in",
    "signed_out",
    "sign_in.refused",
    "api_key.made",
    "api_key.revoked",
    "integration.connected",
    "integration.disconnected",
    "integration.awaited",
    "integration.troubled",
    "agency.entered",
    "agency.joined",
    "agency.left",
    "lead.made",
    "lead.changed",
    "lead.exported",
    "lead.erased",
    "assistant.changed",
    "assistant.restored",
    "conversation.taken_over",
    "conversation.handed_back",
    "suggestion.approved",
    "suggestion.discarded",
]
# What happened to bookings is read from their history, under these names.
BookingAction = Literal[
    "booking.held",
    "booking.pending",
    "booking.made",
    "booking.moved",
    "booking.edited",
    "booking.confirmed",
    "booking.completed",
    "booking.no_show",
    "booking.cancelled",
]

INSERT = """
INSERT INTO trail (sub_account_id, at, actor_kind, actor_id, api_key_id, action, target_kind, target_id,
                   changes)
VALUES (current_setting('app.sub_account_id')::bigint, $1, $2, $3, $4, $5, $6, $7, $8)
"""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something.

    Attributes:
        id: the user's, lead's or agency person's; None for kinds that have none.
        api_key_id: the key they came in with, if it was a key.
    """

    kind: ActorKind
    id: int | None = None
    api_key_id: int | None = None

    def id_as(self, kind: ActorKind) -> int | None:
        """Return the id if it is one of this kind."""
        return self.id if self.kind == kind else None


OPERATOR = Actor("operator")
SYSTEM = Actor("system")


@dataclass(frozen=True, slots=True)
class Target:
    """What it was done to; without an id, the one of that kind that a sub-account has."""

    kind: TargetKind
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line about to be written.

    Attributes:
        changes: values by the contract's names, `[before, after]` where something was changed; null where
            they are too long to keep. No secret, and no word of a lead's.
    """

    actor: Actor
    action: Action
    target: Target
    changes: Mapping[str, object] = field(default_factory=dict)


async def record(connection: Connection, entry: Entry, *, now: datetime) -> None:
    """Write a line of the trail; it stands or falls with the transaction of `connection`."""
    await connection.execute(
        INSERT,
        now,
        entry.actor.kind,
        entry.actor.id,
        entry.actor.api_key_id,
        entry.action,
        entry.target.kind,
        entry.target.id,
        entry.changes,
    )
