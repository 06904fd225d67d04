"""Links lead somewhere, and no page names a file that is not there."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from posixpath import normpath

import pytest

from .pages import Page
from .project import files, pages

OUTSIDE = re.compile(r"[a-z]+:", re.IGNORECASE)
FOLDERS = ("core/", "plugins/", "docs/", "demo/", "tenants/", "themes/", "tests/", "requirements/", "bench/")
BASES = ("core/gridhall/", "plugins/residents/gridhall_residents/")
NAMED = re.compile(rf"(?:{'|'.join(FOLDERS)})[\w./*-]*")


def broken_links(page: Page, known: dict[str, set[str]]) -> list[str]:
    """Links that lead nowhere.

    :param known: every file of the project, with its anchors
    """
    found = []
    for link in page.links:
        if OUTSIDE.match(link):
            continue
        path, _hash, name = link.partition("#")
        file = normpath(str(PurePosixPath(page.path).parent / path)) if path else page.path
        if file not in known or (name and name not in known[file]):
            found.append(f"{page.path}: {link}")
    return found


def missing_files(page: Page, there: tuple[str, ...]) -> list[str]:
    """Paths that the page names, and that are there neither from the root nor from one of the ``BASES``.

    ``plugins/<name>`` and the like stand for many; ``*`` is looked up.
    """
    named = [code for code in page.code if NAMED.fullmatch(code) and "SLUG" not in code]
    bases = ("", f"{PurePosixPath(page.path).parent}/", *BASES)
    return [
        f"{page.path}: {path}"
        for path in named
        if not any(_is_there(normpath(base + path), there) for base in bases)
    ]


def _is_there(path: str, there: tuple[str, ...]) -> bool:
    if "*" in path:
        return any(PurePosixPath(file).match(path) for file in there)
    return any(file == path or file.startswith(f"{path}/") for file in there)


def known() -> dict[str, set[str]]:
    anchors = {page.path: page.anchors for page in pages()}
    folders = {str(parent) for path in files() for parent in PurePosixPath(path).parents}
    return {path: anchors.get(path, set()) for path in (*files(), *folders)}


def test_every_link_leads_somewhere() -> None:
    there = known()
    assert [link for page in pages() for link in broken_links(page, there)] == []


def test_every_file_that_is_named_is_there() -> None:
    assert [path for page in pages() for path in missing_files(page, files())] == []


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[a](b.md)", []),
        ("[a](b.md#here)", []),
        ("[a](../README.md)", []),
        ("[a](#here)\n# Here", []),
        ("[a](https://example.org/x)", []),
        ("[a](c.md)", ["docs/a.md: c.md"]),
        ("[a](b.md#there)", ["docs/a.md: b.md#there"]),
        ("[a](#there)\n# Here", ["docs/a.md: #there"]),
        ("![a](pictures/b.png)", ["docs/a.md: pictures/b.png"]),
    ],
)
def test_a_broken_link_is_found(text: str, broken: list[str]) -> None:
    page = Page("docs/a.md", text)
    there = {"docs/a.md": page.anchors, "docs/b.md": {"here"}, "README.md": set()}
    assert broken_links(page, there) == broken


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("`docs/b.md` and `docs/`", []),
        ("`tenants/<slug>/tenant.toml`", []),
        ("`docs/*.md`", []),
        ("`make docs/c.md`", []),
        ("`plugins/host.py`", []),
        ("`docs/c.md`", ["docs/a.md: docs/c.md"]),
        ("`docs/*.toml`", ["docs/a.md: docs/*.toml"]),
        ("`plugins/gone/`", ["docs/a.md: plugins/gone/"]),
    ],
)
def test_a_file_that_is_not_there_is_found(text: str, missing: list[str]) -> None:
    there = ("docs/a.md", "docs/b.md", "core/gridhall/plugins/host.py")
    assert missing_files(Page("docs/a.md", text), there) == missing
