"""Every column that could hold a lead's words has been thought of; a new one is refused until it is."""

from tests.conftest import TestServer
from tests.databases import owning

# Emptied when a lead is erased.
ERASED = {
    "leads": {"name", "email", "phone", "timezone", "external_id", "timezone_source"},
    "bookings": {"details", "external_error", "booking_type"},
    "booking_events": {"reason", "changes"},
    "conversations": {"state_reason"},
    "messages": {"content", "record"},
    "turn_steps": {"arguments", "result"},
    "suggestions": {"content", "record"},
    "webhook_deliveries": {"subject_id"},
    "idempotency_keys": {"answer"},
}
# Words of ours, words about users, hashes: nothing that a lead says, or that is said of one.
NEVER_A_LEADS = {
    "sub_accounts": {"name", "timezone", "widget_key", "date_order"},
    "agencies": {"name"},
    "agency_people": {"name", "email", "password_hash"},
    "agency_trail": {"action"},
    "users": {
        "name", "email", "role", "password_hash", "timezone", "calendar_id", "location_id",
        "assigned_user_id", "bookings_time",
    },
    "api_keys": {"name", "key_hash", "last_four"},
    "integrations": {
        "location_id", "event_kind", "credentials", "method", "company_id", "health", "health_problem",
        "health_scope",
    },
    "connect_attempts": {"nonce_hash", "browser_hash", "event_kind"},
    "integration_templates": {"name"},
    "bookings": {
        "status", "external_event_id", "external_kind", "external_state", "doubted_starts", "external_place",
    },
    "booking_events": {"actor_kind", "from_status", "to_status"},
    "conversations": {"channel", "state"},
    "turns": {"message_key"},
    "turn_steps": {"tool"},
    "intended_bookings": {"key"},
    "suggestions": {"state"},
    "assistant_versions": {"settings"},
    "webhook_deliveries": {"delivery_id", "kind", "location_id", "calendar_id", "person_ids", "outcome"},
    "messages": {"author"},
    "idempotency_keys": {"key", "fingerprint"},
    "outside_calendars": {"place", "problem", "findings"},
    "trail": {"actor_kind", "action", "target_kind", "changes"},
    "rate_buckets": {"key"},
    "first_runs": {"said"},
    "widget_settings": {"allowed_sites", "accent_color", "title", "greetings"},
    "alembic_version": {"version_num"},
    # The queue's own: payloads are ids (tests/bookings/test_sync.py), and of a failure it keeps what our code
    # says of it (tests/jobs/test_worker.py).
    "pgqueuer": {"payload", "headers", "entrypoint", "dedupe_key"},
    "pgqueuer_log": {"entrypoint", "traceback"},
    "pgqueuer_schedules": {"entrypoint", "expression"},
    "pgqueuer_statistics": {"entrypoint"},
}  # fmt: skip
COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema = 'public'
  AND data_type IN ('text', 'character varying', 'jsonb', 'json', 'bytea', 'ARRAY')
"""


async def test_every_column_that_could_hold_words_is_known(server: TestServer) -> None:
    async with owning(server) as connection:
        rows = await connection.fetch(COLUMNS)

    found = {(row["table_name"], row["column_name"]) for row in rows}
    known = {
        (table, column)
        for columns in (ERASED, NEVER_A_LEADS)
        for table, names in columns.items()
        for column in names
    }
    assert found - known == set(), "say in tests/privacy/test_columns.py what becomes of these on erasure"
    assert known - found == set(), "these are gone"
