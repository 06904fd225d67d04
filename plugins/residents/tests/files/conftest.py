"""The villages of Zhoushan, the departments' files, and rows from cells."""

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from gridhall_residents.files.check import Accepted, Rejected, check_row
from gridhall_residents.files.layout import Layout
from gridhall_residents.files.profile import SourceProfile
from gridhall_residents.files.table import Table, open_table
from gridhall_residents.files.villages import KnownVillages

DATA = Path(__file__).parents[1] / "data"
SOURCES = Path(__file__).parents[4] / "tenants" / "zhoushan" / "sources"
TODAY = date(2026, 11, 24)

Outcome = tuple[int, list[str], Accepted | Rejected]


@pytest.fixture(scope="session")
def villages() -> KnownVillages:
    """The villages of the five towns that the files come from."""
    towns = {"330902010", "330902006", "330903005", "330902009", "330922102"}
    with (DATA / "divisions_zhoushan.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["parent_code"] in towns]
    return KnownVillages.of((int(row["code"]), row["code"], row["name"]) for row in rows)


@pytest.fixture(scope="session")
def department_file() -> Callable[[str], tuple[Table, Layout]]:
    """A department's file by name, with the profile of the same name."""

    def opened(name: str) -> tuple[Table, Layout]:
        table = open_table(DATA / "departments" / name)
        profile = SourceProfile.load(SOURCES / f"{Path(name).stem}.toml")
        return table, Layout.of(profile, table.columns)

    return opened


@pytest.fixture(scope="session")
def outcomes(villages: KnownVillages) -> Callable[[Table, Layout], list[Outcome]]:
    """All rows of a table, checked."""

    def checked(table: Table, layout: Layout) -> list[Outcome]:
        return [(n, cells, check_row(layout, cells, villages, today=TODAY)) for n, cells in table.rows()]

    return checked


@pytest.fixture
def resident(villages: KnownVillages) -> Callable[..., Accepted | Rejected]:
    """The outcome for one resident: fields by name; a name and a village are there unless said otherwise."""

    def checked(*extra: str, **fields: str) -> Accepted | Rejected:
        row = {"name": "李雷", "village_code": "330902010211"} | fields
        return check_cells("resident", row, [*row.values(), *extra], villages)

    return checked


@pytest.fixture
def dwelling(villages: KnownVillages) -> Callable[..., Accepted | Rejected]:
    """The outcome for one dwelling, likewise."""

    def checked(**fields: str) -> Accepted | Rejected:
        row = {"code": "H1", "village_code": "330902010211"} | fields
        return check_cells("dwelling", row, list(row.values()), villages)

    return checked


def check_cells(
    kind: str, fields: dict[str, str], cells: Sequence[str], villages: KnownVillages
) -> Accepted | Rejected:
    """Check one row of a file whose headers are the names of the fields."""
    values = (
        {"sex": {"男": "male", "女": "female"}} if kind == "resident" else {"use": {"自住": "owner_occupied"}}
    )
    profile = SourceProfile.model_validate(
        {"key": "x", "title": {}, "department": "x", "kind": kind, "values": values}
        | {"columns": {name: name for name in fields}}
    )
    return check_row(Layout.of(profile, tuple(fields)), cells, villages, today=TODAY)
