"""The job queue's own tables, as the installed PgQueuer makes them, for the server's role to use.

They hold ids only, never a tenant's data, so they carry no tenant policy.
"""

from alembic import op
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy.util import await_only

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    script = QueryBuilderEnvironment().build_install_query()
    driver = op.get_bind().connection.driver_connection
    assert driver is not None, "a migration runs on an open connection"  # noqa: S101
    await_only(driver.execute(script))  # one script of many statements, which a prepared statement cannot be
    op.execute(
        "GRANT SELECT, INSERT, UPDATE, DELETE "
        "ON pgqueuer, pgqueuer_log, pgqueuer_schedules, pgqueuer_statistics TO frontdesk_app"
    )
    op.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO frontdesk_app")


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would lose every waiting job")
