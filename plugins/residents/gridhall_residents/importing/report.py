"""What became of the rows of a file."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Self

_OUTCOMES = ("created", "updated", "unchanged", "for_review")


@dataclass(kw_only=True)
class Report:
    """Counts of distinct rows: ``rows`` = ``accepted`` + all ``rejected``.

    ``accepted`` = ``created`` + ``updated`` + ``unchanged`` + ``for_review``; ``matched`` are those that
    belong to a known record, changed by them or not.
    """

    rows: int = 0
    accepted: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    """By reason."""
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    matched: int = 0
    for_review: int = 0
    repeated: int = 0
    """Rows that say exactly what an earlier row of the file says; not among ``rows``."""

    def reject(self, reason: str) -> None:
        """Count a row that is not taken."""
        self.rows += 1
        self.rejected[reason] += 1

    def settle(self, outcome: str, rows: int) -> None:
        """Count rows that speak of one record; where there are several, the later ones found it known."""
        self.rows += rows
        self.accepted += rows
        if outcome in ("created", "updated"):
            self.unchanged += rows - 1
            rows = 1
        setattr(self, outcome, getattr(self, outcome) + rows)
        self.matched = self.updated + self.unchanged

    def as_json(self) -> dict[str, Any]:
        """Plain numbers, for the run's row and for ``--json``."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "rejected": dict(sorted(self.rejected.items())),
            **{name: getattr(self, name) for name in (*_OUTCOMES, "matched", "repeated")},
        }

    @classmethod
    def from_json(cls, counts: dict[str, Any]) -> Self:
        """What ``as_json`` gave."""
        return cls(**{**counts, "rejected": Counter(counts.get("rejected", {}))})
