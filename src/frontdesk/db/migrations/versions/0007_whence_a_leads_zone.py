"""How a lead's time zone is known."""

from alembic import op

revision = "0007"
down_revision = "0006"

STATEMENTS = (
    """
    ALTER TABLE leads ADD COLUMN timezone_source text
        CONSTRAINT leads_timezone_source CHECK (timezone_source IN ('given', 'browser', 'phone'))
    """,
    # Forced row security binds the tables' owner too, who must see every row here.
    "ALTER TABLE leads NO FORCE ROW LEVEL SECURITY",
    "UPDATE leads SET timezone_source = 'given' WHERE timezone IS NOT NULL",
    "ALTER TABLE leads FORCE ROW LEVEL SECURITY",
    """
    ALTER TABLE leads ADD CONSTRAINT leads_zone_with_its_source
        CHECK ((timezone IS NULL) = (timezone_source IS NULL))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("ALTER TABLE leads DROP COLUMN timezone_source")
