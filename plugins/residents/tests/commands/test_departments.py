"""The five files of the departments, against ``expected.json`` and by the commands people type."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func

from gridhall.services.tree_import import import_nodes
from gridhall_residents.models import Statement

if TYPE_CHECKING:
    from gridhall.testing import SampleCity

    from .conftest import Commands

DATA = Path(__file__).parents[1] / "data"
EXPECTED: dict[str, Any] = json.loads((DATA / "departments" / "expected.json").read_text("utf-8"))
FILES: dict[str, dict[str, Any]] = EXPECTED["files"]
ORDER = (
    "public_security_residents.csv",
    "civil_affairs_low_income.xlsx",
    "housing_dwellings.csv",
    "health_elderly_alone.tsv",
    "grassroots_survey.csv",
)


@pytest.fixture
def zhoushan(city: SampleCity) -> SampleCity:
    with city.scope() as scope:
        assert import_nodes(scope, (DATA / "divisions_zhoushan.csv").read_bytes()).rejected == {}
    return city


def statements(city: SampleCity) -> int:
    with city.scope() as scope:
        found: int = scope.db.scalars(scope.select(func.count()).select_from(Statement)).one()
        return found


def bring(commands: Commands, name: str, *more: str) -> dict[str, Any]:
    file = DATA / "departments" / name
    return commands.json("import", file, "--source", file.stem, *more)


def expected(name: str) -> dict[str, Any]:
    """What ``expected.json`` says of one file, under the names of the command's answer."""
    said = FILES[name]
    rows = said.get("data_rows_unique", said.get("data_rows"))
    rejected = said.get("rejected_unique_rows", said.get("rejected", {}))
    found = {"rows": rows, "rejected": rejected, "accepted": rows - sum(rejected.values())}
    for accepted in ("accepted_unique_rows", "accepted"):
        assert said.get(accepted, found["accepted"]) == found["accepted"]
    if "new_unconfirmed" in said:
        found |= {"created": said["new_unconfirmed"], "matched": said["matched_to_a_known_person"]}
    return found | {"for_review": said.get("ambiguous_for_review", 0)}


def counted(commands: Commands) -> dict[str, int]:
    asked = {
        "people_with_identity_number": ("residents", "--status", "confirmed"),
        "people_unconfirmed": ("residents", "--status", "unconfirmed"),
        "dwellings": ("dwellings",),
        "low_income": ("residents", "--category", "low_income"),
        "elderly_alone": ("residents", "--category", "elderly_alone"),
    }
    return {name: commands.json("count", *words)[what] for name, (what, *words) in asked.items()}


@pytest.mark.slow
def test_the_five_files_give_what_is_expected_and_again_change_nothing(
    zhoushan: SampleCity, commands: Commands
) -> None:
    assert list(FILES) == list(ORDER)
    first = {name: bring(commands, name) for name in ORDER}
    assert {name: {key: first[name][key] for key in expected(name)} for name in ORDER} == {
        name: expected(name) for name in ORDER
    }
    assert counted(commands) == EXPECTED["after_all_in_this_order"]
    known = statements(zhoushan)

    again = {name: bring(commands, name) for name in ORDER}
    for name in ORDER:
        kept = {"created": 0, "updated": 0, "unchanged": first[name]["accepted"]}
        assert again[name] | kept == again[name]
        assert (again[name]["rows"], again[name]["rejected"]) == (
            first[name]["rows"],
            first[name]["rejected"],
        )
    assert (statements(zhoushan), counted(commands)) == (known, EXPECTED["after_all_in_this_order"])
