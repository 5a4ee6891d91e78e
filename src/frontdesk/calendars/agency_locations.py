"""An agency's locations, connected in one go: each location's token is made out of the agency's grant.

A location is connected to a sub-account that the caller may act in: by a credential of that sub-account, or
as a person of the agency that it belongs to here. Where our app is not installed yet, the sub-account waits.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from frontdesk.calendars.connections import CalendarConnections, EventKind
from frontdesk.calendars.credentials import Credentials
from frontdesk.calendars.errors import CalendarApiError
from frontdesk.calendars.grant_port import AgencyLocation
from frontdesk.calendars.keepers import GrantKeepers
from frontdesk.calendars.pace import in_background
from frontdesk.calendars.port import CalendarError, CalendarRefused
from frontdesk.calendars.waiting import Standing, Waiting, WaitingList
from frontdesk.errors import Forbidden, FrontdeskError, NotFound
from frontdesk.logs import logger
from frontdesk.tenancy.principal import AgencyPerson, Principal
from frontdesk.trail.entries import Actor

AT_ONCE = 5
NOT_INSTALLED = (
    "Our app is not installed in this location, or it is another agency's. Check the id. Once the app is "
    "installed there, the location is connected by itself."
)

_log = logger(__name__)
Authenticate = Callable[[str], Awaitable[Principal]]
Enter = Callable[[AgencyPerson, int], Awaitable[Principal]]


@dataclass(frozen=True, slots=True)
class Wish:
    """A location, and the sub-account it is for: the one named, or of the credential, or the caller's own."""

    location_id: str
    sub_account_id: int | None = None
    credential: str | None = field(default=None, repr=False)
    event_kind: EventKind = "block_slot"


@dataclass(frozen=True, slots=True)
class Granted:
    """What became of a wish: connected to a sub-account, or why not; the latter may change by itself."""

    location_id: str
    sub_account_id: int | None = None
    refusal: FrontdeskError | None = None
    is_waiting: bool = False


class AgencyLocations:
    """Connects the locations of agencies."""

    def __init__(
        self,
        connections: CalendarConnections,
        waiting_list: WaitingList,
        keepers: GrantKeepers,
        *,
        authenticate: Authenticate,
        enter: Enter,
    ) -> None:
        self._connections = connections
        self._waiting_list = waiting_list
        self._keepers = keepers
        self._authenticate = authenticate
        self._enter = enter

    async def locations(self, caller: Principal) -> list[AgencyLocation]:
        """Return the locations in which our app is installed.

        Raises:
            NotFound: the caller's sub-account keeps no agency's grant. CalendarApiError: no answer.
        """
        caller.require_admin()
        await self._connections.agency(caller.sub_account_id)
        try:
            return await self._keepers.locations(caller.sub_account_id)
        except CalendarError as error:
            raise CalendarApiError(str(error)) from error

    async def waited_for(self, caller: Principal) -> str | None:
        """Return the location whose installing the caller's sub-account waits for, by its id."""
        caller.require_admin()
        waiting = await self._waiting_list.waited_for(caller.sub_account_id)
        return waiting.location_id if waiting else None

    async def standings(self, sub_account_ids: Sequence[int]) -> dict[int, Standing]:
        """Return what each sub-account is connected to or waits for; the caller may act in all of them."""
        found = {one: await self._waiting_list.standing(one) for one in sub_account_ids}
        return {one: standing for one, standing in found.items() if standing is not None}

    async def connect(self, caller: Principal, wishes: Sequence[Wish]) -> list[Granted]:
        """Connect locations, each for itself; the answers are in the order of the wishes.

        Raises:
            NotFound: the caller's sub-account keeps no agency's grant.
        """
        caller.require_admin()
        await self._connections.agency(caller.sub_account_id)
        turns = asyncio.Semaphore(AT_ONCE)
        installed = Once(lambda: self._keepers.locations(caller.sub_account_id))

        async def grant(wish: Wish) -> Granted:
            async with turns:
                return await self._grant(caller, wish, installed)

        with in_background():
            return list(await asyncio.gather(*(grant(wish) for wish in wishes)))

    async def connect_awaited(self, sub_account_id: int) -> bool:
        """Connect the location that a sub-account waits for; False if it waits for none.

        Raises:
            CalendarError: its agency's grant does not open it (yet).
        """
        waiting = await self._waiting_list.waited_for(sub_account_id)
        if waiting is not None:
            await self._open(sub_account_id, waiting, by=Actor("calendar"))
        return waiting is not None

    async def look_for_awaited(self, sub_account_id: int) -> None:
        """Connect the location that a sub-account waits for if it has our app by now: news may be lost."""
        try:
            await self.connect_awaited(sub_account_id)
        except CalendarError as error:
            _log.info("location_still_awaited", sub_account=sub_account_id, reason=str(error))
            await self._waiting_list.put_off(sub_account_id)

    async def _grant(self, caller: Principal, wish: Wish, installed: "Once") -> Granted:
        try:
            owner = await self._owner(caller, wish)
            owner.require_admin()
            wanted = Waiting(wish.location_id, wish.event_kind, caller.sub_account_id)
            return await self._connect(owner, wanted, installed)
        except CalendarError as error:
            return Granted(wish.location_id, refusal=CalendarApiError(str(error)))
        except FrontdeskError as refusal:
            return Granted(wish.location_id, refusal=refusal)

    async def _owner(self, caller: Principal, wish: Wish) -> Principal:
        """Return the caller as somebody in the sub-account that the wish is for."""
        if wish.credential is not None:
            owner = await self._authenticate(wish.credential)
            if wish.sub_account_id not in {None, owner.sub_account_id}:
                raise Forbidden("This API key is not of that sub-account.")
            return owner
        if wish.sub_account_id in {None, caller.sub_account_id}:
            return caller
        if caller.agency_person is None or wish.sub_account_id is None:
            raise NotFound("There is no such sub-account.")
        return await self._enter(caller.agency_person, wish.sub_account_id)

    async def _connect(self, owner: Principal, wanted: Waiting, installed: "Once") -> Granted:
        try:
            await self._open(owner.sub_account_id, wanted, by=owner.actor)
        except CalendarRefused:
            if wanted.location_id in {one.location_id for one in await installed()}:
                raise
            if not await self._waiting_list.join(owner.sub_account_id, wanted, by=owner.actor):
                raise
            told = CalendarApiError(NOT_INSTALLED)
            return Granted(wanted.location_id, owner.sub_account_id, told, is_waiting=True)
        return Granted(wanted.location_id, owner.sub_account_id)

    async def _open(self, sub_account_id: int, wanted: Waiting, *, by: Actor) -> None:
        grant = await self._keepers.location(wanted.agency_account_id, wanted.location_id)
        await self._connections.connect(
            sub_account_id,
            Credentials(grant=grant),
            location_id=wanted.location_id,
            event_kind=wanted.event_kind,
            by=by,
        )


class Once:
    """A list of locations that is asked for once, by the first who wants to know it."""

    def __init__(self, ask: Callable[[], Awaitable[list[AgencyLocation]]]) -> None:
        self._ask = ask
        self._answer: list[AgencyLocation] | None = None
        self._turn = asyncio.Lock()

    async def __call__(self) -> list[AgencyLocation]:
        """Return the list; errors as in asking, and the next one asks again then."""
        async with self._turn:
            if self._answer is None:
                self._answer = await self._ask()
            return self._answer
