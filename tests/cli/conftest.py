"""Running commands as a person does: arguments and environment in, exit code and words out."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
import structlog

from frontdesk.cli import main
from tests.conftest import TestServer


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """What a command that failed as expected says: one sentence, no traceback."""
        assert self.code == 2
        assert "Traceback" not in self.err
        [line] = self.err.strip().splitlines()
        return line


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run a command in this process, with settings of its own and a data folder of the test's."""
    logging_before = structlog.get_config()
    for name in [name for name in os.environ if name.startswith(("FRONTDESK_", "OPENAI_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FRONTDESK_DATA_DIR", str(tmp_path / "data"))

    def run(*arguments: str, **settings: str) -> Ended:
        with monkeypatch.context() as own:
            own.setattr(sys, "argv", ["frontdesk", *arguments])
            for name, value in settings.items():
                own.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, said.out, said.err)

    yield run
    structlog.configure(**logging_before)


@pytest.fixture
async def empty_database(server: TestServer) -> str:
    """Return the address of a database with nothing in it."""
    connection = await asyncpg.connect(server.owner_dsn)
    try:
        await connection.execute("DROP DATABASE IF EXISTS cli_empty")
        await connection.execute("CREATE DATABASE cli_empty")
    finally:
        await connection.close()
    return urlunsplit(urlsplit(server.owner_dsn)._replace(path="/cli_empty"))
