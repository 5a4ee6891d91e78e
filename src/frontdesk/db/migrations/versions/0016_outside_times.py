"""What outside calendars do not call free, kept here so that finding times asks nobody."""

from alembic import op

revision = "0016"
down_revision = "0015"

# One line for a user whose bookings go to an outside calendar: what of it is known, and since when.
CALENDARS = """
CREATE TABLE outside_calendars (
    sub_account_id bigint NOT NULL,
    user_id        bigint NOT NULL,
    place          text,
    asked_at       timestamptz,
    known_until    timestamptz,
    tried_at       timestamptz,
    problem        text,
    wanted_at      timestamptz NOT NULL,
    PRIMARY KEY (sub_account_id, user_id),
    FOREIGN KEY (sub_account_id, user_id) REFERENCES users (sub_account_id, id)
)
"""

# Pieces of a day at most, so that they are found by their start as bookings are.
BUSY = """
CREATE TABLE outside_busy (
    sub_account_id bigint NOT NULL,
    user_id        bigint NOT NULL,
    starts_at      timestamptz NOT NULL,
    ends_at        timestamptz NOT NULL
                     CHECK (ends_at > starts_at AND ends_at <= starts_at + interval '1 day'),
    PRIMARY KEY (sub_account_id, user_id, starts_at),
    FOREIGN KEY (sub_account_id, user_id) REFERENCES users (sub_account_id, id)
)
"""

# Whose calendar is to be asked again, over all tenants, in order of need: ids and nothing else.
STALE = (
    "GRANT SELECT (calendar_id) ON users TO frontdesk_directory",
    "GRANT SELECT (sub_account_id, user_id, tried_at, wanted_at) ON outside_calendars TO frontdesk_directory",
    "CREATE POLICY directory ON outside_calendars FOR SELECT TO frontdesk_directory USING (true)",
    """
    CREATE FUNCTION find_stale_calendars(tried_before timestamptz, most integer)
    RETURNS TABLE (sub_account_id bigint, user_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
        SELECT u.sub_account_id, u.id
        FROM public.integrations i
        JOIN public.users u ON u.sub_account_id = i.sub_account_id
        LEFT JOIN public.outside_calendars o ON o.sub_account_id = u.sub_account_id AND o.user_id = u.id
        WHERE i.is_active AND u.calendar_id IS NOT NULL AND u.location_id IS NOT NULL
          AND (o.tried_at IS NULL OR o.tried_at < tried_before OR o.wanted_at > o.tried_at)
        ORDER BY o.tried_at NULLS FIRST
        LIMIT most
    $$
    """,
    "GRANT CREATE ON SCHEMA public TO frontdesk_directory",
    "ALTER FUNCTION find_stale_calendars(timestamptz, integer) OWNER TO frontdesk_directory",
    "REVOKE CREATE ON SCHEMA public FROM frontdesk_directory",
    "REVOKE ALL ON FUNCTION find_stale_calendars(timestamptz, integer) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION find_stale_calendars(timestamptz, integer) TO frontdesk_app",
)


def upgrade() -> None:
    for statement in (CALENDARS, BUSY):
        op.execute(statement)
    for table in ("outside_calendars", "outside_busy"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY tenant ON {table} TO frontdesk_app "
            "USING (sub_account_id = nullif(current_setting('app.sub_account_id', true), '')::bigint)"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO frontdesk_app")
    for statement in STALE:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore a backup, or go on: what is kept here is asked again by itself")
