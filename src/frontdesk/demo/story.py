"""The conversation that is played, and what is shown of it: words, tool calls, the row, the calendar."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from frontdesk.calendars.simulator.state import SimulatorState
from frontdesk.demo.stage import DemoAccount, StageCollapsed

OPENING = "Hi, can I book for Tuesday at 2pm?"
TUESDAY = 1
MOST_TURNS = 6
OK = 200


async def play(
    console: Console, client: httpx.AsyncClient, *, now: datetime, zone: ZoneInfo
) -> dict[str, Any] | None:
    """Play the lead's part until something is booked; returns the booking as the API tells it."""
    lead = await _post(client, "/leads", {"name": "Dana Whitfield", "timezone": zone.key})
    words, conversation_id = OPENING, None
    for _ in range(MOST_TURNS):
        console.print(f"[bold cyan]Lead[/]       {escape(words)}")
        asked = {"leadId": lead["id"], "content": words, "conversationId": conversation_id}
        answer = await _post(client, "/chat/messages", asked)
        conversation_id = answer["conversationId"]
        for call in answer["toolCalls"]:
            _show_call(console, call)
        console.print(f"[bold green]Assistant[/]  {escape(answer['reply'])}\n")
        if answer["booking"] is not None:
            booking: dict[str, Any] = answer["booking"]
            return booking
        words = _next_words(now.astimezone(zone))
    return None


def _next_words(today: datetime) -> str:
    """Return how the lead answers a question: on a Tuesday, which one was meant; else simply yes."""
    return "Next week's Tuesday at 2pm, please." if today.weekday() == TUESDAY else "Yes, please."


async def as_it_is_now(client: httpx.AsyncClient, booking: dict[str, Any]) -> dict[str, Any]:
    """Return the booking as it is now."""
    answer = await client.get(f"/bookings/{booking['id']}")
    found: dict[str, Any] = answer.json()
    return found


def show_row(console: Console, booking: dict[str, Any]) -> None:
    """Show the booking as the database has it."""
    details = booking["details"]
    table = Table(title="The row in PostgreSQL", title_justify="left", show_header=False)
    for name, value in (
        ("booking", f"{booking['id']} of sub-account {booking['subAccountId']}"),
        ("status", booking["status"]),
        ("when", f"{details['date']} {details['time']} {details['timezone']}, {details['duration']} minutes"),
        ("starts at", booking["startsAt"]),
        ("external event", f"{booking['externalEventId']} ({booking['externalSync']['state']})"),
    ):
        table.add_row(name, str(value))
    console.print(table)


def show_calendar(console: Console, state: SimulatorState) -> None:
    """Show what the outside calendar holds."""
    table = Table("event", "kind", "starts", "ends", "title", title="The simulated GoHighLevel calendar")
    for event in state.events.values():
        zone = state.zone_of(event)
        starts, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
        table.add_row(event.id, event.kind, f"{starts:%a %d %b %H:%M}", f"{ends:%H:%M}", event.title)
    console.print(table)


def is_in_calendar(booking: dict[str, Any], state: SimulatorState) -> bool:
    """Say whether the booking is confirmed and its event stands in the calendar at its time."""
    event = state.events.get(str(booking["externalEventId"]))
    starts_at = datetime.fromisoformat(booking["startsAt"])
    return booking["status"] == "confirmed" and event is not None and event.starts_at == starts_at


def show_addresses(console: Console, account: DemoAccount, *, base_url: str, email: str) -> None:
    """Show where to go on; nothing is cut off, however narrow the terminal."""
    for name, where in (
        ("Chat page", f"{base_url}/c/{account.widget_key}"),
        ("Dashboard", f"{base_url}/app"),
        ("  sign in", f"{email}"),
        ("  password", f"{account.password}"),
        ("API", f"{base_url}/docs"),
        ("  key", f"{account.api_key}"),
    ):
        console.print(f"[bold]{name:<12}[/]{escape(where)}", soft_wrap=True, highlight=False)
    console.print("\nfrontdesk is running; Ctrl+C stops it.")


def _show_call(console: Console, call: dict[str, Any]) -> None:
    result = dict(call["result"])
    slots = result.get("slots")
    told = f"{len(slots)} free times: {', '.join(slots)}" if slots else json.dumps(result)
    console.print(
        f"[yellow]  tool[/]     [dim]{call['name']}({json.dumps(call['arguments'])})[/]", highlight=False
    )
    console.print(f"[yellow]  answer[/]   [dim]{escape(told)}[/]", highlight=False)


async def _post(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    content: dict[str, Any] = answer.json()
    if not answer.is_success:
        raise StageCollapsed(f"{path} answered {answer.status_code}: {content.get('message')}")
    return content
