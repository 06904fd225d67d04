"""The command ``gridhall``: core's groups, and one group for each installed plugin that has commands."""

import sys
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import OperationalError

from gridhall import __version__
from gridhall.cli import audit, city, grid, logs, processes
from gridhall.cli.context import Deployment, installed
from gridhall.cli.demo import demo
from gridhall.errors import GridhallError
from gridhall.settings.deployment import CONFIG_VARIABLE


class Gridhall(click.Group):
    """Finds the plugins' commands, and tells errors in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Core's commands and the plugins', in alphabetical order."""
        return sorted({*super().list_commands(ctx), *self._plugins(ctx)})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command of core, else the group of the plugin of that name."""
        return super().get_command(ctx, cmd_name) or self._plugins(ctx).get(cmd_name)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command line: 0 done, 1 refused or failed, 2 wrongly called."""
        try:
            return super().main(*args, **kwargs)
        except GridhallError as error:
            click.echo(f"Error: {error}", err=True)
        except OperationalError as error:
            click.echo(f"Error: the database did not answer: {str(error.orig).strip()}", err=True)
            click.echo("See that it runs, and what gridhall.toml says of it; then try again.", err=True)
        sys.exit(1)

    @staticmethod
    def _plugins(ctx: click.Context) -> dict[str, click.Command]:
        deployment = ctx.find_object(Deployment)
        host = deployment.host if deployment else installed()
        groups = {}
        for name, manifest in host.manifests.items():
            for command in manifest.commands:
                groups[name] = command.group
        return groups


@click.group(cls=Gridhall, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--config",
    type=click.Path(path_type=Path),
    envvar=CONFIG_VARIABLE,
    help="The deployment's gridhall.toml. Without one, the embedded database below var/ is used.",
)
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Gridhall: a platform on which a city runs its grid management."""
    logs.configure()
    if ctx.obj is None:
        ctx.obj = Deployment(config)
    ctx.call_on_close(ctx.find_root().obj.close)


for command in (city.city, grid.grid, audit.audit, demo, processes.serve, processes.worker):
    main.add_command(command)
