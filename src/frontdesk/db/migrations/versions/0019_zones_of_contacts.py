"""The outside calendar's contact as the source of a lead's zone, and finding leads by that contact's id."""

from alembic import op

revision = "0019"
down_revision = "0018"

STATEMENTS = (
    "ALTER TABLE leads DROP CONSTRAINT leads_timezone_source",
    """
    ALTER TABLE leads ADD CONSTRAINT leads_timezone_source
        CHECK (timezone_source IN ('given', 'browser', 'phone', 'contact'))
    """,
    """
    CREATE INDEX leads_by_external_id ON leads (sub_account_id, external_id) WHERE external_id IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would lose where zones are known from")
