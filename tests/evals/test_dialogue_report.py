"""What a file of dialogues cost."""

from frontdesk.evals.dialogue_cases import When
from frontdesk.evals.dialogue_report import DialogueReport, Outcome

WHEN = When("2026-12-01", "14:00")


def outcome(*, booked: int, cost_micros: int | None) -> Outcome:
    return Outcome("a", "ours", WHEN, (WHEN,) * booked, 3, 900, 100, cost_micros)


def test_what_led_to_no_booking_was_paid_for_too() -> None:
    report = DialogueReport((outcome(booked=1, cost_micros=400), outcome(booked=0, cost_micros=200)))

    assert report.dollars_per_booking == 0.0006
    assert report.tokens_per_booking == 2000


def test_a_price_that_is_partly_unknown_is_unknown() -> None:
    report = DialogueReport((outcome(booked=1, cost_micros=400), outcome(booked=1, cost_micros=None)))

    assert report.dollars_per_booking is None


def test_without_bookings_nothing_is_told_of_their_price() -> None:
    assert DialogueReport((outcome(booked=0, cost_micros=200),)).dollars_per_booking is None


def test_a_wrong_booking_that_is_put_right_later_counts() -> None:
    ended = Outcome("a", "ours", WHEN, (WHEN,), 3, unasked=(When("2026-12-01", "02:00"),))

    assert (ended.is_right, ended.is_wrong) == (True, True)
    assert DialogueReport((ended,)).wrong == [ended]
