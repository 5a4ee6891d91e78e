"""Reasons that our own code gives for a move stay when a lead is erased."""

from alembic import op

revision = "0028"
down_revision = "0027"

# What the outside calendar and the system say of a move is our own; so are these words of people's moves.
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
    FROM public.bookings b
    WHERE b.lead_id = lead
      AND e.sub_account_id = b.sub_account_id AND e.booking_id = b.id;
END $$
"""


def upgrade() -> None:
    op.execute("GRANT SELECT (actor_kind) ON booking_events TO frontdesk_eraser")
    op.execute("GRANT CREATE ON SCHEMA public TO frontdesk_eraser")
    op.execute(FORGET)
    op.execute("REVOKE CREATE ON SCHEMA public FROM frontdesk_eraser")


def downgrade() -> None:
    raise NotImplementedError("restore a backup, or go on: nothing but a reason or two is lost")
