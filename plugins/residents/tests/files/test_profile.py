"""Profiles: read, refused, proposed, bound to a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from gridhall_residents.files.layout import Layout
from gridhall_residents.files.profile import SourceProfile, propose
from gridhall_residents.files.table import Table

from .conftest import DATA, SOURCES

BASE: dict[str, Any] = {
    "key": "x",
    "title": {"en": "X"},
    "department": "d",
    "kind": "resident",
    "columns": {},
}


def test_each_file_has_a_profile_with_a_title_in_three_languages() -> None:
    profiles = {path.stem: SourceProfile.load(path) for path in SOURCES.glob("*.toml")}
    files = {path.stem for path in (DATA / "departments").iterdir()} - {"expected"}
    assert set(profiles) == files
    assert {tuple(profile.title) for profile in profiles.values()} == {("en", "zh_Hans", "ar")}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"columns": {"面积": "area_m2"}}, "no fields of a resident"),
        ({"columns": {"民族": "note"}}, "never ours to keep"),
        ({"values": {"sex": {"男": "man"}}}, "no values of sex"),
        ({"key": "No Key"}, "pattern"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_a_profile_that_makes_no_sense_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        SourceProfile.model_validate(BASE | change)


def test_a_profile_named_unlike_its_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    path.write_text((SOURCES / "grassroots_survey.toml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ValueError, match="other"):
        SourceProfile.load(path)


@pytest.mark.parametrize("path", sorted(SOURCES.glob("*.toml")), ids=lambda path: path.stem)
def test_the_proposal_for_each_file_reads_it_like_the_profile(
    path: Path, department_file: Callable[[str], tuple[Table, Layout]]
) -> None:
    name = next((DATA / "departments").glob(f"{path.stem}.*")).name
    table, layout = department_file(name)
    proposed = propose(table.columns, key=path.stem, department=layout.profile.department)
    assert proposed.kind == layout.profile.kind
    bound = Layout.of(proposed, table.columns)
    assert (bound.places, bound.kept) == (layout.places, layout.kept)


@pytest.mark.parametrize(
    ("columns", "fields"),
    [
        (
            ["Full name", "ID number", "Date of birth", "Village", "Phone number", "Religion", "Shoe size"],
            ["name", "identity_number", "birth_date", "village_name", "phone"],
        ),
        (
            ["الاسم الكامل", "رقم الهوية", "القرية", "الهاتف"],
            ["name", "identity_number", "village_name", "phone"],
        ),
        (
            ["House code", "Owner", "Floor area (m²)", "Village code"],
            ["code", "owner_name", "area_m2", "village_code"],
        ),
    ],
)
def test_columns_in_other_languages_are_proposed(columns: list[str], fields: list[str]) -> None:
    proposed = propose(columns, key="x", department="d")
    assert [names[0] for names in proposed.columns.values()] == fields
    assert proposed.drop == tuple(column for column in columns if column == "Religion")


def test_one_header_feeds_several_fields_and_the_first_filled_header_of_a_field_counts() -> None:
    columns = {"A": ["address", "note"], "B": "note", "姓名": "name"}
    layout = Layout.of(SourceProfile.model_validate(BASE | {"columns": columns}), ("B", "A", "姓 名"))
    assert layout.cell(["", "street", "x"], "note") == "street"
    assert layout.column(["", "street", "x"], "note") == "A"
    assert layout.cell(["said", "street", "x"], "note") == "said"
    assert layout.cell(["said", "street", "x"], "address") == "street"
    assert layout.missing() == ("village_code|village_name",)


def test_what_is_sensitive_is_dropped_even_where_the_profile_forgets_it() -> None:
    assert Layout.of(SourceProfile.model_validate(BASE), ("姓名", "民 族", "政治面貌", "备注")).kept == (0, 3)
