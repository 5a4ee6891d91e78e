"""How a sub-account's assistant works, version by version, and replies that wait for a person's approval."""

from alembic import op

revision = "0030"
down_revision = "0029"

TENANT = "sub_account_id = nullif(current_setting('app.sub_account_id', true), '')::bigint"

# The newest version is the one that counts.
ASSISTANT_VERSIONS = """
CREATE TABLE assistant_versions (
    sub_account_id bigint NOT NULL REFERENCES sub_accounts (id),
    version        integer NOT NULL CHECK (version > 0),
    settings       jsonb NOT NULL,
    user_id        bigint NOT NULL,
    restored_from  integer,
    created_at     timestamptz NOT NULL,
    PRIMARY KEY (sub_account_id, version),
    FOREIGN KEY (sub_account_id, user_id) REFERENCES users (sub_account_id, id)
)
"""

SUGGESTIONS = (
    """
    CREATE TABLE suggestions (
        sub_account_id  bigint NOT NULL,
        conversation_id bigint NOT NULL,
        position        integer NOT NULL,
        state           text NOT NULL
            CHECK (state IN ('waiting', 'approved', 'edited', 'discarded', 'superseded')),
        content         text NOT NULL,
        record          jsonb NOT NULL,
        created_at      timestamptz NOT NULL,
        decided_at      timestamptz,
        decided_by      bigint,
        PRIMARY KEY (sub_account_id, conversation_id, position),
        FOREIGN KEY (sub_account_id, conversation_id, position)
            REFERENCES messages (sub_account_id, conversation_id, position),
        FOREIGN KEY (sub_account_id, decided_by) REFERENCES users (sub_account_id, id)
    )
    """,
    """
    CREATE UNIQUE INDEX suggestions_one_waits ON suggestions (sub_account_id, conversation_id)
        WHERE state = 'waiting'
    """,
)

# What waits for approval holds a lead's words: it goes with them, and comes for nobody who was erased.
ERASURE = (
    """
    CREATE FUNCTION forget_suggestions() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        DELETE FROM suggestions s USING conversations c
        WHERE c.sub_account_id = NEW.sub_account_id AND c.lead_id = NEW.id
          AND s.sub_account_id = c.sub_account_id AND s.conversation_id = c.id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER forget_suggestions AFTER UPDATE OF erased_at ON leads
        FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION forget_suggestions()
    """,
    """
    CREATE TRIGGER refuse_words_of_the_erased AFTER INSERT OR UPDATE OF content, record ON suggestions
        FOR EACH ROW EXECUTE FUNCTION refuse_words_of_the_erased()
    """,
)

GRANTS = {"assistant_versions": "SELECT, INSERT", "suggestions": "SELECT, INSERT, UPDATE, DELETE"}


def upgrade() -> None:
    for statement in (ASSISTANT_VERSIONS, *SUGGESTIONS, *ERASURE):
        op.execute(statement)
    for table, allowed in GRANTS.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY tenant ON {table} TO frontdesk_app USING ({TENANT})")
        op.execute(f"GRANT {allowed} ON {table} TO frontdesk_app")


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would lose how the assistant was told to work")
