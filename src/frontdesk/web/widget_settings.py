"""What a sub-account decides about its chat: where it may stand, and how it looks and greets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from frontdesk.clock import Clock
from frontdesk.db.pool import Connection, Database
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import Entry, Target, record
from frontdesk.web.colours import OURS, Palette, palette_of

READ = "SELECT allowed_sites, accent_color, title, greetings FROM widget_settings"

WRITE = """
INSERT INTO widget_settings (sub_account_id, allowed_sites, accent_color, title, greetings, updated_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (sub_account_id) DO UPDATE SET
    allowed_sites = $2, accent_color = $3, title = $4, greetings = $5, updated_at = $6
"""


@dataclass(frozen=True, slots=True)
class WidgetSettings:
    """The settings. Until a sub-account decides otherwise, its chat stands on its hosted page alone.

    Attributes:
        allowed_sites: origins on which the chat may stand and from which the widget API may be called.
        accent_color: as `#rrggbb`; None means frontdesk's own.
        title: what stands above the chat; None means the business's name.
        greetings: what the chat says first, by language; a language without one has frontdesk's own.
    """

    allowed_sites: tuple[str, ...] = ()
    accent_color: str | None = None
    title: str | None = None
    greetings: Mapping[str, str] = field(default_factory=dict)

    @property
    def palette(self) -> Palette:
        """The colours that are shown: the accent, as far from the paper as reading takes."""
        return palette_of(self.accent_color) if self.accent_color else OURS


class WidgetSettingsService:
    """Reads and writes the settings."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of(self, sub_account_id: int) -> WidgetSettings:
        """Return a sub-account's settings, whoever asks: the chat itself does."""
        async with self._db.tenant(sub_account_id) as connection:
            return await _kept(connection)

    async def read(self, principal: Principal) -> WidgetSettings:
        """Return the caller's settings.

        Raises:
            Forbidden: only an owner or admin may see them.
        """
        principal.require_admin()
        return await self.of(principal.sub_account_id)

    async def write(self, principal: Principal, settings: WidgetSettings) -> WidgetSettings:
        """Write the settings.

        Raises:
            Forbidden: only an owner or admin may do this.
        """
        principal.require_admin()
        now = self._clock.now()
        async with self._db.tenant(principal.sub_account_id) as connection:
            told = _told(await _kept(connection), settings)
            await connection.execute(
                WRITE,
                principal.sub_account_id,
                list(settings.allowed_sites),
                settings.accent_color,
                settings.title,
                dict(settings.greetings),
                now,
            )
            changed = Entry(principal.actor, "settings.changed", Target("sub_account"), told)
            await record(connection, changed, now=now)
        return settings


async def _kept(connection: Connection) -> WidgetSettings:
    row = await connection.fetchrow(READ)
    if row is None:
        return WidgetSettings()
    return WidgetSettings(tuple(row["allowed_sites"]), row["accent_color"], row["title"], row["greetings"])


def _told(before: WidgetSettings, after: WidgetSettings) -> dict[str, object]:
    """Return what the trail says of a change; greetings are too long for it."""
    members = {"allowedSites": "allowed_sites", "accentColor": "accent_color", "title": "title"}
    told: dict[str, object] = {
        shown: [getattr(before, name), getattr(after, name)]
        for shown, name in members.items()
        if getattr(before, name) != getattr(after, name)
    }
    return told if before.greetings == after.greetings else {**told, "greetings": None}
