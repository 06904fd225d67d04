"""``gridhall residents count``."""

import click

from gridhall.cli import answer, city_option, command_scope, json_option
from gridhall.errors import NotFound
from gridhall.services import tree
from gridhall_residents.services import counts
from gridhall_residents.settings import categories
from gridhall_residents.words import _

STATUS = {None: None, "confirmed": True, "unconfirmed": False}


@click.command()
@city_option
@click.option("--grid", metavar="CODE", help="Only in and below the area of this code.")
@click.option("--category", metavar="NAME", help="Only residents of this category of the city's tenant.toml.")
@click.option(
    "--status",
    type=click.Choice(["confirmed", "unconfirmed"]),
    help="Only residents with, or without, an identity number.",
)
@json_option
def count(city: str, grid: str | None, category: str | None, status: str | None, *, as_json: bool) -> None:
    """Count residents, dwellings and households; deleted ones are left out."""
    with command_scope(city) as scope:
        known = [each.key for each in categories(scope.city)]
        if category is not None and category not in known:
            raise NotFound(
                _("There is no category “{key}”. The city has: {known}."),
                key=category,
                known=", ".join(known) or "-",
            )
        node_id = tree.by_code(scope, grid).id if grid else None
        found = counts.totals(scope, node_id=node_id, category=category, confirmed=STATUS[status])
    told = (f"{n:,} {what if n != 1 else what.removesuffix('s')}" for what, n in vars(found).items())
    answer(as_json, vars(found), ", ".join(told))
