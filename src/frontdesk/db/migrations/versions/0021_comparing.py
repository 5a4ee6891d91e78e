"""When a user's bookings were last compared with their outside calendar, and what did not agree."""

from alembic import op

revision = "0021"
down_revision = "0020"

STATEMENTS = (
    "ALTER TABLE outside_calendars ADD COLUMN compared_at timestamptz",
    "ALTER TABLE outside_calendars ADD COLUMN agreed integer NOT NULL DEFAULT 0",
    "ALTER TABLE outside_calendars ADD COLUMN findings jsonb NOT NULL DEFAULT '[]'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    for column in ("compared_at", "agreed", "findings"):
        op.execute(f"ALTER TABLE outside_calendars DROP COLUMN {column}")
