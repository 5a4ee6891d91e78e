"""What an ordeal came to beside its bookings: connections, tokens, webhooks, what a comparison finds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.ordeal.stage import Ordeal
from frontdesk.bookings.request import BookingRequest
from frontdesk.calendars.port import CalendarError
from frontdesk.calendars.simulator.faults import plan_faults
from frontdesk.calendars.simulator.requests import LoggedRequest

CODE, REFRESH = "grant_type=authorization_code", "grant_type=refresh_token"
TROUBLED = "SELECT count(*) FROM trail WHERE action = 'integration.troubled'"
UNWELL = "SELECT sub_account_id FROM integrations WHERE is_active AND health <> 'healthy'"
FOLLOWED = (
    "SELECT coalesce(outcome, 'not followed up'), count(*) FROM webhook_deliveries GROUP BY 1 ORDER BY 1"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What became of grants, as the other side has it; every number counts what took effect there.

    Attributes:
        renewed: a refresh token was exchanged, heard or not.
        regained: a grant whose refresh token was used up unheard came back by asking for a new code.
        made_of_agency: a location's token was made out of its agency's.
    """

    renewed: int = 0
    regained: int = 0
    made_of_agency: int = 0


@dataclass(slots=True)
class Tally:
    """The counts.

    Attributes:
        tokens: of the ordeal itself.
        regained_at_last: of them, how many grants only the last look at their connection brought back.
        lost: the sub-accounts whose connection opens nothing any more.
        unwell: the sub-accounts whose connection is said to be other than healthy, after all.
        troubled: how often a connection was found to be not well.
        webhooks: what became of them.
        findings: what comparing both sides finds in the end.
    """

    tokens: Tokens
    regained_at_last: int = 0
    lost: list[int] = field(default_factory=list)
    unwell: list[int] = field(default_factory=list)
    troubled: int = 0
    webhooks: dict[str, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing is left to be mended."""
        return not (self.lost or self.unwell or self.findings)


async def tallied(ordeal: Ordeal) -> Tally:
    """Let the calendar be well again, look at every connection, compare both sides, and count."""
    entries = ordeal.state.requests.entries
    tally = Tally(tokens_of(entries), troubled=await ordeal.counted(TROUBLED))
    tally.webhooks = await _webhooks(ordeal)
    ordeal.state.faults = plan_faults(b"[]")
    tally.lost = await _lost(ordeal)
    tally.regained_at_last = tokens_of(entries).regained - tally.tokens.regained
    await _mend(ordeal)
    tally.unwell = [row[0] for row in await ordeal.asked(UNWELL)]
    for party in ordeal.parties:
        found = await ordeal.services.comparing.compare(
            party.principal.sub_account_id, party.principal.user_id
        )
        tally.findings += [f"{one.code} {party.principal.sub_account_id}-{one.booking_id}" for one in found]
    return tally


def tokens_of(entries: Iterable[LoggedRequest]) -> Tokens:
    """Return what became of grants, as far as the log goes. Pure."""
    found = Counter(
        entry.body if entry.path == "/oauth/token" else entry.path for entry in entries if entry.effect == 200
    )
    return Tokens(found[REFRESH], found[CODE], found["/oauth/locationToken"])


async def _lost(ordeal: Ordeal) -> list[int]:
    """Return the sub-accounts whose connection opens nothing, although everything is well."""
    lost = []
    for party in ordeal.parties:
        sub_account_id = party.principal.sub_account_id
        integration = await ordeal.services.connections.integration(sub_account_id)
        calendar = ordeal.services.connections.open(sub_account_id, integration)
        try:
            await calendar.list_calendars(integration.location_id or "")
        except CalendarError:
            lost.append(sub_account_id)
    return lost


async def _mend(ordeal: Ordeal) -> None:
    """Have connections looked at that are not well, and used once more: a permission shows by being used."""
    for (sub_account_id,) in await ordeal.asked(UNWELL):
        await ordeal.services.probe.look_at(sub_account_id)
    unwell = {row[0] for row in await ordeal.asked(UNWELL)}
    for party in ordeal.parties:
        principal = party.principal
        if principal.sub_account_id in unwell:
            request = BookingRequest(user_id=principal.user_id, when=ordeal.free_at, lead_id=party.lead_id)
            booking = await ordeal.services.bookings.create(principal, request, actor=principal.actor)
            await ordeal.services.sync.run(booking.sub_account_id, booking.id)


async def _webhooks(ordeal: Ordeal) -> dict[str, int]:
    """Return how many were sent, lost and doubled, and what those that arrived led to."""
    await ordeal.state.webhooks.settle()
    told = ordeal.state.webhooks.deliveries
    counts = {
        "sent": len(told),
        "lost on the way": sum(not each.statuses for each in told),
        "sent twice": sum(len(each.statuses) > 1 for each in told),
    }
    return counts | {f"followed up: {row[0]}": row[1] for row in await ordeal.asked(FOLLOWED)}
