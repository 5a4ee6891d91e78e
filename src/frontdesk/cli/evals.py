"""`frontdesk eval`: scores on public data."""

import typer

app = typer.Typer(help="Score understanding and booking on public data.", no_args_is_help=True)
