"""What the server's role may read to know that the schema is up to date, whichever account it came in by."""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.execute("GRANT SELECT ON alembic_version TO frontdesk_app")


def downgrade() -> None:
    op.execute("REVOKE SELECT ON alembic_version FROM frontdesk_app")
