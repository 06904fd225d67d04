"""Whoever types what the documentation says is not told that there is no such command."""

from __future__ import annotations

import pytest

from .project import pages
from .shell import commands, faults


def test_every_command_can_be_typed() -> None:
    found = [
        f"{page.path}:{block.line}: {fault}"
        for page in pages()
        for block in page.blocks
        if block.language == "sh"
        for words in commands(block.text)
        for fault in faults(words)
    ]
    assert found == []


def test_a_snippet_is_taken_apart() -> None:
    text = (
        "A=1 make test # or so\n"
        "cd x && make \\\n  env | sudo tee 'a b' > c\n"
        "(umask 077; openssl rand 1 > d)\n"
    )
    assert [words for words in commands(text) if words] == [
        ["A=1", "make", "test"],
        ["cd", "x"],
        ["make", "env"],
        ["sudo", "tee", "a b"],
        ["umask", "077"],
        ["openssl", "rand", "1"],
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("gridhall city create zhoushan", []),
        ("gridhall --config a.toml city list --json", []),
        ("GRIDHALL_CONFIG=a.toml gridhall grid import areas.csv --city zhoushan", []),
        (".venv/bin/gridhall worker --concurrency 8", []),
        ("sudo make demo", []),
        ("python3 -m venv .venv", []),
        ("gridhall city found x", ["gridhall city has no command found"]),
        ("gridhall towns", ["gridhall has no command towns"]),
        ("gridhall city create", ["gridhall city create needs slug"]),
        ("gridhall grid import a.csv", ["gridhall grid import needs city"]),
        ("gridhall worker --jobs 8", ["gridhall worker: No such option '--jobs'."]),
        ("gridhall city list all", ["gridhall city list takes no all"]),
        ("make everything", ["make has no target everything"]),
        ("python -m gridhall.nothing", ["there is no module gridhall.nothing"]),
        ("gridhal serve", ["gridhal is no program that we know"]),
    ],
)
def test_a_command_that_is_not_there_is_found(line: str, found: list[str]) -> None:
    (words,) = commands(line)
    assert faults(words) == found
