"""What the parts of the tenancy service stand on."""

from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.sealing import Sealer
from frontdesk.tenancy.callers import Callers

# Told of a sub-account whose settings have changed; other processes hear of it from the database.
OnChange = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Ground:
    """The collaborators of accounts, people and authentication."""

    db: Database
    clock: Clock
    sealer: Sealer
    callers: Callers
    on_change: OnChange
