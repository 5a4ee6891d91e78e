"""Messages of one lead through several server processes at once, and a process that is killed in mid-turn."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from bench.processes import free_port, until_answering

from frontdesk.assembly import assembled
from frontdesk.bookings.repository import Filters
from frontdesk.clock import FixedClock, SystemClock
from frontdesk.leads.repository import LeadFields
from frontdesk.settings import Settings
from frontdesk.trail.entries import SYSTEM
from tests.assistant.scripted_openai import Answer, ScriptedOpenAI, calls, scripted_openai
from tests.bookings.racing import new_account, processes, race_day
from tests.conftest import Account, TestServer
from tests.databases import rows

SAID = """
SELECT m.position, m.author, m.content, m.answers FROM messages m
WHERE m.sub_account_id = $1 ORDER BY m.conversation_id, m.position
"""


@pytest.fixture
async def account(server: TestServer, tmp_path: Path) -> Account:
    return await new_account(server, tmp_path)


def on_race_day(clock: str) -> str:
    return f"Please book {race_day():%A %d %B} at {clock}"


async def new_lead(server: TestServer, tmp_path: Path, account: Account) -> int:
    settings = Settings(data_dir=tmp_path, secret_keys=(b"k" * 32,), ghl_base_url="http://127.0.0.1:9")
    async with assembled(settings, server.app, clock=SystemClock()) as services:
        return (await services.leads.create(account.sub_account_id, LeadFields(name="Ann"), by=SYSTEM)).id


async def test_two_processes_answer_a_repeated_message_once_and_all_messages_in_their_order(
    server: TestServer, account: Account, tmp_path: Path
) -> None:
    lead_id = await new_lead(server, tmp_path, account)
    async with (
        processes(server, tmp_path) as ports,
        httpx.AsyncClient(headers=account.headers, timeout=60) as client,
    ):

        async def send(number: int, key: str, **said: Any) -> httpx.Response:
            url = f"http://127.0.0.1:{ports[number % 2]}/chat/messages"
            return await client.post(url, json={"leadId": lead_id, **said}, headers={"Idempotency-Key": key})

        booking = on_race_day("10am")
        first = await asyncio.gather(*(send(n, "first", content=booking) for n in range(16)))
        begun = first[0].json()["conversationId"]
        more = await asyncio.gather(
            *(send(n, f"{n // 2}", content=f"Hello {n // 2}", conversationId=begun) for n in range(16))
        )

    assert {one.status_code for one in (*first, *more)} == {200}
    assert all(one.json() == first[0].json() for one in first)
    said = await rows(server, SAID, account.sub_account_id)
    asked = [row["position"] for row in said if row["author"] == "lead"]
    assert len(asked) == 9
    assert [row["answers"] for row in said if row["author"] == "assistant"] == asked
    bookings = await rows(server, "SELECT FROM bookings WHERE sub_account_id = $1", account.sub_account_id)
    assert len(bookings) == 1


@asynccontextmanager
async def process_of(
    server: TestServer, tmp_path: Path, script: ScriptedOpenAI
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """A server process whose model is behind the script; it may be killed."""
    port = free_port()
    environment = {
        "FRONTDESK_DATABASE_URL": server.owner_dsn,
        "FRONTDESK_DATA_DIR": str(tmp_path),
        "FRONTDESK_LOG_LEVEL": "ERROR",
        "FRONTDESK_MODEL": "openai:gpt-scripted",
        "OPENAI_API_KEY": "sk-scripted",
        "OPENAI_BASE_URL": script.base_url,
    }
    command = (sys.executable, "-m", "frontdesk", "serve", "--no-worker", "--port", str(port))
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **environment}, start_new_session=True
    )
    try:
        await until_answering(port)
        yield process, port
    finally:
        if process.returncode is None:
            os.killpg(process.pid, 9)
        await process.wait()


async def test_a_process_killed_after_booking_leaves_a_lead_who_is_told_of_one_booking(
    server: TestServer, account: Account, tmp_path: Path
) -> None:
    lead_id = await new_lead(server, tmp_path, account)
    day = f"{race_day():%Y-%m-%d}"
    async with scripted_openai() as script:
        script.will(calls("create_booking", date=day, time="10:00"), Answer({}, seconds=60))
        async with (
            process_of(server, tmp_path, script) as (process, port),
            httpx.AsyncClient(headers=account.headers, timeout=60) as client,
        ):
            said = {"leadId": lead_id, "content": on_race_day("10am")}
            sent = asyncio.create_task(client.post(f"http://127.0.0.1:{port}/chat/messages", json=said))
            await script.has_been_asked(2)
            os.killpg(process.pid, 9)
            await asyncio.gather(sent, return_exceptions=True)

    settings = Settings(data_dir=tmp_path, secret_keys=(b"k" * 32,), ghl_base_url="http://127.0.0.1:9")
    later = FixedClock(SystemClock().now() + timedelta(minutes=5))
    async with assembled(replace(settings, model="offline"), server.app, clock=later) as services:
        [conversation] = await services.chat.newest(account.owner, 10)
        await services.chat.resume(account.sub_account_id, conversation.id)
        _, [_, reply] = await services.chat.transcript(account.owner, conversation.id)
        bookings, _ = await services.bookings.page(
            account.owner, Filters(lead_id=lead_id), limit=10, cursor=None
        )

    assert len(bookings) == 1
    assert f"{race_day():%A}" in reply.content
    assert "10:00 AM" in reply.content
    assert reply.record["booking_id"] == bookings[0].id
