"""The command line. Expected failures end with one plain sentence and exit code 2.

A command's module is loaded when the command is called: most of them need a fraction of the program, and the
whole of it takes seconds to load.
"""

import sys
from importlib import import_module
from typing import cast

import typer
from rich.console import Console
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from frontdesk.db.embedded import EmbeddedDatabaseError
from frontdesk.db.pool import DatabaseError
from frontdesk.errors import FrontdeskError
from frontdesk.serving import AddressInUse
from frontdesk.settings import SettingsError

EXPECTED = (SettingsError, DatabaseError, EmbeddedDatabaseError, FrontdeskError, AddressInUse)

# Where each command is: a function of a module here, or a module's group of commands.
COMMANDS = {
    "serve": "server:serve",
    "worker": "server:worker",
    "demo": "demo:demo",
    "chat": "chat:chat",
    "db": "database:app",
    "account": "accounts:account",
    "user": "accounts:user",
    "agency": "agencies:agency",
    "lead": "leads:lead",
    "secrets": "secrets:app",
    "eval": "evals:app",
    "ghl-simulator": "calendar_stand_in:ghl_simulator",
}


class Commands(TyperGroup):
    """The commands by name, loaded as they are asked for."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]  # typer's own context
        """Return the names, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(  # type: ignore[override]  # typer's own context
        self, ctx: typer.Context, cmd_name: str
    ) -> TyperCommand | TyperGroup | None:
        """Load a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(f"frontdesk.cli.{module}"), name)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            alone.command(cmd_name)(found)
            found = alone
        command = cast("TyperCommand | TyperGroup", get_command(found))
        command.name = cmd_name
        return command


app = typer.Typer(
    name="frontdesk",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def frontdesk() -> None:
    """The AI front desk that books real appointments."""


def main() -> None:
    """Run the command line."""
    try:
        app()
    except EXPECTED as error:
        Console(stderr=True, soft_wrap=True).print(str(error), style="red", highlight=False, markup=False)
        sys.exit(2)
