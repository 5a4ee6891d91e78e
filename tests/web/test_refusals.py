"""What cannot be is said in the reader's language, on a page with a way on."""

import httpx
import pytest

from frontdesk.availability.parsing import InvalidBookingsTime, parse_bookings_time
from frontdesk.errors import Forbidden, NotFound
from frontdesk.web.dashboard.settings.hours_form import Exceptional, HoursForm, Window
from frontdesk.web.dashboard.settings.hours_problems import told_of
from frontdesk.web.language import choose_language
from frontdesk.web.refusals import problem_told, told
from tests.conftest import Account
from tests.web.conftest import Browser

ENGLISH, SPANISH = choose_language("en", ""), choose_language("es", "")
IN_SPANISH = {"Accept-Language": "es", "Accept": "text/html"}


def test_a_refusal_is_told_by_its_sentence_or_else_by_its_code() -> None:
    assert told(NotFound("There is no such booking."), SPANISH) == "No existe esa reserva."
    assert told(Forbidden("Something that nobody foresaw."), SPANISH) == "No tiene permiso para hacer esto."
    assert told(Forbidden("Something that nobody foresaw."), ENGLISH) == "Something that nobody foresaw."


def test_a_fields_problem_keeps_its_numbers() -> None:
    assert problem_told("must have 1 to 500 characters", SPANISH) == "debe tener de 1 a 500 caracteres"
    assert problem_told("must have 1 to 500 characters", ENGLISH) == "must have 1 to 500 characters"
    assert problem_told("is {odd} in 2 ways", SPANISH) == "is {odd} in 2 ways"


def test_hours_are_named_as_the_form_names_them() -> None:
    windows = [
        Window(1),
        Window(2, "09:00", "08:00"),
        Window(3, "09:00", "12:00"),
        Window(3, "11:00", "13:00"),
    ]
    form = HoursForm(windows, [Exceptional("2026-12-24", "10:00", "09:00")], {"bufferMinutes": "-"})

    with pytest.raises(InvalidBookingsTime) as refused:
        parse_bookings_time(form.bookings_time())

    assert sorted(told_of(refused.value.fields, form, ENGLISH)) == [
        ("Gap kept around each", "must be a whole number of minutes"),
        ("Thu, Dec 24, 2026", "must be after start; a window past midnight is two windows"),
        ("Tuesday", "must be after start; a window past midnight is two windows"),
        ("Wednesday", "overlaps other hours"),
    ]


async def test_a_wrong_password_is_told_in_spanish(browser: Browser, account: Account) -> None:
    browser.http.headers["Accept-Language"] = "es"

    page = (await browser.sign_in(account.email, "wrong")).text

    assert "El correo electrónico o la contraseña no son correctos." in page


async def test_where_nothing_is_a_browser_gets_a_page_and_a_program_json(web: httpx.AsyncClient) -> None:
    page = await web.get("/app/nothing", headers=IN_SPANISH)
    answer = await web.get("/app/nothing", headers={"Accept": "application/json"})

    assert page.status_code == answer.status_code == 404
    assert "No hay nada en esta dirección." in page.text
    assert 'href="/app"' in page.text
    assert answer.json()["error"] == "NOT_FOUND"


async def test_a_visitor_without_a_chat_is_not_sent_to_the_dashboard(web: httpx.AsyncClient) -> None:
    page = await web.get("/c/nothing", headers=IN_SPANISH)

    assert page.status_code == 404
    assert "Este chat no existe" in page.text
    assert 'href="/app"' not in page.text
