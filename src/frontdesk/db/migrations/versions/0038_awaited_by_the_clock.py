"""A location that is waited for is looked at by the clock, too: the news of its installation may be lost."""

from alembic import op

revision = "0038"
down_revision = "0037"

STATEMENTS = (
    "GRANT CREATE ON SCHEMA public TO frontdesk_directory",
    """
    CREATE OR REPLACE FUNCTION find_unchecked(
        checked_before timestamptz, ends_before timestamptz, most integer
    ) RETURNS TABLE (sub_account_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
        SELECT i.sub_account_id FROM public.integrations i
        WHERE (i.is_active OR i.awaits_install)
          AND (i.checked_at IS NULL OR i.checked_at < checked_before OR i.expires_at < ends_before)
        GROUP BY i.sub_account_id
        ORDER BY min(coalesce(i.checked_at, '-infinity'))
        LIMIT most
    $$
    """,
    "REVOKE CREATE ON SCHEMA public FROM frontdesk_directory",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would leave who waits to news that may be lost")
