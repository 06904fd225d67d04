"""Fixtures and factories for tests, of core and of plugins: a real server, real cities, a real portal.

A project's root ``conftest.py`` says ``pytest_plugins = ["gridhall.testing"]``; then a test writes::

    def test_list_shows_only_the_grids_of_ones_posts(city, portal):
        top = city.node("Northport")
        near, far = city.node("Grid 3", under=top), city.node("Grid 4", under=top)
        login = city.staff("Ann Lee", role="grid_head", at=near)
        page = portal.as_(login).get("/residents")
        assert page.html.select_one("h1").text == "Residents"

``city``, ``other_city``
    A :class:`SampleCity` each, emptied before every test, with the default roles and all plugins of
    ``plugin_host`` enabled. The other one is there to hold what could leak. ``with city.queries() as sent:``
    tells which statements reach the database, so that a page can be held to their number.
``portal``
    A :class:`Portal` of ``city``: ``as_(login)`` signs in without a password, ``stranger()`` does not;
    ``at(host)`` is a stranger at another host. Each gives a :class:`Browser`.
``deployment``
    One embedded server for the whole run, in a folder of its own; started when first asked for.
``plugin_host``
    The plugins that take part: those that are installed. A folder of tests that brings others overrides
    this fixture in its ``conftest.py``.
``tenant_files``
    What else stands in the folders of the cities, as pairs of a path and a text
    that is added to the end of the file. Empty unless a folder of tests overrides it.
``stage``
    ``deployment`` with these plugins and files: its cities, and ``stage.app``, the WSGI application.
``chromium``, ``live``
    For tests marked ``browser``: the system's Chromium (the test is skipped where there is none), and the
    address of ``city`` in it, without a slash at the end. ``portal.as_(login).app.cookies`` signs in;
    ``visitor.Visitor`` finds what is wrong with a page.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from gridhall.plugins import PluginHost
from gridhall.testing.browser import Browser, Portal
from gridhall.testing.deployment import Deployment, Stage, TenantFiles
from gridhall.testing.live import chromium as run_chromium
from gridhall.testing.live import chromium_path, served
from gridhall.testing.sample_city import PASSWORD, SampleCity

__all__ = ["PASSWORD", "Browser", "Deployment", "Portal", "SampleCity", "Stage", "TenantFiles"]


@pytest.fixture(scope="session")
def deployment() -> Iterator[Deployment]:
    """One embedded server for the whole run."""
    with Deployment.temporary() as found:
        yield found


@pytest.fixture(scope="session")
def plugin_host() -> PluginHost:
    """The plugins that are installed."""
    return PluginHost.discover()


@pytest.fixture(scope="session")
def tenant_files() -> TenantFiles:
    """Nothing beside the ``tenant.toml`` that every test city has."""
    return ()


@pytest.fixture
def stage(deployment: Deployment, plugin_host: PluginHost, tenant_files: TenantFiles) -> Stage:
    """The cities and the portal with these plugins and files; made once for each set of them."""
    return deployment.stage(plugin_host, tenant_files)


@pytest.fixture
def city(stage: Stage) -> SampleCity:
    """A city in English, Chinese and Arabic, empty."""
    return stage.empty_city("northport")


@pytest.fixture
def other_city(stage: Stage) -> SampleCity:
    """Another one, to hold what could leak."""
    return stage.empty_city("southport")


@pytest.fixture
def portal(stage: Stage, city: SampleCity) -> Portal:
    """The portal of ``city``."""
    return Portal(stage.app, city)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for the whole run; a test opens a context of its own in it."""
    path = chromium_path()
    if path is None:
        pytest.skip("there is no Chromium: install one, or name it in GRIDHALL_CHROMIUM")
    with run_chromium(path) as browser:
        yield browser


@pytest.fixture
def live(stage: Stage, city: SampleCity) -> Iterator[str]:
    """The address of ``city`` while the portal is served on this machine."""
    with served(stage.app) as port:
        yield f"http://{city.host}:{port}"
