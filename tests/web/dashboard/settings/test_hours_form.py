"""What a form of working hours shows and sends."""

from typing import Any

from frontdesk.web.dashboard.settings.hours_form import HoursForm, form_of, form_sent

MORNING_AND_AFTERNOON = [{"start": "09:00", "end": "12:00"}, {"start": "14:00", "end": "15:00"}]
SAVED: dict[str, Any] = {
    "slots": [
        {"day": 1, "start": "09:00", "end": "12:00"},
        {"day": 1, "start": "13:00", "end": "24:00", "timezone": "America/Denver"},
        {"day": 5, "start": "09:00", "end": "17:00"},
    ],
    "slotDuration": 45,
    "bufferMinutes": 0,
    "dateOverrides": [
        {
            "date": "2026-12-24",
            "slots": [{"start": "09:00", "end": "12:00"}, {"start": "14:00", "end": "15:00"}],
        },
        {"date": "2026-12-25", "slots": []},
    ],
}


def sent(form: HoursForm) -> dict[str, list[str]]:
    """Return what a browser sends of a form, row by row."""
    fields: dict[str, list[str]] = {name: [text] for name, text in form.numbers.items()}
    rows = [window for day in range(7) for window in form.of_day(day)]
    fields |= {
        "day": [str(row.day) for row in rows],
        "start": [row.start for row in rows],
        "end": [row.end for row in rows],
        "zone": [row.zone for row in rows],
        "date": [one.date for one in form.exceptions],
        "date_start": [one.start for one in form.exceptions],
        "date_end": [one.end for one in form.exceptions],
    }
    return fields


def test_what_is_saved_unchanged_stays_as_it_was() -> None:
    assert form_sent(sent(form_of(SAVED))).bookings_time() == SAVED


def test_a_closed_day_has_an_empty_row_that_counts_for_nothing() -> None:
    form = form_of({"slots": []})

    assert [window.is_blank for window in form.of_day(3)] == [True]
    assert form_sent(sent(form)).bookings_time()["slots"] == []


def test_midnight_at_the_end_is_the_end_of_the_day() -> None:
    fields = {"day": ["1"], "start": ["22:00"], "end": ["00:00"], "zone": [""]}

    assert form_sent(fields).bookings_time()["slots"] == [{"day": 1, "start": "22:00", "end": "24:00"}]


def test_what_cannot_be_read_stays_as_it_is_written() -> None:
    fields = {"slotDuration": ["half an hour"], "bufferMinutes": ["9" * 40], "day": ["x"], "start": ["09:00"]}

    told = form_sent(fields).bookings_time()

    assert (told["slotDuration"], told["bufferMinutes"]) == ("half an hour", "9" * 40)
    assert told["slots"] == []
