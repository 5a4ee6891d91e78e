"""What a sub-account decides about its chat on other sites: for now, on which sites it may stand."""

from alembic import op

revision = "0011"
down_revision = "0010"

WIDGET_SETTINGS = (
    """
    CREATE TABLE widget_settings (
        sub_account_id bigint PRIMARY KEY REFERENCES sub_accounts (id),
        allowed_sites  text[] NOT NULL DEFAULT '{}',
        updated_at     timestamptz NOT NULL
    )
    """,
    "ALTER TABLE widget_settings ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE widget_settings FORCE ROW LEVEL SECURITY",
    """
    CREATE POLICY tenant ON widget_settings TO frontdesk_app
        USING (sub_account_id = nullif(current_setting('app.sub_account_id', true), '')::bigint)
    """,
    "GRANT SELECT, INSERT, UPDATE ON widget_settings TO frontdesk_app",
)


def upgrade() -> None:
    for statement in WIDGET_SETTINGS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE widget_settings")
