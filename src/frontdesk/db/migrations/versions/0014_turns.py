"""Turns of a conversation as rows: who answers a message, what was done for it, and that once."""

from alembic import op

revision = "0014"
down_revision = "0013"

TENANT = "sub_account_id = nullif(current_setting('app.sub_account_id', true), '')::bigint"

CONVERSATIONS = (
    """
    ALTER TABLE conversations ADD COLUMN state text NOT NULL DEFAULT 'assistant'
        CONSTRAINT conversations_state CHECK (state IN ('assistant', 'waiting_approval', 'human'))
    """,
    "ALTER TABLE conversations ADD COLUMN state_reason text",
    "CREATE INDEX conversations_by_state ON conversations (sub_account_id, state, id DESC)",
)

# `answers` is the position of the lead's message that a message answers: one answer each.
MESSAGES = (
    "ALTER TABLE messages ADD COLUMN answers integer",
    "ALTER TABLE messages ADD COLUMN user_id bigint",
    # The owner is held to the tenant policy like everyone; for this one statement it must reach all rows.
    "ALTER TABLE messages NO FORCE ROW LEVEL SECURITY",
    "UPDATE messages SET answers = position - 1 WHERE author = 'assistant'",
    "ALTER TABLE messages FORCE ROW LEVEL SECURITY",
    """
    ALTER TABLE messages
        ADD CONSTRAINT messages_one_answer UNIQUE (sub_account_id, conversation_id, answers),
        ADD CONSTRAINT messages_by_user CHECK ((author = 'user') = (user_id IS NOT NULL)),
        ADD FOREIGN KEY (sub_account_id, conversation_id, answers)
            REFERENCES messages (sub_account_id, conversation_id, position),
        ADD FOREIGN KEY (sub_account_id, user_id) REFERENCES users (sub_account_id, id)
    """,
)

# A turn is owed to a lead's message until it is done. While somebody talks, the claim is theirs until its
# time is over; the index lets one at a time talk in a conversation.
TURNS = (
    """
    CREATE TABLE turns (
        sub_account_id  bigint NOT NULL,
        conversation_id bigint NOT NULL,
        position        integer NOT NULL,
        lead_id         bigint NOT NULL,
        message_key     text,
        is_done         boolean NOT NULL,
        claim           uuid,
        claimed_until   timestamptz,
        attempts        integer NOT NULL DEFAULT 0,
        PRIMARY KEY (sub_account_id, conversation_id, position),
        FOREIGN KEY (sub_account_id, conversation_id, position)
            REFERENCES messages (sub_account_id, conversation_id, position),
        FOREIGN KEY (sub_account_id, lead_id) REFERENCES leads (sub_account_id, id),
        CONSTRAINT turns_one_message_a_key UNIQUE (sub_account_id, lead_id, message_key),
        CHECK ((claim IS NULL) = (claimed_until IS NULL)),
        CHECK (claim IS NULL OR NOT is_done)
    )
    """,
    """
    CREATE UNIQUE INDEX turns_one_talks ON turns (sub_account_id, conversation_id) WHERE claim IS NOT NULL
    """,
    """
    CREATE INDEX turns_owed ON turns (sub_account_id, conversation_id, position) WHERE NOT is_done
    """,
)

# Each tool call of a turn as it ends: a turn that is taken up again goes on instead of beginning anew.
TURN_STEPS = """
CREATE TABLE turn_steps (
    sub_account_id  bigint NOT NULL,
    conversation_id bigint NOT NULL,
    position        integer NOT NULL,
    number          integer NOT NULL,
    tool            text NOT NULL,
    arguments       jsonb NOT NULL,
    result          jsonb NOT NULL,
    PRIMARY KEY (sub_account_id, conversation_id, position, number),
    FOREIGN KEY (sub_account_id, conversation_id, position)
        REFERENCES turns (sub_account_id, conversation_id, position)
)
"""

# One booking for each thing that a lead asked for. `offered_at` says when the time had been offered.
INTENDED_BOOKINGS = """
CREATE TABLE intended_bookings (
    sub_account_id  bigint NOT NULL,
    conversation_id bigint NOT NULL,
    key             text NOT NULL,
    booking_id      bigint NOT NULL,
    offered_at      timestamptz,
    CONSTRAINT intended_bookings_once PRIMARY KEY (sub_account_id, conversation_id, key),
    FOREIGN KEY (sub_account_id, conversation_id) REFERENCES conversations (sub_account_id, id),
    FOREIGN KEY (sub_account_id, booking_id) REFERENCES bookings (sub_account_id, id)
)
"""

GRANTS = {
    "turns": "SELECT, INSERT, UPDATE",
    "turn_steps": "SELECT, INSERT",
    "intended_bookings": "SELECT, INSERT, UPDATE",
}

# Whoever watches a conversation, in whichever process, hears that there is something new in it.
NEWS = (
    """
    CREATE FUNCTION tell_of_talk() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM pg_notify('frontdesk_talk', NEW.sub_account_id || ':' ||
            CASE TG_TABLE_NAME WHEN 'conversations' THEN to_jsonb(NEW)->>'id'
                               ELSE to_jsonb(NEW)->>'conversation_id' END);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER tell_of_talk AFTER INSERT ON messages
        FOR EACH ROW EXECUTE FUNCTION tell_of_talk()
    """,
    """
    CREATE TRIGGER tell_of_talk AFTER UPDATE OF state, state_reason ON conversations
        FOR EACH ROW EXECUTE FUNCTION tell_of_talk()
    """,
    """
    CREATE TRIGGER tell_of_talk AFTER UPDATE OF is_done, claim ON turns
        FOR EACH ROW WHEN (NEW.claim IS NULL) EXECUTE FUNCTION tell_of_talk()
    """,
)


def upgrade() -> None:
    for statement in (*CONVERSATIONS, *MESSAGES, *TURNS, TURN_STEPS, INTENDED_BOOKINGS, *NEWS):
        op.execute(statement)
    for table, allowed in GRANTS.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY tenant ON {table} TO frontdesk_app USING ({TENANT})")
        op.execute(f"GRANT {allowed} ON {table} TO frontdesk_app")


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would lose what is still to be answered")
