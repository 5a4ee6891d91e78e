"""A sub-account with a row in every corner, and a way to see whether anything in it has changed."""

from dataclasses import dataclass
from datetime import timedelta

import asyncpg

from frontdesk.assembly import Services
from frontdesk.assistant.service import Incoming
from frontdesk.availability import outside_repository
from frontdesk.availability.intervals import Interval
from frontdesk.bookings.repository import Actor
from frontdesk.bookings.request import BookingRequest, WallTime
from frontdesk.bookings.reschedule import Changes
from frontdesk.calendars import consent
from frontdesk.calendars.credentials import Credentials, Grant
from frontdesk.calendars.deliveries import Hint
from frontdesk.leads.repository import LeadFields
from frontdesk.reading import read_date, read_time
from frontdesk.trail.entries import SYSTEM
from frontdesk.web.widget_settings import WidgetSettings
from tests.conftest import Account, TestServer, make_account
from tests.databases import owning

# Tables that hold no tenant's rows, each for a reason of its own.
EXEMPT = {
    "alembic_version": "the schema's version",
    "integration_templates": "names of calendar services, the same for everyone, read only",
    "pgqueuer": "ids of what is to be looked at again",
    "pgqueuer_log": "ids of what was looked at",
    "pgqueuer_schedules": "the queue's own timetable",
    "pgqueuer_statistics": "counts",
    "rate_buckets": "hashes of who asked how often",
}
# Tables of agencies, which stand above tenants and have a setting and policies of their own.
OF_AGENCIES = {"agencies", "agency_people", "agency_sessions", "agency_trail"}
TABLES = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole::text AS owner,
       (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
ORDER BY c.relname
"""
SPREAD = """
SELECT setval(sequence, greatest(nextval(sequence), place * 1000000000 + 7))
FROM (SELECT oid::regclass AS sequence, row_number() OVER (ORDER BY relname) AS place
      FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace) AS sequences
"""


@dataclass(frozen=True, slots=True)
class Inhabited:
    """A sub-account's ids, by the names that addresses give them."""

    account: Account
    ids: dict[str, int]


async def inhabit(services: Services) -> Inhabited:
    """Make a sub-account with something of everything there is."""
    account = await make_account(services)
    sub_account_id, owner = account.sub_account_id, account.owner
    lead = await services.leads.create(
        sub_account_id, LeadFields(name="Ann", timezone="America/New_York"), by=SYSTEM
    )
    turn = await services.chat.answer(owner, Incoming(lead.id, "Can I come on December 1 at 2pm?"))
    await _let_a_reply_wait(services, account, Incoming(lead.id, "Hello", turn.conversation_id))
    actor = Actor("user", owner.user_id)
    other = await services.leads.create(sub_account_id, LeadFields(name="Bob"), by=SYSTEM)
    booking = await services.bookings.create(owner, _request(owner.user_id, other.id, "10:00"), actor=actor)
    await services.bookings.change(owner, booking.id, Changes(columns={"lead_id": lead.id}), actor=actor)
    hold = await services.bookings.hold(
        owner, _request(owner.user_id, lead.id, "14:00"), ttl_seconds=300, actor=actor
    )
    await services.connections.connect(
        sub_account_id, Credentials("pit-secret"), location_id="loc", event_kind="block_slot"
    )
    await services.connections.connect_agency(sub_account_id, _agency_grant(services), by=owner.actor)
    await services.first_runs.say(owner, "hours")
    await services.widget_settings.write(owner, WidgetSettings(("https://inhabited.example",)))
    await services.inbox.store(sub_account_id, Hint("w-1", "event", location_id="loc", subject_id="event-1"))
    await _know_outside_times(services, account)
    await _be_about_to_connect(services, account)
    until = services.clock.now() + timedelta(hours=1)
    session_id = await services.sessions.begin(owner, until=until)
    [key] = await services.api_keys.visible_to(owner)
    ids = {
        "key_id": key.id,
        "session_id": session_id,
        "booking_id": booking.id,
        "hold_id": hold.id,
        "lead_id": lead.id,
        "user_id": account.user_id,
        "conversation_id": turn.conversation_id,
    }
    return Inhabited(account, ids)


def _agency_grant(services: Services) -> Credentials:
    expires_at = services.clock.now() + timedelta(days=1)
    return Credentials(grant=Grant("access", expires_at, "refresh", company_id="company"))


async def _know_outside_times(services: Services, account: Account) -> None:
    """Have something kept of the user's outside calendar, whatever it is."""
    now = services.clock.now()
    asked = Interval(now, now + timedelta(hours=1))
    async with services.db.tenant(account.sub_account_id) as connection:
        ids = (account.sub_account_id, account.user_id)
        await outside_repository.begin(connection, *ids, now=now)
        await outside_repository.keep(connection, *ids, place="elsewhere", asked=asked, busy=[asked])


async def _be_about_to_connect(services: Services, account: Account) -> None:
    """Have a browser on its way that will come back connected."""
    ids = (account.sub_account_id, b"nonce", account.user_id)
    until = services.clock.now() + timedelta(minutes=10)
    async with services.db.tenant(account.sub_account_id) as connection:
        await connection.execute(consent.BEGIN, *ids, b"browser", "block_slot", until, None, None)


async def _let_a_reply_wait(services: Services, account: Account, said: Incoming) -> None:
    """Have the assistant suggest a reply, and answer by itself from then on."""
    await services.briefings.change(account.owner, {"mode": "suggest"})
    await services.chat.answer(account.owner, said)
    await services.briefings.change(account.owner, {"mode": "auto"})


def _request(user_id: int, lead_id: int, at: str) -> BookingRequest:
    when = WallTime(read_date("2026-12-02"), read_time(at))
    return BookingRequest(user_id=user_id, when=when, lead_id=lead_id)


async def spread_ids(server: TestServer) -> None:
    """Let each table's ids go on in a billion of its own: an id tells what it is, and none is guessed."""
    async with owning(server) as connection:
        await connection.execute(SPREAD)


async def everything_of(server: TestServer, sub_account_id: int) -> dict[str, list[str]]:
    """Return all rows of a sub-account as the database's owner sees them."""
    connection = await asyncpg.connect(server.owner_dsn)
    try:
        return {
            table: sorted(row["row"] for row in await connection.fetch(_rows_of(table), str(sub_account_id)))
            for table in await tenant_tables(connection)
        }
    finally:
        await connection.close()


async def tenant_tables(connection: asyncpg.Connection) -> list[str]:
    """Return the tables that hold tenants' rows, new ones included."""
    names = [row["relname"] for row in await connection.fetch(TABLES)]
    return [name for name in names if name not in {*EXEMPT, *OF_AGENCIES}]


def _rows_of(table: str) -> str:
    tenant = "id" if table == "sub_accounts" else "sub_account_id"
    return f"SELECT to_jsonb(t)::text AS row FROM {table} t WHERE to_jsonb(t)->>'{tenant}' = $1"
