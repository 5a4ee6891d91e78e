"""Who gets in: the account that runs frontdesk, through a private socket, and nobody else."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.db import embedded
from frontdesk.db.embedded import accounts
from frontdesk.db.embedded.accounts import Account
from frontdesk.db.embedded.binaries import find_binaries
from tests.db.embedded_home import IS_ROOT, ME, ORDINARY, OWNERS, Home
from tests.db.embedded_process import Process

LISTENING = "0A"


@pytest.fixture(scope="module", params=OWNERS, ids=lambda owner: owner.name)
def home(request: pytest.FixtureRequest) -> Iterator[Home]:
    home = Home(request.param)
    yield home
    home.clear()


@pytest.fixture(scope="module")
def process(home: Home) -> Process:
    return home.begin().ready()


def enter(account: Account, socket_folder: Path, role: str = "postgres") -> str:
    """Try to enter as `role` from a program run by `account`; return what it is told when refused."""
    command: list[str | Path] = [find_binaries(account)["psql"], "-X", "-h", socket_folder, "-p", "5432"]
    tried = account.run([*command, "-U", role, "-d", "frontdesk", "-c", "SELECT 1"])
    return tried.stderr if tried.returncode else ""


def test_the_owner_enters_in_both_roles(home: Home, process: Process) -> None:
    process.ask("DO $$ BEGIN CREATE ROLE frontdesk_app LOGIN; EXCEPTION WHEN duplicate_object THEN END $$")
    assert process.ask("SELECT current_user", role=embedded.SUPERUSER) == "postgres"
    assert process.ask("SELECT current_user", role=embedded.APP) == "frontdesk_app"
    assert enter(home.owner, process.socket_folder) == ""


def test_the_owner_enters_in_no_other_role(home: Home, process: Process) -> None:
    process.ask("DO $$ BEGIN CREATE ROLE guest LOGIN; EXCEPTION WHEN duplicate_object THEN END $$")
    assert "Peer authentication failed" in enter(home.owner, process.socket_folder, "guest")


def strangers(home: Home) -> dict[Account, str]:
    """Return the other accounts this suite can take on, and where each of them is stopped."""
    if not IS_ROOT:
        return {}  # an ordinary user cannot become anybody else; the rules are read below
    service = accounts.server_account(ME)
    if home.owner == ME:
        return {ORDINARY: "Permission denied", service: "Peer authentication failed"}
    return {service: "Permission denied", ME: "Peer authentication failed"}


def test_no_other_account_of_the_machine_enters(home: Home, process: Process) -> None:
    told = {account: enter(account, process.socket_folder) for account in strangers(home)}
    assert all(reason in told[account] for account, reason in strangers(home).items()), told


def test_the_rules_admit_one_account_by_peer_and_nothing_else(home: Home, process: Process) -> None:
    rules = process.ask("SELECT json_agg(ROW(type, address, auth_method, options)) FROM pg_hba_file_rules")
    assert rules == '[{"f1":"local","f2":null,"f3":"peer","f4":["map=frontdesk"]}]'
    names = "string_agg(map_name || ' ' || sys_name || ' ' || pg_username, ', ' ORDER BY map_number)"
    assert process.ask(f"SELECT {names} FROM pg_ident_file_mappings") == (
        f"frontdesk {home.owner.name} postgres, frontdesk {home.owner.name} frontdesk_app, "
        f"frontdesk {home.owner.name} /^frontdesk_app_[0-9]+$"
    )


def test_no_port_of_a_network_listens(home: Home, process: Process) -> None:
    files = home.server_account.run(["ls", "-l", f"/proc/{home.postmaster()}/fd"]).stdout
    sockets = set(re.findall(r"socket:\[(\d+)\]", files))
    tables = (Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()).splitlines()
    rows = [line.split() for line in tables if ":" in line]

    assert sockets
    assert sockets.isdisjoint(row[9] for row in rows if row[3] == LISTENING)
    assert process.ask("SHOW listen_addresses") == ""


def test_cluster_and_socket_are_closed_to_others(home: Home, process: Process) -> None:
    for folder in (home.cluster, process.socket_folder):
        seen = folder.stat()
        assert stat.S_IMODE(seen.st_mode) == 0o700
        assert seen.st_uid == home.server_account.uid
    for lock in home.data_dir.glob("*.lock"):
        assert stat.S_IMODE(lock.stat().st_mode) == 0o600


def test_the_server_holds_none_of_our_files_open(home: Home, process: Process) -> None:
    files = home.server_account.run(["ls", "-l", f"/proc/{home.postmaster()}/fd"]).stdout
    assert ".lock" not in files.replace(".s.PGSQL.5432.lock", "")


def test_the_server_never_runs_as_root(home: Home, process: Process) -> None:
    assert Path(f"/proc/{home.postmaster()}").stat().st_uid == home.server_account.uid != 0
