"""`frontdesk eval dialogues --model openai:... -k 2`, held with a provider that follows a script."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.assistant.scripted_openai import Answer, calls, says, scripted_openai

BOOKED = says("You're booked for Tuesday 1 December at 2:00 PM.")
BOOK = calls("create_booking", date="2026-12-01", time="14:00")
RIGHT = (BOOK, BOOKED, says("Goodbye!"))
CLAIMS = (BOOKED,)


def dialogue(name: str) -> dict[str, Any]:
    words = ("Can I book for Tuesday December 1 at 2pm?", "Thanks, bye")
    return {
        "id": name,
        "source": "ours",
        "reference_date": "2026-11-30",
        "business": "Bright Smiles",
        "turns": [{"speaker": "user", "text": text} for text in words],
        "expected_booking": {"date": "2026-12-01", "time": "14:00"},
        "rejected": [],
        "unavailable": [],
    }


async def scored(file: Path, *answers: Answer) -> dict[str, Any]:
    """Score a file twice over, with the script for a provider."""
    async with scripted_openai() as provider:
        provider.will(*answers)
        named = {"OPENAI_BASE_URL": provider.base_url, "OPENAI_API_KEY": "sk-hunter2"}
        return await report_on(file, "--model", "openai:gpt-scripted", "-k", "2", environment=named)


async def report_on(file: Path, *options: str, environment: dict[str, str]) -> dict[str, Any]:
    """Run the command as its users do."""
    command = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("frontdesk"), "eval", "dialogues", file, *options, "--json",
        env={**os.environ, **environment}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    printed, errors = await command.communicate()
    assert command.returncode == 0, errors.decode()
    report: dict[str, Any] = json.loads(printed)
    return report


async def test_a_provider_is_scored_over_several_tries(tmp_path: Path) -> None:
    file = tmp_path / "dialogues.jsonl"
    file.write_text("\n".join(json.dumps(dialogue(name)) for name in ("a", "b", "c")))

    report = await scored(file, *RIGHT * 5, *CLAIMS)

    assert (report["model"], report["trials"], report["right"]) == ("openai:gpt-scripted", 2, 5)
    assert report["pass^1"] == round(5 / 6, 4)
    assert report["pass^2"] == round(2 / 3, 4)
    assert (report["wrongBookings"], report["doubleBookings"]) == (0, 0)
    assert report["missed"] == ["c"]
    assert report["tokensPerBooking"] >= 330
    assert report["dollarsPerBooking"] is None  # nobody knows what this model costs


async def test_a_wrong_booking_is_counted_though_it_was_put_right_in_the_end(tmp_path: Path) -> None:
    file = tmp_path / "dialogues.jsonl"
    at_three = {"date": "2026-12-01", "time": "15:00"}
    turns = [
        {"text": "Tuesday December 1 at 2pm please", "inform": at_three},  # as the label has it
        {"text": "Please move it to 3pm", "inform": at_three},
        {"text": "Bye", "inform": {}},
    ]
    said = [{"speaker": "user", **turn} for turn in turns]
    file.write_text(json.dumps({**dialogue("a"), "turns": said, "expected_booking": at_three}))

    report = await report_on(file, "--model", "offline", environment={})

    assert (report["right"], report["wrongBookings"], report["wrong"]) == (1, 1, ["a"])
