"""`frontdesk account`, `frontdesk user` and `frontdesk db`."""

import json

import pytest

from tests.cli.conftest import Run
from tests.conftest import TestServer

CREATE = ("account", "create", "--name", "Acme", "--email", "ann@example.com", "--timezone")


def test_an_account_is_printed_as_one_object(run: Run, server: TestServer) -> None:
    ended = run(
        *CREATE, "UTC", "--password", "correct horse", "--json", FRONTDESK_DATABASE_URL=server.owner_dsn
    )

    made = json.loads(ended.out)
    assert ended.code == 0
    assert list(made) == ["subAccountId", "userId", "apiKey", "widgetKey"]
    assert made["apiKey"].startswith("fdk_")
    assert made["widgetKey"].startswith("fdw_")
    assert ended.err == ""


def test_a_password_that_was_made_up_is_printed(run: Run, server: TestServer) -> None:
    ended = run(*CREATE, "UTC", "--json", FRONTDESK_DATABASE_URL=server.owner_dsn)

    made = json.loads(ended.out)
    assert list(made) == ["subAccountId", "userId", "apiKey", "widgetKey", "password"]
    assert len(made["password"]) >= 16


def test_people_read_a_line_for_each_value(run: Run, server: TestServer) -> None:
    ended = run(*CREATE, "UTC", FRONTDESK_DATABASE_URL=server.owner_dsn)

    names = [line.partition(": ")[0] for line in ended.out.splitlines()]
    assert names == ["subAccountId", "userId", "apiKey", "widgetKey", "password"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((*CREATE, "Mars/Olympus"), "There is no time zone 'Mars/Olympus'"),
        ((*CREATE[:4], "--email", "ann", "--timezone", "UTC"), "email: must look like name@example.com"),
        ((*CREATE, "UTC", "--name", " "), "name: must not be empty"),
        ((*CREATE, "UTC", "--password", "a"), "password: must have 8 to 1000 characters"),
        ((*CREATE, "UTC", "--password", ""), "password: must have 8 to 1000 characters"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    run: Run, server: TestServer, arguments: tuple[str, ...], told: str
) -> None:
    assert told in run(*arguments, FRONTDESK_DATABASE_URL=server.owner_dsn).sentence


def test_a_user_is_added(run: Run, server: TestServer) -> None:
    account = json.loads(run(*CREATE, "UTC", "--json", FRONTDESK_DATABASE_URL=server.owner_dsn).out)

    ended = run(
        *("user", "create", "--sub-account", str(account["subAccountId"])),
        *("--email", "bob@example.com", "--role", "member", "--json"),
        FRONTDESK_DATABASE_URL=server.owner_dsn,
    )

    assert list(json.loads(ended.out)) == ["userId", "apiKey"]


@pytest.mark.parametrize(
    ("sub_account", "role", "told"),
    [
        ("999999", "member", "There is no sub-account 999999"),
        ("999999", "owner", "must be one of admin, member"),
    ],
)
def test_a_user_that_cannot_be_is_refused(
    run: Run, server: TestServer, sub_account: str, role: str, told: str
) -> None:
    ended = run(
        *("user", "create", "--sub-account", sub_account, "--email", "bob@example.com", "--role", role),
        FRONTDESK_DATABASE_URL=server.owner_dsn,
    )

    assert told in ended.sentence


@pytest.mark.parametrize("sub_account", ["0", "99999999999999999999", "one"])
def test_a_sub_account_that_is_no_number_of_one_is_refused_with_usage(run: Run, sub_account: str) -> None:
    ended = run(
        "user", "create", "--sub-account", sub_account, "--email", "b@example.com", "--role", "member"
    )

    assert ended.code == 2
    assert "--sub-account" in ended.err
    assert "Traceback" not in ended.err


def test_a_schema_is_looked_at_made_and_kept(run: Run, empty_database: str) -> None:
    def at_the_empty_one(*arguments: str) -> tuple[int, str]:
        ended = run(*arguments, FRONTDESK_DATABASE_URL=empty_database)
        return ended.code, ended.out

    assert at_the_empty_one("db", "status")[0] == 1
    assert (
        "run 'frontdesk db migrate' first"
        in run(*CREATE, "UTC", FRONTDESK_DATABASE_URL=empty_database).sentence
    )
    made = at_the_empty_one("db", "migrate")
    assert made[0] == 0
    assert made[1].endswith("up to date.\n")
    assert at_the_empty_one("db", "status") == made
    assert at_the_empty_one("db", "migrate") == made


def test_the_order_of_dates_is_chosen_for_an_account(run: Run, server: TestServer) -> None:
    database = {"FRONTDESK_DATABASE_URL": server.owner_dsn}
    made = json.loads(run(*CREATE, "UTC", "--json", **database).out)
    edit = ("account", "edit", "--sub-account", str(made["subAccountId"]), "--date-order")

    assert run(*edit, "day-first", **database).code == 0
    assert run(*edit, "sideways", **database).code == 2
    assert run("account", "edit", "--sub-account", "999999", "--date-order", "by-zone", **database).code == 2
