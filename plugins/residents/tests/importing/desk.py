"""Imports small files that a test writes, and tells what the city holds then."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import func

from gridhall.models import GridNode
from gridhall_residents.files.profile import SourceProfile
from gridhall_residents.files.synonyms import HEADERS, VALUES
from gridhall_residents.importing.order import Order
from gridhall_residents.importing.run import import_file, try_file
from gridhall_residents.models import (
    Dwelling,
    Household,
    NameSuffix,
    Resident,
    ResidentCategory,
    Review,
    RunReject,
    RunRow,
    StagedRow,
    Statement,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from gridhall.access import Scope
    from gridhall.testing import SampleCity
    from gridhall_residents.files.profile import Kind
    from gridhall_residents.importing.report import Report
    from gridhall_residents.importing.run import Outcome

Row = dict[str, str]
"""A row of a file, by the names of the fields."""


def profile(source: str = "police", *, kind: Kind = "resident", category: str | None = None) -> SourceProfile:
    """Of a source whose columns are named as the fields."""
    fields = HEADERS[kind]
    return SourceProfile(
        key=source,
        title={"en": source.title()},
        department=source,
        kind=kind,
        category=category,
        columns={name: (name,) for name in fields},
        values={name: dict(VALUES[name]) for name in VALUES if name in fields},
    )


@dataclass
class Desk:
    """Somebody who imports into a city; without a login, the deployment itself."""

    city: SampleCity
    folder: Path
    login: str | None = None
    files: int = field(default=0)

    def write(self, rows: Iterable[Row], kind: Kind = "resident") -> Path:
        """A CSV file."""
        self.files += 1
        path = self.folder / f"file-{self.files}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(HEADERS[kind]))
            writer.writeheader()
            writer.writerows(rows)
        return path

    def order(self, rows: Iterable[Row], source: SourceProfile, **more: Any) -> Order:
        """What is to be imported."""
        path = self.write(rows, source.kind)
        return Order(path=path, profile=source, file_name=path.name, **more)

    def bring(
        self,
        *rows: Row,
        source: SourceProfile | None = None,
        as_of: date | None = None,
        chunk_rows: int = 5_000,
    ) -> dict[str, Any]:
        """Import rows as a file; the report."""
        return self.do(
            self.order(rows, source or profile(), as_of=as_of, chunk_rows=chunk_rows)
        ).report.as_json()

    def do(self, order: Order, progress: Callable[[Report], None] | None = None) -> Outcome:
        """Import a file."""
        folder = self.folder / "rejects"
        return import_file(self.scope, order, rejects_folder=folder, progress=progress)

    def scope(self) -> AbstractContextManager[Scope]:
        """A transaction of the one who imports."""
        return self.city.scope(self.login)

    def attempt(self, order: Order) -> Outcome:
        """Try it."""
        return try_file(self.scope, order)

    def people(self, *, deleted: bool = False) -> list[dict[str, Any]]:
        """Everybody in the city, by number and name; fields that say nothing are left out."""
        with self.city.scope() as scope:
            which = Resident.deleted_at.is_not(None) if deleted else Resident.deleted_at.is_(None)
            query = (
                scope.select(Resident, GridNode.name, Household.code)
                .join(GridNode, GridNode.id == Resident.grid_id)
                .outerjoin(Household, Household.id == Resident.household_id)
                .where(which)
            )
            found = [_person(scope, *row) for row in scope.db.execute(query)]
        return sorted(found, key=lambda each: (each.get("identity_number", ""), each["name"], str(each)))

    def person(self) -> dict[str, Any]:
        """The one person whom the city knows."""
        (found,) = self.people()
        return found

    def homes(self) -> list[dict[str, Any]]:
        """Every home, by code."""
        with self.city.scope() as scope:
            query = scope.select(Dwelling).where(Dwelling.deleted_at.is_(None)).order_by(Dwelling.code)
            return [_home(scope, row) for row in scope.db.scalars(query)]

    def reviews(self) -> list[Review]:
        """The rows that wait."""
        with self.city.scope() as scope:
            return list(scope.db.scalars(scope.select(Review).where(Review.decided_at.is_(None))))

    def statements(self) -> list[Statement]:
        """All that was said, in order."""
        with self.city.scope() as scope:
            return list(scope.db.scalars(scope.select(Statement).order_by(Statement.id)))

    def found_by(self, text: str) -> list[str]:
        """The names of those who are found by the beginning of any part of their name."""
        with self.city.scope() as scope:
            query = scope.select(Resident.name).join(NameSuffix, NameSuffix.resident_id == Resident.id)
            return sorted(scope.db.scalars(query.where(NameSuffix.suffix.startswith(text)).distinct()))

    def left_over(self) -> int:
        """Rows of the tables that only a running import needs."""
        with self.city.scope() as scope:
            return sum(
                scope.db.scalars(scope.select(func.count()).select_from(model)).one()
                for model in (RunRow, RunReject, StagedRow)
            )


def _person(scope: Scope, row: Resident, place: str, household: str | None) -> dict[str, Any]:
    categories = scope.db.scalars(
        scope.select(ResidentCategory.category).where(ResidentCategory.resident_id == row.id)
    )
    said = {
        "name": row.name,
        "identity_number": row.identity_enc and scope.keys.decrypt(row.identity_enc),
        "phone": row.phone_enc and scope.keys.decrypt(row.phone_enc),
        "sex": row.sex,
        "birth_date": row.birth_date and row.birth_date.isoformat(),
        "address": row.address,
        "relation": row.relation,
        "note": row.note,
        "place": place,
        "household": household,
        "categories": sorted(categories),
    }
    return {key: value for key, value in said.items() if value}


def _home(scope: Scope, row: Dwelling) -> dict[str, Any]:
    said = {
        "code": row.code,
        "address": row.address,
        "use": row.use,
        "area_m2": row.area_m2,
        "owner": row.owner_name,
        "owner_number": row.owner_identity_enc and scope.keys.decrypt(row.owner_identity_enc),
        "households": list(
            scope.db.scalars(scope.select(Household.code).where(Household.dwelling_id == row.id))
        ),
    }
    return {key: value for key, value in said.items() if value}
