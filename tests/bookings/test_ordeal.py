"""A short ordeal: sixty bookings made, moved and cancelled while calls go wrong and workers die.

`python -m bench.faults` is the long one.
"""

from pathlib import Path

from bench.ordeal import Scale, at_rest, gone_through, prepared, tallied

from tests.conftest import TestServer
from tests.databases import own_database

SHORT = Scale(
    bookings=60,
    kills=1,
    parties=6,
    slow_seconds=0.5,
    late_writes=1,
    refused_seconds=1.0,
    patience_seconds=2.0,
    most_waiting=20,
    is_hurried=True,
)


async def test_after_all_that_can_go_wrong_both_sides_are_as_people_were_told(
    server: TestServer, tmp_path: Path
) -> None:
    async with (
        own_database(server, "ordeal") as own,
        prepared(SHORT, own.owner_dsn, tmp_path) as ordeal,
    ):
        await gone_through(ordeal, on_progress=lambda: None)
        verdict = await at_rest(ordeal, within_seconds=120.0)
        tally = await tallied(ordeal)

    assert {fault: keys for fault, keys in verdict.wrong.items() if keys} == {}
    assert (tally.lost, tally.unwell, tally.findings) == ([], [], [])
    assert verdict.confirmed + verdict.cancelled == SHORT.bookings
    assert sum(entry.fault is not None for entry in ordeal.state.requests.entries) > SHORT.bookings
    assert [kill.workers for kill in ordeal.kills] == [1]
    assert tally.webhooks["sent"] > tally.webhooks["lost on the way"] > 0
