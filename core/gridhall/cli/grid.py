"""``gridhall grid``: a city's tree."""

from pathlib import Path

import click

from gridhall.cli.context import command_scope
from gridhall.cli.options import city_option, json_option
from gridhall.cli.output import answer
from gridhall.services.tree_import import REASONS, ImportReport, import_nodes

SHOWN = 20
"""Rejected rows that are listed for a person; --json has all."""


@click.group()
def grid() -> None:
    """A city's tree of areas, from the city down to its grids."""


@grid.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@city_option
@json_option
def import_file(file: Path, city: str, *, as_json: bool) -> None:
    """Add and rename the areas that FILE names.

    FILE is CSV with the columns code, name, parent_code, level, and perhaps type and boundary (GeoJSON).
    Rows that cannot be used are reported; nothing is moved or closed. The same file again changes nothing.
    """
    with command_scope(city) as scope:
        report = import_nodes(scope, file.read_bytes())
    result = {
        "rows": report.rows,
        "added": report.added,
        "renamed": report.renamed,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
        "rejects": [vars(reject) for reject in report.rejects],
    }
    answer(as_json, result, _text(report))


def _text(report: ImportReport) -> str:
    rejected = len(report.rejects)
    counts = {"added": report.added, "renamed": report.renamed, "changed": report.changed}
    counts |= {"unchanged": report.unchanged, "rejected": rejected}
    lines = [f"{report.rows} rows: {', '.join(f'{n} {what}' for what, n in counts.items())}"]
    lines += [
        f"  row {reject.row} ({reject.code}): {REASONS[reject.reason]}" for reject in report.rejects[:SHOWN]
    ]
    if rejected > SHOWN:
        lines.append(f"  and {rejected - SHOWN} more; --json lists them all")
    return "\n".join(lines)
