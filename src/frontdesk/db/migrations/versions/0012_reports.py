"""Indexes for the reports: what was booked, and which conversations began, in a stretch of time."""

from alembic import op

revision = "0012"
down_revision = "0011"

BOOKED_WHEN = """
CREATE INDEX booking_events_booked ON booking_events (sub_account_id, at)
    WHERE to_status IN ('pending', 'confirmed') AND coalesce(from_status, 'held') = 'held'
"""

BEGAN_WHEN = "CREATE INDEX conversations_began ON conversations (sub_account_id, created_at)"


def upgrade() -> None:
    op.execute(BOOKED_WHEN)
    op.execute(BEGAN_WHEN)


def downgrade() -> None:
    op.execute("DROP INDEX booking_events_booked, conversations_began")
