"""Options that commands share, core's and plugins'."""

import click

city_option = click.option("--city", required=True, metavar="SLUG", help="The city, by its short name.")
"""Gives the command ``city: str``; hand it to :func:`gridhall.cli.command_scope`."""

json_option = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print one JSON object on standard output, and nothing else there.",
)
"""Gives the command ``as_json: bool``; hand it to :func:`gridhall.cli.answer`."""
