"""What is told once the demo serves: addresses, accounts, and what to try."""

import click

from gridhall.cli.demo.places import Place
from gridhall.cli.demo.staff import PASSWORD, people
from gridhall.settings.tenant import word

TRY = """\
To try, as the head of a village's grids would:
  1. Sign in at {address} as head. The page is in Chinese, or in English if your
     browser prefers that; 简体中文 stands at the foot of the page or menu.
  2. Import two files of her village, which are recognised by their columns:
     demo/zhoushan/guanghua_residents.csv, what public security hands over, and
     demo/zhoushan/guanghua_homes.csv, what housing does. Faulty rows are handed back with their reasons.
  3. Find a person by two characters of the name, for example {name}.
  4. Open the home: who lives there, and where each value came from.

The whole city's files of five departments are in plugins/residents/tests/data/departments/. Who imports them
brings in the rows of their own area: county those of its county. All of them, also while this runs:
  {command}
"""
IMPORT = (
    ".venv/bin/gridhall residents import --city zhoushan --source public_security_residents \\\n"
    "    plugins/residents/tests/data/departments/public_security_residents.csv"
)
NAME = "丽华"
"""A part of a name in the files."""


def farewell(places: list[Place], port: int) -> None:
    """Print it."""
    chinese = next((place for place in places if place.city.languages[0] == "zh_Hans"), places[0])
    click.echo(f"\nGridhall serves {len(places)} cities; all of them at http://localhost:{port}/\n")
    for place in places:
        click.echo(f"  {word(place.city.tenant.name, 'en'):<10} {_address(place, port)}")
    click.echo(f"\nAccounts, in each city, with the password {PASSWORD}\n")
    for person in people(chinese.staff):
        role = person.role.replace("_", " ") or f"{person.login} administrator"
        click.echo(f"  {person.login:<10} {role}")
    told = TRY.format(address=_address(chinese, port), name=NAME, command=IMPORT)
    click.echo(f"\n{told}\nCtrl-C stops it and keeps the data.")


def _address(place: Place, port: int) -> str:
    return f"http://{place.city.hosts[0]}:{port}/"
