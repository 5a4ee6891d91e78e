"""`frontdesk secrets` tells which keys are still needed, and seals with the first."""

import asyncio
import base64

from frontdesk.assembly import assembled
from frontdesk.calendars.credentials import Credentials
from frontdesk.clock import FixedClock
from frontdesk.settings import Settings
from tests.cli.conftest import Run
from tests.conftest import TestServer, make_account
from tests.databases import own_database


def keys(*raw: bytes) -> str:
    return ",".join(base64.urlsafe_b64encode(key).decode() for key in raw)


async def test_rotating_says_what_was_done_and_what_is_left(
    run: Run, server: TestServer, settings: Settings, clock: FixedClock
) -> None:
    old, new = settings.secret_keys[0], b"n" * 32
    async with own_database(server, "secrets_rotated") as database:
        async with assembled(settings, database.app, clock=clock) as services:
            account = await make_account(services)
            await services.connections.connect(
                account.sub_account_id, Credentials("pit"), location_id="loc", event_kind="block_slot"
            )
        both, one = keys(new, old), keys(new)
        asked = (("status", both), ("status", one), ("rotate", both), ("status", one))
        before, lost, rotated, after = [
            await asyncio.to_thread(
                run,
                "secrets",
                command,
                FRONTDESK_DATABASE_URL=database.owner_dsn,
                FRONTDESK_SECRET_KEYS=given,
            )
            for command, given in asked
        ]

    assert (before.code, "Still in need of an older key: 1." in before.out) == (1, True)
    assert (lost.code, "Opened by none of the keys: 1." in lost.out) == (1, True)
    assert (rotated.code, "Sealed with the first key: 1 (just now: 1)." in rotated.out) == (0, True)
    assert (after.code, "Sealed with the first key: 1 (just now: 0)." in after.out) == (0, True)
