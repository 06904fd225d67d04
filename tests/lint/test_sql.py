"""Raw SQL stays in the rooms that are read with that in mind, and is never put together from strings."""

from __future__ import annotations

import ast

import pytest

from .project import python_files

RAW_NAMES = {"text", "literal_column", "TextClause"}
SUBMODULES = {"sql", "expression"}
RAW_ROOMS = ("core/gridhall/access/", "core/gridhall/db/")
EXECUTES = {
    *("execute", "executemany", "exec_driver_sql", "scalar", "scalars", "stream", "copy"),
    *("text", "literal_column", "SQL"),
}


def may_be_raw(path: str) -> bool:
    """In these rooms and in migrations; a test looks into the database by whatever way it likes."""
    return path.startswith(RAW_ROOMS) or "/migrations/" in path or "/tests/" in path


def raw_sql(path: str, source: str) -> list[str]:
    """Where a file takes SQLAlchemy's ``text`` or its like, by import or by attribute."""
    tree = ast.parse(source)
    modules = {
        alias.asname or alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name.partition(".")[0] == "sqlalchemy"
    }
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "sqlalchemy":
            found |= {(node.lineno, alias.name) for alias in node.names if alias.name in RAW_NAMES}
            modules |= {alias.asname or alias.name for alias in node.names if alias.name in SUBMODULES}
        elif isinstance(node, ast.Attribute) and node.attr == "exec_driver_sql":
            found.add((node.lineno, node.attr))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in RAW_NAMES and _root(node) in modules:
            found.add((node.lineno, node.attr))
    return [f"{path}:{line} {name}" for line, name in sorted(found)]


def _root(node: ast.expr) -> str | None:
    """``sa`` for ``sa.sql.text``."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def formatted_sql(path: str, source: str) -> list[str]:
    """Where a statement is put together from strings. ``psycopg.sql.SQL(...).format`` quotes, so it may."""
    return [
        f"{path}:{node.lineno}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and _called(node) in EXECUTES and node.args and _formatted(node.args[0])
    ]


def _called(node: ast.Call) -> str | None:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else None


def _formatted(node: ast.expr) -> bool:
    match node:
        case ast.JoinedStr():
            return True
        case ast.BinOp(op=ast.Mod() | ast.Add(), left=left, right=right):
            return any(isinstance(side, ast.Constant | ast.JoinedStr | ast.BinOp) for side in (left, right))
        case ast.Call(func=ast.Attribute(attr="format", value=value)):
            return not (isinstance(value, ast.Call) and _called(value) == "SQL")
    return False


def test_raw_sql_stays_in_its_rooms() -> None:
    files = python_files("core", "plugins")
    closed = {path: source for path, source in files.items() if not may_be_raw(path)}
    assert [fault for path, source in closed.items() for fault in raw_sql(path, source)] == []


def test_no_statement_is_put_together_from_strings() -> None:
    files = python_files("core", "plugins")
    assert [fault for path, source in files.items() for fault in formatted_sql(path, source)] == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("from sqlalchemy import select, text", ["a.py:1 text"]),
        ("from sqlalchemy.sql.expression import text as t", ["a.py:1 text"]),
        ("import sqlalchemy as sa\nsa.text('x')", ["a.py:2 text"]),
        ("import sqlalchemy.sql\nsqlalchemy.sql.literal_column('x')", ["a.py:2 literal_column"]),
        ("from sqlalchemy import sql\nsql.text('x')", ["a.py:2 text"]),
        ("connection.exec_driver_sql('x')", ["a.py:1 exec_driver_sql"]),
        ("from .text import clean\nresponse.text\ntext('x')", []),
    ],
)
def test_raw_sql_is_found(source: str, found: list[str]) -> None:
    assert raw_sql("a.py", source) == found


@pytest.mark.parametrize(
    ("source", "faulty"),
    [
        ("c.execute(f'SELECT {x}')", True),
        ("c.execute('SELECT %s' % x)", True),
        ("c.execute('SELECT ' + x)", True),
        ("c.execute('SELECT {}'.format(x))", True),
        ("c.execute(text(f'SELECT {x}'))", True),
        ("c.execute(sql.SQL(f'SELECT {x}'))", True),
        ("c.execute(sql.SQL('SELECT {}').format(sql.Identifier(x)))", False),
        ("c.execute('SELECT %s', [x])", False),
        ("c.scalar(select(A.b + 1))", False),
    ],
)
def test_a_statement_put_together_from_strings_is_found(source: str, *, faulty: bool) -> None:
    assert formatted_sql("a.py", source) == ["a.py:1"] * faulty


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("core/gridhall/access/scope.py", True),
        ("plugins/residents/gridhall_residents/migrations/0001_first.py", True),
        ("core/gridhall/services/access.py", False),
        ("plugins/residents/gridhall_residents/db/x.py", False),
    ],
)
def test_the_rooms_for_raw_sql(path: str, *, allowed: bool) -> None:
    assert may_be_raw(path) == allowed
