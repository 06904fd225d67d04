"""Reading a file of nodes into the tree."""

from dataclasses import dataclass, field
from typing import Any

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.errors import Invalid
from gridhall.services import tree_import
from gridhall.services.permissions import TREE_EDIT
from gridhall.web.bodies import FORM_BYTES
from gridhall.web.forms import attempt
from gridhall.web.request import Request
from gridhall.words import Domain

_ = Domain("gridhall")

TEMPLATE = "tree/import.jinja2"
MOST_BYTES = 20_000_000
MOST_REJECTS = 200


@dataclass(frozen=True)
class ImportPage:
    """``tree/import.jinja2``."""

    report: tree_import.ImportReport | None = None
    rejects: list[tuple[int, str, str]] = field(default_factory=list)
    """``(row, code, why)`` of the first rows that were not used."""
    levels: list[str] = field(default_factory=list)
    """The keys that a file may name."""
    errors: dict[str, str] = field(default_factory=dict)


@view_config(route_name="tree.import", permission=TREE_EDIT, request_method="GET", renderer=TEMPLATE)
def ask(request: Request) -> ImportPage:
    """The form."""
    return ImportPage(levels=_levels(request))


@view_config(
    route_name="tree.import",
    permission=TREE_EDIT,
    request_method="POST",
    renderer=TEMPLATE,
    most_bytes=MOST_BYTES + FORM_BYTES,
)
def bring(request: Request) -> Any:
    """Read the file and tell what became of it."""
    report: tree_import.ImportReport
    with attempt(request) as tried:
        report = tree_import.import_nodes(request.scope, _data(request))
    if not tried.done:
        return ImportPage(levels=_levels(request), errors=tried.errors)
    words = request.words
    rejects = [(r.row, r.code, words(tree_import.REASONS[r.reason])) for r in report.rejects[:MOST_REJECTS]]
    return ImportPage(report=report, rejects=rejects, levels=_levels(request))


def _data(request: Request) -> bytes:
    given = request.POST.get("file")
    if given is None or not hasattr(given, "file"):
        raise Invalid(_("Choose a file."), field="file")
    data: bytes = given.file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Invalid(_("The file is larger than 20 MB. Split it."), field="file")
    return data


def _levels(request: Request) -> list[str]:
    return [level.key for level in request.city.tenant.levels]


def includeme(config: Configurator) -> None:
    """Add the page."""
    config.add_route("tree.import", "/tree/import")
    config.scan(__name__)
