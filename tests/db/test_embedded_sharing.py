"""Several processes share one server: the first starts it, the last stops it, whatever becomes of others."""

import fcntl
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.db.embedded_home import ME, OWNERS, Home

SINCE = "SELECT pg_postmaster_start_time()"


@pytest.fixture(scope="module")
def lasting_home() -> Iterator[Home]:
    home = Home(ME)
    home.begin().ready().leave()
    yield home
    home.clear()


@pytest.fixture
def home(lasting_home: Home) -> Iterator[Home]:
    yield lasting_home
    lasting_home.rest()


@pytest.fixture(params=OWNERS, ids=lambda owner: owner.name)
def fresh_home(request: pytest.FixtureRequest) -> Iterator[Home]:
    home = Home(request.param)
    yield home
    home.clear()


def test_the_last_of_three_processes_stops_the_server(home: Home) -> None:
    first, second, third = (home.begin().ready() for _ in range(3))
    since = first.ask(SINCE)
    first.leave()
    third.leave()
    assert second.ask(SINCE) == since

    server = Path(f"/proc/{home.postmaster()}/exe")
    second.leave()
    assert not home.is_served()
    assert not server.exists()


def test_a_killed_process_neither_stops_the_server_nor_keeps_it(home: Home) -> None:
    first, second = home.begin().ready(), home.begin().ready()
    since = first.ask(SINCE)
    first.kill()
    assert second.ask(SINCE) == since
    second.leave()
    assert not home.is_served()


def test_a_server_left_over_is_found_and_used_again(home: Home) -> None:
    first = home.begin().ready()
    since = first.ask(SINCE)
    first.kill()
    assert home.is_served()

    second = home.begin().ready()
    assert second.ask(SINCE) == since
    second.leave()
    assert not home.is_served()


def test_the_server_keeps_no_lock_of_the_process_that_started_it(home: Home) -> None:
    home.begin().ready().kill()
    for name in ("postgres-start.lock", "postgres-users.lock"):
        with (home.data_dir / name).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(home: Home) -> None:
    starter, other = home.begin().ready(), home.begin().ready()
    since = other.ask(SINCE)
    starter.interrupt()
    assert other.ask(SINCE) == since


def test_a_forked_child_does_not_end_its_parents_use(home: Home) -> None:
    process = home.begin().ready()
    since = process.ask(SINCE)
    process.fork_and_close()
    assert process.ask(SINCE) == since


def test_five_processes_that_start_at_once_make_one_database(fresh_home: Home) -> None:
    processes = [fresh_home.begin() for _ in range(5)]
    assert len({process.ask(SINCE) for process in processes}) == 1
    assert len(list(fresh_home.data_dir.glob("postgres*"))) == len(["cluster", "start.lock", "users.lock"])


def test_one_may_leave_while_another_starts(home: Home) -> None:
    leaving = home.begin().ready()
    for turn in range(4):
        starting = home.begin()
        if turn % 2:
            starting.ready()
        leaving.leave()
        assert starting.ask("SELECT 1") == "1"
        leaving = starting
    leaving.leave()
    assert not home.is_served()


def test_two_that_leave_at_once_leave_no_server_behind(home: Home) -> None:
    processes = [home.begin().ready() for _ in range(3)]
    for process in processes:
        process.hang_up()
    for process in processes:
        process.leave()
    assert not home.is_served()


def test_a_server_that_was_killed_is_started_anew(home: Home) -> None:
    first = home.begin().ready()
    first.ask("CREATE TABLE IF NOT EXISTS survivors AS SELECT 7 AS number")
    first.ask("CHECKPOINT")
    os.kill(home.postmaster(), signal.SIGKILL)
    assert home.begin().ready().ask("SELECT number FROM survivors") == "7"
