"""The pages' own services, put together. Nothing here decides anything."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from frontdesk.assistant.ground import TalkGround
from frontdesk.assistant.service import ConversationService
from frontdesk.clock import Clock
from frontdesk.db.pool import Database
from frontdesk.leads.service import LeadService
from frontdesk.sealing import Sealer
from frontdesk.tenancy.agencies import Agencies
from frontdesk.tenancy.service import TenancyService
from frontdesk.tenancy.sessions import Sessions
from frontdesk.web.booking.links import ManageLinks
from frontdesk.web.booking.service import LeadDesk
from frontdesk.web.dashboard.shell import Shells
from frontdesk.web.dashboard.talk_list import TalkList
from frontdesk.web.sessions import WidgetSessions
from frontdesk.web.sign_in import SignIns
from frontdesk.web.widget_settings import WidgetSettingsService


class PageServices(TypedDict):
    """What pages may call besides what everybody may, by its name in `frontdesk.assembly.Services`."""

    lead_desk: LeadDesk
    shells: Shells
    sign_ins: SignIns
    talk_list: TalkList
    widget: WidgetSessions
    widget_settings: WidgetSettingsService


@dataclass(frozen=True, slots=True)
class Behind:
    """What the pages' services are made of.

    Attributes:
        secret_keys: the first seals, all of them open.
    """

    db: Database
    clock: Clock
    secret_keys: Sequence[bytes]
    tenancy: TenancyService
    sessions: Sessions
    agencies: Agencies
    leads: LeadService
    talk: TalkGround
    chat: ConversationService


def page_services(behind: Behind) -> PageServices:
    """Return the pages' services."""
    db, clock, keys = behind.db, behind.clock, behind.secret_keys
    sign_ins = SignIns(
        clock,
        Sealer(keys, "web sessions"),
        tenancy=behind.tenancy,
        sessions=behind.sessions,
        agency_sessions=behind.agencies.sessions,
    )
    widgets = Sealer(keys, "widget sessions")
    return PageServices(
        lead_desk=LeadDesk(behind.talk, behind.leads, ManageLinks(Sealer(keys, "manage links"))),
        shells=Shells(db, clock, sign_ins),
        sign_ins=sign_ins,
        talk_list=TalkList(db),
        widget=WidgetSessions(clock, widgets, tenancy=behind.tenancy, leads=behind.leads, chat=behind.chat),
        widget_settings=WidgetSettingsService(db, clock),
    )
