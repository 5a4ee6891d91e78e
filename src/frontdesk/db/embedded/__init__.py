"""The PostgreSQL that comes along: used when no database URL is set, shared by this machine's processes.

`server` is the front door. `accounts` says who runs what, `binaries` where the programs are, `places` where
the files live, `cluster` creates and starts, `sharing` counts who still needs it. The same story, for people:
`docs/embedded-database.md`.
"""

from frontdesk.db.embedded.cluster import FORGETFUL
from frontdesk.db.embedded.errors import EmbeddedDatabaseError
from frontdesk.db.embedded.server import APP, SUPERUSER, EmbeddedServer, Role, running, start

__all__ = [
    "APP",
    "FORGETFUL",
    "SUPERUSER",
    "EmbeddedDatabaseError",
    "EmbeddedServer",
    "Role",
    "running",
    "start",
]
