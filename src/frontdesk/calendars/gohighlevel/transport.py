"""How a call travels to GoHighLevel: headers, timeouts, retries, errors. What is called is in `client.py`.

What does no harm is tried again a few times when that may help. A write is sent once: whether a lost answer's
write took effect is for the caller to find out.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Protocol, TypeVar

import httpx
import msgspec
import structlog

from frontdesk.calendars.gohighlevel import errors
from frontdesk.calendars.gohighlevel.breaker import Breaker
from frontdesk.calendars.gohighlevel.errors import Call
from frontdesk.calendars.gohighlevel.tokens import BearerAuth, TokenSource
from frontdesk.calendars.port import CalendarError, CalendarUnreachable
from frontdesk.clock import Clock, SystemClock

# The vendor's firewall turns away some default agents (403, error 1010), so we name ourselves.
USER_AGENT = f"frontdesk/{version('frontdesk')}"
TIMEOUT = httpx.Timeout(10.0, connect=5.0)

Answer = TypeVar("Answer")

log = structlog.get_logger(__name__)


def _die() -> float:
    """Return a number from 0 up to 1."""
    return secrets.randbelow(1000) / 1000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a read is tried.

    Attributes:
        attempts: how often a read is sent at most.
        first_pause_seconds: the pause after the first failure; it doubles each time.
        longest_pause_seconds: a longer wait than this is left to the caller.
        sleep: waits that many seconds.
        jitter: a number from 0 up to 1; each pause is made longer by that share of itself, halved.
    """

    attempts: int = 3
    first_pause_seconds: float = 0.2
    longest_pause_seconds: float = 15.0
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: Callable[[], float] = _die

    def pause_after(self, attempt: int, *, asked_seconds: float | None) -> float | None:
        """Return the seconds to wait before the next attempt, or None to give up."""
        if attempt >= self.attempts:
            return None
        base = asked_seconds if asked_seconds is not None else self.first_pause_seconds * 2 ** (attempt - 1)
        pause = base * (1 + self.jitter() / 2)
        return pause if pause <= self.longest_pause_seconds else None


class Watch(Protocol):
    """Is told how every call went, by the scope that it needed."""

    async def succeeded(self, scope: str) -> None: ...  # noqa: D102 -- the class says it

    async def failed(self, error: CalendarError, scope: str) -> None: ...  # noqa: D102 -- the class says it


class Pace(Protocol):
    """Says when a call may go out, and hears what an answer's headers say is left."""

    async def take(self) -> None: ...  # noqa: D102 -- the class says it

    async def heed(self, headers: Mapping[str, str]) -> None: ...  # noqa: D102 -- the class says it


@dataclass(frozen=True, slots=True)
class Conduct:
    """How one connection's calls behave towards the other side, and who is told how they went."""

    clock: Clock = field(default_factory=SystemClock)
    breaker: Breaker = field(default_factory=Breaker)
    pace: Pace | None = None
    watch: Watch | None = None


class Transport:
    """Carries calls to one GoHighLevel API with one source of tokens. Raises only the port's errors."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        base_url: str,
        tokens: TokenSource,
        patience: Patience | None = None,
        conduct: Conduct | None = None,
    ) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._auth = BearerAuth(tokens)
        self._patience = patience or Patience()
        self._conduct = conduct or Conduct()

    async def read(self, call: Call, decode: Callable[[bytes], Answer]) -> Answer:
        """Send a call and read its answer."""
        answer = await self.ask(call)
        try:
            return decode(answer)
        except (msgspec.DecodeError, UnicodeDecodeError):
            unread = errors.unreadable(call)
        # Raised out here so that the error carries no context: the answer is not ours to show.
        raise unread

    async def ask(self, call: Call) -> bytes:
        """Send a call, a harmless one again if that may help, and return the body of its 2xx answer."""
        watch = self._conduct.watch
        try:
            answer = await self._patiently(call)
        except CalendarError as error:
            if watch is not None:
                await watch.failed(error, call.scope)
            raise
        if watch is not None:
            await watch.succeeded(call.scope)
        return answer

    async def _patiently(self, call: Call) -> bytes:
        attempt = 1
        while True:
            try:
                return await self._admitted(call)
            except errors.Transient as failure:
                pause = self._patience.pause_after(attempt, asked_seconds=failure.retry_after_seconds)
                if not (call.method == "GET" or call.is_harmless) or pause is None:
                    raise
                log.warning("gohighlevel_read_retried", path=call.path, attempt=attempt, problem=str(failure))
            await self._patience.sleep(pause)
            attempt += 1

    async def _admitted(self, call: Call) -> bytes:
        """Send a call if the breaker and the pace let it through."""
        breaker, clock = self._conduct.breaker, self._conduct.clock
        breaker.admit(clock.now())
        try:
            if self._conduct.pace is not None:
                await self._conduct.pace.take()
            answer = await self._send(call)
        except CalendarUnreachable as failure:
            if failure.retry_after_seconds is not None:
                breaker.gave_up()
            elif breaker.failed(clock.now()):
                log.warning("gohighlevel_given_a_rest", failures=breaker.failures, problem=str(failure))
            raise
        except CalendarError:
            breaker.succeeded()
            raise
        except BaseException:
            breaker.gave_up()
            raise
        breaker.succeeded()
        return answer

    async def _send(self, call: Call) -> bytes:
        try:
            response = await self._http.request(
                call.method,
                self._base_url + call.path,
                params=call.query,
                content=call.body,
                headers=_headers(call),
                auth=self._auth,
                timeout=TIMEOUT,
                follow_redirects=False,
            )
        except httpx.HTTPError as error:
            failure = errors.from_transport(error, call)
        else:
            if self._conduct.pace is not None:
                await self._conduct.pace.heed(response.headers)
            if response.is_success:
                return response.content
            failure = errors.from_answer(response, call)
        # Raised out here so that the error carries no context: httpx's holds the request and its token.
        raise failure


def _headers(call: Call) -> dict[str, str]:
    headers = {"Version": call.version, "Accept": "application/json", "User-Agent": USER_AGENT}
    return headers if call.body is None else {**headers, "Content-Type": call.content_type}
