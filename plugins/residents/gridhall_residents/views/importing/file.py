"""What was found in a file, and the ways on: try it, import it, or say how it is read."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pyramid.view import view_config

from gridhall.errors import Invalid
from gridhall.jobs.passing import KEPT
from gridhall.settings.tenant import word
from gridhall.web.forms import attempt
from gridhall.web.request import Request
from gridhall.web.urls import see_other
from gridhall_residents import permissions
from gridhall_residents.models import Upload
from gridhall_residents.services import found, imports, sources, uploads
from gridhall_residents.services.found import Found
from gridhall_residents.words import _

from . import given

TEMPLATE = "residents/import/file.jinja2"
ROUTE = "residents.import.file"
FORMS = {
    "csv": _("Text with a row on each line (CSV)"),
    "tsv": _("Text with tabs (TSV)"),
    "xlsx": _("Workbook (XLSX)"),
    "xls": _("Workbook of the older kind (XLS)"),
}
DELIMITERS = {",": _("Comma"), "\t": _("Tab"), ";": _("Semicolon"), "|": _("Vertical bar")}
FATES = {"left": _("Not imported"), "dropped": _("Never kept")}


@dataclass(frozen=True)
class ColumnRow:
    """A column of the file."""

    header: str
    becomes: str
    kind: str
    """Of the badge: "info" where it is imported."""
    examples: list[tuple[str, bool]]
    """Each with whether it is a number."""


@dataclass(frozen=True)
class FoundView:
    """A file that can be read, in the reader's language."""

    facts: list[tuple[str, str]]
    """What kind of file it is."""
    columns: list[ColumnRow]
    sources: list[tuple[str, str]]
    """Keys and titles."""
    source: str | None
    """The key of the chosen one; None: no source of the city fits."""
    sheets: list[tuple[str, str]]
    """Keys and titles; empty where there is only one."""
    sheet: str | None
    missing: str | None
    """What the file lacks for the chosen source."""
    is_new: bool
    """Nothing was ever imported from the chosen source: it is tried first."""
    describe_href: str
    """Where one says how this file is read, as a source of its own."""
    mend_href: str | None
    """Where one changes how files of the chosen source are read; None: its file says so."""


@dataclass(frozen=True)
class FilePage:
    """``residents/import/file.jinja2``."""

    title: str
    href: str
    size: str
    until: Any
    """When the file is removed."""
    today: date
    as_of: str
    found: FoundView | None
    """None: the file cannot be read."""
    unreadable: str | None
    """Why it cannot."""
    remove: str
    errors: dict[str, str] = field(default_factory=dict)


@view_config(route_name=ROUTE, permission=permissions.IMPORT, request_method="GET", renderer=TEMPLATE)
def show(request: Request) -> FilePage:
    """What was found, as the chosen source would have it read."""
    return _page(request, _upload(request), request.GET, {})


@view_config(route_name=ROUTE, permission=permissions.IMPORT, request_method="POST", renderer=TEMPLATE)
def go_on(request: Request) -> Any:
    """Import it, try it, or only look at it again with another source or sheet."""
    upload, posted = _upload(request), request.POST
    source, sheet = posted.get("source") or "", posted.get("sheet") or None
    if posted.get("action") == "look":
        query = {"source": source, "sheet": sheet or "", "as_of": posted.get("as_of", "")}
        chosen = {name: value for name, value in query.items() if value}
        return see_other(request.route_path(ROUTE, upload=str(upload.id), _query=chosen))
    job_href = ""
    with attempt(request) as tried:
        job = imports.start(
            request.scope,
            given.passing(request),
            upload,
            source=source,
            as_of=_day(posted.get("as_of", "")),
            sheet=sheet,
            dry_run=posted.get("action") == "try",
        )
        job_href = request.route_path("job", id=str(job))
    if not tried.done:
        return _page(request, upload, posted, tried.errors)
    return see_other(job_href)


@view_config(route_name="residents.import.remove", permission=permissions.IMPORT, request_method="POST")
def remove(request: Request) -> Any:
    """Remove the file."""
    uploads.remove(request.scope, given.passing(request), given.uuid_of(request, "upload"))
    request.flash("good", request.words(_("The file was removed.")))
    return see_other(request.route_path("residents.import"))


def _upload(request: Request) -> Upload:
    return uploads.get(request.scope, given.passing(request), given.uuid_of(request, "upload"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError:
        raise Invalid(_("Give a day, e.g. 2026-03-05."), field="as_of") from None


def _page(request: Request, upload: Upload, chosen: Any, errors: dict[str, str]) -> FilePage:
    view: FoundView | None = None
    source, sheet = chosen.get("source") or None, chosen.get("sheet") or None
    with attempt(request) as tried:
        file = uploads.path_in(given.passing(request), upload.id)
        view = _view(request, upload, found.look(request.scope, file, source=source, sheet=sheet))
    return FilePage(
        title=upload.file_name,
        href=request.route_path(ROUTE, upload=str(upload.id)),
        size=given.size(request, upload.size),
        until=upload.uploaded_at + KEPT,
        today=request.scope.today,
        as_of=chosen.get("as_of", ""),
        found=view,
        unreadable=None if tried.done else " ".join(tried.errors.values()),
        remove=request.route_path("residents.import.remove", upload=str(upload.id)),
        errors=errors if tried.done else {},
    )


def _view(request: Request, upload: Upload, seen: Found) -> FoundView:
    scope, table, words = request.scope, seen.table, request.words
    known = sources.profiles(scope)
    chosen = seen.profile
    sheet = {"sheet": table.sheet} if table.other_sheets and table.sheet else {}
    mapping = "residents.import.source"
    may_change = chosen is not None and sources.may_change(scope, chosen.key)
    return FoundView(
        facts=_facts(request, seen),
        columns=[
            ColumnRow(
                header=column.header,
                becomes=given.field_title(request, column.fields) or words(FATES[column.fate]),
                kind="info" if column.fields else "",
                examples=[(each, given.is_number(each)) for each in column.examples],
            )
            for column in seen.columns
        ],
        sources=[(profile.key, word(profile.title, words.language)) for profile in known],
        source=chosen.key if chosen else None,
        sheets=[(name, name) for name in sorted((*sheet.values(), *table.other_sheets))] if sheet else [],
        sheet=table.sheet,
        missing=_missing(request, seen),
        is_new=chosen is not None and not sources.was_imported(scope, chosen.key),
        describe_href=request.route_path(mapping, upload=str(upload.id), _query=sheet),
        mend_href=request.route_path(mapping, upload=str(upload.id), _query={**sheet, "source": chosen.key})
        if chosen and may_change
        else None,
    )


def _facts(request: Request, seen: Found) -> list[tuple[str, str]]:
    table, words, number = seen.table, request.words, request.formats.number
    told = [(words(_("Form")), words(FORMS[table.form]))]
    if table.encoding:
        told.append((words(_("Encoding")), table.encoding.removesuffix("-sig").upper()))
    if table.delimiter:
        told.append((words(_("Between the cells")), words(DELIMITERS[table.delimiter])))
    if table.sheet:
        told.append((words(_("Sheet")), table.sheet))
    told.append((words(_("Names of the columns")), words(_("in row {n}"), n=number(table.header_row))))
    return told


def _missing(request: Request, seen: Found) -> str | None:
    if not seen.missing:
        return None
    words, listed = request.words, request.formats.listed
    each = [[words(given.FIELD[name]) for name in names.split("|")] for names in seen.missing]
    return listed([listed(names, "or") for names in each])


def includeme(config: Any) -> None:
    """Add the pages."""
    config.add_route(ROUTE, "/residents/import/files/{upload}")
    config.add_route("residents.import.remove", "/residents/import/files/{upload}/remove")
    config.scan(__name__)
