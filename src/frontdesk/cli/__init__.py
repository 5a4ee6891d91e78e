"""The command line. Each command reads its arguments, calls a service and prints; expected failures end with
one plain sentence and exit code 2."""

import sys

import typer
from rich.console import Console

from frontdesk.cli import accounts, calendar_stand_in, chat, database, demo, evals, server
from frontdesk.db.embedded import EmbeddedDatabaseError
from frontdesk.db.pool import DatabaseError
from frontdesk.errors import FrontdeskError
from frontdesk.settings import SettingsError

EXPECTED = (SettingsError, DatabaseError, EmbeddedDatabaseError, FrontdeskError, server.CannotServe)

app = typer.Typer(
    name="frontdesk",
    help="The AI front desk that books real appointments.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("serve")(server.serve)
app.command("worker")(server.worker)
app.command("demo")(demo.demo)
app.command("chat")(chat.chat)
app.command("ghl-simulator")(calendar_stand_in.ghl_simulator)
app.add_typer(database.app, name="db")
app.add_typer(accounts.account, name="account")
app.add_typer(accounts.user, name="user")
app.add_typer(evals.app, name="eval")


def main() -> None:
    """Run the command line."""
    try:
        app()
    except EXPECTED as error:
        Console(stderr=True, soft_wrap=True).print(str(error), style="red", highlight=False, markup=False)
        sys.exit(2)
