"""Files of all kinds become rows."""

import csv
import tracemalloc
import zipfile
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import pytest
import xlsxwriter

from gridhall_residents.files.errors import UnreadableError
from gridhall_residents.files.table import Table, open_table
from gridhall_residents.files.workbook import as_text


def text_file(folder: Path, text: str, encoding: str = "utf-8", name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook_file(folder: Path, sheets: dict[str, list[list[str | float]]]) -> Path:
    path = folder / "file.xlsx"
    book = xlsxwriter.Workbook(path)
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
    book.close()
    return path


def reason(path: Path) -> str:
    with pytest.raises(UnreadableError) as unreadable:
        list(open_table(path).rows())
    return unreadable.value.reason


def rows(table: Table) -> list[tuple[int, list[str]]]:
    return list(table.rows())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [["姓名", "村居代码", "备注"], ["李䶮", "V7", ""], ["李雷", "V8", "x"]]
    text = "\n".join(delimiter.join(line) for line in lines)
    table = open_table(text_file(tmp_path, text, encoding, "file.txt"))
    assert (table.encoding, table.delimiter, table.columns) == (encoding, delimiter, tuple(lines[0]))
    assert rows(table) == [(2, lines[1]), (3, lines[2])]


def test_the_delimiter_is_what_most_rows_agree_on(tmp_path: Path) -> None:
    lines = ["name\tvillage\taddress", "Anna\tA\tx,1,2,3", "Ben\tB\ty,1,2,3", "Cai\tC\tz"]
    table = open_table(text_file(tmp_path, "\n".join(lines)))
    assert (table.form, table.delimiter) == ("tsv", "\t")
    assert [cells for _, cells in table.rows()] == [line.split("\t") for line in lines[1:]]


def test_an_encoding_that_shows_late_in_the_file_is_found(tmp_path: Path) -> None:
    text = "name,village\n" + "Anna,V7\n" * 200_000 + "李雷,V7\n"
    assert open_table(text_file(tmp_path, text, "gb18030")).encoding == "gb18030"


def test_an_arabic_file_is_read(tmp_path: Path) -> None:
    names = "محمد عبد الله,القرية الشرقية,ملاحظة طويلة عن الزيارة الأولى في الصباح\n"
    table = open_table(text_file(tmp_path, "الاسم,القرية,ملاحظات\n" + names * 50, "cp1256"))
    assert table.columns == ("الاسم", "القرية", "ملاحظات")


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    text = '居民名单,,\n\n姓名,村,备注\n李雷,A,"one\nfield"\n\n,,\n韩梅,B,\n小计,2,\n合 计：,2,\n'
    table = open_table(text_file(tmp_path, text))
    assert table.header_row == 3
    assert rows(table) == [(4, ["李雷", "A", "one\nfield"]), (7, ["韩梅", "B", ""])]


def test_a_person_called_like_a_total_is_a_row(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, "name,village,note\nSum,A,x\nTotal,2,\n"))
    assert rows(table) == [(2, ["Sum", "A", "x"])]


def test_short_rows_are_filled_and_long_ones_stay_long(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, "name,village,note\nAnna,A\nBen,B,x,,\nCai,C,x,y\n"))
    assert rows(table) == [(2, ["Anna", "A", ""]), (3, ["Ben", "B", "x"]), (4, ["Cai", "C", "x", "y"])]


def test_nameless_and_repeated_columns_get_names_of_their_own(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, "name,,village,name,\nAnna,x,A,Ann,\n"))
    assert table.columns == ("name", "column 2", "village", "name (2)")


def test_a_header_of_strange_names_is_found_by_its_form(tmp_path: Path) -> None:
    table = open_table(text_file(tmp_path, "List 2026,,\nfoo,bar,baz\n12,a,2026-01-01\n"))
    assert (table.header_row, rows(table)) == (2, [(3, ["12", "a", "2026-01-01"])])


def test_a_workbook_reads_its_first_filled_sheet_and_names_the_others(tmp_path: Path) -> None:
    path = workbook_file(
        tmp_path, {"empty": [], "one": [["姓名", "村"], ["李雷", 12.0]], "two": [["姓名", "村"]]}
    )
    table = open_table(path.rename(tmp_path / "file.csv"))
    assert (table.form, table.sheet, table.other_sheets) == ("xlsx", "one", ("two",))
    assert rows(table) == [(2, ["李雷", "12"])]
    assert open_table(tmp_path / "file.csv", sheet="two").other_sheets == ("one",)
    with pytest.raises(UnreadableError):
        open_table(tmp_path / "file.csv", sheet="three")


def test_a_hidden_sheet_is_neither_read_nor_named(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "file.xlsx")
    for name in ("shown", "hidden"):
        book.add_worksheet(name).write_row(0, 0, ["姓名", "村"])
    book.get_worksheet_by_name("hidden").hide()
    book.close()
    table = open_table(tmp_path / "file.xlsx")
    assert (table.sheet, table.other_sheets) == ("shown", ())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (330999430319155.0, "330999430319155"),
        (2.0**53, "9007199254740992"),
        (3.309992009090588e17, "3.309992009090588E+17"),
        (58.5, "58.5"),
        (-3.0, "-3"),
        (date(2026, 9, 3), "2026-09-03"),
        (datetime.fromisoformat("2026-09-03 00:00"), "2026-09-03"),
        (datetime.fromisoformat("2026-09-03 08:30"), "2026-09-03 08:30:00"),
    ],
)
def test_cells_of_a_workbook_become_what_one_would_type(value: object, text: str) -> None:
    assert as_text(value) == text


def test_what_is_no_table_says_why(tmp_path: Path) -> None:
    assert reason(text_file(tmp_path, "")) == "no_header"
    assert reason(text_file(tmp_path, "1,2,3\n4,5,6\n")) == "no_header"
    assert reason(text_file(tmp_path, "\n <HTML><table></table>", name="file.xls")) == "html"
    assert reason(text_file(tmp_path, 'name,village\nAnna,"A\n' + "Ben,B\n" * 40_000)) == "field_too_long"
    with zipfile.ZipFile(tmp_path / "file.zip", "w") as archive:
        archive.writestr("a.txt", "not a workbook")
    assert reason(tmp_path / "file.zip") == "broken"
    (tmp_path / "noise").write_bytes(b"PK\x03\x04 cut off")
    assert reason(tmp_path / "noise") == "broken"


def test_a_text_file_is_read_as_one_goes(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["姓名", "村居代码", "备注"])
        writer.writerows(["李雷", f"V{number}", "愿意当志愿者" * 10] for number in range(100_000))
    assert path.stat().st_size > 12_000_000
    tracemalloc.start()
    table = open_table(path)
    assert sum(1 for _ in table.rows()) == 100_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 6_000_000
    assert [number for number, _ in islice(table.rows(), 2)] == [2, 3]
