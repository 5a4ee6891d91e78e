"""What outside calendars tell us unasked: hints by sub-account, each once; and whom a location concerns."""

from alembic import op

revision = "0013"
down_revision = "0012"

DELIVERIES = (
    """
    CREATE TABLE webhook_deliveries (
        sub_account_id bigint NOT NULL REFERENCES sub_accounts (id),
        delivery_id    text NOT NULL,
        kind           text NOT NULL,
        location_id    text,
        subject_id     text,
        calendar_id    text,
        person_ids     text[] NOT NULL,
        sent_at        timestamptz,
        received_at    timestamptz NOT NULL,
        handled_at     timestamptz,
        outcome        text,
        CONSTRAINT webhook_deliveries_once PRIMARY KEY (sub_account_id, delivery_id)
    )
    """,
    "CREATE INDEX webhook_deliveries_old ON webhook_deliveries (sub_account_id, received_at)",
    "ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE webhook_deliveries FORCE ROW LEVEL SECURITY",
    """
    CREATE POLICY tenant ON webhook_deliveries TO frontdesk_app
        USING (sub_account_id = nullif(current_setting('app.sub_account_id', true), '')::bigint)
    """,
    "GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_deliveries TO frontdesk_app",
)

# A delivery names a location and no tenant. This function says which sub-accounts are connected to it, and
# nothing else about them; a connection without a location is known by its users' locations.
CONNECTED = (
    "GRANT SELECT (sub_account_id, location_id, is_active) ON integrations TO frontdesk_directory",
    "GRANT SELECT (location_id) ON users TO frontdesk_directory",
    "CREATE POLICY directory ON integrations FOR SELECT TO frontdesk_directory USING (true)",
    "CREATE INDEX integrations_location ON integrations (location_id) WHERE is_active",
    "CREATE INDEX users_location ON users (location_id) WHERE location_id IS NOT NULL",
    """
    CREATE FUNCTION find_connected(wanted text) RETURNS TABLE (sub_account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
        SELECT i.sub_account_id FROM public.integrations i WHERE i.is_active AND i.location_id = wanted
        UNION
        SELECT u.sub_account_id FROM public.users u JOIN public.integrations i USING (sub_account_id)
        WHERE u.location_id = wanted AND i.is_active
    $$
    """,
    "GRANT CREATE ON SCHEMA public TO frontdesk_directory",
    "ALTER FUNCTION find_connected(text) OWNER TO frontdesk_directory",
    "REVOKE CREATE ON SCHEMA public FROM frontdesk_directory",
    "REVOKE ALL ON FUNCTION find_connected(text) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION find_connected(text) TO frontdesk_app",
)


def upgrade() -> None:
    for statement in (*DELIVERIES, *CONNECTED):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would lose what is still to be followed up")
