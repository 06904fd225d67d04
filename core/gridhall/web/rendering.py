"""Renders what a view returns: its page, in the frame, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from pyramid.config import Configurator

from gridhall.web.request import Request
from gridhall.web.shell import Shell

if TYPE_CHECKING:
    from gridhall.web.templates import Templates

NO_CITY_THEME = "plain"


class Renderer:
    """Pyramid's renderer for ``*.jinja2``."""

    def __init__(self, info: Any) -> None:
        self._name = info.name

    def __call__(self, value: object, system: Mapping[str, Any]) -> str:
        """Render a view's page (``page`` in the template) or its dict."""
        return render(system["request"], self._name, value)


def render(request: Request, name: str, value: object) -> str:
    """Render a template for a request."""
    templates: Templates = request.registry.templates
    page = value if isinstance(value, Mapping) else {"page": value}
    theme = request.here.tenant.theme if request.here else NO_CITY_THEME
    values = {
        "request": request,
        "words": request.words,
        "formats": request.formats,
        "shell": Shell(request),
        **page,
    }
    return templates.render(name, theme, values)


def includeme(config: Configurator) -> None:
    """Use it for every template."""
    factory: Callable[[Any], Renderer] = Renderer
    config.add_renderer(".jinja2", factory)
