"""The workers, two at a time, and how they are killed: one of them, or both at once, as an outage would."""

import asyncio
import os
import signal
import sys

from bench.ordeal.stage import Kill, Ordeal
from bench.ordeal.verdict import unnoted

AT_A_TIME = 2


async def start_workers(ordeal: Ordeal) -> None:
    """Start as many as are missing."""
    while len(ordeal.workers) < AT_A_TIME:
        ordeal.workers.append(await _started(ordeal))


async def kill_workers(ordeal: Ordeal, *, count: int) -> None:
    """Kill that many without a word, and write down what they were at."""
    killed, ordeal.workers = ordeal.workers[:count], ordeal.workers[count:]
    for worker in killed:
        os.killpg(worker.pid, signal.SIGKILL)
    for worker in killed:
        await worker.wait()
    claimed = {key: row for key, row in (await ordeal.rows()).items() if row.is_claimed}
    changed = unnoted(claimed, ordeal.state.events.values())
    ordeal.kills.append(Kill(count, len(claimed), len(changed)))


async def stop_workers(ordeal: Ordeal) -> None:
    """Let them end in good order."""
    for worker in ordeal.workers:
        worker.terminate()
    for worker in ordeal.workers:
        await worker.wait()
    ordeal.workers.clear()


async def _started(ordeal: Ordeal) -> asyncio.subprocess.Process:
    command = (sys.executable, "-m", "frontdesk", "worker")
    if ordeal.log is None:
        return await asyncio.create_subprocess_exec(*command, env=ordeal.environment, start_new_session=True)
    with ordeal.log.open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *command, env=ordeal.environment, start_new_session=True, stderr=log
        )
