"""Decisions that code refers to are there, all are listed, and each says what else was thought of."""

from __future__ import annotations

import re
import tomllib

import pytest

from .pages import Page
from .project import ROOT, code, files, page, pages

FOLDER = "docs/decisions/"
INDEX = f"{FOLDER}README.md"
REFERENCE = re.compile(r"docs/decisions/([\w-]+\.md)")
PARTS = ("**Decision.**", "**Instead of**", "**Follows.**")
"""Of each record; a table of what was chosen and rejected may stand for the second."""
REQUIREMENT = re.compile(r"[\w.-]+")


def records() -> list[Page]:
    return [each for each in pages() if each.path.startswith(FOLDER) and each.path != INDEX]


def missing(sources: dict[str, str], there: set[str]) -> list[str]:
    """References to records that are not there."""
    return [
        f"{path}: {name}"
        for path, text in sources.items()
        for name in REFERENCE.findall(text)
        if name not in there
    ]


def unlisted(index: Page, there: set[str]) -> set[str]:
    """Records that the index does not list, and those that it lists and are not there."""
    listed = {row[0].partition("](")[2].rstrip(")") for row in index.rows()}
    return listed ^ there


def without(record: Page) -> list[str]:
    """The parts that a record lacks."""
    rejected = any(len(row) == 3 for row in record.rows())
    return [part for part in PARTS if part not in record.prose and not (rejected and part == PARTS[1])]


def unexplained(text: Page, requirements: list[str]) -> list[str]:
    """Packages that the record of packages does not name."""
    said = text.prose.lower()
    return [name for name in requirements if not re.search(rf"\b{re.escape(name.lower())}\b", said)]


def names_of_records() -> set[str]:
    return {path.removeprefix(FOLDER) for path in files() if path.startswith(FOLDER) and path != INDEX}


def test_every_decision_that_code_refers_to_is_there() -> None:
    assert missing(code(), names_of_records()) == []


def test_the_index_lists_every_record() -> None:
    assert unlisted(page(INDEX), names_of_records()) == set()


@pytest.mark.parametrize("record", records(), ids=lambda each: each.path.removeprefix(FOLDER))
def test_every_record_says_what_else_was_thought_of(record: Page) -> None:
    assert without(record) == []


def test_every_package_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["embedded"]]
    names = [found[0] for text in asked if (found := REQUIREMENT.match(text))]
    assert unexplained(page(f"{FOLDER}packages.md"), names) == []


def test_what_is_missing_is_found() -> None:
    assert missing({"a.py": "see docs/decisions/a.md and docs/decisions/b.md"}, {"a.md"}) == ["a.py: b.md"]
    index = Page(INDEX, "| record | decides |\n|---|---|\n| [a.md](a.md) | x |\n| [b.md](b.md) | y |\n")
    assert unlisted(index, {"a.md", "c.md"}) == {"b.md", "c.md"}
    assert without(Page("a.md", "**Decision.** x\n**Follows.** y")) == ["**Instead of**"]
    assert unexplained(
        Page("a.md", "We take click and zope.sqlalchemy."), ["click", "sqlalchemy", "rich"]
    ) == ["rich"]
