"""Pieces of a page in Markdown."""

import inspect
from collections.abc import Iterable


def code(*texts: str) -> str:
    """Each as code, with commas between."""
    return ", ".join(f"`{text}`" for text in texts)


def paragraphs(docstring: str) -> str:
    """A docstring's text: double backticks are Markdown's single ones."""
    return inspect.cleandoc(docstring).replace("``", "`")


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """The lines of a table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return [f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines]


def _cell(text: str) -> str:
    """On one line, without what would end the cell or be taken for HTML."""
    parts = " ".join(text.replace("``", "`").split()).replace("|", r"\|").split("`")
    return "`".join(part.replace("<", "&lt;") if place % 2 == 0 else part for place, part in enumerate(parts))
