"""Doors past the filter of the session: each that is used is named here, with why it may be."""

from __future__ import annotations

import ast

import pytest

from .project import python_files

RESIDENTS = "plugins/residents/gridhall_residents"
WHOLE_CITY = {
    f"{RESIDENTS}/importing/staging.py": "rows are matched in the city: a number is unique in it",
    f"{RESIDENTS}/importing/applying.py": "the same; what lies elsewhere is refused before",
    f"{RESIDENTS}/services/change/unique.py": "what is taken elsewhere is refused and not shown",
    f"{RESIDENTS}/services/change/codes.py": "a new code must be nobody's",
    f"{RESIDENTS}/services/change/living.py": "a home is not moved while people elsewhere belong to it",
    f"{RESIDENTS}/services/review.py": "how many of those who may be meant live elsewhere, as a number",
    f"{RESIDENTS}/services/show/about.py": "a resident is told who looked, wherever it was",
}
"""Files that call ``scope.whole_city``."""

CORE_ROOMS = ("core/gridhall/access/", "core/gridhall/db/", "core/gridhall/testing/")
SESSIONS = {
    "core/gridhall/jobs/scopes.py": "opens the scopes of jobs",
    "core/gridhall/services/cities/opening.py": "opens the scopes of commands",
    "core/gridhall/services/cities/migrating.py": "reads which plugins a city uses before it is up to date",
    "core/gridhall/services/transactions.py": "opens the scopes of requests",
}
"""Files of core that open a session or take a connection."""

OPENS = {"open_session", "ScopedSession", "Session", "sessionmaker", "create_engine", "scoped_session"}
TAKES = {"connection", "get_bind", "driver_connection", "connect"}
INNER = ("gridhall.access.", "gridhall.db.")
MARKS = ("gridhall_checked", "gridhall_whole_city", "gridhall_permission")


def names(source: str) -> set[str]:
    """All that a file calls by name or by attribute."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "") for func in calls}


def doors(path: str, source: str) -> list[str]:
    """Where a plugin opens a session of its own, takes a connection, or reaches into the rooms of access."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in OPENS | TAKES:
                found.append(f"{path}:{node.lineno} {name}")
            case ast.ImportFrom(module=str(module)) if module.startswith(INNER):
                found.append(f"{path}:{node.lineno} {module}")
            case ast.Constant(value=str(text)) if text in MARKS:
                found.append(f"{path}:{node.lineno} {text}")
    return found


def of_plugins() -> dict[str, str]:
    files = python_files("plugins")
    return {
        path: text for path, text in files.items() if "/tests/" not in path and "/migrations/" not in path
    }


def test_who_looks_past_the_filter_is_known_and_says_why() -> None:
    files = python_files("core") | of_plugins()
    callers = {path for path, text in files.items() if "whole_city" in names(text)}
    assert callers == set(WHOLE_CITY)


def test_plugins_open_no_door_of_their_own() -> None:
    assert [door for path, source in of_plugins().items() for door in doors(path, source)] == []


def test_core_opens_sessions_in_known_places_only() -> None:
    closed = {path: text for path, text in python_files("core").items() if not path.startswith(CORE_ROOMS)}
    assert {path for path, text in closed.items() if names(text) & OPENS} == set(SESSIONS)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("with open_session(engine) as db: pass", ["a.py:1 open_session"]),
        ("db = orm.Session(engine)", ["a.py:1 Session"]),
        ("scope.db.connection().execute(x)", ["a.py:1 connection"]),
        ("scope.db.get_bind()", ["a.py:1 get_bind"]),
        ("from gridhall.access.filtering import CHECKED", ["a.py:1 gridhall.access.filtering"]),
        ("x.execution_options(**{'gridhall_checked': True})", ["a.py:1 gridhall_checked"]),
        ("from gridhall.access import Scope\nfrom gridhall.db import Base\nscope.db.execute(x)", []),
    ],
)
def test_a_door_is_found(source: str, found: list[str]) -> None:
    assert doors("a.py", source) == found
