"""Webhooks out: what changed is told to one address, signed as the vendor signs.

The vendor's habits: the signature is Ed25519 over the raw body; only an answer of 429 brings a delivery
again, every other failure loses it; deliveries come in no order. Losses and repeats can be asked for.
"""

import asyncio
import base64
import random
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from frontdesk.calendars.simulator.wire_types import Json

MOST_KEPT = 5_000
TOO_MANY_REQUESTS = 429


@dataclass(slots=True)
class Delivery:
    """One webhook and what became of it.

    Attributes:
        statuses: the answers so far; None for a connection that failed.
    """

    webhook_id: str
    body: bytes
    signature: str
    statuses: list[int | None] = field(default_factory=list)


@dataclass(slots=True)
class Webhooks:
    """The app's one address, and everything that was to be told there.

    Attributes:
        url: where to; None tells nobody.
        retry_seconds: the pause before a delivery that met 429 comes again; the vendor waits ten minutes.
        retries: how often it comes again.
        loss: the share of deliveries, from 0 to 1, that never leave.
        repeats: the share that is sent twice.
    """

    url: str | None = None
    retry_seconds: float = 600.0
    retries: int = 6
    loss: float = 0.0
    repeats: float = 0.0
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate, repr=False)
    deliveries: deque[Delivery] = field(default_factory=lambda: deque(maxlen=MOST_KEPT))
    # Seeded so that a run can be repeated; nothing secret hangs on it.
    dice: random.Random = field(default_factory=lambda: random.Random(7), repr=False)  # noqa: S311
    _under_way: set[asyncio.Task[None]] = field(default_factory=set, repr=False)

    @property
    def public_key(self) -> str:
        """The key to verify with: base64 of DER, as `FRONTDESK_GHL_WEBHOOK_KEYS` takes it."""
        der = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    def announce(self, news: Json, *, now: datetime) -> Delivery:
        """Sign the news and send it on its way; returns at once."""
        webhook_id = str(uuid4())
        envelope = {"timestamp": now.isoformat().replace("+00:00", "Z"), "webhookId": webhook_id}
        body = msgspec.json.encode({**news, **envelope})
        delivery = Delivery(webhook_id, body, base64.b64encode(self.key.sign(body)).decode())
        self.deliveries.append(delivery)
        if self.url is not None and self.dice.random() >= self.loss:
            for _ in range(2 if self.dice.random() < self.repeats else 1):
                self._start(delivery, self.url)
        return delivery

    async def settle(self) -> None:
        """Wait until nothing is under way any more."""
        while self._under_way:
            await asyncio.gather(*self._under_way)

    async def stop(self) -> None:
        """Give up what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _start(self, delivery: Delivery, url: str) -> None:
        task = asyncio.create_task(self._deliver(delivery, url))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _deliver(self, delivery: Delivery, url: str) -> None:
        for _ in range(self.retries + 1):
            status = await _post(delivery, url)
            delivery.statuses.append(status)
            if status != TOO_MANY_REQUESTS:
                return
            await asyncio.sleep(self.retry_seconds)


async def _post(delivery: Delivery, url: str) -> int | None:
    headers = {
        "Content-Type": "application/json",
        "X-GHL-Signature": delivery.signature,
        "User-Agent": "GHL-Webhook/1.0",
    }
    # Certificates take a while to load, and a stand-in rarely speaks TLS.
    async with httpx.AsyncClient(verify=url.startswith("https:"), timeout=10.0) as http:
        try:
            return (await http.post(url, content=delivery.body, headers=headers)).status_code
        except httpx.HTTPError:
            return None
