"""A bucket may rest: for everybody, or for whoever asks in the background. All processes keep to it."""

from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE rate_buckets ADD COLUMN paused_until timestamptz, ADD COLUMN spared_until timestamptz"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE rate_buckets DROP COLUMN paused_until, DROP COLUMN spared_until")
