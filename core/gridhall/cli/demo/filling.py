"""Makes one city of the demo: founded, then tree, staff and records in one transaction.

A demo that was stopped half-way goes on with the city that it was at; one that is filled is left alone.
"""

import click

from gridhall.cli.context import Deployment
from gridhall.cli.demo.grids import generated_grids
from gridhall.cli.demo.places import Place
from gridhall.cli.demo.staff import add_staff, is_staffed
from gridhall.cli.output import progress
from gridhall.db import Ok
from gridhall.services import cities
from gridhall.services.tree import Levels
from gridhall.services.tree_import import ImportReport, import_nodes


def fill(here: Deployment, place: Place) -> None:
    """Make and fill a city, unless it is."""
    city = place.city
    found = cities.state(here.databases, city)
    if found is not cities.State.READY:
        click.echo(f"{city.slug}: making the city")
        with cities.founding(here.databases, here.host, city, who=here.principal()):
            pass
    else:
        _migrate(here, place)
    with here.scope(city.slug) as scope:
        if is_staffed(scope, place.staff):
            return
        divisions = place.divisions.read_text(encoding="utf-8")
        levels = Levels.of(city)
        added = _whole(import_nodes(scope, divisions.encode()))
        added += _whole(import_nodes(scope, generated_grids(divisions, levels, city.languages[0])))
        click.echo(f"{city.slug}: {added} areas")
        add_staff(scope, place.staff)
        with progress(f"{city.slug}: records") as step:
            scope.hooks.demo(scope, step)


def _migrate(here: Deployment, place: Place) -> None:
    """Bring a city of an earlier start up to date."""
    result = cities.migrate(here.databases, here.host, [place.city])[place.city.slug]
    if not isinstance(result, Ok):
        raise click.ClickException(f"{place.city.slug}: {result.reason} To start anew: make demo-reset")


def _whole(report: ImportReport) -> int:
    """How many nodes were added; the demo's own files have no faults."""
    if report.rejects:
        raise click.ClickException(f"the demo's tree has faults: {report.rejected}")
    return report.added
