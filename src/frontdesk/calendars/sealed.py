"""What this slice keeps sealed, for those who seal it anew."""

from collections.abc import Mapping
from typing import Any

from frontdesk.calendars.credentials import context_of
from frontdesk.db.rotation import SealedColumn

_ROWS = """
SELECT i.id, i.credentials AS sealed, t.name AS template
FROM integrations i JOIN integration_templates t ON t.id = i.template_id
"""


def _context(row: Mapping[str, Any], sub_account_id: int) -> str:
    return context_of(row["template"], sub_account_id)


SEALED = (SealedColumn("integrations", "credentials", _ROWS, "credentials", _context),)
