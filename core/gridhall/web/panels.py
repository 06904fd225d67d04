"""The panels that plugins add to a page, in the reader's language."""

from dataclasses import dataclass

import structlog
from markupsafe import Markup

from gridhall.hookspecs import Panel
from gridhall.web.rendering import render
from gridhall.web.request import Request

log = structlog.get_logger()


@dataclass(frozen=True)
class PanelView:
    """A panel as a template shows it."""

    title: str
    body: str | Markup


def panels(request: Request, place: str, subject: object) -> list[PanelView]:
    """The panels for a place; one whose template fails is reported and left out.

    :param place: a name from ``docs/places.md``
    :param subject: what the page shows
    """
    found = request.scope.hooks.panels(request.scope, place, subject)
    shown = ((panel, _body(request, panel)) for panel in found)
    return [PanelView(request.words(panel.title), body) for panel, body in shown if body is not None]


def _body(request: Request, panel: Panel) -> str | Markup | None:
    if not panel.template:
        return panel.body
    try:
        return Markup(render(request, panel.template, panel.page))  # noqa: S704 - a template escapes
    except Exception:
        log.exception("panel failed", template=panel.template)
        return None
