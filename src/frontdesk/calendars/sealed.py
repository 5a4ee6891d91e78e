"""What this slice keeps sealed, for those who seal it anew."""

from collections.abc import Mapping
from typing import Any

from frontdesk.db.rotation import SealedColumn

_ROWS = """
SELECT i.id, i.credentials AS sealed, t.name AS template
FROM integrations i JOIN integration_templates t ON t.id = i.template_id
"""


def _context(row: Mapping[str, Any], sub_account_id: int) -> str:
    """Return the connection that credentials belong to: a sub-account has one of each kind."""
    return f"integration {row['template']} of sub-account {sub_account_id}"


SEALED = (SealedColumn("integrations", "credentials", _ROWS, "credentials", _context),)
