"""Reading the trail over HTTP: it is the owners' book, since it tells what admins and members do."""

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from litestar import get
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from frontdesk.http import Body, PageLimit, id_query, refusals
from frontdesk.reading import read_instant
from frontdesk.tenancy.principal import Principal
from frontdesk.trail.entries import Action, ActorKind, BookingAction, TargetKind
from frontdesk.trail.repository import Filters, Line, Window
from frontdesk.trail.service import TrailService

Instant = Annotated[str, msgspec.Meta(description="ISO time with its offset", max_length=64)]


class ActorView(Body):
    """Who did it. `apiKeyId` is the key they came in with, if it was a key."""

    kind: ActorKind
    id: int | None
    api_key_id: int | None


class TargetView(Body):
    """What it was done to."""

    kind: TargetKind
    id: int | None


class TrailLine(Body):
    """One thing that was done. `changes` holds `[before, after]` where something was changed."""

    at: datetime
    actor: ActorView
    action: Action | BookingAction
    target: TargetView
    reason: str | None
    changes: dict[str, Any]


class TrailPage(Body):
    """What was done, newest first; `nextCursor` leads on while there is more."""

    entries: list[TrailLine]
    next_cursor: str | None


def view(line: Line) -> TrailLine:
    """Put a line into the contract's form."""
    return TrailLine(
        at=line.at.astimezone(UTC),
        actor=ActorView(line.actor_kind, line.actor_id, line.api_key_id),
        action=line.action,
        target=TargetView(line.target_kind, line.target_id),
        reason=line.reason,
        changes=dict(line.changes),
    )


async def provide_window(
    at_from: Annotated[Instant | None, QueryParameter(name="from", required=False)] = None,
    at_to: Annotated[Instant | None, QueryParameter(name="to", required=False)] = None,
) -> Window:
    """Return the stretch of time that is asked about."""
    return Window(
        read_instant(at_from, "from") if at_from else None, read_instant(at_to, "to") if at_to else None
    )


async def provide_filters(
    window: NamedDependency[Window],
    action: Annotated[Action | BookingAction | None, QueryParameter(required=False)] = None,
    actor_kind: Annotated[ActorKind | None, QueryParameter(name="actorKind", required=False)] = None,
    actor_id: Annotated[int | None, id_query("actorId")] = None,
    target_kind: Annotated[TargetKind | None, QueryParameter(name="targetKind", required=False)] = None,
    target_id: Annotated[int | None, id_query("targetId")] = None,
) -> Filters:
    """Return what the trail is narrowed to."""
    return Filters(action, actor_kind, actor_id, target_kind, target_id, window=window)


@get(
    "/trail",
    dependencies={"window": Provide(provide_window), "filters": Provide(provide_filters)},
    responses=refusals(403),
    tags=["people"],
)
async def read(
    principal: NamedDependency[Principal],
    trail: NamedDependency[TrailService],
    filters: NamedDependency[Filters],
    limit: PageLimit = 50,
    cursor: Annotated[str | None, QueryParameter(required=False)] = None,
) -> TrailPage:
    """Return who did what to whom and when. For owners."""
    principal.require_owner()
    page, next_cursor = await trail.page(principal.sub_account_id, filters, limit=limit, cursor=cursor)
    return TrailPage([view(line) for line in page], next_cursor)


handlers = [read]
