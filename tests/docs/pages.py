"""Reads the pages of the documentation: headings, links, code, tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FENCE = re.compile(
    r"^(?P<marks>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=marks)[ \t]*$", re.MULTILINE | re.DOTALL
)
LINK = re.compile(r"!?\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^()\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
ROW = re.compile(r"^\| *(.*?) *\|[ \t]*$", re.MULTILINE)
CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True)
class Block:
    """A fenced piece of code."""

    language: str
    file: str
    """What ``file=`` says: the file whose text it is; "" where it says none."""
    text: str
    line: int
    """Of its first line."""
    is_signature: bool = False
    """Says how something is called; it is nothing to be run."""


@dataclass(frozen=True)
class Page:
    """One page; ``path`` counts from the root of the project."""

    path: str
    text: str

    @cached_property
    def blocks(self) -> list[Block]:
        """The fenced code, in order."""
        return list(self._blocks())

    @cached_property
    def prose(self) -> str:
        """The page without its fenced code, line for line."""
        return FENCE.sub(lambda found: "\n" * found[0].count("\n"), self.text)

    @cached_property
    def anchors(self) -> set[str]:
        """What links can name, as GitHub makes it of headings."""
        found: set[str] = set()
        for title in HEADING.findall(self.prose):
            name = anchor(title)
            number, unique = 0, name
            while unique in found:
                number += 1
                unique = f"{name}-{number}"
            found.add(unique)
        return found

    @property
    def links(self) -> list[str]:
        """What links and pictures point at."""
        return LINK.findall(self.prose)

    @property
    def code(self) -> list[str]:
        """What stands between single backticks."""
        return CODE.findall(self.prose)

    def section(self, title: str) -> Page:
        """What stands below a heading, up to the next one of its rank or above."""
        start = re.search(rf"^(#+) +{re.escape(title)} *$", self.prose, re.MULTILINE)
        if start is None:
            raise LookupError(f"{self.path} has no heading {title!r}")
        end = re.compile(rf"^#{{1,{len(start[1])}}} ", re.MULTILINE).search(self.prose, start.end())
        lines = self.text.splitlines(keepends=True)
        first = self.prose.count("\n", 0, start.start())
        last = self.prose.count("\n", 0, end.start()) if end else len(lines)
        return Page(self.path, "".join(lines[first:last]))

    def rows(self) -> list[list[str]]:
        """The rows of all tables, cell by cell; heads and rules are left out."""
        found = []
        lines = self.prose.splitlines()
        for number, line in enumerate(lines):
            row = ROW.fullmatch(line)
            after = lines[number + 1] if number + 1 < len(lines) else ""
            if row and not _is_rule(line) and not _is_rule(after):
                found.append([cell.strip().replace(r"\|", "|") for cell in CELL.split(row[1])])
        return found

    def _blocks(self) -> Iterator[Block]:
        for found in FENCE.finditer(self.text):
            language, *options = found["info"].split() or [""]
            given = dict(option.partition("=")[::2] for option in options)
            line = self.text.count("\n", 0, found.start()) + 2
            yield Block(language, given.get("file", ""), found["text"], line, "signature" in options)


def anchor(title: str) -> str:
    """The anchor of a heading: small letters, hyphens for spaces, no punctuation."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).strip().lower()
    return re.sub(r"[^\w\- ]", "", words).replace(" ", "-")


def names(cell: str) -> list[str]:
    """The code in a cell of a table: ``a`` and ``b`` of "`a`, `b`"."""
    return CODE.findall(cell)


def _is_rule(line: str) -> bool:
    return bool(re.fullmatch(r"\|(?: *:?-+:? *\|)+ *", line))
