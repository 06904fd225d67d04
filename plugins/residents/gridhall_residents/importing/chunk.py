"""One chunk of rows: checked in Python, then merged in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gridhall.access import Scope, copy_rows
from gridhall_residents.files.check import Rejected, check_row
from gridhall_residents.files.layout import Layout
from gridhall_residents.files.profile import SourceProfile
from gridhall_residents.models import RunReject

from .drafts import Draft, Drafter, joined
from .ground import Ground
from .merge import OUTSIDE, merge
from .place import Place
from .record import be_patient, held
from .report import Report
from .staging import Batch, run_row, seen

Refused = tuple[int, str, str]
"""Row number, reason, header of the cell at fault."""


@dataclass(frozen=True)
class Checker:
    """Checks rows by the rules, and by where the importer may work."""

    layout: Layout
    ground: Ground
    drafter: Drafter
    today: date
    phone_country: str
    """The calling code of numbers that name no country."""

    def check(self, row_number: int, cells: Sequence[str]) -> tuple[int, Draft | Refused]:
        """The digest of a row, and what it says or why it is refused."""
        checked = check_row(
            self.layout, cells, self.ground.villages, today=self.today, country_code=self.phone_country
        )
        if isinstance(checked, Rejected):
            return checked.digest, (row_number, checked.reason, checked.column)
        if checked.values.village_id not in self.ground.own:
            column = self.layout.column(cells, "village_code") or self.layout.column(cells, "village_name")
            return checked.digest, (row_number, OUTSIDE, column)
        return checked.digest, self.drafter.draft(row_number, checked.digest, checked.values)


def take(
    scope: Scope,
    *,
    profile: SourceProfile,
    run_id: UUID,
    checked: list[tuple[int, Draft | Refused]],
    after: Place,
    upto: Place,
) -> Report:
    """Merge a chunk of a run; return the counts of the run so far.

    :param checked: as :meth:`Checker.check` gives it, in the order of the file
    :param after: where the chunk before ended
    :param upto: where this one ends
    :raises Conflict: another process has gone on with the run
    """
    be_patient(scope)
    run = held(scope, run_id, after)
    report = Report.from_json(run.counts)
    fresh: dict[int, Draft | Refused] = {}
    for digest, result in checked:
        fresh.setdefault(digest, result)
    for digest in seen(scope, run_id, list(fresh)):
        del fresh[digest]
    report.repeated += len(checked) - len(fresh)

    drafts = joined(result for result in fresh.values() if isinstance(result, Draft))
    batch = Batch(scope, run_id, run.source_id, run.said_at, profile.kind, profile.category)
    refused = {digest: result for digest, result in fresh.items() if not isinstance(result, Draft)}
    copy_rows(
        scope,
        run_row,
        ["run_id", "digest", "fields"],
        ((run_id, digest, 0) for digest in refused),
    )
    rejects = [*refused.values(), *merge(batch, drafts, report)]
    copy_rows(
        scope,
        RunReject.metadata.tables["residents_run_reject"],
        ["run_id", "row_number", "reason", "column"],
        ((run_id, *reject) for reject in rejects),
    )
    for reject in rejects:
        report.reject(reject[1])
    run.counts = report.as_json()
    run.turn, run.last_row = upto.turn, upto.row
    scope.db.flush()
    return report
