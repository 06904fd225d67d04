"""A file to be imported, and the table found in it."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from gridhall.errors import Invalid
from gridhall_residents.files.layout import Layout
from gridhall_residents.files.profile import SourceProfile
from gridhall_residents.files.table import Table, open_table
from gridhall_residents.words import _

from . import faults

CHUNK_ROWS = 5_000


@dataclass(frozen=True, kw_only=True)
class Order:
    """A file to be imported."""

    path: Path
    profile: SourceProfile
    file_name: str
    """What people call it."""
    as_of: date | None = None
    """The day whose state the file shows; None: today."""
    sheet: str | None = None
    """Of a workbook; None: the first that is not empty."""
    chunk_rows: int = CHUNK_ROWS
    """Rows that are merged, and committed, at once."""
    job_id: UUID | None = None
    """The background job that imports it."""

    def open(self) -> tuple[Table, Layout]:
        """The table in the file, and where its fields stand.

        :raises Invalid: it cannot be read, or lacks a column that each row needs
        """
        with faults.told():
            table = open_table(self.path, sheet=self.sheet)
        layout = Layout.of(self.profile, table.columns)
        if missing := layout.missing():
            raise Invalid(
                _("The file has no column for {fields}. Add its header to the profile “{profile}”."),
                field="file",
                fields=", ".join(missing),
                profile=self.profile.key,
            )
        return table, layout
