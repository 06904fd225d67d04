"""What became of a file of nodes."""

from collections import Counter
from dataclasses import dataclass, field

from gridhall.words import Domain

_ = Domain("gridhall")

REASONS = {
    "missing_code": _("The code is missing."),
    "unusable_code": _("The code has spaces in it or is longer than 64 characters."),
    "duplicate_code": _("An earlier row has the same code."),
    "missing_name": _("The name is missing."),
    "unusable_name": _("The name is longer than 200 characters."),
    "unknown_level": _("The city has no such level."),
    "unknown_type": _("The type is not general, dedicated or micro."),
    "bad_boundary": _("The boundary is not a closed GeoJSON polygon in WGS 84."),
    "unknown_parent": _("The area above it is neither in the tree nor in a good row of the file."),
    "missing_parent": _("It names no area above it, and is not of the top level."),
    "closed_parent": _("The area above it is closed."),
    "second_top": _("The tree has another top already."),
    "level_order": _("Its level does not stand below that of the area above it."),
    "closed": _("An area with this code was closed; codes are never used again."),
    "would_move": _("It stands below another area in the tree; a file moves nothing."),
    "would_change_level": _("It has another level in the tree."),
}
"""Why a row is rejected, in words for people."""


@dataclass(frozen=True)
class Reject:
    """A row that was not used."""

    row: int
    """As a spreadsheet counts: the header is row 1."""
    code: str
    reason: str
    """A key of :data:`REASONS`."""


@dataclass
class ImportReport:
    """Each row is counted once: added, renamed, changed, unchanged or among the rejects."""

    rows: int = 0
    added: int = 0
    renamed: int = 0
    """Another name, and perhaps another type or boundary."""
    changed: int = 0
    """The same name with another type or boundary."""
    unchanged: int = 0
    rejects: list[Reject] = field(default_factory=list)

    @property
    def rejected(self) -> dict[str, int]:
        """How many rows were rejected for each reason, in alphabetical order."""
        return dict(sorted(Counter(reject.reason for reject in self.rejects).items()))
