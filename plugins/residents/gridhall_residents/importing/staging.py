"""The staging table: rows of one chunk, within one transaction."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    Executable,
    Table,
    and_,
    any_,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from gridhall.access import Scope, copy_rows
from gridhall_residents.models import RunRow, StagedRow

from .drafts import Draft

staged: Table = StagedRow.metadata.tables["residents_staged_row"]
run_row: Table = RunRow.metadata.tables["residents_run_row"]
_COLUMNS = (
    "batch row_number row_numbers digests match_key identity_ix name_key birth_date code place fields "
    "values secrets"
)


@dataclass(frozen=True)
class Batch:
    """One chunk of one run in the staging table, and who imports it."""

    scope: Scope
    run_id: UUID | None
    """None: the rows come from no file."""
    source_id: int
    said_at: datetime
    kind: str
    """``resident`` or ``dwelling``."""
    category: str | None = None
    """What being in the file says of a resident."""
    number: int = field(default_factory=lambda: secrets.randbits(62))
    """Random, so that chunks of runs at the same time stay apart."""

    @property
    def mine(self) -> ColumnElement[bool]:
        """The rows of this chunk."""
        return staged.c.batch == self.number

    @property
    def open(self) -> ColumnElement[bool]:
        """Those whose fate is not known yet."""
        return and_(self.mine, staged.c.outcome.is_(None))

    def wave(self, wave: int, *outcomes: str) -> ColumnElement[bool]:
        """Those of one wave, with one of these outcomes."""
        return and_(self.mine, staged.c.wave == wave, staged.c.outcome.in_(outcomes))

    def outcomes(self, wave: int) -> set[str]:
        """Those that rows of one wave have."""
        found = select(staged.c.outcome).where(self.mine, staged.c.wave == wave).distinct()
        return set(self.scope.db.scalars(found))

    def run(self, statement: Executable) -> CursorResult[Any]:
        """Execute in the scope's transaction.

        Rows are matched in the whole city, for an identity number is unique in it; what lies outside the
        grids of the one who imports is neither shown nor changed, see ``matching.py``.
        """
        result = self.scope.db.execute(self.scope.whole_city(statement))
        if not isinstance(result, CursorResult):
            raise TypeError(type(result))
        return result

    def copy(self, drafts: Iterable[Draft]) -> int:
        """Fill the staging table; return how many rows it took."""
        return copy_rows(self.scope, staged, _COLUMNS.split(), (self._row(draft) for draft in drafts))

    def clear(self) -> None:
        """Empty it again."""
        self.run(delete(staged).where(self.mine))

    def _row(self, draft: Draft) -> tuple[object, ...]:
        return (
            self.number,
            draft.row_numbers[0],
            _array(draft.row_numbers),
            _array(draft.digests),
            draft.match_key,
            draft.identity_ix,
            draft.name_key,
            draft.birth_date,
            draft.code,
            draft.place,
            draft.fields,
            json.dumps(draft.values, ensure_ascii=False),
            json.dumps(draft.secrets),
        )


def _array(numbers: list[int]) -> str:
    """As PostgreSQL writes it: the driver looks at each element, and takes longer than for all the rest."""
    return "{" + ",".join(map(str, numbers)) + "}"


def seen(scope: Scope, run_id: UUID, digests: list[int]) -> set[int]:
    """Those of the digests that earlier chunks of the run had."""
    wanted = cast(literal(digests, ARRAY(BigInteger)), ARRAY(BigInteger))
    found = select(RunRow.digest).where(RunRow.run_id == run_id, RunRow.digest == any_(wanted))
    return set(scope.db.scalars(found))


def remember(batch: Batch, which: ColumnElement[bool]) -> None:
    """Remember rows of the chunk for the rest of the run."""
    digest = func.unnest(staged.c.digests)
    rows = select(literal(batch.run_id), digest, staged.c.record_id, staged.c.fields).where(which)
    batch.run(insert(run_row).from_select(["run_id", "digest", "record_id", "fields"], rows))
