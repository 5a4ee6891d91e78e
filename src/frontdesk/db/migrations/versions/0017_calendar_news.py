"""Every process hears which sub-account's bookings have changed, so that open calendars show it at once.

What only a worker notes for itself (claims, attempts) is no news.
"""

from alembic import op

revision = "0017"
down_revision = "0016"

STATEMENTS = (
    """
    CREATE FUNCTION tell_of_bookings() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_notify('frontdesk_bookings', NEW.sub_account_id::text);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER tell_of_bookings AFTER INSERT OR UPDATE OF
        status, starts_at, ends_at, details, lead_id, external_state ON bookings
        FOR EACH ROW EXECUTE FUNCTION tell_of_bookings()
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER tell_of_bookings ON bookings")
    op.execute("DROP FUNCTION tell_of_bookings()")
