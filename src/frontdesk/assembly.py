"""Putting the services together, once a process. Nothing here decides anything."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx

from frontdesk.assistant.approvals import Approvals
from frontdesk.assistant.briefings import Briefings
from frontdesk.assistant.ground import TalkGround
from frontdesk.assistant.handovers import Handovers
from frontdesk.assistant.models import provider_model
from frontdesk.assistant.service import ConversationService
from frontdesk.assistant.watching import CHANNEL as TALK
from frontdesk.assistant.watching import TalkNews, Watching
from frontdesk.assistant.whence import Whence
from frontdesk.availability.directory import Directory
from frontdesk.availability.refresh import OutsideTimes
from frontdesk.availability.service import AvailabilityService
from frontdesk.bookings.comparing import Comparing
from frontdesk.bookings.cursors import Cursors
from frontdesk.bookings.desk import Desk
from frontdesk.bookings.idempotency import Idempotency
from frontdesk.bookings.lists import BookingLists
from frontdesk.bookings.outside_changes import OutsideChanges
from frontdesk.bookings.service import BookingService
from frontdesk.bookings.sync import BookingSync, TryAgain
from frontdesk.calendars.agency_locations import AgencyLocations
from frontdesk.calendars.connections import CalendarConnections
from frontdesk.calendars.consent import Consents
from frontdesk.calendars.external_events import ExternalEvents
from frontdesk.calendars.gohighlevel.app import Address, App
from frontdesk.calendars.gohighlevel.setup import GoHighLevel
from frontdesk.calendars.gohighlevel.webhooks import WebhookDoor
from frontdesk.calendars.grants import GrantCache, Vault
from frontdesk.calendars.inbox import Inbox
from frontdesk.calendars.pace import in_background
from frontdesk.calendars.probe import Probe
from frontdesk.calendars.waiting import WaitingList
from frontdesk.clock import Clock
from frontdesk.db.cache import CHANGED
from frontdesk.db.notices import listening
from frontdesk.db.pool import ConnectionSettings, Database, opened
from frontdesk.jobs.register import Appointed, Timetable, Work
from frontdesk.jobs.settlements import CHANNEL as SETTLED
from frontdesk.jobs.settlements import Settlements
from frontdesk.jobs.worker import working
from frontdesk.leads.service import LeadService
from frontdesk.limits import Limits
from frontdesk.metrics import Metrics
from frontdesk.privacy.service import Privacy
from frontdesk.reports.service import ReportService
from frontdesk.sealing import Sealer
from frontdesk.settings import GHL_BASE_URL, Settings
from frontdesk.tenancy.agencies import Agencies
from frontdesk.tenancy.api_keys import ApiKeys
from frontdesk.tenancy.callers import Callers
from frontdesk.tenancy.ground import Ground, OnChange
from frontdesk.tenancy.service import TenancyService
from frontdesk.tenancy.sessions import Sessions
from frontdesk.trail.service import TrailService
from frontdesk.web.booking.service import LeadDesk
from frontdesk.web.dashboard.live import CHANNEL as BOOKINGS
from frontdesk.web.dashboard.live import BookingNews
from frontdesk.web.dashboard.shell import Shells
from frontdesk.web.dashboard.talk_list import TalkList
from frontdesk.web.first_run import FirstRuns
from frontdesk.web.services import Behind, page_services
from frontdesk.web.sessions import WidgetSessions
from frontdesk.web.sign_in import SignIns
from frontdesk.web.widget_settings import WidgetSettingsService


@dataclass(frozen=True, slots=True)
class Services:
    """Everything routes, pages, the assistant and the command line may call."""

    settings: Settings
    clock: Clock
    db: Database
    limits: Limits
    tenancy: TenancyService
    agencies: Agencies
    api_keys: ApiKeys
    sessions: Sessions
    trail: TrailService
    leads: LeadService
    connections: CalendarConnections
    consents: Consents
    agency_locations: AgencyLocations
    external_events: ExternalEvents
    probe: Probe
    inbox: Inbox
    metrics: Metrics
    availability: AvailabilityService
    bookings: BookingService
    booking_lists: BookingLists
    chat: ConversationService
    handovers: Handovers
    approvals: Approvals
    briefings: Briefings
    watching: Watching
    whence: Whence
    reports: ReportService
    widget: WidgetSessions
    widget_settings: WidgetSettingsService
    lead_desk: LeadDesk
    sign_ins: SignIns
    shells: Shells
    booking_news: BookingNews
    talk_list: TalkList
    privacy: Privacy
    sync: BookingSync
    outside_times: OutsideTimes
    outside_changes: OutsideChanges
    comparing: Comparing

    @property
    def first_runs(self) -> FirstRuns:
        """The accounts' first steps; nothing of them is kept in a process."""
        return FirstRuns(self.db, self.clock)


@asynccontextmanager
async def assembled(
    settings: Settings, connections: ConnectionSettings, *, clock: Clock
) -> AsyncIterator[Services]:
    """Open what a process needs and close it in the end.

    Raises:
        DatabaseError: the database cannot be used.
    """
    async with AsyncExitStack() as stack:
        db = await stack.enter_async_context(opened(connections))
        notices = await stack.enter_async_context(listening(connections, SETTLED, CHANGED, TALK, BOOKINGS))
        settlements, talk_news, booking_news = Settlements(), TalkNews(), BookingNews()
        directory, callers, grants = Directory(), Callers(db, clock), GrantCache()
        notices.subscribe(BOOKINGS, booking_news.deliver, on_gap=booking_news.deliver_to_all)
        notices.subscribe(TALK, talk_news.deliver, on_gap=talk_news.deliver_to_all)
        notices.subscribe(SETTLED, settlements.deliver, on_gap=settlements.deliver_to_all)
        for cache in (directory.cache, callers.cache, grants):
            notices.subscribe(CHANGED, cache.forget, on_gap=cache.forget_all)
        outgoing = await stack.enter_async_context(httpx.AsyncClient())

        def on_change(sub_account_id: int) -> None:
            notices.deliver(CHANGED, str(sub_account_id))

        caches, news = (directory, callers, grants), (talk_news, booking_news)
        ground = _Ground(db, settlements, *caches, *news, outgoing, on_change)
        yield _services(settings, clock, ground)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a process has once: its database, what it remembers, and whom it tells of changes."""

    db: Database
    settlements: Settlements
    directory: Directory
    callers: Callers
    grants: GrantCache
    talk_news: TalkNews
    booking_news: BookingNews
    outgoing: httpx.AsyncClient
    on_change: OnChange


def _services(settings: Settings, clock: Clock, ground: _Ground) -> Services:
    db, keys, on_change = ground.db, settings.secret_keys, ground.on_change
    tenancy, agencies = who = _who(settings, clock, ground)
    calendars = (outside := _outside(settings, clock, ground, who)).connections
    availability = AvailabilityService(db, clock, calendars, ground.directory)
    cursors = Cursors(Sealer(keys, "cursors"))
    desk = Desk(db, clock, availability, ground.settlements)
    bookings = BookingService(desk, Idempotency(db, clock), cursors)
    door = WebhookDoor(settings.ghl_webhook_keys, client_id=settings.ghl_client_id)
    talk = TalkGround(db, clock, availability, bookings, leads := LeadService(db, clock))
    chat = ConversationService(talk, ground.talk_news, provider=provider_model(settings))
    sessions = Sessions(db, clock, ground.callers, on_change=on_change)
    behind = Behind(db, clock, keys, tenancy, sessions, agencies, leads, talk, chat)
    return Services(
        settings=settings,
        clock=clock,
        db=db,
        limits=Limits(db, clock),
        tenancy=tenancy,
        agencies=agencies,
        api_keys=ApiKeys(db, clock, on_change=on_change),
        sessions=sessions,
        trail=TrailService(db, Sealer(keys, "cursors")),
        leads=leads,
        connections=calendars,
        consents=outside.consents,
        probe=outside.probe,
        agency_locations=outside.agency_locations,
        external_events=ExternalEvents(db, calendars),
        metrics=Metrics(db, clock, token=settings.metrics_token),
        inbox=Inbox(db, clock, open_delivery=door.open),
        availability=availability,
        bookings=bookings,
        booking_lists=BookingLists(db, clock, availability=availability, cursors=cursors),
        chat=chat,
        handovers=Handovers(db, clock),
        approvals=Approvals(talk),
        briefings=Briefings(db, clock),
        watching=Watching(db, ground.talk_news),
        whence=Whence(db, chat),
        reports=ReportService(db, clock),
        booking_news=ground.booking_news,
        privacy=Privacy(db, clock),
        sync=BookingSync(db, clock, calendars),
        outside_times=OutsideTimes(db, clock, calendars, ground.directory),
        outside_changes=OutsideChanges(db, clock, calendars, outside.agency_locations, leads),
        comparing=Comparing(db, clock, calendars, ground.directory),
        **page_services(behind),
    )


def _who(settings: Settings, clock: Clock, ground: _Ground) -> tuple[TenancyService, Agencies]:
    tokens = Sealer(settings.secret_keys, "tokens")
    common = Ground(ground.db, clock, tokens, ground.callers, ground.on_change)
    tenancy = TenancyService(common)
    return tenancy, Agencies(common, tenancy)


@dataclass(frozen=True, slots=True)
class _Outside:
    """The sub-accounts' connections to the calendar service, and what makes and keeps them."""

    connections: CalendarConnections
    consents: Consents
    agency_locations: AgencyLocations
    probe: Probe


def _outside(
    settings: Settings, clock: Clock, ground: _Ground, who: tuple[TenancyService, Agencies]
) -> _Outside:
    db, keys, tell = ground.db, settings.secret_keys, ground.on_change
    vault = Vault(db, clock, sealer := Sealer(keys, "credentials"), ground.grants)
    vendor = GoHighLevel(vault, http=ground.outgoing, address=_address(settings))
    connections = CalendarConnections(db, clock, sealer, open_calendar=vendor.open_calendar, on_change=tell)
    states = Sealer(keys, "connect states")
    keepers, waiting_list = vendor.keepers, WaitingList(db, clock)
    agency_locations = AgencyLocations(
        connections, waiting_list, keepers, authenticate=who[0].authenticate, enter=who[1].enter
    )
    return _Outside(
        connections,
        Consents(db, clock, states, granting=vendor.granting, connections=connections),
        agency_locations,
        Probe(db, clock, connections=connections, keepers=keepers, agency_locations=agency_locations),
    )


def _address(settings: Settings) -> Address:
    """Return where GoHighLevel is; our app is set up when all it takes is given."""
    client_id, secret, public_url = settings.ghl_client_id, settings.ghl_client_secret, settings.public_url
    app = App(client_id, secret, public_url) if client_id and secret and public_url else None
    return Address(settings.ghl_base_url, settings.ghl_base_url == GHL_BASE_URL, app)


def timetable_of(services: Services) -> Timetable:
    """Return what is done by the clock."""
    return [
        Appointed("refresh_stale_calendars", "* * * * *", services.outside_times.refresh_stale),
        Appointed("look_at_connections", "*/5 * * * *", services.probe.look_at_all),
    ]


@asynccontextmanager
async def jobs_running(services: Services, timetable: Timetable = ()) -> AsyncIterator[None]:
    """Run the jobs in this process, and what is done by the clock."""

    async def sync_booking(sub_account_id: int, booking_id: int) -> timedelta | None:
        try:
            await services.sync.run(sub_account_id, booking_id)
        except TryAgain as later:
            return later.delay
        return None

    async def refresh_calendar(sub_account_id: int, user_id: int) -> None:
        with in_background():
            await services.outside_times.refresh(sub_account_id, user_id)
            await services.comparing.compare_if_due(sub_account_id, user_id)

    work = Work(
        sync_booking=sync_booking,
        push_again=services.sync.push_again,
        answer_lead=services.chat.resume,
        refresh_calendar=refresh_calendar,
        follow_delivery=services.outside_changes.follow,
    )
    async with working(services.db.connections, work, timetable):
        yield
