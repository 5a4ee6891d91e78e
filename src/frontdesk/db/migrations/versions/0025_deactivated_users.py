"""Users who are locked out: nothing of theirs opens anything, what they booked stays."""

from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.execute("ALTER TABLE users ADD COLUMN deactivated_at timestamptz")


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would let those in who are locked out")
