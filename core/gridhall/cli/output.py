"""What commands say: results on standard output, everything else on standard error."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table


def answer(as_json: bool, result: dict[str, Any], text: "str | Table") -> None:  # noqa: FBT001 - the flag of the command
    """Print a result: one JSON object, or what a person reads.

    :param text: plain text, or a table of rich
    """
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, default=str))
    elif isinstance(text, Table):
        Console().print(text)
    else:
        click.echo(text)


def table(*columns: str, rows: list[tuple[str, ...]]) -> Table:
    """A table without lines, which is easy to copy from."""
    drawn = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        drawn.add_row(*row)
    return drawn


@contextmanager
def progress(title: str) -> Iterator["Steps"]:
    """Show how far something has come, on standard error; lines now and then where that is no terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield Steps(bar, title)


class Steps:
    """A progress that is told how much is done."""

    def __init__(self, bar: Progress, title: str) -> None:
        self._bar = bar
        self._task = bar.add_task(title, total=None, failed="")
        self._title = title
        self._told = 0

    def __call__(
        self, done: int, total: int | None = None, *, failed: int = 0, left: timedelta | None = None
    ) -> None:
        """Say how much is done, of how much.

        :param failed: of what is done, how much could not be used
        :param left: how much longer it takes; None: the bar reckons by itself
        """
        unused = f"{failed} not used" if failed else ""
        self._bar.update(self._task, completed=done, total=total, failed=unused)
        if self._bar.disable and total and done * 10 // total > self._told:
            self._told = done * 10 // total
            wait = f"{round(left.total_seconds())} s left" if left else ""
            said = (f"{self._title}: {done} of {total}", unused, wait)
            click.echo(", ".join(part for part in said if part), err=True)
