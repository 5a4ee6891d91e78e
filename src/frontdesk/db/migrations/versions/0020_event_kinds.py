"""What kind of outside event a booking has, and finding a booking by its event."""

from alembic import op

revision = "0020"
down_revision = "0019"

STATEMENTS = (
    "ALTER TABLE bookings ADD COLUMN external_kind text CHECK (external_kind IN ('block', 'appointment'))",
    """
    CREATE INDEX bookings_external_event ON bookings (sub_account_id, external_event_id)
        WHERE external_event_id IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP INDEX bookings_external_event")
    op.execute("ALTER TABLE bookings DROP COLUMN external_kind")
