"""Who books: sub-accounts with a location and a calendar each, connected in every way there is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bench.ordeal import zone
from frontdesk.assembly import Services
from frontdesk.calendars.agency_locations import Wish
from frontdesk.calendars.connections import EventKind
from frontdesk.calendars.credentials import Credentials, Grant
from frontdesk.calendars.simulator import SimulatorState
from frontdesk.calendars.simulator.oauth import give_tokens, install, install_agency
from frontdesk.calendars.simulator.state import EVERY_SCOPE, BookableCalendar, OpenHours
from frontdesk.clock import SystemClock
from frontdesk.leads.repository import LeadFields
from frontdesk.tenancy.accounts import NewAccount
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import OPERATOR, SYSTEM

CLIENT_ID, CLIENT_SECRET = "ordeal-app", "not-much-of-a-secret"
COMPANY = "company_demo"
EVERY_DAY = frozenset(range(7))
OPEN_ALWAYS = {"slots": [{"day": day, "start": "00:00", "end": "24:00"} for day in range(7)]}
Access = Literal["token", "oauth", "agency"]
ACCESSES: tuple[Access, ...] = ("token", "oauth", "agency")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a party is to be like; of twelve in a row no two are alike."""

    number: int

    @property
    def location_id(self) -> str:
        """Its location."""
        return f"loc-{self.number}"

    @property
    def access(self) -> Access:
        """How its location is opened."""
        return ACCESSES[self.number % 3]

    @property
    def event_kind(self) -> EventKind:
        """What is written for a booking."""
        return "block_slot" if self.number % 2 else "appointment"

    @property
    def zone(self) -> ZoneInfo:
        """Its zone: for half of them one whose clocks are changed on the days that are booked."""
        return ZoneInfo(zone.NAME if self.number % 4 in {1, 2} else "UTC")


@dataclass(frozen=True, slots=True)
class Party:
    """A sub-account that is connected."""

    plan: Plan
    principal: Principal
    lead_id: int


async def joined(services: Services, state: SimulatorState, count: int) -> Sequence[Party]:
    """Make that many parties, and the agency that some of them are opened through."""
    plans = [Plan(number) for number in range(count)]
    for plan in plans:
        _place(state, plan)
    agency = await _agency(services, state)
    return [await _join(services, state, plan, agency=agency) for plan in plans]


def _place(state: SimulatorState, plan: Plan) -> None:
    state.add_location(plan.zone, id=plan.location_id)
    state.add_calendar(
        BookableCalendar(
            f"cal-{plan.number}",
            plan.location_id,
            "Visits",
            "personal",
            open_hours=(OpenHours(EVERY_DAY, 0, 24 * 60),),
            team=(f"ann-{plan.number}",),
        )
    )


async def _agency(services: Services, state: SimulatorState) -> Principal:
    made = await services.tenancy.create_account("Agency", "agency@example.com", timezone="UTC")
    code = install_agency(state, client_id=CLIENT_ID, client_secret=CLIENT_SECRET, company_id=COMPANY)
    await services.connections.connect_agency(made.sub_account_id, _redeemed(state, code), by=OPERATOR)
    return Principal(made.sub_account_id, made.user_id, "owner")


async def _join(services: Services, state: SimulatorState, plan: Plan, *, agency: Principal) -> Party:
    zone_name = plan.zone.key
    address = f"o{plan.number}@example.com"
    made = await services.tenancy.create_account("Ordeal", address, timezone=zone_name)
    principal = Principal(made.sub_account_id, made.user_id, "owner")
    await _connect(services, state, plan, made, agency=agency)
    user = await services.tenancy.user(principal, made.user_id)
    placed = replace(
        user, calendar_id=f"cal-{plan.number}", location_id=plan.location_id, bookings_time=OPEN_ALWAYS
    )
    await services.tenancy.update_user(principal, placed)
    contact = LeadFields("Ann", f"lead{plan.number}@example.com", "+12125550123")
    lead = await services.leads.create(made.sub_account_id, contact, by=SYSTEM)
    await services.outside_times.refresh(made.sub_account_id, made.user_id)
    return Party(plan, principal, lead.id)


async def _connect(
    services: Services, state: SimulatorState, plan: Plan, made: NewAccount, *, agency: Principal
) -> None:
    if plan.access == "agency":
        wish = Wish(plan.location_id, credential=made.api_key, event_kind=plan.event_kind)
        [granted] = await services.agency_locations.connect(agency, [wish])
        assert granted.refusal is None, granted.refusal
        return
    if plan.access == "token":
        credentials = Credentials(state.add_private_token(plan.location_id))
    else:
        app = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        code = install(state, **app, location_id=plan.location_id, scopes=EVERY_SCOPE)
        credentials = _redeemed(state, code)
    await services.connections.connect(
        made.sub_account_id, credentials, location_id=plan.location_id, event_kind=plan.event_kind
    )


def _redeemed(state: SimulatorState, code: str) -> Credentials:
    """Exchange a code for what is stored of it."""
    app = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    now = SystemClock().now()
    told = give_tokens(state, {**app, "grant_type": "authorization_code", "code": code}, now=now)
    return Credentials(
        grant=Grant(
            access_token=str(told["access_token"]),
            refresh_token=str(told["refresh_token"]),
            expires_at=now + timedelta(seconds=state.access_token_seconds),
            location_id=str(told["locationId"]) if "locationId" in told else None,
            company_id=str(told["companyId"]),
        )
    )
