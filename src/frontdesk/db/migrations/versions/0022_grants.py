"""Connections by OAuth: how long a grant lasts, who renews it, how well it is, and attempts to connect."""

from alembic import op

revision = "0022"
down_revision = "0021"

# An agency's grant is kept beside the connection of the same sub-account's own location.
AGENCY = "INSERT INTO integration_templates (name) VALUES ('gohighlevel_agency') ON CONFLICT DO NOTHING"

# `generation` counts connections, `version` what became of one: a renewal replaces the version it began with.
INTEGRATIONS = """
ALTER TABLE integrations
    ADD COLUMN generation bigint NOT NULL DEFAULT 1,
    ADD COLUMN version bigint NOT NULL DEFAULT 1,
    ADD COLUMN method text NOT NULL DEFAULT 'token' CHECK (method IN ('token', 'oauth', 'agency')),
    ADD COLUMN company_id text,
    ADD COLUMN expires_at timestamptz,
    ADD COLUMN renewal_claimed_until timestamptz,
    ADD COLUMN health text NOT NULL DEFAULT 'healthy' CHECK (health IN ('healthy', 'expiring', 'broken')),
    ADD COLUMN health_since timestamptz,
    ADD COLUMN health_problem text,
    ADD COLUMN health_scope text,
    ADD COLUMN checked_at timestamptz
"""

# A browser that was sent away to say yes: whose it is, and that it comes back once, soon, and itself.
ATTEMPTS = (
    """
    CREATE TABLE connect_attempts (
        sub_account_id bigint NOT NULL,
        nonce_hash     bytea NOT NULL,
        user_id        bigint NOT NULL,
        browser_hash   bytea NOT NULL,
        event_kind     text NOT NULL CHECK (event_kind IN ('block_slot', 'appointment')),
        expires_at     timestamptz NOT NULL,
        PRIMARY KEY (sub_account_id, nonce_hash),
        FOREIGN KEY (sub_account_id, user_id) REFERENCES users (sub_account_id, id)
    )
    """,
    "ALTER TABLE connect_attempts ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE connect_attempts FORCE ROW LEVEL SECURITY",
    """
    CREATE POLICY tenant ON connect_attempts TO frontdesk_app
        USING (sub_account_id = nullif(current_setting('app.sub_account_id', true), '')::bigint)
    """,
    "GRANT SELECT, INSERT, DELETE ON connect_attempts TO frontdesk_app",
)

# Whose connection nobody has looked at for a while, over all tenants, in order of need: ids and nothing else.
UNCHECKED = (
    "GRANT SELECT (expires_at, checked_at) ON integrations TO frontdesk_directory",
    """
    CREATE FUNCTION find_unchecked(checked_before timestamptz, ends_before timestamptz, most integer)
    RETURNS TABLE (sub_account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
        SELECT i.sub_account_id FROM public.integrations i
        WHERE i.is_active
          AND (i.checked_at IS NULL OR i.checked_at < checked_before OR i.expires_at < ends_before)
        GROUP BY i.sub_account_id
        ORDER BY min(coalesce(i.checked_at, '-infinity'))
        LIMIT most
    $$
    """,
    "GRANT CREATE ON SCHEMA public TO frontdesk_directory",
    "ALTER FUNCTION find_unchecked(timestamptz, timestamptz, integer) OWNER TO frontdesk_directory",
    "REVOKE CREATE ON SCHEMA public FROM frontdesk_directory",
    "REVOKE ALL ON FUNCTION find_unchecked(timestamptz, timestamptz, integer) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION find_unchecked(timestamptz, timestamptz, integer) TO frontdesk_app",
)


def upgrade() -> None:
    for statement in (AGENCY, INTEGRATIONS, *ATTEMPTS, *UNCHECKED):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would lose who is connected how")
