"""How a sub-account's leads write dates such as 5/6; unset, it follows from where the lead lives."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE sub_accounts ADD COLUMN date_order text "
        "CHECK (date_order IN ('day_first', 'month_first'))"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE sub_accounts DROP COLUMN date_order")
