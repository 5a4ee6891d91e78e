"""The server's role loses what no statement of the server needs: nothing of lasting worth can be deleted."""

from alembic import op

revision = "0026"
down_revision = "0025"

NEVER_DELETED = "api_keys, bookings, conversations, integrations, leads, offers, sub_accounts, users"


def upgrade() -> None:
    op.execute(f"REVOKE DELETE ON {NEVER_DELETED} FROM frontdesk_app")
    op.execute("REVOKE UPDATE ON agencies FROM frontdesk_app")


def downgrade() -> None:
    op.execute(f"GRANT DELETE ON {NEVER_DELETED} TO frontdesk_app")
    op.execute("GRANT UPDATE ON agencies TO frontdesk_app")
