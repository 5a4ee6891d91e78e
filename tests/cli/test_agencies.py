"""`frontdesk agency`."""

import json

from tests.cli.conftest import Run
from tests.conftest import Account, TestServer


def test_an_agency_is_made_given_a_sub_account_and_relieved_of_it(
    run: Run, server: TestServer, account: Account
) -> None:
    database = {"FRONTDESK_DATABASE_URL": server.owner_dsn}
    made = run("agency", "create", "--name", "Sunny", "--email", "sun@example.com", "--json", **database)
    agency = json.loads(made.out)
    both = ("--agency", str(agency["agencyId"]), "--sub-account", str(account.sub_account_id))

    ended = [run("agency", verb, *both, **database) for verb in ("add", "add", "remove", "remove")]

    assert list(agency) == ["agencyId", "personId", "password"]
    assert [one.code for one in ended] == [0, 2, 0, 2]
    assert ended[1].sentence == f"There is no sub-account {account.sub_account_id} without an agency."


def test_a_password_that_is_none_is_refused(run: Run, server: TestServer) -> None:
    command = ("agency", "create", "--name", "Sunny", "--email", "sun@example.com", "--password", "a")

    sentence = run(*command, FRONTDESK_DATABASE_URL=server.owner_dsn).sentence

    assert "password: must have 8 to 1000 characters" in sentence
