"""The audit log, and proving it."""

from dataclasses import dataclass, field
from datetime import date

from pyramid.config import Configurator
from pyramid.view import view_config

from gridhall.hookspecs import MenuItem
from gridhall.services import audit
from gridhall.services.permissions import AUDIT_VIEW
from gridhall.web.menu import ADMINISTRATION
from gridhall.web.request import Request
from gridhall.web.urls import whole_number
from gridhall.words import Domain

_ = Domain("gridhall")

TEMPLATE = "audit/list.jinja2"
MOST_ENTRY = 2**63 - 1
"""The largest number that an entry can have."""
FILTERS = ("actor", "action", "subject", "since", "until")


@dataclass(frozen=True)
class AuditPage:
    """``audit/list.jinja2``."""

    lines: tuple[audit.Line, ...]
    actions: list[tuple[str, str]]
    given: dict[str, str]
    """The filters as they were given: ``actor``, ``action``, ``subject``, ``since``, ``until``."""
    active: int
    next: str | None
    report: audit.Report | None = None
    """What a verification found, right after one was asked for."""
    errors: dict[str, str] = field(default_factory=dict)


@view_config(route_name="audit", permission=AUDIT_VIEW, request_method="GET", renderer=TEMPLATE)
def show(request: Request) -> AuditPage:
    """The latest entries."""
    return _page(request, None)


@view_config(route_name="audit", permission=AUDIT_VIEW, request_method="POST", renderer=TEMPLATE)
def verify(request: Request) -> AuditPage:
    """Compute the chain anew."""
    return _page(request, audit.verify(request.scope))


def _page(request: Request, report: audit.Report | None) -> AuditPage:
    given = {key: request.GET.get(key, "").strip() for key in FILTERS}
    errors: dict[str, str] = {}
    since, until = (_day(request, key, given[key], errors) for key in ("since", "until"))
    filters = audit.Filters(
        given["actor"] or None, given["action"] or None, given["subject"] or None, since, until
    )
    before = whole_number(request.GET.get("before", ""), MOST_ENTRY)
    found = audit.entries(request.scope, filters, before=before)
    query = {key: text for key, text in given.items() if text}
    after = {**query, "before": str(found.before)}
    return AuditPage(
        lines=found.lines,
        actions=[(action, action) for action in audit.actions(request.scope)],
        given=given,
        active=len(query),
        next=request.route_path("audit", _query=after) if found.before is not None else None,
        report=report,
        errors=errors,
    )


def _day(request: Request, key: str, text: str, errors: dict[str, str]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        errors[key] = request.words(_("Give a date like 2026-03-31."))
        return None


def includeme(config: Configurator) -> None:
    """Add the page."""
    config.add_route("audit", "/audit")
    config.add_menu_entry(
        MenuItem(_("Audit log"), "audit", "audit", AUDIT_VIEW, after=("roles",)), group=ADMINISTRATION
    )
    config.scan(__name__)
