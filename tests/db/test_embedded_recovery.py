"""When something is in the way: the embedded database mends what is its own and explains the rest."""

import errno
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.db.embedded import accounts, errors
from frontdesk.db.embedded.cluster import Cluster, State
from tests.db.embedded_home import IS_ROOT, ME, ORDINARY, Home


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


@pytest.fixture
def empty_home() -> Iterator[Home]:
    home = Home(ME)
    yield home
    home.clear()


@pytest.fixture
def ordinary_home() -> Iterator[Home]:
    home = Home(ORDINARY)
    yield home
    home.clear()


def refusal(home: Home, data_dir: Path | None = None) -> tuple[str, str]:
    """Return the name and the sentence of the error a start ends with."""
    answer = home.begin(data_dir).answer()
    return answer["error"], answer["message"]


def test_a_lock_file_of_a_dead_server_is_removed_though_its_number_lives_on(home: Home) -> None:
    first = home.begin().ready()
    lock = (home.cluster / "postmaster.pid").read_text()
    first.leave()
    bystander = subprocess.Popen(["sleep", "60"], user=home.server_account.uid if IS_ROOT else None)
    stale = home.cluster / "postmaster.pid"
    stale.write_text("\n".join([str(bystander.pid), *lock.splitlines()[1:], ""]))
    os.chown(stale, home.server_account.uid, home.server_account.gid)

    assert home.begin().ready().ask("SELECT 1") == "1"
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


def test_a_server_whose_socket_was_swept_away_is_started_again(home: Home) -> None:
    first = home.begin().ready()
    (first.socket_folder / ".s.PGSQL.5432").unlink()
    first.kill()
    assert home.begin().ready().ask("SELECT 1") == "1"


def test_a_process_killed_while_it_makes_the_cluster_leaves_the_way_free(empty_home: Home) -> None:
    first = empty_home.begin()
    while not any(empty_home.data_dir.glob("postgres.unfinished-*/base")):
        time.sleep(0.01)
    first.kill()
    assert not empty_home.cluster.exists()
    assert empty_home.begin().ready().ask("SELECT 1") == "1"


def test_a_cluster_of_another_version_is_named_and_left_alone(home: Home) -> None:
    version = home.cluster / "PG_VERSION"
    version.write_text("17\n")
    name, message = refusal(home)
    version.write_text("18\n")
    assert name == "OtherVersion"
    assert "PostgreSQL 17" in message
    assert "PostgreSQL 18" in message
    assert "nothing was changed" in message
    assert "pg_dump" in message


def test_a_damaged_cluster_is_explained_with_the_servers_own_words(home: Home) -> None:
    control, spare = home.cluster / "global/pg_control", home.folder / "spare"
    shutil.copy2(control, spare)
    os.truncate(control, 100)
    name, message = refusal(home)
    control.write_bytes(spare.read_bytes())
    assert name == "DoesNotStart"
    assert "pg_control" in message
    assert home.begin().ready().ask("SELECT 1") == "1"


def test_a_folder_with_other_files_is_not_taken_for_a_cluster(empty_home: Home) -> None:
    letter = empty_home.make("postgres/letter.txt", "Dear Ann")
    name, message = refusal(empty_home)
    assert name == "NotACluster"
    assert str(letter.parent) in message
    assert letter.read_text() == "Dear Ann"


def test_an_empty_folder_is_filled(empty_home: Home) -> None:
    empty_home.make("postgres")
    assert empty_home.begin().ready().ask("SELECT 1") == "1"


def test_a_file_in_the_way_is_named(empty_home: Home) -> None:
    file = empty_home.make("file", "")
    assert refusal(empty_home, file)[0] == "NotAFolder"
    assert refusal(empty_home, file / "below")[0] == "NotAFolder"
    empty_home.make("postgres", "")
    assert refusal(empty_home)[0] == "NotAFolder"


def test_a_folder_that_may_not_be_written_to_is_named(ordinary_home: Home) -> None:
    ordinary_home.make("var").parent.chmod(0o555)
    name, message = refusal(ordinary_home)
    ordinary_home.data_dir.chmod(0o755)
    assert name == "NotWritable"
    assert str(ordinary_home.data_dir) in message


def test_a_cluster_that_moved_away_is_missed_not_replaced(empty_home: Home) -> None:
    empty_home.make("postgres-location", "/nowhere/at-all\n")
    name, message = refusal(empty_home)
    assert name == "Unreachable"
    assert "/nowhere/at-all" in message


def test_a_cluster_of_another_account_is_refused(home: Home) -> None:
    stranger = accounts.Account(name="stranger", uid=home.server_account.uid + 1, gid=1)
    cluster = Cluster(
        folder=home.cluster,
        socket_folder=home.cluster / "socket",
        owner=stranger,
        account=stranger,
        binaries=None,  # type: ignore[arg-type]  # the owner is looked at before any program runs
    )
    with pytest.raises(errors.OtherOwner, match=str(home.server_account.uid)):
        cluster.is_missing()
    assert cluster.look() is State.DOWN


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_to_be_full(number: int, tmp_path: Path) -> None:
    with pytest.raises(errors.DiskFull, match="free some"), errors.explaining(tmp_path):
        raise OSError(number, os.strerror(number))


def test_an_error_nobody_expects_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="Input/output"), errors.explaining(tmp_path):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_an_account_without_a_name_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 3_999_999)
    with pytest.raises(errors.NoAccount, match="FRONTDESK_DATABASE_URL"):
        accounts.owner()


def test_root_without_a_way_to_make_the_servers_account_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(accounts, "SERVER_ACCOUNT", "frontdesk-nobody")
    monkeypatch.setattr(accounts, "_ENVIRONMENT", {"PATH": "/nonexistent"})
    root = accounts.Account(name="root", uid=0, gid=0)
    with pytest.raises(errors.NoAccount, match="as an ordinary user, or set FRONTDESK_DATABASE_URL"):
        accounts.server_account(root)
