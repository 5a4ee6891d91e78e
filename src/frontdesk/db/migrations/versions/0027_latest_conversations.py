"""An index for the list of conversations in which something happened last."""

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.execute(
        "CREATE INDEX conversations_latest ON conversations (sub_account_id, updated_at DESC, id DESC)"
    )


def downgrade() -> None:
    op.execute("DROP INDEX conversations_latest")
