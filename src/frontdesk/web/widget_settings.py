"""What a sub-account decides about its chat on other sites."""

from dataclasses import dataclass

from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.tenancy.principal import Principal

READ = "SELECT allowed_sites FROM widget_settings"

WRITE = """
INSERT INTO widget_settings (sub_account_id, allowed_sites, updated_at) VALUES ($1, $2, $3)
ON CONFLICT (sub_account_id) DO UPDATE SET allowed_sites = $2, updated_at = $3
"""


@dataclass(frozen=True, slots=True)
class WidgetSettings:
    """The settings. Until a sub-account decides otherwise, its chat stands on its hosted page alone.

    Attributes:
        allowed_sites: origins on which the chat may stand and from which the widget API may be called.
    """

    allowed_sites: tuple[str, ...] = ()


class WidgetSettingsService:
    """Reads and writes the settings."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of(self, sub_account_id: int) -> WidgetSettings:
        """Return a sub-account's settings, whoever asks: the chat itself does."""
        async with self._db.tenant(sub_account_id) as connection:
            row = await connection.fetchrow(READ)
        return WidgetSettings(tuple(row["allowed_sites"])) if row else WidgetSettings()

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
        async with self._db.tenant(principal.sub_account_id) as connection:
            await connection.execute(
                WRITE, principal.sub_account_id, list(settings.allowed_sites), self._clock.now()
            )
        return settings
