"""The schema's commands, where the database or the program is not what is needed."""

import asyncio
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from frontdesk.db.schema import HEAD
from tests.cli.conftest import Run


async def _set_version(url: str, version: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("UPDATE alembic_version SET version_num = $1", version)
    finally:
        await connection.close()


@pytest.mark.parametrize("command", [("db", "status"), ("db", "migrate"), ("serve", "--port", "8431")])
def test_a_schema_of_a_later_program_is_left_alone(
    run: Run, empty_database: str, command: tuple[str, ...]
) -> None:
    assert run("db", "migrate", FRONTDESK_DATABASE_URL=empty_database).code == 0
    asyncio.run(_set_version(empty_database, "9999"))

    sentence = run(*command, FRONTDESK_DATABASE_URL=empty_database).sentence

    assert f"at 9999, newer than this program, which needs {HEAD}" in sentence
    assert "restore a backup" in sentence


def test_an_account_that_may_not_migrate_is_told_so_in_a_sentence(run: Run, empty_database: str) -> None:
    parts = urlsplit(empty_database)
    weak = urlunsplit(parts._replace(netloc=parts.netloc.replace("postgres", "frontdesk_app")))

    sentence = run("db", "migrate", FRONTDESK_DATABASE_URL=weak).sentence

    assert "may not do this" in sentence
    assert "owns the database and may create roles" in sentence
