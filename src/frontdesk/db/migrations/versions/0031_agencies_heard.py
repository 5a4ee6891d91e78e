"""News of a whole agency reaches every sub-account that is connected through it."""

from alembic import op

revision = "0031"
down_revision = "0030"

STATEMENTS = (
    "GRANT SELECT (company_id) ON integrations TO frontdesk_directory",
    "CREATE INDEX integrations_company ON integrations (company_id) WHERE is_active",
    """
    CREATE FUNCTION find_connected_through(wanted text) RETURNS TABLE (sub_account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
        SELECT DISTINCT i.sub_account_id FROM public.integrations i
        WHERE i.is_active AND i.company_id = wanted
    $$
    """,
    "GRANT CREATE ON SCHEMA public TO frontdesk_directory",
    "ALTER FUNCTION find_connected_through(text) OWNER TO frontdesk_directory",
    "REVOKE CREATE ON SCHEMA public FROM frontdesk_directory",
    "REVOKE ALL ON FUNCTION find_connected_through(text) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION find_connected_through(text) TO frontdesk_app",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP FUNCTION find_connected_through(text)")
    op.execute("DROP INDEX integrations_company")
