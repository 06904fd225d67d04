"""``gridhall city``: make, list, update, check and delete cities."""

import click
from sqlalchemy.exc import OperationalError

from gridhall.cli.context import Deployment, deployment
from gridhall.cli.options import json_option
from gridhall.cli.output import answer, table
from gridhall.db import Ok
from gridhall.services import cities
from gridhall.settings.tenant import word
from gridhall.tenancy import City

ALL = "all"


@click.group()
def city() -> None:
    """Make, list, update, check and delete cities."""


@city.command()
@click.argument("slug")
@json_option
def create(slug: str, *, as_json: bool) -> None:
    """Make the city of tenants/SLUG/tenant.toml.

    Prints the first password of each of the three administrators, once. One that was interrupted is taken
    up again; a city that exists is left as it is.
    """
    here = deployment()
    with cities.founding(here.databases, here.host, here.city(slug), who=here.principal()) as founded:
        accounts = [{"login": first.login, "password": first.password} for first in founded.accounts]
        lines = [f"  {first.login:<10} {first.password}" for first in founded.accounts]
        text = "\n".join(
            (
                f"{slug} was created. Its tree is empty: gridhall grid import FILE --city {slug}",
                f"Plugins switched on: {', '.join(founded.plugins) or 'none'}",
                "",
                "First passwords, shown only now and changed at the first sign-in:",
                *lines,
            )
        )
        answer(as_json, {"city": slug, "plugins": founded.plugins, "accounts": accounts}, text)


@city.command(name="list")
@json_option
def list_cities(*, as_json: bool) -> None:
    """List the cities below tenants/, and how far each has come."""
    here = deployment()
    rows = [
        {
            "city": each.slug,
            "name": word(each.tenant.name, "en"),
            "state": _state(here, each),
            "database": each.database,
            "hosts": list(dict.fromkeys(each.hosts)),
            "plugins": each.tenant.plugins,
        }
        for each in here.cities
    ]
    drawn = table(
        *("City", "Name", "State", "Database", "Hosts"),
        rows=[
            (
                str(row["city"]),
                str(row["name"]),
                str(row["state"]),
                str(row["database"]),
                ", ".join(row["hosts"]),
            )
            for row in rows
        ],
    )
    answer(as_json, {"cities": rows}, drawn)


@city.command()
@click.argument("slug", default=ALL)
@json_option
def migrate(slug: str, *, as_json: bool) -> None:
    """Bring the city SLUG up to date, or all that were created.

    One that fails stays as it was, and the others go on.
    """
    here = deployment()
    chosen = _chosen(here, slug)
    if slug == ALL:
        chosen = [each for each in chosen if _state(here, each) != cities.State.ABSENT.value]
    results = cities.migrate(here.databases, here.host, chosen)
    said = {
        name: "up to date" if isinstance(result, Ok) else result.reason for name, result in results.items()
    }
    failed = [name for name, result in results.items() if not isinstance(result, Ok)]
    done = {
        name: {"ok": name not in failed, "seconds": round(result.seconds, 2), "detail": said[name]}
        for name, result in results.items()
    }
    answer(
        as_json, {"cities": done}, "\n".join(f"{name}: {text}" for name, text in said.items()) or "no city"
    )
    if failed:
        raise click.ClickException(
            f"not brought up to date: {', '.join(failed)}. Remove the cause and run it again."
        )


@city.command()
@click.argument("slug", default=ALL)
@json_option
def check(slug: str, *, as_json: bool) -> None:
    """Look the city SLUG over, or all: database, migrations, roles, administrators, levels, audit log."""
    here = deployment()
    found = {
        each.slug: cities.check(here.databases, here.host, each, who=here.principal())
        for each in _chosen(here, slug)
    }
    answer(
        as_json,
        {"ok": _all_ok(found), "cities": {name: [vars(one) for one in all_] for name, all_ in found.items()}},
        table(
            *("City", "Check", "", "Found"),
            rows=[
                (name, one.check, "ok" if one.ok else "WRONG", one.detail)
                for name, all_ in found.items()
                for one in all_
            ],
        ),
    )
    if not _all_ok(found):
        raise click.ClickException("something is wrong, see above.")


@city.command()
@click.argument("slug")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def delete(slug: str, *, yes: bool) -> None:
    """Delete the city SLUG with all that it holds, for good. Its tenant.toml stays."""
    here = deployment()
    chosen = here.city(slug)
    held = cities.holdings(here.databases, chosen)
    click.echo(
        f"{slug} holds {held.nodes} areas, {held.staff} staff, {held.accounts} accounts,"
        f" {held.rows} rows in all. They cannot be brought back without a backup.",
        err=True,
    )
    if (
        not yes
        and click.prompt(f"Type {slug} to delete it", err=True, default="", show_default=False) != slug
    ):
        raise click.ClickException("that was something else; nothing was deleted.")
    cities.delete(here.databases, here.settings.var, chosen)
    click.echo(f"{slug} was deleted.")


def _chosen(here: Deployment, slug: str) -> list[City]:
    return list(here.cities) if slug == ALL else [here.city(slug)]


def _state(here: Deployment, city: City) -> str:
    try:
        return cities.state(here.databases, city).value
    except OperationalError:
        return "unreachable"


def _all_ok(found: dict[str, list[cities.Finding]]) -> bool:
    return all(one.ok for all_ in found.values() for one in all_)
