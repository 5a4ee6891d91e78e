"""Whose a booking was before it was given to another lead, so that erasing them finds what was said then.

The queue's own log keeps no more of what went wrong than our code says itself; what it kept before goes.
"""

from alembic import op

revision = "0041"
down_revision = "0040"

TENANT = "sub_account_id = nullif(current_setting('app.sub_account_id', true), '')::bigint"

FORMER = (
    """
    CREATE TABLE booking_former_leads (
        sub_account_id bigint NOT NULL,
        booking_id     bigint NOT NULL,
        lead_id        bigint NOT NULL,
        last_event_id  bigint NOT NULL,
        PRIMARY KEY (sub_account_id, booking_id, lead_id),
        FOREIGN KEY (sub_account_id, booking_id) REFERENCES bookings (sub_account_id, id),
        FOREIGN KEY (sub_account_id, lead_id) REFERENCES leads (sub_account_id, id)
    )
    """,
    "CREATE INDEX booking_former_leads_of ON booking_former_leads (sub_account_id, lead_id)",
    "ALTER TABLE booking_former_leads ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE booking_former_leads FORCE ROW LEVEL SECURITY",
    f"CREATE POLICY tenant ON booking_former_leads TO frontdesk_app USING ({TENANT})",
    f"CREATE POLICY eraser ON booking_former_leads TO frontdesk_eraser USING ({TENANT})",
    "GRANT SELECT, INSERT, UPDATE ON booking_former_leads TO frontdesk_app",
    "GRANT SELECT ON booking_former_leads TO frontdesk_eraser",
    """
    CREATE FUNCTION remember_former_lead() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO booking_former_leads (sub_account_id, booking_id, lead_id, last_event_id)
        SELECT OLD.sub_account_id, OLD.id, OLD.lead_id, coalesce(max(e.id), 0) FROM booking_events e
        WHERE e.sub_account_id = OLD.sub_account_id AND e.booking_id = OLD.id
        ON CONFLICT (sub_account_id, booking_id, lead_id)
        DO UPDATE SET last_event_id = EXCLUDED.last_event_id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER remember_former_lead AFTER UPDATE OF lead_id ON bookings
        FOR EACH ROW WHEN (OLD.lead_id IS NOT NULL AND OLD.lead_id IS DISTINCT FROM NEW.lead_id)
        EXECUTE FUNCTION remember_former_lead()
    """,
)

# What was said of a booking while it was the lead's goes, whoever's it is now.
FORGET = """
CREATE OR REPLACE FUNCTION forget_words_of(lead bigint) RETURNS void
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
    SET reason = CASE WHEN e.actor_kind IN ('calendar', 'system')
                        OR e.reason IN ('rescheduled', 'edited', 'released', 'pushed again')
                      THEN e.reason END,
        changes = (SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(e.changes)
                   WHERE key IN ('startsAt', 'edited'))
    FROM (
        SELECT b.sub_account_id, b.id, NULL::bigint AS last_event_id
        FROM public.bookings b WHERE b.lead_id = lead
        UNION ALL
        SELECT f.sub_account_id, f.booking_id, f.last_event_id
        FROM public.booking_former_leads f WHERE f.lead_id = lead
    ) AS once
    WHERE e.sub_account_id = once.sub_account_id AND e.booking_id = once.id
      AND (once.last_event_id IS NULL OR e.id <= once.last_event_id);
END $$
"""


def upgrade() -> None:
    for statement in FORMER:
        op.execute(statement)
    op.execute("GRANT SELECT (id) ON booking_events TO frontdesk_eraser")
    op.execute("GRANT CREATE ON SCHEMA public TO frontdesk_eraser")
    op.execute(FORGET)
    op.execute("REVOKE CREATE ON SCHEMA public FROM frontdesk_eraser")
    op.execute("UPDATE pgqueuer_log SET traceback = NULL WHERE traceback IS NOT NULL")


def downgrade() -> None:
    raise NotImplementedError("restore a backup: going back would lose whose bookings were")
