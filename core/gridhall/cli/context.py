"""The deployment that a command works on: read when it is first needed, closed at the end."""

import getpass
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import click

from gridhall.access import Principal, Scope
from gridhall.cli.output import progress
from gridhall.db import Databases
from gridhall.errors import ConfigError, Conflict
from gridhall.jobs import CityScopes, do_now
from gridhall.models import JobRun
from gridhall.plugins import PluginHost
from gridhall.services import cities as service
from gridhall.services.runs import Progress
from gridhall.settings import Settings
from gridhall.tenancy import Cities, City
from gridhall.words import Domain

_ = Domain("gridhall")


class Deployment:
    """Settings, cities, plugins and databases of one ``gridhall.toml``.

    :param config: the file; None: see :meth:`gridhall.settings.Settings.load`
    """

    def __init__(self, config: Path | None) -> None:
        self.config = config

    @cached_property
    def settings(self) -> Settings:
        """What the deployment's file says."""
        return Settings.load(self.config)

    @cached_property
    def host(self) -> PluginHost:
        """The installed plugins."""
        return installed()

    @cached_property
    def cities(self) -> Cities:
        """The cities below ``tenants/``, each checked against the installed plugins."""
        cities = Cities.load(self.settings)
        service.check_offers(cities, self.host)
        return cities

    @cached_property
    def databases(self) -> Databases:
        """The connections; an embedded server is started when they are first asked for."""
        return Databases(self.settings)

    def check(self) -> None:
        """Read every file now, so that a wrong one stops the start.

        :raises ConfigError: one is wrong
        """
        list(self.cities)

    def city(self, slug: str) -> City:
        """The city of that slug.

        :raises NotFound: there is none
        """
        return self.cities.by_slug(slug)

    def principal(self) -> Principal:
        """A command of the deployment; the audit log names the user of the machine who runs it."""
        return Principal.deployment(f"command line ({_user()})")

    @contextmanager
    def scope(self, slug: str, who: Principal | None = None) -> Iterator[Scope]:
        """Open a scope in a city; what is done in it is committed at its end, and undone where that raises.

        :raises NotFound: there is no such city
        :raises Conflict: it was not created yet
        """
        city = self.city(slug)
        service.require_ready(self.databases, city)
        with service.open_scope(self.databases, self.host, city, who or self.principal()) as scope:
            yield scope

    def close(self) -> None:
        """Close the connections, and leave the embedded server."""
        if "databases" in self.__dict__:
            self.databases.close()


@cache
def installed() -> PluginHost:
    """The plugins that pip installed.

    :raises ConfigError: one cannot be loaded
    """
    try:
        return PluginHost.discover()
    except ImportError as error:
        raise ConfigError(
            "gridhall.plugins",
            error.name or "(entry point)",
            f"cannot be loaded: {error}",
            "Install it anew.",
        ) from error


def deployment() -> Deployment:
    """The deployment of the command that runs."""
    found: Deployment = click.get_current_context().find_root().obj
    return found


@contextmanager
def command_scope(slug: str) -> Iterator[Scope]:
    """Open a scope in a city for the command that runs, committed at its end.

    A plugin's command is refused where the city has not enabled the plugin.

    :raises NotFound: there is no such city
    :raises Conflict: it was not created yet, or has not enabled the plugin
    """
    with deployment().scope(slug) as scope:
        plugin = _plugin()
        if plugin is not None and plugin not in scope.hooks.enabled:
            raise Conflict(
                _("The plugin {plugin} is not enabled in {slug}. A system administrator can switch it on."),
                plugin=plugin,
                slug=slug,
            )
        yield scope


def command_job(slug: str, name: str, *, title: str, arguments: Mapping[str, Any]) -> JobRun:
    """Do a job now, for the command that runs: its progress is shown here and on the page of jobs.

    :param name: ``<plugin>.<what>``
    :param title: what it works on, e.g. a file's name
    :return: the run, done
    :raises GridhallError: what the job refused; the city is not ready, as in :func:`command_scope`
    """
    with command_scope(slug) as scope:
        city, who = scope.city, scope.principal.name
    here = deployment()
    scopes = CityScopes(city, here.databases, here.host, here.settings.var, command=who)
    with progress(title) as steps:

        def report(told: Progress) -> None:
            steps(told.done, told.total, failed=told.failed, left=told.left)

        run = do_now(scopes, name, title=title, arguments=arguments, report=report)
    if run.state == "cancelled":
        raise Conflict(_("Somebody cancelled this. What was done already stays; run it again to go on."))
    return run


def _plugin() -> str | None:
    """The plugin whose command runs, None for core's: the first word after ``gridhall``."""
    context = click.get_current_context()
    while context.parent is not None and context.parent.parent is not None:
        context = context.parent
    return context.info_name if context.info_name in deployment().host.manifests else None


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in a container
        return str(os.getuid())
