"""Where a booking's event was written: its user may have another calendar by now."""

from alembic import op

revision = "0040"
down_revision = "0039"

STATEMENTS = (
    "ALTER TABLE bookings ADD COLUMN external_place text",
    """
    UPDATE bookings b
    SET external_place = concat(u.location_id, ' ', u.calendar_id, ' ', u.assigned_user_id)
    FROM users u
    WHERE u.sub_account_id = b.sub_account_id AND u.id = b.regular_user_id AND b.external_event_id IS NOT NULL
      AND u.calendar_id IS NOT NULL AND u.location_id IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("ALTER TABLE bookings DROP COLUMN external_place")
