"""As many requests as so many connections can ask one after the other, and how long each took."""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.wire import Wire

WARM_UP_SECONDS = 0.5

# Makes the next request: method, path, body.
Request = tuple[str, str, dict[str, Any]]
NextRequest = Callable[[], Request]


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of a stretch of load; waits in milliseconds."""

    a_second: float
    p50_ms: float
    p95_ms: float


async def measure(
    port: int, api_key: str, next_request: NextRequest, *, connections: int, seconds: float
) -> Figures:
    """Put a server under load; every answer must be a good one."""
    wires = [await Wire.connect(port, api_key) for _ in range(connections)]
    try:
        await _ask_for(wires, next_request, WARM_UP_SECONDS)
        begun = time.perf_counter()
        waits = await _ask_for(wires, next_request, seconds)
        took = time.perf_counter() - begun
    finally:
        for wire in wires:
            await wire.close()
    cuts = statistics.quantiles(waits, n=100)
    return Figures(len(waits) / took, cuts[49] * 1000, cuts[94] * 1000)


async def timed(port: int, api_key: str, request: Request) -> tuple[float, Any]:
    """Return how many seconds one request took, and its answer."""
    wire = await Wire.connect(port, api_key)
    begun = time.perf_counter()
    reply = await wire.ask(*request)
    took = time.perf_counter() - begun
    await wire.close()
    assert reply.status == 200, reply.body
    return took, reply.json()


async def _ask_for(wires: list[Wire], next_request: NextRequest, seconds: float) -> list[float]:
    until = time.perf_counter() + seconds
    waits: list[float] = []

    async def keep_asking(wire: Wire) -> None:
        while (begun := time.perf_counter()) < until:
            reply = await wire.ask(*next_request())
            assert reply.status in {200, 201}, reply.body
            waits.append(time.perf_counter() - begun)

    await asyncio.gather(*(keep_asking(wire) for wire in wires))
    return waits
