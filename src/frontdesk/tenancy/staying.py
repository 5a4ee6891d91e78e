"""Streams that last for minutes: each event is for a caller who is still let in, as who they were."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from frontdesk.errors import Unauthorized

T = TypeVar("T")
# Tells whom the credential of the request stands for now; raises Unauthorized when it is nobody.
WhoNow = Callable[[], Awaitable[object]]


async def while_let_in(news: AsyncIterator[T], who_now: WhoNow) -> AsyncIterator[T]:
    """Pass news on until the caller is locked out, signed out or somebody else; then the stream just ends.

    Whoever reads comes back, and is refused or judged anew.
    """
    caller = await _known(who_now)
    async for one in news:
        if caller is None or await _known(who_now) != caller:
            return
        yield one


async def _known(who_now: WhoNow) -> object | None:
    try:
        return await who_now()
    except Unauthorized:
        return None
