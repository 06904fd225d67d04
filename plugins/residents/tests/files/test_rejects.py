"""The file of rejects: harmless, mendable, importable."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from gridhall_residents.files.check import Accepted, Rejected
from gridhall_residents.files.layout import Layout
from gridhall_residents.files.profile import SourceProfile
from gridhall_residents.files.rejects import RejectsWriter
from gridhall_residents.files.table import Table, open_table
from gridhall_residents.files.text import harmless, quoted, unquoted

from .conftest import Outcome

Opened = Callable[[str], tuple[Table, Layout]]
Checked = Callable[[Table, Layout], list[Outcome]]


def write(path: Path, layout: Layout, outcomes: list[Outcome]) -> list[Outcome]:
    rejected = [each for each in outcomes if isinstance(each[2], Rejected)]
    with RejectsWriter(path, layout) as writer:
        for number, cells, outcome in rejected:
            assert isinstance(outcome, Rejected)
            writer.add(number, cells, outcome)
    return rejected


def test_rejects_are_read_again_as_they_were_without_what_is_not_ours(
    tmp_path: Path, department_file: Opened, outcomes: Checked
) -> None:
    table, layout = department_file("public_security_residents.csv")
    rejected = write(tmp_path / "rejects.csv", layout, outcomes(table, layout))

    again = open_table(tmp_path / "rejects.csv")
    assert (again.encoding, again.columns) == (
        "utf-8-sig",
        tuple(column for column in table.columns if column != "民族"),
    )
    assert [cells for _, cells in again.rows()] == [cells[:2] + cells[3:] for _, cells, _ in rejected]
    same = outcomes(again, Layout.of(layout.profile, again.columns))
    assert [outcome for _, _, outcome in same] == [outcome for _, _, outcome in rejected]


def test_a_mended_file_is_accepted(tmp_path: Path, department_file: Opened, outcomes: Checked) -> None:
    table, layout = department_file("housing_dwellings.csv")
    rejected = write(tmp_path / "rejects.csv", layout, outcomes(table, layout))
    text = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    for _, cells, _ in rejected:
        text = text.replace(f"{quoted(cells[6])}\n", "88.8\n")
    (tmp_path / "mended.csv").write_text(text, encoding="gb18030")

    mended = open_table(tmp_path / "mended.csv")
    found = outcomes(mended, Layout.of(layout.profile, mended.columns))
    assert len(found) == 16
    assert [type(outcome) for _, _, outcome in found] == [Accepted] * 16


def test_a_file_of_rejects_names_row_reason_and_column_and_holds_no_formula(tmp_path: Path) -> None:
    profile = SourceProfile.model_validate(
        {"key": "x", "title": {}, "department": "d", "kind": "resident", "columns": {"=name": "name"}}
    )
    layout = Layout.of(profile, ("=name", "note"))
    with RejectsWriter(tmp_path / "rejects.csv", layout) as writer:
        writer.add(7, ["@SUM(A1)", "330999199402068373", "long"], Rejected("row_too_long", "=name", 1))
    lines = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines == [
        "gridhall:row,gridhall:reason,gridhall:column,'=name,note",
        "7,row_too_long,'=name,'@SUM(A1),'330999199402068373,long",
    ]
    again = open_table(tmp_path / "rejects.csv")
    assert again.columns == ("=name", "note")
    assert list(again.rows()) == [(2, ["@SUM(A1)", "330999199402068373", "long"])]


@given(st.text() | st.text(st.sampled_from("=+-@\t\r\n' 0１＝1")))
def test_quoting_is_reversible_and_harmless(cell: str) -> None:
    assert unquoted(quoted(cell)) == cell
    assert (
        not quoted(cell)
        .lstrip(" ")
        .startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    )
    assert harmless(quoted(cell)) == quoted(cell)
