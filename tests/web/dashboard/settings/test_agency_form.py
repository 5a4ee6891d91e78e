"""An agency's locations beside its sub-accounts, before anybody is asked."""

from datetime import UTC, datetime

from frontdesk.calendars.agency_locations import Wish
from frontdesk.calendars.grant_port import AgencyLocation
from frontdesk.calendars.waiting import Standing
from frontdesk.tenancy.agency_repository import ListedAccount
from frontdesk.web.dashboard.settings.agency_form import MOST_ROWS, chosen_twice, form_of, wishes_of

SINCE = datetime(2026, 11, 30, tzinfo=UTC)
EAST, WEST = (ListedAccount(number, name, "UTC", SINCE) for number, name in ((1, "East"), (2, "West")))
LOCATIONS = [AgencyLocation("e", " east "), AgencyLocation("n", "North")]


def test_an_account_of_a_locations_name_is_proposed() -> None:
    form = form_of(LOCATIONS, [EAST, WEST], {})

    assert [(row.location_id, row.proposed_id) for row in form.rows] == [("e", EAST.id), ("n", None)]


def test_what_is_connected_comes_last_and_is_offered_to_nobody() -> None:
    form = form_of(LOCATIONS, [EAST, WEST], {EAST.id: Standing("e", is_waiting=False)})

    assert [(row.location_id, list(row.connected)) for row in form.rows] == [("n", []), ("e", [EAST])]
    assert form.free == [WEST]


def test_who_waits_may_still_be_given_another_location() -> None:
    form = form_of(LOCATIONS, [EAST], {EAST.id: Standing("later", is_waiting=True)})

    assert (form.waiting, form.free) == ([(EAST, "later")], [EAST])
    assert form.rows[0].proposed_id is None


def test_more_than_fit_on_a_page_are_counted_and_found_by_name() -> None:
    many = [AgencyLocation(f"id{number}", f"Place {number}") for number in range(MOST_ROWS + 3)]

    assert form_of(many, [EAST], {}).hidden == 3
    assert [row.name for row in form_of(many, [EAST], {}, search="PLACE 52").rows] == ["Place 52"]


def test_rows_without_a_choice_ask_for_nothing() -> None:
    sent = {"location": ["a", "b", " ", "c"], "sub_account": ["", "2", "3", "4 or more"]}

    assert wishes_of(sent) == [Wish("b", 2)]


def test_an_account_that_is_chosen_twice_is_noticed() -> None:
    assert chosen_twice([Wish("a", 1), Wish("b", 2), Wish("c", 1)]) == {1}
