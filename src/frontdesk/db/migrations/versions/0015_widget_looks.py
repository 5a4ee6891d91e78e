"""How a sub-account's chat looks and greets: a colour, a title, a greeting in each language."""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE widget_settings
            ADD COLUMN accent_color text CHECK (accent_color ~ '^#[0-9a-f]{6}$'),
            ADD COLUMN title        text,
            ADD COLUMN greetings    jsonb NOT NULL DEFAULT '{}'
        """
    )


def downgrade() -> None:
    op.execute("ALTER TABLE widget_settings DROP accent_color, DROP title, DROP greetings")
