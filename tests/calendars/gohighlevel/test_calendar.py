"""Which of the vendor's calls our calls become. Every exchange is judged by the vendor's document."""

import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from frontdesk.calendars.gohighlevel.calendar import GoHighLevelCalendar
from frontdesk.calendars.gohighlevel.client import GoHighLevelClient
from frontdesk.calendars.gohighlevel.tokens import StaticToken
from frontdesk.calendars.gohighlevel.transport import Transport
from frontdesk.calendars.port import CalendarRefused, ContactFacts, EventDraft
from tests.calendars.simulation import NEW_YORK, Simulation, bare, local, target
from tests.calendars.worlds import block

HOUR = {"starts_at": local("2026-12-01 10:00"), "ends_at": local("2026-12-01 11:00")}


def sent(simulation: Simulation, method: str) -> list[dict[str, object]]:
    return [json.loads(entry.body) for entry in simulation.state.requests.entries if entry.method == method]


@pytest.mark.parametrize(
    ("calendar_id", "person", "owner"),
    [
        ("event", None, {"calendarId": "event"}),
        ("event", "ann", {"calendarId": "event"}),
        ("robin", None, {"assignedUserId": "ann"}),
        ("robin", "bob", {"assignedUserId": "bob"}),
        ("personal", None, {"assignedUserId": "cyd"}),
    ],
)
async def test_an_event_calendar_is_blocked_itself_and_any_other_by_a_person(
    simulation: Simulation,
    adapter: GoHighLevelCalendar,
    calendar_id: str,
    person: str | None,
    owner: dict[str, str],
) -> None:
    await block(adapter, target(calendar_id, person=person), **HOUR, title="Visit")

    assert sent(simulation, "POST") == [
        {
            "locationId": "loc",
            "title": "Visit",
            "startTime": "2026-12-01T10:00:00-05:00",
            "endTime": "2026-12-01T11:00:00-05:00",
            **owner,
        }
    ]


@pytest.mark.parametrize(
    ("calendar_id", "named", "has"),
    [("team", None, "bob"), ("team", "robin", "robin"), ("others", None, "kim")],
)
async def test_a_move_keeps_the_person_that_staff_chose_unless_the_user_names_one(
    simulation: Simulation, adapter: GoHighLevelCalendar, calendar_id: str, named: str | None, has: str
) -> None:
    simulation.add_calendar("team", "round_robin", team=("robin", "bob"), slot_minutes=60)
    simulation.add_calendar("others", "round_robin", team=("kim",), slot_minutes=60)
    contact = await adapter.upsert_contact("loc", ContactFacts(email="lee@example.com"))
    draft = EventDraft("appointment", "Visit", HOUR["starts_at"], HOUR["ends_at"], contact.contact_id)
    event_id = await adapter.create_event(target("team"), draft)
    simulation.state.events[event_id].user_id = "bob"

    moved = replace(draft, starts_at=HOUR["ends_at"], ends_at=HOUR["ends_at"] + timedelta(hours=1))
    await adapter.update_event(target(calendar_id, person=named), event_id, moved)

    assert simulation.state.events[event_id].user_id == has


async def test_a_calendar_that_needs_a_person_and_has_none_is_refused_before_anything_is_written(
    simulation: Simulation, adapter: GoHighLevelCalendar
) -> None:
    simulation.add_calendar("nobody", "round_robin")

    with pytest.raises(CalendarRefused, match="assignedUserId"):
        await block(adapter, target("nobody"), **HOUR, title="Visit")

    assert sent(simulation, "POST") == []


async def test_a_persons_free_time_counts_not_the_teams(
    simulation: Simulation, adapter: GoHighLevelCalendar
) -> None:
    await block(adapter, target("robin", person="bob"), **HOUR, title="Visit")
    morning = {"start": local("2026-12-01 10:00"), "end": local("2026-12-01 11:00")}

    assert len(await adapter.free_cells(target("robin", person="ann"), **morning)) == 2
    assert await adapter.free_cells(target("robin", person="bob"), **morning) == []


async def test_a_calendars_settings_are_read_once_in_a_while(
    simulation: Simulation, adapter: GoHighLevelCalendar
) -> None:
    for _ in range(3):
        await adapter.free_cells(
            target("event"), start=local("2026-12-01 00:00"), end=local("2026-12-02 00:00")
        )

    assert simulation.state.requests.count("GET", "/calendars/event") == 1
    assert simulation.state.requests.count("GET", "/calendars/event/free-slots") == 3


async def test_a_slot_length_that_changes_over_there_counts_within_minutes(
    simulation: Simulation, adapter: GoHighLevelCalendar
) -> None:
    morning = {"start": local("2026-12-01 09:00"), "end": local("2026-12-01 10:00")}
    assert (await adapter.free_cells(target("event"), **morning))[0].ends_at == local("2026-12-01 09:30")
    calendars = simulation.state.calendars
    calendars["event"] = replace(calendars["event"], slot_minutes=60, interval_minutes=60)

    simulation.clock.instant += timedelta(minutes=5)

    assert (await adapter.free_cells(target("event"), **morning))[0].ends_at == local("2026-12-01 10:00")


async def test_a_vanished_event_is_called_off_whatever_status_says_so(
    simulation: Simulation, adapter: GoHighLevelCalendar
) -> None:
    no = '{"status": 400, "body": {"statusCode": 400, "message": "Event not found"}}'
    simulation.break_with(f'[{{"match": {{"method": "DELETE"}}, "then": {no}}}]')

    await adapter.cancel_event("gone", kind="block")

    assert simulation.state.requests.count("DELETE", "/calendars/events/gone") == 1


async def test_a_no_to_what_goes_by_old_settings_is_asked_again_by_new_ones(
    simulation: Simulation, adapter: GoHighLevelCalendar
) -> None:
    await block(adapter, target("event"), **HOUR, title="Visit")
    calendars = simulation.state.calendars
    calendars["event"] = replace(calendars["event"], type="personal", team=("cyd",))

    await block(adapter, target("event"), **HOUR, title="Visit")

    written = [body.get("calendarId") or body.get("assignedUserId") for body in sent(simulation, "POST")]
    assert written == ["event", "event", "cyd"]
    assert len(simulation.state.events) == 2


async def test_a_no_to_what_goes_by_present_settings_is_told_at_once(
    simulation: Simulation, adapter: GoHighLevelCalendar
) -> None:
    await block(adapter, target("event"), **HOUR, title="Visit")
    no = '{"status": 422, "body": {"statusCode": 422, "message": ["title is too long"]}}'
    simulation.break_with(f'[{{"match": {{"method": "POST"}}, "then": {no}}}]')

    with pytest.raises(CalendarRefused, match="too long"):
        await block(adapter, target("event"), **HOUR, title="Visit")

    assert len(sent(simulation, "POST")) == 2


async def test_cells_are_as_long_as_the_calendars_slots(
    simulation: Simulation, adapter: GoHighLevelCalendar
) -> None:
    simulation.add_calendar("long", "event", slot_minutes=90)

    cells = await adapter.free_cells(
        target("long"), start=local("2026-12-01 00:00"), end=local("2026-12-02 00:00")
    )

    assert [
        f"{c.starts_at.astimezone(NEW_YORK):%H:%M}-{c.ends_at.astimezone(NEW_YORK):%H:%M}" for c in cells
    ] == [
        "09:00-10:30",
        "10:30-12:00",
        "12:00-13:30",
        "13:30-15:00",
        "15:00-16:30",
    ]


async def test_a_token_without_the_scope_is_told_which_one_it_lacks(simulation: Simulation) -> None:
    token = simulation.state.add_private_token("loc", scopes=frozenset({"calendars.readonly"}))
    async with bare() as http:
        adapter = GoHighLevelCalendar(simulation.client(http, token=token))

        with pytest.raises(CalendarRefused, match=r"calendars/events\.write"):
            await block(adapter, target("event"), **HOUR, title="Visit")


async def test_a_vendor_that_answers_by_whole_days_gives_no_cell_twice_and_none_outside() -> None:
    def answer_generously(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/calendars/event":
            return httpx.Response(200, json={"calendar": {"id": "event", "calendarType": "event"}})
        slots = {f"2026-12-{day:02}": [f"2026-12-{day:02}T12:00:00-05:00"] for day in range(1, 32)}
        return httpx.Response(200, json={day: {"slots": starts} for day, starts in slots.items()})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer_generously)) as http:
        adapter = GoHighLevelCalendar(
            GoHighLevelClient(Transport(http, base_url="http://vendor", tokens=StaticToken("pit-test")))
        )
        cells = await adapter.free_cells(
            target("event"), start=local("2026-11-05 00:00"), end=local("2026-12-08 12:00")
        )

    assert [cell.starts_at for cell in cells] == [local(f"2026-12-{day:02} 12:00") for day in range(1, 8)]
