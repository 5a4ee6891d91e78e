"""Erasing a lead: what they said and what was noted of them goes, that there were bookings stays.

History is append-only for the server's role, and stays so. One function may take words out of it, of an
erased lead alone; it runs as a role that may update six columns in the rows of the transaction's tenant.
"""

from alembic import op

revision = "0018"
down_revision = "0017"

TENANT = "sub_account_id = nullif(current_setting('app.sub_account_id', true), '')::bigint"

LEADS = "ALTER TABLE leads ADD COLUMN erased_at timestamptz"

ERASER = (
    """
    DO $$ BEGIN
      CREATE ROLE frontdesk_eraser NOLOGIN NOSUPERUSER NOBYPASSRLS;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$
    """,
    "GRANT frontdesk_eraser TO CURRENT_USER",
    "GRANT SELECT (sub_account_id, id, erased_at) ON leads TO frontdesk_eraser",
    "GRANT SELECT (sub_account_id, id, lead_id) ON conversations, bookings TO frontdesk_eraser",
    """
    GRANT SELECT (sub_account_id, conversation_id, record), UPDATE (content, record) ON messages
        TO frontdesk_eraser
    """,
    """
    GRANT SELECT (sub_account_id, booking_id, reason, changes), UPDATE (reason, changes) ON booking_events
        TO frontdesk_eraser
    """,
    """
    GRANT SELECT (sub_account_id, conversation_id), UPDATE (arguments, result) ON turn_steps
        TO frontdesk_eraser
    """,
    *(
        f"CREATE POLICY eraser ON {table} TO frontdesk_eraser USING ({TENANT})"
        for table in ("leads", "conversations", "bookings", "messages", "turn_steps", "booking_events")
    ),
)

# Of a message there stays what it cost; of a move, what our own code says of it.
FORGET = (
    """
    CREATE FUNCTION forget_words_of(lead bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$
    BEGIN
        IF NOT EXISTS (SELECT FROM public.leads l WHERE l.id = lead AND l.erased_at IS NOT NULL) THEN
            RAISE EXCEPTION 'words are taken out of the history of an erased lead alone';
        END IF;
        UPDATE public.messages m
        SET content = '',
            record = (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(m.record)
                      WHERE jsonb_typeof(value) IN ('number', 'boolean') OR key = 'model')
        FROM public.conversations c
        WHERE c.lead_id = lead
          AND m.sub_account_id = c.sub_account_id AND m.conversation_id = c.id;
        UPDATE public.turn_steps s
        SET arguments = '{}', result = '{}'
        FROM public.conversations c
        WHERE c.lead_id = lead
          AND s.sub_account_id = c.sub_account_id AND s.conversation_id = c.id;
        UPDATE public.booking_events e
        SET reason = CASE WHEN e.reason IN ('rescheduled', 'edited', 'expired', 'calendar_conflict')
                          THEN e.reason END,
            changes = (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(e.changes)
                       WHERE key IN ('startsAt', 'edited'))
        FROM public.bookings b
        WHERE b.lead_id = lead
          AND e.sub_account_id = b.sub_account_id AND e.booking_id = b.id;
    END $$
    """,
    "GRANT CREATE ON SCHEMA public TO frontdesk_eraser",
    "ALTER FUNCTION forget_words_of(bigint) OWNER TO frontdesk_eraser",
    "REVOKE CREATE ON SCHEMA public FROM frontdesk_eraser",
    "REVOKE ALL ON FUNCTION forget_words_of(bigint) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION forget_words_of(bigint) TO frontdesk_app",
)

# A turn may be under way while its lead is erased: what it would write afterwards is refused. The lock waits
# for an erasure that is under way, and keeps one from beginning before the message is there to be found.
NO_MORE_WORDS = (
    """
    CREATE FUNCTION refuse_words_of_the_erased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        PERFORM FROM leads l
        WHERE l.sub_account_id = NEW.sub_account_id AND l.erased_at IS NULL
          AND l.id = (SELECT c.lead_id FROM conversations c
                      WHERE c.sub_account_id = NEW.sub_account_id AND c.id = NEW.conversation_id)
        FOR KEY SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'the lead is not there, or was erased' USING ERRCODE = 'FD404';
        END IF;
        RETURN NULL;
    END $$
    """,
    *(
        f"CREATE TRIGGER refuse_words_of_the_erased AFTER INSERT ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_words_of_the_erased()"
        for table in ("messages", "turn_steps")
    ),
)

# Keys are chosen by callers and may say anything: from now on their hash is kept. Forced row security binds
# the tables' owner too, who must reach every row here.
HASHED_KEYS = (
    "ALTER TABLE turns NO FORCE ROW LEVEL SECURITY",
    "UPDATE turns SET message_key = encode(sha256(convert_to(message_key, 'UTF8')), 'hex')",
    "ALTER TABLE turns FORCE ROW LEVEL SECURITY",
    "ALTER TABLE idempotency_keys NO FORCE ROW LEVEL SECURITY",
    "UPDATE idempotency_keys SET key = encode(sha256(convert_to(key, 'UTF8')), 'hex')",
    "ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY",
)


def upgrade() -> None:
    for statement in (LEADS, *ERASER, *FORGET, *NO_MORE_WORDS, *HASHED_KEYS):
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would lose who was erased")
