"""A diary that answers the assistant's tools: weekdays nine to five, every half hour."""

import datetime as dt
from collections.abc import Mapping


class Diary:
    """Bookings and busy times; `lost` times are shown free and refused when booked."""

    def __init__(
        self,
        *,
        busy: set[tuple[str, str]] | None = None,
        lost: set[tuple[str, str]] | None = None,
        status: str = "confirmed",
        broken: bool = False,
    ) -> None:
        self.busy = busy or set()
        self.lost = lost or set()
        self.status = status
        self.broken = broken
        self.rows: dict[int, tuple[str, str]] = {}

    @property
    def booked(self) -> list[tuple[str, str]]:
        """Every booked day and time."""
        return sorted(self.rows.values())

    def answer(self, name: str, arguments: Mapping[str, object]) -> dict[str, object]:
        """Return what the named tool answers."""
        if self.broken:
            return {"success": False, "error": "UNAVAILABLE", "message": "The calendar is not answering."}
        day, time = str(arguments.get("date")), str(arguments.get("time"))
        match name:
            case "check_availability":
                slots = self._free(day)
                return {"available": bool(slots), "date": day, "timezone": "America/New_York", "slots": slots}
            case "create_booking":
                return self._put(len(self.rows) + 1, day, time=time)
            case "reschedule_booking":
                return self._put(int(str(arguments["bookingId"])), day, time=time)
            case "list_bookings":
                return {"bookings": [self._row(number) for number in self.rows]}
        self.rows.pop(int(str(arguments["bookingId"])))
        return {"success": True, "status": "cancelled"}

    def _free(self, day: str) -> list[str]:
        if dt.date.fromisoformat(day).weekday() > 4:
            return []
        taken = self.busy | set(self.rows.values())
        all_day = [f"{hour:02}:{minute:02}" for hour in range(9, 17) for minute in (0, 30)]
        return [time for time in all_day if (day, time) not in taken]

    def _put(self, number: int, day: str, *, time: str) -> dict[str, object]:
        if (day, time) in self.lost:
            self.busy.add((day, time))
        if time not in self._free(day):
            left = self._free(day)
            return {
                "success": False,
                "error": "SLOT_UNAVAILABLE",
                "message": "Taken.",
                "availableSlots": left,
            }
        self.rows[number] = (day, time)
        return {"success": True, "bookingId": number, **self._row(number)}

    def _row(self, number: int) -> dict[str, object]:
        day, time = self.rows[number]
        details = {"date": day, "time": f"{time}:00", "timezone": "America/New_York"}
        return {"id": number, "status": self.status, "details": details}
