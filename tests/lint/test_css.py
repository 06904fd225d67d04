"""Right-to-left works because nothing says left or right."""

from __future__ import annotations

import re

import pytest

from .project import ROOT, project_files

PHYSICAL = re.compile(
    r"(?<![\w.#-])(?:"
    r"(?:(?:scroll-)?(?:margin|padding)|border)-(?:left|right)(?:-[a-z]+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|left|right"
    r")\s*:"
    r"|(?<![\w-])(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)\b"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STYLE = re.compile(
    r"<style\b[^>]*>(.*?)</style>|\bstyle\s*=\s*\"([^\"]*)\"|\bstyle\s*=\s*'([^']*)'", re.DOTALL
)


def physical(path: str, css: str) -> list[str]:
    """Each declaration that names a side of the screen, with its line."""
    css = COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)
    return [f"{path}:{css.count(chr(10), 0, hit.start()) + 1} {hit[0]}" for hit in PHYSICAL.finditer(css)]


def styles_of(markup: str) -> str:
    """The CSS inside a template, each piece on the line where it stands."""
    css = [" " if character != "\n" else "\n" for character in markup]
    for found in STYLE.finditer(markup):
        group = found.lastindex or 1
        css[found.start(group) : found.end(group)] = found[group]
    return "".join(css)


def test_css_names_no_side_of_the_screen() -> None:
    found = []
    for path in project_files():
        if path.endswith(".css"):
            found += physical(path, (ROOT / path).read_text("utf-8"))
        elif path.endswith((".jinja2", ".html", ".svg")):
            found += physical(path, styles_of((ROOT / path).read_text("utf-8")))
    assert found == []


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("a { margin-left: 1px }", ["a.css:1 margin-left:"]),
        ("a {\n  padding-right : 1px }", ["a.css:2 padding-right :"]),
        ("a { border-left-color: red }", ["a.css:1 border-left-color:"]),
        ("a { border-top-left-radius: 1px }", ["a.css:1 border-top-left-radius:"]),
        ("a { left: 0; inset-inline-start: 0 }", ["a.css:1 left:"]),
        ("a { text-align: right }", ["a.css:1 text-align: right"]),
        ("a { float:left }", ["a.css:1 float:left"]),
        ("/* left: 0\n*/ a { right: 0 }", ["a.css:2 right:"]),
        ("a { margin-inline-start: 1px; text-align: start; --left: 1; margin-top: 0 }", []),
        (".left:hover #right:focus { color: var(--right) }", []),
    ],
)
def test_a_physical_property_is_found(css: str, found: list[str]) -> None:
    assert physical("a.css", css) == found


def test_styles_inside_templates_are_read() -> None:
    markup = '<p title="left: 1">\n<p style="left: 1px">\n<style>\na { right: 0 }</style>'
    assert physical("a.jinja2", styles_of(markup)) == ["a.jinja2:2 left:", "a.jinja2:4 right:"]
