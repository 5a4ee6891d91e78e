"""Waiting for news of a booking from whichever process has it."""

import asyncio

from frontdesk.db.pool import Connection

CHANNEL = "frontdesk_settled"


class Expectation:
    """A promise to be told about one booking. Made before the booking's transaction commits."""

    def __init__(self, waiting: list["Expectation"]) -> None:
        self._told = asyncio.Event()
        self._waiting = waiting
        waiting.append(self)

    def tell(self) -> None:
        """There is news."""
        self._told.set()

    async def wait(self, timeout_seconds: float) -> None:
        """Wait for news, or until the time is over; nothing is expected afterwards."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._told.wait()
        except TimeoutError:
            return
        finally:
            self._waiting.remove(self)


class Settlements:
    """Who waits for which booking in this process."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[Expectation]] = {}

    def expect(self, sub_account_id: int, booking_id: int) -> Expectation:
        """Start to listen for news of a booking; call it before the commit that makes the news possible."""
        self._waiting = {name: waiting for name, waiting in self._waiting.items() if waiting}
        return Expectation(self._waiting.setdefault(_name(sub_account_id, booking_id), []))

    def deliver(self, name: str) -> None:
        """Pass news on to all who wait for it."""
        for expectation in self._waiting.get(name, []):
            expectation.tell()

    def deliver_to_all(self) -> None:
        """Let nobody wait for news that may have been missed."""
        for name in list(self._waiting):
            self.deliver(name)


async def announce(connection: Connection, sub_account_id: int, booking_id: int) -> None:
    """Tell every process that there is news of a booking, once this transaction commits."""
    await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, _name(sub_account_id, booking_id))


def _name(sub_account_id: int, booking_id: int) -> str:
    return f"{sub_account_id}:{booking_id}"
