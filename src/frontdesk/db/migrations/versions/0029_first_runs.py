"""What an account said of its first steps, where nothing else tells; whether it has seen enough of them."""

from alembic import op

revision = "0029"
down_revision = "0028"

FIRST_RUNS = (
    """
    CREATE TABLE first_runs (
        sub_account_id bigint PRIMARY KEY REFERENCES sub_accounts (id),
        said           text[] NOT NULL DEFAULT '{}',
        dismissed_at   timestamptz
    )
    """,
    "ALTER TABLE first_runs ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE first_runs FORCE ROW LEVEL SECURITY",
    """
    CREATE POLICY tenant ON first_runs TO frontdesk_app
        USING (sub_account_id = nullif(current_setting('app.sub_account_id', true), '')::bigint)
    """,
    "GRANT SELECT, INSERT, UPDATE ON first_runs TO frontdesk_app",
)


def upgrade() -> None:
    for statement in FIRST_RUNS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE first_runs")
