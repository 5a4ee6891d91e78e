"""Telling open pages at once that bookings have changed, whichever process changed them."""

import asyncio
from collections.abc import AsyncIterator

from litestar import get
from litestar.di import NamedDependency
from litestar.response import ServerSentEvent, ServerSentEventMessage

from frontdesk.http import AnyRequest
from frontdesk.tenancy.staying import while_let_in
from frontdesk.web.dashboard.shell import Shell
from frontdesk.web.sign_in import SignIns

CHANNEL = "frontdesk_bookings"
# A browser that is gone is noticed when it is written to.
PULSE_SECONDS = 20.0
# Then the browser asks anew.
PULSES = 30


class Listener:
    """One open page. News that comes while it is busy is one piece of news."""

    def __init__(self) -> None:
        self._told = asyncio.Event()

    def tell(self) -> None:
        """There is news."""
        self._told.set()

    async def hears(self, timeout_seconds: float) -> bool:
        """Wait for news; says whether there was any."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._told.wait()
        except TimeoutError:
            return False
        self._told.clear()
        return True


class BookingNews:
    """Which pages are open on this process."""

    def __init__(self) -> None:
        self._listening: dict[str, set[Listener]] = {}
        self._is_over = False

    def deliver(self, sub_account_id: str) -> None:
        """Pass news on to the pages of a sub-account."""
        for listener in self._listening.get(sub_account_id, ()):
            listener.tell()

    def deliver_to_all(self) -> None:
        """News may have been missed: let every page look again."""
        for name in list(self._listening):
            self.deliver(name)

    def close(self) -> None:
        """Let every page go: the process is about to stop."""
        self._is_over = True
        self.deliver_to_all()

    def listen(self, sub_account_id: int) -> AsyncIterator[ServerSentEventMessage]:
        """Begin to listen, and return what is heard until the page should ask anew."""
        listener = Listener()
        self._listening.setdefault(str(sub_account_id), set()).add(listener)
        return self._heard(str(sub_account_id), listener)

    async def _heard(self, name: str, listener: Listener) -> AsyncIterator[ServerSentEventMessage]:
        try:
            yield ServerSentEventMessage(event="open", data="")
            for _ in range(PULSES):
                if self._is_over:
                    return
                has_news = await listener.hears(PULSE_SECONDS)
                yield ServerSentEventMessage(event="changed" if has_news else "pulse", data="")
        finally:
            self._listening[name].discard(listener)
            if not self._listening[name]:
                del self._listening[name]


@get("/events")
async def events(
    request: AnyRequest,
    shell: NamedDependency[Shell],
    sign_ins: NamedDependency[SignIns],
    booking_news: NamedDependency[BookingNews],
) -> ServerSentEvent:
    """Tell a page whenever it should look again; what has changed it asks for itself."""
    news = booking_news.listen(shell.principal.sub_account_id)
    return ServerSentEvent(while_let_in(news, lambda: sign_ins.caller(request)))


handlers = [events]
