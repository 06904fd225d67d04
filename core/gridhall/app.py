"""Puts the portal together: a WSGI application for all cities of a deployment."""

from collections.abc import Callable, Iterable
from typing import Any

from pyramid.config import Configurator

from gridhall import web
from gridhall.db import Databases
from gridhall.plugins import PluginHost
from gridhall.services.plugins import EnabledPlugins, Migrator
from gridhall.services.sessions import Limits
from gridhall.settings import Settings
from gridhall.tenancy import Cities
from gridhall.web import logs
from gridhall.web.checks import check_views
from gridhall.web.metrics import Metrics
from gridhall.web.platform import Platform, catalogue_folders
from gridhall.web.templates import Templates
from gridhall.web.themes import Themes
from gridhall.words import Catalogues

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def make_app(
    settings: Settings,
    *,
    host: PluginHost | None = None,
    databases: Databases | None = None,
    metrics: Metrics | None = None,
) -> Wsgi:
    """The portal.

    :param host: the plugins; None: those that are installed
    :param databases: None: opened here, and left open until the process ends
    :param metrics: what requests are counted in; None: where nobody sees it
    :raises ConfigError: a file of the deployment is wrong, or a plugin adds what does not fit
    """
    logs.configure()
    platform = make_platform(settings, host=host, databases=databases)
    return make_portal(platform, metrics)


def make_platform(settings: Settings, *, host: PluginHost | None, databases: Databases | None) -> Platform:
    """What the requests of one process share."""
    host = host or PluginHost.discover()
    databases = databases or Databases(settings)
    cities = Cities.load(settings)
    themes = Themes(settings.themes)
    for city in cities:
        themes.css(city.tenant.theme)
    return Platform(
        settings=settings,
        cities=cities,
        databases=databases,
        host=host,
        enabled=EnabledPlugins(host),
        migrate=Migrator(databases),
        themes=themes,
        catalogues=Catalogues(catalogue_folders(host)),
        limits=Limits.of(settings.web),
    )


def make_portal(platform: Platform, metrics: Metrics | None = None) -> Wsgi:
    """The WSGI application of a platform.

    :raises ConfigError: a view could be open by mistake, see ``web/checks.py``
    """
    config = configure(platform, metrics)
    check_views(config)
    portal = _leave_no_copy(config.make_wsgi_app())
    return _https(portal) if platform.settings.web.https else portal


def configure(platform: Platform, metrics: Metrics | None = None) -> Configurator:
    """Register all views: core's, then each plugin's."""
    config = Configurator(package=web)
    config.registry.platform = platform
    config.registry.templates = Templates(platform.host, platform.settings.themes)
    config.registry.metrics = metrics or Metrics()
    config.include("gridhall.web.pipeline")
    config.include("gridhall.web.assets")
    config.include("gridhall.web.pages")
    platform.host.add_routes(config)
    config.commit()
    return config


def _leave_no_copy(portal: Wsgi) -> Wsgi:
    """What was sent is copied into a file, for a second attempt; it goes as soon as the answer is made."""

    def wrapped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        sent = environ["wsgi.input"]
        try:
            return portal(environ, start_response)
        finally:
            if environ["wsgi.input"] is not sent:
                environ["wsgi.input"].close()

    return wrapped


def _https(portal: Wsgi) -> Wsgi:
    """The proxy before us ends https; links and the check of origins go by what the browser sees."""

    def wrapped(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ["wsgi.url_scheme"] = "https"
        return portal(environ, start_response)

    return wrapped
