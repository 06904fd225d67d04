"""``gridhall demo``: cities to try everything with, on this machine, until Ctrl-C.

``places`` says which cities; ``filling`` makes them, with ``grids`` and ``staff``; ``serving`` runs web and
worker; ``telling`` says what to try.
"""

import click

from gridhall.cli.context import deployment
from gridhall.cli.demo import serving
from gridhall.cli.demo.filling import fill
from gridhall.cli.demo.places import demo_cities
from gridhall.cli.demo.telling import farewell
from gridhall.services import cities


@click.command()
@click.option("--reset", is_flag=True, help="Delete the demo's cities and end; the next demo starts anew.")
@click.option("--port", type=click.IntRange(1, 65535), help="Where the portal listens; otherwise 6543.")
def demo(port: int | None, *, reset: bool) -> None:
    """Make the demo's cities, fill them, and serve them until Ctrl-C.

    The first start takes a minute or two, later ones take seconds and keep what was done in them.
    """
    here = deployment()
    places = demo_cities(here)
    if reset:
        for place in places:
            if cities.state(here.databases, place.city) is not cities.State.ABSENT:
                cities.delete(here.databases, here.settings.var, place.city)
                click.echo(f"{place.city.slug} was deleted")
        return
    serving.end_on_signals()
    port = port or here.settings.web.port
    serving.require_free(port)
    for place in places:
        fill(here, place)
    with serving.processes(here.settings, port) as running:
        farewell(places, port)
        running.wait()
