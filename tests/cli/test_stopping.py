"""A server that is told to stop ends what would go on for minutes, and goes by itself."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import httpx
import pytest
from bench.processes import free_port, until_answering

from frontdesk.cli.server import LAST_SECONDS
from tests.conftest import Account, TestServer


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
async def test_open_streams_end_when_the_server_is_told_to_stop(
    server: TestServer, account: Account, tmp_path: Path, told: signal.Signals
) -> None:
    port = free_port()
    environment = {"FRONTDESK_DATABASE_URL": server.owner_dsn, "FRONTDESK_DATA_DIR": str(tmp_path)}
    command = (sys.executable, "-m", "frontdesk", "serve", "--no-worker", "--port", str(port))
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, **environment},
        start_new_session=True,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        await until_answering(port)
        base_url = f"http://127.0.0.1:{port}"
        async with httpx.AsyncClient(base_url=base_url, headers=account.headers, verify=False) as http:
            said = {"leadId": (await http.post("/leads", json={})).json()["id"], "content": "Hello"}
            talk = (await http.post("/chat/messages", json=said)).json()["conversationId"]
            async with http.stream("GET", f"/chat/conversations/{talk}/events") as events:
                lines = events.aiter_lines()
                await anext(lines)
                began = time.monotonic()
                os.killpg(process.pid, told)
                _ = [line async for line in lines]
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()

    assert time.monotonic() - began < LAST_SECONDS
    assert b"Killing" not in output
