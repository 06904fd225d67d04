"""``gridhall residents ...``. Start with the group."""

import click

from .bring import import_file
from .count import count


@click.group()
def residents() -> None:
    """Residents, households and dwellings."""


residents.add_command(import_file)
residents.add_command(count)
