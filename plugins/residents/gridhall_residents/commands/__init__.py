"""``gridhall residents ...``. Start with the group."""

import click


@click.group()
def residents() -> None:
    """Residents, households and dwellings."""
