"""A connection may wait for its location to have the app: it is found by the news of the installation."""

from alembic import op

revision = "0034"
down_revision = "0033"

STATEMENTS = (
    """
    ALTER TABLE integrations
        ADD COLUMN agency_account_id bigint,
        ADD COLUMN awaits_install boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT integrations_await CHECK (
            NOT awaits_install
            OR (NOT is_active AND agency_account_id IS NOT NULL AND location_id IS NOT NULL)
        )
    """,
    "GRANT SELECT (awaits_install) ON integrations TO frontdesk_directory",
    "CREATE INDEX integrations_awaiting ON integrations (location_id) WHERE awaits_install",
    "GRANT CREATE ON SCHEMA public TO frontdesk_directory",
    """
    CREATE OR REPLACE FUNCTION find_connected(wanted text) RETURNS TABLE (sub_account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
        SELECT i.sub_account_id FROM public.integrations i WHERE i.is_active AND i.location_id = wanted
        UNION
        SELECT i.sub_account_id FROM public.integrations i WHERE i.awaits_install AND i.location_id = wanted
        UNION
        SELECT u.sub_account_id FROM public.users u JOIN public.integrations i USING (sub_account_id)
        WHERE u.location_id = wanted AND i.is_active
    $$
    """,
    "REVOKE CREATE ON SCHEMA public FROM frontdesk_directory",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would lose which locations are waited for")
