"""Faults strike what they match, as often as they say, and wrong rules are named."""

import asyncio
from pathlib import Path

import httpx
import pytest

from frontdesk.calendars.simulator.faults import FaultPlan, load_faults, plan_faults, read_rules
from tests.calendars.simulation import VERSION, Simulation, bare

LIST = "/calendars/?locationId=loc"
BLOCK = {
    "locationId": "loc",
    "calendarId": "event",
    "startTime": "2026-12-01T10:00:00-05:00",
    "endTime": "2026-12-01T11:00:00-05:00",
}


def strikes(plan: FaultPlan, method: str, path: str) -> bool:
    return plan.pick(method, path) is not None


def test_a_rule_strikes_the_method_and_the_path_it_names() -> None:
    plan = plan_faults(
        b'[{"match": {"method": "post", "path": "/calendars/events/*"}, "then": {"status": 503}}]'
    )

    assert strikes(plan, "POST", "/calendars/events/block-slots")
    assert not strikes(plan, "GET", "/calendars/events/block-slots")
    assert not strikes(plan, "POST", "/contacts/upsert")


def test_a_rule_strikes_as_often_as_it_says_and_then_the_next_rule_has_its_turn() -> None:
    plan = plan_faults(b'[{"times": 2, "then": {"status": 503}}, {"then": {"status": 429}}]')

    outcomes = [plan.pick("GET", "/") for _ in range(4)]

    assert [outcome.status for outcome in outcomes if outcome] == [503, 503, 429, 429]


def test_a_probable_rule_strikes_about_that_often_and_the_same_way_each_time() -> None:
    text = b'[{"probability": 0.3, "seed": 11, "then": {"reset": true}}]'
    plan, again = plan_faults(text), plan_faults(text)

    struck = [strikes(plan, "GET", "/") for _ in range(1000)]

    assert 250 < sum(struck) < 350
    assert struck == [strikes(again, "GET", "/") for _ in range(1000)]


@pytest.mark.parametrize(
    ("rules", "complaint"),
    [
        ("[{", "is not JSON"),
        ("{}", "rules must be a JSON list"),
        ("[{}]", "missing required field `then`"),
        ('[{"then": {}}]', r"rules\[0\].then must say what happens"),
        ('[{"then": {"status": 99}}]', r"rules\[0\].then.status"),
        ('[{"then": {"status": "503"}}]', r"then.status"),
        ('[{"then": {"explode": true}}]', "explode"),
        ('[{"then": {"reset": true}, "time": 1}]', "time"),
        ('[{"then": {"reset": true}}, {"then": {"reset": true}, "times": 0}]', r"rules\[1\].times"),
        ('[{"then": {"reset": true}, "probability": 1.5}]', r"rules\[0\].probability"),
        ('[{"then": {"reset": true, "status": 500}}]', "only one of"),
        ('[{"then": {"latencySeconds": -1}}]', "latencySeconds"),
        ('[{"then": {"reset": true, "body": {}}}]', "then.body"),
        ('[{"then": {"carriedOut": true}}]', "must say what happens"),
        ('[{"match": {"verb": "GET"}, "then": {"reset": true}}]', "verb"),
    ],
)
def test_a_wrong_rule_is_refused_in_one_sentence_that_names_the_field(
    tmp_path: Path, rules: str, complaint: str
) -> None:
    file = tmp_path / "faults.json"
    file.write_text(rules)

    with pytest.raises(ValueError, match=complaint) as caught:
        load_faults(file)

    assert str(caught.value).startswith(f"The faults file {file} is wrong: ")
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        load_faults(tmp_path / "none.json")


def test_a_right_file_is_a_plan(tmp_path: Path) -> None:
    file = tmp_path / "faults.json"
    file.write_text('[{"then": {"latencySeconds": 0.5, "status": 503, "body": {"message": "later"}}}]')

    outcome = load_faults(file).pick("GET", "/")

    assert outcome is not None
    assert (outcome.latency_seconds, outcome.status, bytes(outcome.body)) == (
        0.5,
        503,
        b'{"message": "later"}',
    )


async def test_a_dropped_reply_is_a_connection_closed_after_the_write(
    simulation: Simulation, api: httpx.AsyncClient
) -> None:
    simulation.break_with('[{"then": {"dropReply": true}}]')

    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        await api.post("/calendars/events/block-slots", json=BLOCK)

    assert len(simulation.state.events) == 1
    assert simulation.state.requests.entries[-1].fault == "dropReply"


async def test_a_reset_is_a_reset_before_the_write(simulation: Simulation, api: httpx.AsyncClient) -> None:
    simulation.break_with('[{"then": {"reset": true}}]')

    with pytest.raises(httpx.ReadError) as caught:
        await api.post("/calendars/events/block-slots", json=BLOCK)

    causes = []
    error: BaseException | None = caught.value
    while error is not None:
        causes.append(type(error))
        error = error.__cause__ or error.__context__
    assert ConnectionResetError in causes
    assert simulation.state.events == {}


async def test_an_answer_can_be_put_in_the_routes_place(simulation: Simulation) -> None:
    simulation.break_with(
        '[{"then": {"status": 429, "headers": {"Retry-After": "3"}, "body": {"message": "slow"}}}]'
    )

    async with bare(simulation.base_url) as http:
        answer = await http.get(LIST)

    assert (answer.status_code, answer.json()) == (429, {"message": "slow"})
    assert answer.headers["Retry-After"] == "3"
    assert answer.headers["X-RateLimit-Max"] == "100"


async def test_a_server_can_have_a_problem_after_the_write(simulation: Simulation) -> None:
    simulation.break_with('[{"then": {"status": 502, "carriedOut": true}}]')

    async with bare(simulation.base_url) as http:
        headers = {"Authorization": f"Bearer {simulation.token}", "Version": VERSION}
        answer = await http.post("/calendars/events/block-slots", json=BLOCK, headers=headers)

    assert (answer.status_code, len(simulation.state.events)) == (502, 1)
    entry = simulation.state.requests.entries[-1]
    assert (entry.status, entry.effect, entry.fault) == (502, 201, "status 502, carried out")


@pytest.mark.parametrize(("carried_out", "events_meanwhile"), [("true", 1), ("false", 0)])
async def test_a_late_answers_write_takes_effect_at_once_or_late(
    simulation: Simulation,
    api: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    carried_out: str,
    events_meanwhile: int,
) -> None:
    seen: list[tuple[int, int]] = []
    simulation.break_with(f'[{{"then": {{"latencySeconds": 12, "carriedOut": {carried_out}}}}}]')

    async def look(_: float) -> None:
        seen.append((len(simulation.state.events), simulation.state.requests.under_way))

    monkeypatch.setattr(asyncio, "sleep", look)
    answer = await api.post("/calendars/events/block-slots", json=BLOCK)

    assert (answer.status_code, len(simulation.state.events)) == (201, 1)
    assert (seen, simulation.state.requests.under_way) == ([(events_meanwhile, 1)], 0)


async def test_a_location_can_be_turned_down_for_a_while(
    simulation: Simulation, api: httpx.AsyncClient
) -> None:
    [rule] = read_rules(b'[{"match": {"location": "loc"}, "then": {"status": 401}}]')
    [other] = read_rules(b'[{"match": {"location": "elsewhere"}, "then": {"status": 401}}]')

    with simulation.state.faults.preceded_by(rule), simulation.state.faults.preceded_by(other):
        during = (await api.get(LIST)).status_code
    with simulation.state.faults.preceded_by(other):
        after = (await api.get(LIST)).status_code

    assert (during, after) == (401, 200)


async def test_an_answer_can_come_late(
    simulation: Simulation, api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []
    simulation.break_with('[{"times": 1, "then": {"latencySeconds": 7.5}}]')

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)
    answer = await api.get(LIST)

    assert (answer.status_code, waited) == (200, [7.5])


async def test_the_firewalls_page_is_no_json(simulation: Simulation) -> None:
    simulation.break_with('[{"then": {"html403": true}}]')

    async with bare(simulation.base_url) as http:
        answer = await http.get(LIST)

    assert answer.status_code == 403
    assert answer.headers["Content-Type"] == "text/html"
    assert "1010" in answer.text
