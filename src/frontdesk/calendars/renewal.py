"""Keeping a grant alive: one renewal at a time, over all processes, and no token used before it is stored.

A refresh token works once. Who renews claims the row, asks outside any transaction, and replaces exactly the
version it read, whether or not its caller still waits. If the process dies in between, the refresh token
in the row is dead: the next one finds that out and regains a grant without its owner, or says that somebody
has to connect again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Protocol

from frontdesk.calendars.credentials import Grant
from frontdesk.calendars.grant_port import GrantDead, Granting
from frontdesk.calendars.grants import GrantStore, Stored
from frontdesk.calendars.port import CalendarUnreachable
from frontdesk.db.pool import DatabaseError
from frontdesk.logs import logger

# A token that ends sooner is not sent any more.
MARGIN = timedelta(seconds=60)
# A token that ends sooner is renewed by the clock, long before anybody waits for it.
AHEAD = timedelta(hours=3)
WAIT_SECONDS = 0.25
LONGEST_WAIT_SECONDS = 15.0
STORE_PAUSES_SECONDS = (0.1, 0.5, 2.0)

_log = logger(__name__)


class OfAgency(Protocol):
    """Makes a location's next grant out of its agency's, which a sub-account keeps."""

    async def __call__(  # noqa: D102 -- the class says it
        self, agency_account_id: int, location_id: str
    ) -> Grant: ...


class GrantKeeper:
    """One grant's keeper in this process. It is the token source of the adapter that uses the grant."""

    def __init__(
        self,
        store: GrantStore,
        granting: Granting,
        *,
        of_agency: OfAgency,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store = store
        self._granting = granting
        self._of_agency = of_agency
        self._sleep = sleep
        self._unsaved: tuple[Stored, Grant] | None = None
        self._turn = asyncio.Lock()
        self._under_way: set[asyncio.Task[Stored | None]] = set()

    async def token(self) -> str:
        """Return an access token that works for a while yet."""
        return (await self.living()).access_token

    async def token_after(self, refused: str) -> str | None:
        """Return another token in the place of one that was turned down before its time."""
        another = (await self.living_after(refused)).access_token
        return None if another == refused else another

    async def living_after(self, refused: str) -> Grant:
        """Return the grant, renewed if its access token is still the one that was turned down; errors so."""
        async with self._turn:
            current = await self._store.load()
            if current.grant.access_token == refused:
                current = await self._renewed(current, margin=None)
        return current.grant

    async def living(self) -> Grant:
        """Return the grant, renewed if its access token is about to end.

        Raises:
            GrantDead, GrantPaused, CalendarUnreachable: it could not be renewed.
        """
        known = self._store.known()
        if known is None or not known.grant.lasts(self._store.now(), MARGIN):
            known = await self._refreshed(MARGIN)
        return known.grant

    async def renew_ahead(self) -> None:
        """Renew the grant if its access token ends within hours; errors as in `living`."""
        await self._refreshed(AHEAD)

    async def _refreshed(self, margin: timedelta) -> Stored:
        async with self._turn:
            await self._save_what_was_not()
            current = await self._store.load()
            if not current.grant.lasts(self._store.now(), margin):
                current = await self._renewed(current, margin=margin)
            return current

    async def _renewed(self, stale: Stored, *, margin: timedelta | None) -> Stored:
        """Renew it, or wait for whoever is doing so; without a margin, whatever its end says."""
        waited = 0.0
        while (renewed := await self._to_its_end(self._renewed_if_ours(stale))) is None:
            current = await self._store.load()
            if current.version != stale.version or (
                margin is not None and current.grant.lasts(self._store.now(), MARGIN)
            ):
                return current
            if waited >= LONGEST_WAIT_SECONDS:
                raise CalendarUnreachable("GoHighLevel's token is being renewed. Try again shortly.")
            await self._sleep(WAIT_SECONDS)
            waited += WAIT_SECONDS
        return renewed

    async def _to_its_end(self, renewal: Coroutine[None, None, Stored | None]) -> Stored | None:
        """Wait for it; it goes on by itself if nobody does, for a pair that nobody stores is lost."""
        task = asyncio.create_task(renewal)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def _renewed_if_ours(self, stale: Stored) -> Stored | None:
        """Renew it if nobody else is doing so."""
        if not await self._store.claim(stale):
            return None
        try:
            grant = await self._next_grant(stale.grant)
        except BaseException:
            await self._store.release(stale)
            raise
        await self._save(stale, grant)
        return await self._store.load()

    async def _next_grant(self, grant: Grant) -> Grant:
        if grant.agency_account_id is not None and grant.refresh_token is None:
            return await self._of_agency(grant.agency_account_id, grant.location_id or "")
        try:
            return await self._granting.renew(grant)
        except GrantDead:
            _log.warning("grant_lost", location=grant.location_id, company=grant.company_id)
        regained = await self._granting.regain(grant)
        _log.warning("grant_regained", location=grant.location_id, company=grant.company_id)
        return regained

    async def _save(self, stale: Stored, grant: Grant) -> None:
        """Store what replaces a version. A database that is away for a moment must not cost the grant."""
        self._unsaved = (stale, grant)
        for pause in STORE_PAUSES_SECONDS:
            try:
                await self._save_what_was_not()
            except DatabaseError as error:
                _log.warning("grant_not_stored", location=grant.location_id, reason=str(error))
                await self._sleep(pause)
            else:
                return
        await self._save_what_was_not()

    async def _save_what_was_not(self) -> None:
        if self._unsaved is not None:
            await self._store.replace(*self._unsaved)
            self._unsaved = None
