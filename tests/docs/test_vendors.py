"""What vendors may use is in their guide: all of a scope, fixtures for tests, filters of templates."""

from __future__ import annotations

import re
from inspect import signature
from typing import TYPE_CHECKING

import pytest

from gridhall import testing
from gridhall.access import Scope
from gridhall.jobs import Context
from gridhall.web import formats

from .pages import Page
from .project import page

if TYPE_CHECKING:
    from collections.abc import Iterable

VENDORS = page("docs/vendors.md")
KNOWN_TO_ALL = {"db", "principal"}
"""Explained where it is used."""


def unnamed(text: Page, wanted: Iterable[str]) -> list[str]:
    """The names that the tables of a page do not hold as code."""
    said = set(re.findall(r"[\w.|]+", " ".join(cell for row in text.rows() for cell in row)))
    return sorted(set(wanted) - said)


def test_all_of_a_scope_is_named() -> None:
    members = {name for name in [*vars(Scope), *signature(Scope).parameters] if not name.startswith("_")}
    wanted = {f"scope.{name}" for name in members - KNOWN_TO_ALL - {"hooks", "keys"}}
    assert unnamed(VENDORS, wanted | {"scope.keys.encrypt"}) == []


def test_all_of_a_jobs_context_is_named() -> None:
    told = ("done", "failed", "total", "result")
    members = {name for name in [*vars(Context), *told] if not name.startswith("_")}
    assert unnamed(VENDORS, {f"context.{name}" for name in members}) == []


def test_all_fixtures_are_named() -> None:
    fixtures = {name for name, each in vars(testing).items() if "fixture" in type(each).__name__.lower()}
    assert {"city", "portal", "stage"} <= fixtures
    assert unnamed(VENDORS, fixtures - {"deployment"}) == []


def test_all_filters_are_named() -> None:
    first, *others = formats.filters()
    assert unnamed(VENDORS, [f"value|{first}", *(f"|{name}" for name in others)]) == []


@pytest.mark.parametrize(("wanted", "missing"), [("scope.select", []), ("scope.close", ["scope.close"])])
def test_what_is_not_named_is_found(wanted: str, missing: list[str]) -> None:
    text = Page("a.md", "| a | b |\n|---|---|\n| `scope.select(...)` | x |\n\n`scope.close()`\n")
    assert unnamed(text, [wanted]) == missing
