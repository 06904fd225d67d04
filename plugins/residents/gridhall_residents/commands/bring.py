"""``gridhall residents import``."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from gridhall.cli import answer, city_option, command_job, json_option
from gridhall_residents.importing import faults
from gridhall_residents.services import imports

TOLD = (
    "rows",
    "accepted",
    "rejected",
    "created",
    "updated",
    "unchanged",
    "matched",
    "for_review",
    "rejects_file",
)


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@city_option
@click.option(
    "--source", required=True, metavar="NAME", help="Whose file it is: a name of tenants/SLUG/sources."
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day whose state the file shows; otherwise today. Where sources disagree, the newer one holds.",
)
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; otherwise the first that is filled.")
@click.option("--dry-run", is_flag=True, help="Tell what an import would give, and keep nothing.")
@json_option
def import_file(
    file: Path,
    city: str,
    source: str,
    as_of: datetime | None,
    sheet: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Import the residents or dwellings of FILE: CSV, TSV or a workbook.

    Rows that cannot be taken go into a file of rejects, to be mended and imported again. The same file
    again changes nothing; one that was broken off goes on where it stopped.
    """
    arguments = {
        "path": str(file.resolve()),
        "file_name": file.name,
        "source": source,
        "as_of": as_of.date().isoformat() if as_of else None,
        "sheet": sheet,
    }
    run = command_job(
        city, imports.DRY_RUN if dry_run else imports.IMPORT, title=file.name, arguments=arguments
    )
    result = {key: value for key, value in (run.result or {}).items() if key in TOLD}
    answer(as_json, {key: result[key] for key in TOLD}, _text(result, dry_run=dry_run))


def _text(result: Mapping[str, Any], *, dry_run: bool) -> str:
    counts = ", ".join(
        f"{result[key]:,} {key.replace('_', ' ')}"
        for key in ("created", "updated", "unchanged", "for_review")
    )
    lines = [f"{result['rows']:,} rows, {result['accepted']:,} accepted: {counts}"]
    lines += [f"  {number:,} rejected: {faults.ROW[reason]}" for reason, number in result["rejected"].items()]
    if dry_run:
        lines.append("nothing was kept")
    elif result["rejects_file"]:
        lines.append(f"rejected rows: {result['rejects_file']}")
    return "\n".join(lines)
