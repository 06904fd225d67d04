"""Files that fit a head, functions that fit a screen."""

from __future__ import annotations

import ast

from .project import ROOT, project_files, python_files

FILE_LINES = 300
FUNCTION_LINES = 50


def too_long(path: str, source: str) -> list[str]:
    """A line for the file if it is too long, and for each function that is."""
    found = []
    length = len(source.splitlines())
    if length > FILE_LINES:
        found.append(f"{path}: {length} lines")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES:
                found.append(f"{path}:{node.lineno} {node.name}: {length} lines")
    return found


def test_no_file_and_no_function_is_too_long() -> None:
    files = python_files("core", "plugins")
    assert [fault for path, source in files.items() for fault in too_long(path, source)] == []


def test_a_file_may_have_300_lines_and_no_more() -> None:
    assert too_long("a.py", "x = 1\n" * 300) == []
    assert too_long("a.py", "x = 1\n" * 301) == ["a.py: 301 lines"]


def test_a_function_may_have_50_lines_and_no_more() -> None:
    assert too_long("a.py", "def f():\n" + "    x = 1\n" * 49) == []
    assert too_long("a.py", "class A:\n def f(self):\n" + "  x = 1\n" * 50) == ["a.py:2 f: 51 lines"]
    assert too_long("a.py", "async def g():\n" + "    x = 1\n" * 50) == ["a.py:1 g: 51 lines"]


def test_no_style_sheet_is_too_long() -> None:
    lengths = {
        path: len((ROOT / path).read_text("utf-8").splitlines())
        for path in project_files()
        if path.endswith(".css")
    }
    assert {path: lines for path, lines in lengths.items() if lines > FILE_LINES} == {}
