"""GoHighLevel as a `Calendar` of the port: what each of our calls means in the vendor's terms."""

from datetime import datetime

from frontdesk.calendars.gohighlevel.client import GoHighLevelClient
from frontdesk.calendars.gohighlevel.errors import NotFoundThere
from frontdesk.calendars.gohighlevel.payloads import (
    EVENT_CALENDAR,
    BlockSlotRequest,
    CalendarPayload,
    EventPayload,
    read_time,
    split_range,
    write_milliseconds,
    write_time,
)
from frontdesk.calendars.port import (
    CalendarRefused,
    CalendarSummary,
    CalendarTarget,
    ExternalBlock,
    FreeCell,
)


class GoHighLevelCalendar:
    """One connected location.

    A calendar's settings are read once in the life of an instance: make a new one for fresh settings.
    """

    def __init__(self, client: GoHighLevelClient) -> None:
        self._client = client
        self._settings: dict[str, CalendarPayload] = {}

    async def list_calendars(self, location_id: str) -> list[CalendarSummary]:
        """Return the location's calendars, drafts included."""
        return [
            CalendarSummary(calendar_id=found.id, name=found.name, is_active=found.is_active is not False)
            for found in await self._client.calendars(location_id)
        ]

    async def free_cells(self, target: CalendarTarget, *, start: datetime, end: datetime) -> list[FreeCell]:
        """Return the cells that start in the half-open stretch, in order.

        A slot promises its own length and no more, so a longer booking has to find several in a row.
        """
        settings = await self._settings_of(target)
        person = _person_blocked(settings, target)
        cells: list[FreeCell] = []
        for piece_start, piece_end in split_range(start, end):
            query = {
                "startDate": write_milliseconds(piece_start),
                "endDate": write_milliseconds(piece_end),
                "timezone": target.zone.key,
                **({"userId": person} if person else {}),
            }
            cells += [
                FreeCell(starts_at=slot, ends_at=slot + settings.cell_length)
                for slot in await self._client.free_slots(target.calendar_id, query)
                if piece_start <= slot < piece_end
            ]
        return cells

    async def create_block(
        self, target: CalendarTarget, *, starts_at: datetime, ends_at: datetime, title: str
    ) -> str:
        """Block the time and return the new event's id.

        On an event calendar the calendar is blocked, on any other kind a person, on all their calendars.
        The vendor does not check a block against what is there already.
        """
        person = _person_blocked(await self._settings_of(target), target)
        request = BlockSlotRequest(
            location_id=target.location_id,
            title=title,
            start_time=write_time(starts_at, target.zone),
            end_time=write_time(ends_at, target.zone),
            calendar_id=None if person else target.calendar_id,
            assigned_user_id=person,
        )
        return await self._client.create_block_slot(request)

    async def find_blocks(
        self, target: CalendarTarget, *, start: datetime, end: datetime
    ) -> list[ExternalBlock]:
        """Return the blocks that overlap the half-open stretch, in order."""
        person = _person_blocked(await self._settings_of(target), target)
        query = {
            "locationId": target.location_id,
            "startTime": write_milliseconds(start),
            "endTime": write_milliseconds(end),
            **({"userId": person} if person else {"calendarId": target.calendar_id}),
        }
        read = (_block(event, target) for event in await self._client.blocked_slots(query))
        blocks = [block for block in read if block and block.starts_at < end and start < block.ends_at]
        return sorted(blocks, key=lambda block: (block.starts_at, block.event_id))

    async def delete_event(self, event_id: str) -> None:
        """Remove an event. An event that is already gone is no error."""
        try:
            await self._client.delete_event(event_id)
        except NotFoundThere:
            return

    async def _settings_of(self, target: CalendarTarget) -> CalendarPayload:
        if target.calendar_id not in self._settings:
            self._settings[target.calendar_id] = await self._client.calendar(target.calendar_id)
        return self._settings[target.calendar_id]


def _person_blocked(settings: CalendarPayload, target: CalendarTarget) -> str | None:
    """Return the person whose time stands for the calendar, or None where the calendar itself does.

    Raises `CalendarRefused` when the calendar needs a person and has none.
    """
    if settings.calendar_type == EVENT_CALENDAR:
        return None
    person = settings.person(target.assigned_user_id)
    if person is None:
        raise CalendarRefused(
            "This GoHighLevel calendar has no team member whose time could be blocked. "
            "Add one there, or name the person with assignedUserId."
        )
    return person


def _block(event: EventPayload, target: CalendarTarget) -> ExternalBlock | None:
    """Return the event as a block, or None if it has no times."""
    starts_at, ends_at = read_time(event.start_time, target.zone), read_time(event.end_time, target.zone)
    if starts_at is None or ends_at is None:
        return None
    return ExternalBlock(event_id=event.id, title=event.title or "", starts_at=starts_at, ends_at=ends_at)
