"""Closes views that are not for this host: no city, or a plugin that the city has not enabled.

A view deriver wraps every view, so a plugin need not ask. It runs before anybody's rights are looked
at: what is not there answers 404, signed in or not.
"""

from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator
from pyramid.viewderivers import INGRESS

from gridhall.errors import NotFound
from gridhall.web.platform import Platform
from gridhall.web.request import Request
from gridhall.words import Domain

_ = Domain("gridhall")
View = Callable[[object, Request], Any]


def gate(view: View, info: Any) -> View:
    """Wrap a view. ``any_host=True`` in ``add_view`` opens it on hosts without a city."""
    platform: Platform = info.registry.platform
    plugins = plugins_of(platform, info)
    any_host = bool(info.options.get("any_host"))

    def gated(context: object, request: Request) -> Any:
        if request.here is None and (plugins or not any_host):
            raise NotFound(_("There is no city at this address."))
        if not plugins <= (request.enabled if plugins else plugins):
            raise NotFound(_("There is no such page."))
        return view(context, request)

    return gated


gate.options = ("any_host",)  # type: ignore[attr-defined]  # this is how Pyramid learns of an option


def plugins_of(platform: Platform, info: Any) -> frozenset[str]:
    """The plugins that a view belongs to: by the module of its code, and by who registered it."""
    modules = [getattr(info.original_view, "__module__", None), info.package.__name__]
    found = {platform.host.plugin_of(module) for module in modules if module}
    return frozenset(name for name in found if name)


def includeme(config: Configurator) -> None:
    """Wrap every view."""
    config.add_view_deriver(gate, name="gate", under=INGRESS, over="secured_view")
