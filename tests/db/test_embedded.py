"""The embedded database from its first start to its next one, as root and as an ordinary user."""

from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from frontdesk.db import embedded
from tests.db.embedded_home import ME, OWNERS, Home


@pytest.fixture(scope="module", params=OWNERS, ids=lambda owner: owner.name)
def lasting_home(request: pytest.FixtureRequest) -> Iterator[Home]:
    home = Home(request.param)
    yield home
    home.clear()


@pytest.fixture
def home(lasting_home: Home) -> Iterator[Home]:
    yield lasting_home
    lasting_home.rest()


def test_the_first_start_makes_a_checked_utf8_database_in_utc(home: Home) -> None:
    first = home.begin().ready()
    assert first.ask("SELECT current_database()") == "frontdesk"
    assert first.ask("SHOW server_version").startswith("18.")
    assert first.ask("SHOW server_encoding") == "UTF8"
    assert first.ask("SHOW data_checksums") == "on"
    assert first.ask("SHOW timezone") == "UTC"
    assert first.ask("SELECT datlocale FROM pg_database WHERE datname = current_database()") == "C.UTF-8"
    first.ask("CREATE EXTENSION btree_gist")
    assert first.ask("SELECT extname FROM pg_extension WHERE extname = 'btree_gist'") == "btree_gist"


def test_what_was_written_is_there_after_a_restart(home: Home) -> None:
    first = home.begin().ready()
    first.ask("CREATE TABLE IF NOT EXISTS kept AS SELECT 'still here' AS word")
    first.leave()
    assert not home.is_served()

    assert home.begin().ready().ask("SELECT word FROM kept") == "still here"


def test_a_dropped_database_is_made_again(home: Home) -> None:
    first = home.begin().ready()
    first.ask("DROP DATABASE frontdesk", database="postgres")
    assert home.begin().ready().ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0"


def test_the_log_is_kept_in_the_cluster_without_what_people_wrote(home: Home) -> None:
    first = home.begin().ready()
    first.ask("CREATE TABLE IF NOT EXISTS lead (email text UNIQUE)")
    first.ask("INSERT INTO lead VALUES ('ann@example.com')")
    first.ask(
        "DO $$ BEGIN INSERT INTO lead VALUES ('ann@example.com'); EXCEPTION WHEN OTHERS THEN "
        "RAISE WARNING 'refused'; END $$"
    )
    first.leave()

    log = "".join(file.read_text() for file in (home.cluster / "log").glob("???.log"))
    assert "refused" in log
    assert "ann@example.com" not in log


@pytest.fixture(scope="module")
def own_home() -> Iterator[Home]:
    home = Home(ME)
    yield home
    home.clear()


async def test_asyncpg_and_sqlalchemy_get_in_with_the_addresses_given(own_home: Home) -> None:
    with embedded.running(own_home.data_dir, settings=embedded.FORGETFUL) as server:
        connection = await asyncpg.connect(server.dsn(embedded.SUPERUSER))
        await connection.execute("CREATE ROLE frontdesk_app LOGIN")
        await connection.close()
        connection = await asyncpg.connect(server.dsn(embedded.APP))
        assert await connection.fetchval("SELECT current_user") == "frontdesk_app"
        await connection.close()
        engine = create_async_engine(server.sqlalchemy_url(embedded.SUPERUSER))
        async with engine.connect() as opened:
            assert await opened.scalar(text("SELECT current_user || '@' || current_database()")) == (
                "postgres@frontdesk"
            )
        await engine.dispose()
    assert not own_home.is_served()


def test_a_process_may_use_it_twice_and_close_more_than_once(own_home: Home) -> None:
    one = embedded.start(own_home.data_dir, settings=embedded.FORGETFUL)
    other = embedded.start(own_home.data_dir)
    one.close()
    one.close()
    assert own_home.is_served()
    other.close()
    assert not own_home.is_served()


async def test_settings_reach_the_server_and_cannot_open_it_to_the_network(own_home: Home) -> None:
    settings = {**embedded.FORGETFUL, "application_name": "it's", "listen_addresses": "*"}
    with embedded.running(own_home.data_dir, settings=settings) as server:
        connection = await asyncpg.connect(server.dsn(embedded.SUPERUSER))
        assert await connection.fetchval("SHOW fsync") == "off"
        assert await connection.fetchval("SHOW application_name") == "it's"
        assert await connection.fetchval("SHOW listen_addresses") == ""
        await connection.close()


def test_without_settings_nothing_durable_is_switched_off(own_home: Home) -> None:
    embedded.start(own_home.data_dir).close()
    written = (Path(own_home.cluster) / "postgresql.conf").read_text()
    assert "fsync" not in written
    assert "synchronous_commit" not in written
