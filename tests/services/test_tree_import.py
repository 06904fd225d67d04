"""A file of nodes is taken in; what cannot be used is told by row and reason."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from gridhall.errors import Invalid
from gridhall.models import AuditEntry, GridClosure, GridNode
from gridhall.services import tree
from gridhall.services.tree_import import REASONS, ImportReport, import_nodes
from gridhall.services.tree_import.file import read_rows

if TYPE_CHECKING:
    from gridhall.access import Scope

CHONGQING = Path(__file__).parents[1] / "data" / "divisions_chongqing.csv"
HEAD = "code,name,parent_code,level"
SMALL = f"{HEAD}\nN,North,,city\nN1,Upper,N,county\nN11,Mill,N1,town\n"
SQUARE = '"{""type"":""Polygon"",""coordinates"":[[[1,1],[2,1],[2,2],[1,1]]]}"'


def read(scope: Scope, text: str) -> ImportReport:
    return import_nodes(scope, text.encode())


def rejects(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(reject.row, reject.code, reject.reason) for reject in report.rejects]


def counts(report: ImportReport) -> tuple[int, int, int, int, int, int]:
    """Rows; added, renamed, changed, unchanged, rejected."""
    return (
        report.rows,
        report.added,
        report.renamed,
        report.changed,
        report.unchanged,
        sum(report.rejected.values()),
    )


def test_chongqing_takes_seconds_and_again_changes_nothing(scope: Scope) -> None:
    data = CHONGQING.read_bytes()
    begun = time.monotonic()
    first = import_nodes(scope, data)
    assert time.monotonic() - begun < 15
    assert (counts(first), first.rejected) == ((12340, 12340, 0, 0, 0, 0), {})
    counted = scope.db.execute(select(GridNode.level, func.count()).group_by(GridNode.level))
    assert set(counted) == {("city", 1), ("county", 38), ("town", 1031), ("village", 11270)}
    # Each stands below itself and all above it: one line at the top, four in a village.
    assert scope.db.scalar(select(func.count()).select_from(GridClosure)) == 1 + 38 * 2 + 1031 * 3 + 11270 * 4
    before = scope.db.scalar(select(func.max(GridNode.id)))
    assert counts(import_nodes(scope, data)) == (12340, 0, 0, 0, 12340, 0)
    assert scope.db.scalar(select(func.max(GridNode.id))) == before


def test_the_closure_is_that_of_nodes_added_one_by_one(scope: Scope) -> None:
    read(scope, SMALL)
    mill = tree.by_code(scope, "N11")
    tree.add(scope, mill, code="N111", name="By hand", level="village")
    read(scope, f"{HEAD}\nN112,By file,N11,village\n")
    found = {
        code: set(
            scope.db.execute(
                select(above.code, GridClosure.depth, GridClosure.until)
                .join(above, above.id == GridClosure.ancestor_id)
                .where(GridClosure.descendant_id == tree.by_code(scope, code).id)
            )
        )
        for above in [GridNode]
        for code in ("N111", "N112")
    }
    shared = {("N", 3, None), ("N1", 2, None), ("N11", 1, None)}
    assert found == {"N111": shared | {("N111", 0, None)}, "N112": shared | {("N112", 0, None)}}


def test_parents_may_come_later(scope: Scope) -> None:
    head, *rows = SMALL.splitlines()
    assert counts(read(scope, "\n".join([head, *reversed(rows)]))) == (3, 3, 0, 0, 0, 0)
    assert tree.by_code(scope, "N11").parent_id == tree.by_code(scope, "N1").id


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_are_found(scope: Scope, encoding: str, delimiter: str) -> None:
    text = (
        "\r\nName,Code,Level,Parent_Code,说明\r\n 舟山 市 ,3309,市,,x\r\n定海区,330902,县区,3309,\r\n,,,,\r\n"
    )
    report = import_nodes(scope, text.replace(",", delimiter).encode(encoding))
    assert counts(report) == (2, 2, 0, 0, 0, 0)
    assert (tree.by_code(scope, "3309").name, tree.by_code(scope, "330902").level) == ("舟山 市", "county")


def test_each_faulty_row_is_told_and_the_others_are_used(scope: Scope) -> None:
    rows = [
        f"{HEAD},type,boundary",
        "N,North,,city",
        "N1,Upper,N,county",
        ",No code,N,county",
        "N 2,Space,N,county",
        "N1,Twice,N,county",
        "N3,,N,county",
        f"N3a,{'x' * 201},N,county",
        "N4,Four,N,street",
        "N5,Five,N,county,huge",
        "N6,Six,N,county,,{}",
        "N7,Seven,N9,town",
        "N8,Below a bad row,N4,town",
        "N10,No parent,,county",
        "N11,Second top,,city",
        "N12,Upside down,N13,county",
        "N13,Town,N1,town",
        "N14,Own parent,N14,county",
        f"N15,Good,N1,town,micro,{SQUARE}",
    ]
    report = read(scope, "\n".join(rows))
    assert rejects(report) == [
        (4, "", "missing_code"),
        (5, "N 2", "unusable_code"),
        (6, "N1", "duplicate_code"),
        (7, "N3", "missing_name"),
        (8, "N3a", "unusable_name"),
        (9, "N4", "unknown_level"),
        (10, "N5", "unknown_type"),
        (11, "N6", "bad_boundary"),
        (12, "N7", "unknown_parent"),
        (13, "N8", "unknown_parent"),
        (14, "N10", "missing_parent"),
        (15, "N11", "second_top"),
        (16, "N12", "level_order"),
        (18, "N14", "level_order"),
    ]
    assert counts(report) == (18, 4, 0, 0, 0, 14)
    assert set(scope.db.scalars(select(GridNode.code))) == {"N", "N1", "N13", "N15"}
    good = tree.by_code(scope, "N15")
    assert (good.type, good.boundary) == (
        "micro",
        {"type": "Polygon", "coordinates": [[[1, 1], [2, 1], [2, 2], [1, 1]]]},
    )


def test_what_is_there_is_renamed_and_never_moved(scope: Scope) -> None:
    read(scope, SMALL + "N2,Lower,N,county\nN21,Ford,N2,town\nN22,Gone,N2,town\n")
    tree.close(scope, tree.by_code(scope, "N22"))
    rows = [
        f"{HEAD},type",
        "N,North,,city",
        "N1,Upper county,N,county,",
        "N11,Mill,N1,town,micro",
        "N2,Lower,N,town",
        "N21,Ford,N1,town",
        "N22,Gone,N2,town",
        "N221,Below the closed,N22,village",
        "N23,Lost,N99,town",
    ]
    report = read(scope, "\n".join(rows))
    assert rejects(report) == [
        (5, "N2", "would_change_level"),
        (6, "N21", "would_move"),
        (7, "N22", "closed"),
        (8, "N221", "closed_parent"),
        (9, "N23", "unknown_parent"),
    ]
    assert counts(report) == (8, 0, 1, 1, 1, 5)
    scope.db.expire_all()
    assert (tree.by_code(scope, "N1").name, tree.by_code(scope, "N11").type) == ("Upper county", "micro")
    assert tree.by_code(scope, "N21").parent_id == tree.by_code(scope, "N2").id


def test_a_boundary_that_the_file_does_not_name_stays(scope: Scope) -> None:
    read(scope, f"{HEAD},boundary\nN,North,,city,{SQUARE}\n")
    assert counts(read(scope, f"{HEAD},boundary\nN,North,,city,{SQUARE}\n")) == (1, 0, 0, 0, 1, 0)
    assert counts(read(scope, f"{HEAD}\nN,Norden,,city\n")) == (1, 0, 1, 0, 0, 0)
    scope.db.expire_all()
    assert tree.by_code(scope, "N").boundary is not None


def test_the_log_keeps_one_entry_with_the_counts(scope: Scope) -> None:
    read(scope, SMALL)
    last = scope.db.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert last is not None
    assert (last.action, last.detail) == (
        "core.tree_import",
        {"rows": 3, "added": 3, "renamed": 0, "changed": 0},
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"\n\n", "The file is empty"),
        (b"code,name\nN,North\n", "no column parent_code, level"),
        (b'code,name,parent_code,level\n"N,North\n', "Line 2"),
        (b"\x00\x01\xff\xff", "neither UTF-8 nor GB18030"),
        (b"PK\x03\x04\x00\x00", "neither UTF-8 nor GB18030"),
    ],
)
def test_a_file_that_is_no_table_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        list(read_rows(data))
    assert said in str(refused.value)


def test_every_reason_is_worded() -> None:
    sources = Path(import_nodes.__code__.co_filename).parent.glob("*.py")
    code = "".join(path.read_text("utf-8") for path in sources if path.name != "report.py")
    assert [reason for reason in REASONS if f'"{reason}"' not in code] == []
