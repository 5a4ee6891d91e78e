"""The lead of a live evaluation stays true to what the recorded person said."""

from frontdesk.evals.dialogue_cases import Case, When, case_of
from frontdesk.evals.scripted_user import ScriptedUser

THURSDAY, FRIDAY = When("2026-12-03", "11:00"), When("2026-12-04", "11:00")
BOOKED = "You're booked: Thursday 3 December, 11:00 AM (UTC)."


def recorded(*turns: dict[str, object], unavailable: tuple[When, ...] = ()) -> Case:
    """Return a dialogue that ends in Friday at eleven; a turn without a speaker is the person's."""
    return case_of(
        {
            "id": "a",
            "source": "ours",
            "reference_date": "2026-11-30",
            "business": "Bright Smiles",
            "turns": [{"speaker": "user", **turn} for turn in turns],
            "expected_booking": {"date": FRIDAY.date, "time": FRIDAY.time},
            "unavailable": [{"date": one.date, "time": one.time} for one in unavailable],
        }
    )


def test_a_question_for_a_time_is_answered_with_the_turn_that_carries_it() -> None:
    user = ScriptedUser(recorded({"text": "hello"}, {"text": "I love teeth"}, {"text": "at 11am"}))
    user.open()
    assert user.answer("What time would you like?", held=[]) == "at 11am"


def test_another_proposal_is_turned_down_and_the_expected_one_agreed_to() -> None:
    user = ScriptedUser(recorded({"text": "hello"}))
    user.open()
    refused = user.answer("Thursday 3 December, 11:00 AM (UTC) is free. Shall I book it?", held=[])
    agreed = user.answer("Friday 4 December, 11:00 AM (UTC) is free. Shall I book it?", held=[])
    assert (refused, agreed) == ("December 4 at 11:00 AM, please.", "Yes, that's right.")


def test_a_turn_that_takes_a_booking_back_is_said_and_then_corrected_until_right() -> None:
    regret = "Actually, I have a wedding on Thursday at 11am, so I need another time."
    user = ScriptedUser(recorded({"text": "Thursday at 11am please"}, {"text": regret}, {"text": "bye"}))
    user.open()
    assert user.answer(BOOKED, held=[THURSDAY]) == regret
    assert user.answer("Which other day or time?", held=[THURSDAY]) == "December 4 at 11:00 AM, please."
    assert user.answer("Your booking is now on Friday.", held=[FRIDAY]) == "bye"


def test_a_person_who_never_took_it_back_leaves_with_what_was_booked() -> None:
    user = ScriptedUser(recorded({"text": "Thursday at 11am please"}, {"text": "thanks"}))
    user.open()
    assert user.answer(BOOKED, held=[THURSDAY]) == "thanks"
    assert user.answer("You're welcome.", held=[THURSDAY]) is None


def test_a_full_provider_is_left_for_the_one_the_person_turned_to() -> None:
    held = {"date": FRIDAY.date, "time": FRIDAY.time}
    case = recorded(
        {"text": "Dr. Moss on Friday at 11am", "state": {**held, "provider": "Dr. Moss"}},
        {"speaker": "system", "text": "That did not work.", "unavailable": True},
        {"text": "Then ask Dr. Reed", "state": {**held, "provider": "Dr. Reed"}},
        {"text": "Yes", "state": {**held, "provider": "Dr. Reed"}},
        unavailable=(FRIDAY,),
    )
    user = ScriptedUser(case)
    user.open()
    assert not user.is_elsewhere
    said = user.answer("On Friday 4 December I have 10:00 AM and 10:30 AM (UTC). Which one?", held=[])
    assert (said, user.is_elsewhere) == ("Then ask Dr. Reed", True)
    assert [turn.turns_elsewhere for turn in case.user_turns] == [False, True, False]


def test_what_the_person_asked_for_before_a_change_of_mind_is_wanted_until_then() -> None:
    user = ScriptedUser(recorded({"text": "Thursday at 11am please"}, {"text": "No, Friday at 11am"}))
    user.open()
    assert [user.wants(one) for one in (THURSDAY, FRIDAY)] == [True, True]
    user.answer(BOOKED, held=[THURSDAY])
    assert [user.wants(one) for one in (THURSDAY, FRIDAY)] == [False, True]
