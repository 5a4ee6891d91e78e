"""Figures over all tenants, for monitoring: counts and ages, no ids and no words."""

from alembic import op

revision = "0024"
down_revision = "0023"

READABLE = {
    "bookings": "external_state, updated_at",
    "outside_calendars": "asked_at, findings",
    "webhook_deliveries": "received_at, handled_at",
}

MEASURE = """
CREATE FUNCTION measure(now timestamptz, fresh interval)
RETURNS TABLE (name text, label text, value double precision)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
AS $$
    SELECT 'unsettled_bookings', external_state, count(*)::float8 FROM public.bookings
    WHERE external_state IN ('pending', 'failed') GROUP BY external_state
    UNION ALL
    SELECT 'oldest_pending_seconds', '', coalesce(extract(epoch FROM now - min(updated_at)), 0)::float8
    FROM public.bookings WHERE external_state = 'pending'
    UNION ALL
    SELECT 'calendars', CASE WHEN asked_at IS NULL THEN 'unread' WHEN asked_at < now - fresh THEN 'stale'
                        ELSE 'fresh' END, count(*)::float8
    FROM public.outside_calendars GROUP BY 2
    UNION ALL
    SELECT 'drift', CASE WHEN (finding->>'is_mended')::boolean THEN 'mended' ELSE 'open' END, count(*)::float8
    FROM public.outside_calendars, jsonb_array_elements(findings) AS finding GROUP BY 2
    UNION ALL
    SELECT 'waiting_deliveries', '', count(*)::float8 FROM public.webhook_deliveries WHERE handled_at IS NULL
    UNION ALL
    SELECT 'oldest_delivery_seconds', '', coalesce(extract(epoch FROM now - min(received_at)), 0)::float8
    FROM public.webhook_deliveries WHERE handled_at IS NULL
    UNION ALL
    SELECT 'integrations', health, count(*)::float8 FROM public.integrations WHERE is_active GROUP BY health
$$
"""

STATEMENTS = (
    *(f"GRANT SELECT ({columns}) ON {table} TO frontdesk_directory" for table, columns in READABLE.items()),
    "GRANT SELECT (health) ON integrations TO frontdesk_directory",
    *(
        f"CREATE POLICY directory ON {table} FOR SELECT TO frontdesk_directory USING (true)"
        for table in ("bookings", "webhook_deliveries")
    ),
    """
    CREATE INDEX bookings_unsettled ON bookings (external_state, updated_at)
        WHERE external_state IN ('pending', 'failed')
    """,
    "CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (received_at) WHERE handled_at IS NULL",
    MEASURE,
    "GRANT CREATE ON SCHEMA public TO frontdesk_directory",
    "ALTER FUNCTION measure(timestamptz, interval) OWNER TO frontdesk_directory",
    "REVOKE CREATE ON SCHEMA public FROM frontdesk_directory",
    "REVOKE ALL ON FUNCTION measure(timestamptz, interval) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION measure(timestamptz, interval) TO frontdesk_app",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP FUNCTION measure(timestamptz, interval)")
    op.execute("DROP INDEX webhook_deliveries_waiting")
    op.execute("DROP INDEX bookings_unsettled")
    for table in ("bookings", "webhook_deliveries"):
        op.execute(f"DROP POLICY directory ON {table}")
