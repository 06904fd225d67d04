"""Looks at the commands that the documentation tells people to type."""

from __future__ import annotations

import re
import shlex
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from gridhall.cli import main

from .project import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BEGINS_ANEW = {"&&", "||", "|", ";"}
OTHERS = frozenset(
    (
        "cd chmod cp createdb curl git install openssl pg_dump pg_restore pip psql pybabel pytest rm umask"
    ).split()
)
"""Programs of the machine, which we cannot look into."""
TARGET = re.compile(r"^([a-z-]+):.*##", re.MULTILINE)
ASSIGNMENT = re.compile(r"[A-Z_]+=.*")


def commands(text: str) -> Iterator[list[str]]:
    """The commands of a shell snippet, word by word; comments and redirections are left out.

    :raises ValueError: a quotation mark is open
    """
    for line in text.replace("\\\n", " ").splitlines():
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;()<>")
        lexer.whitespace_split = True
        words: list[str] = []
        for word in lexer:
            if word in BEGINS_ANEW or word in {"(", ")"}:
                yield words
                words = []
            elif word in {">", ">>", "<"}:
                next(lexer, None)
            else:
                words.append(word)
        yield words


def faults(words: list[str]) -> list[str]:
    """What is wrong with one command."""
    while words and (ASSIGNMENT.fullmatch(words[0]) or words[0] == "sudo"):
        words = words[1:]
    if not words:
        return []
    program, rest = words[0].rpartition("/")[2], words[1:]
    if program == "gridhall":
        return _gridhall(rest)
    if program == "make":
        unknown = [word for word in rest if "=" not in word and word not in targets()]
        return [f"make has no target {word}" for word in unknown]
    if program in {"python", "python3"}:
        named = rest[1:2] if rest[:1] == ["-m"] else []
        return [f"there is no module {name}" for name in named if not _is_module(name)]
    return [] if program in OTHERS else [f"{program} is no program that we know"]


def targets() -> set[str]:
    """What ``make help`` lists."""
    return set(TARGET.findall((ROOT / "Makefile").read_text("utf-8")))


def _is_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def _gridhall(words: list[str]) -> list[str]:
    """Walk down the groups, then let the command read its words."""
    command: click.Command = main
    context = click.Context(main, info_name="gridhall")
    try:
        while True:
            _values, rest, _order = command.make_parser(context).parse_args(args=list(words))
            if not isinstance(command, click.Group) or not rest:
                return _missing(command, context, list(words))
            found = command.get_command(context, rest[0])
            if found is None:
                return [f"{context.command_path} has no command {rest[0]}"]
            command, words = found, rest[1:]
            context = click.Context(command, info_name=found.name, parent=context)
    except click.UsageError as error:
        return [f"{context.command_path}: {error.message}"]


def _missing(command: click.Command, context: click.Context, words: list[str]) -> list[str]:
    """What the command needs and was not told; files need not be there."""
    values, rest, _order = command.make_parser(context).parse_args(args=words)
    needed = [each.name for each in command.params if each.required and not _told(values, each)]
    found = [f"{context.command_path} needs {name}" for name in needed]
    if rest and not isinstance(command, click.Group):
        found.append(f"{context.command_path} takes no {rest[0]}")
    for each in command.params:
        given = values.get(each.name or "")
        if isinstance(each.type, click.Choice) and _told(values, each) and given not in each.type.choices:
            found.append(f"{context.command_path}: {given} is none of {', '.join(each.type.choices)}")
    return found


def _told(values: Mapping[str, object], parameter: click.Parameter) -> bool:
    """Whether a word was given for a parameter; click says with an object of its own that none was."""
    given = values.get(parameter.name or "")
    return isinstance(given, str | int | tuple | list) and bool(given)
