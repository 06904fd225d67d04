"""Plain COPY, the baseline of imports."""

import csv
from pathlib import Path

from psycopg import sql

from .line import once
from .raw import Raw

LEFT = ("residents_household", "residents_resident", "residents_name_suffix", "residents_statement")
"""What an import of people leaves in the database."""
_PIECE = 1 << 16


def copy_file(raw: Raw, file: Path) -> tuple[float, int]:
    """Copy a CSV into a table of the same columns; seconds, of three times the best, and the rows of one."""
    with file.open(encoding="utf-8", newline="") as opened:
        columns = next(csv.reader(opened))
    table = sql.Identifier("bench_plain")
    texts = sql.SQL(", ").join(sql.SQL("{} text").format(sql.Identifier(name)) for name in columns)
    raw.execute(sql.SQL("CREATE TABLE {} ({})").format(table, texts))
    statement = sql.SQL("COPY {} FROM STDIN (FORMAT csv, HEADER)").format(table)
    taken = []
    for _time in range(3):
        raw.execute(sql.SQL("TRUNCATE {}").format(table))
        taken.append(once(lambda: _copy_in(raw, statement, file))[0])
    found = raw.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone()
    raw.execute(sql.SQL("DROP TABLE {}").format(table))
    return min(taken), found[0] if found else 0


def copy_again(raw: Raw, folder: Path) -> float:
    """Copy all that an import left into tables with the same columns and indexes; seconds."""
    seconds = 0.0
    for name in LEFT:
        file, table = folder / name, sql.Identifier(f"bench_{name}")
        with file.open("wb") as opened, raw.cursor() as cursor:
            read = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(name))
            with cursor.copy(read) as copy:
                for piece in copy:
                    opened.write(piece)
        raw.execute(sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(table, sql.Identifier(name)))
        write = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(table)
        seconds += once(lambda write=write, file=file: _copy_in(raw, write, file))[0]  # type: ignore[misc]
        raw.execute(sql.SQL("DROP TABLE {}").format(table))
        file.unlink()
    return seconds


def _copy_in(raw: Raw, statement: sql.Composed, file: Path) -> None:
    with file.open("rb") as opened, raw.cursor() as cursor, cursor.copy(statement) as copy:
        while piece := opened.read(_PIECE):
            copy.write(piece)
