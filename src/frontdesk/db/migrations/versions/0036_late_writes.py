"""A write without an answer may take effect later: since when that may be, and at which times."""

from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE bookings ADD COLUMN doubted_at timestamptz, "
        "ADD COLUMN doubted_starts timestamptz[] NOT NULL DEFAULT '{}'"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE bookings DROP COLUMN doubted_at, DROP COLUMN doubted_starts")
