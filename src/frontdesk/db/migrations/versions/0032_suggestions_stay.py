"""The server's role may not delete suggestions: none of its statements does."""

from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.execute("REVOKE DELETE ON suggestions FROM frontdesk_app")


def downgrade() -> None:
    op.execute("GRANT DELETE ON suggestions TO frontdesk_app")
