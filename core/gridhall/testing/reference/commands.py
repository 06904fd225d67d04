"""The command line: core's commands, and those of the plugins that are installed."""

from collections.abc import Iterator

import click

from gridhall.cli import main
from gridhall.testing.reference.markdown import code, paragraphs, table

STATUS = """\
Results go to standard output, everything else to standard error. The status is 0 where it was done, 1 where
it was refused or failed, 2 where it was wrongly called."""
KNOWN = {"--help", "--version"}


def told_commands() -> str:
    """Every command with what it does and its options."""
    told = ["## Commands", "", STATUS]
    for path, command in _walk(main, click.Context(main, info_name="gridhall")):
        told += ["", f"### {path.command_path}", ""]
        if not isinstance(command, click.Group):
            usage = " ".join(command.collect_usage_pieces(path))
            told += ["```text", f"{path.command_path} {usage}", "```", ""]
        told += [paragraphs(command.help or "")]
        options = [each for each in command.params if isinstance(each, click.Option)]
        rows = [(code(*each.opts), _said(each)) for each in options if not KNOWN.intersection(each.opts)]
        told += ["", *table(("option", "what it does"), rows)] if rows else []
    return "\n".join(told)


def _walk(command: click.Command, context: click.Context) -> Iterator[tuple[click.Context, click.Command]]:
    yield context, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from _walk(found, click.Context(found, info_name=name, parent=context))


def _said(option: click.Option) -> str:
    default = f"{option.default} unless it is given." if option.show_default else ""
    needed = "Needed." if option.required else ""
    return " ".join(part for part in (option.help or "", default, needed) if part)
