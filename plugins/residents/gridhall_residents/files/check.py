"""One row against the rules: accepted with its values, or rejected with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .layout import Layout
from .read_dwelling import DwellingValues, read_dwelling
from .read_resident import ResidentValues, read_resident
from .reasons import Reason
from .row import FieldRefusedError, Row
from .villages import KnownVillages


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row that is in order."""

    values: ResidentValues | DwellingValues
    digest: int
    """See ``Layout.digest``."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is not taken, for the first rule that it breaks."""

    reason: Reason
    column: str
    """The header of the cell at fault; empty where no column holds it."""
    digest: int
    """See ``Layout.digest``."""


def check_row(
    layout: Layout,
    cells: Sequence[str],
    known_villages: KnownVillages,
    *,
    today: date,
    country_code: str = "86",
) -> Accepted | Rejected:
    """Check one row as ``Table.rows`` gives it. Never raises for what a cell may hold.

    :param cells: at least as many as the file has columns
    :param today: nobody is born later; the city's own date
    :param country_code: of phone numbers that name no country, without ``+``
    """
    digest = layout.digest(cells)
    if len(cells) > len(layout.columns):
        return Rejected("row_too_long", "", digest)
    row = Row(layout, cells, known_villages, today, country_code)
    try:
        values = read_resident(row) if layout.profile.kind == "resident" else read_dwelling(row)
    except FieldRefusedError as refused:
        return Rejected(refused.reason, layout.column(cells, refused.field), digest)
    return Accepted(values, digest)
