"""Who has asked how often lately, shared by all processes. Not logged: after a crash everybody starts anew.

A bucket's key is a hash. It says nothing about a tenant, so the table has no tenant policy.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

RATE_BUCKETS = """
CREATE UNLOGGED TABLE rate_buckets (
    key         bytea PRIMARY KEY,
    tokens      double precision NOT NULL,
    granted     integer NOT NULL,
    refilled_at timestamptz NOT NULL
)
"""


def upgrade() -> None:
    op.execute(RATE_BUCKETS)
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON rate_buckets TO frontdesk_app")


def downgrade() -> None:
    op.execute("DROP TABLE rate_buckets")
