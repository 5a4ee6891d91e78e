"""Suggestions go with the lead that is erased: a trigger deletes them, with the rights of who erases."""

from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.execute("GRANT DELETE ON suggestions TO frontdesk_app")


def downgrade() -> None:
    op.execute("REVOKE DELETE ON suggestions FROM frontdesk_app")
