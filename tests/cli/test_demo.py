"""`frontdesk demo --once`: everything there is, in one command."""

import os
import re
import subprocess
import sys
from pathlib import Path

from frontdesk.demo import stage
from tests.cli.conftest import Run

LONGEST_SECONDS = 120


def test_the_demonstration_ends_in_a_confirmed_booking(reachable_folder: Path) -> None:
    settings = {
        name: value for name, value in os.environ.items() if not name.startswith(("FRONTDESK_", "OPENAI_"))
    }
    folder = reachable_folder / "demo"

    ended = subprocess.run(
        [sys.executable, "-m", "frontdesk", "demo", "--once"],
        env={**settings, "FRONTDESK_DATA_DIR": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    for told in (
        "check_availability",
        "create_booking",
        "The row in PostgreSQL",
        "The simulated GoHighLevel calendar",
    ):
        assert told in ended.stdout
    assert re.search(r"Tuesday \d+ \w+, 2:00 PM \(New York time\)", ended.stdout)
    assert (folder / "demo" / "demo-account.json").stat().st_mode & 0o777 == 0o600


def test_a_second_demonstration_leaves_the_first_alone(run: Run, tmp_path: Path) -> None:
    with stage.alone(tmp_path / "data" / "demo"):
        ended = run("demo", "--once")

    assert (ended.code, ended.out) == (2, "")
    assert "A demonstration is running in this folder already." in ended.err
