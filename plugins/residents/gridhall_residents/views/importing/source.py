"""Saying how an unknown file is read: which column becomes what. It is remembered as a source of the city."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pyramid.view import view_config

from gridhall.errors import Conflict
from gridhall.web.forms import attempt
from gridhall.web.request import Request
from gridhall.web.urls import see_other
from gridhall_residents import labels, permissions
from gridhall_residents.files.profile import Kind, SourceProfile
from gridhall_residents.files.synonyms import HEADERS
from gridhall_residents.files.table import Table
from gridhall_residents.importing import faults
from gridhall_residents.services import mapping, sources, uploads
from gridhall_residents.services.found import Column, look
from gridhall_residents.services.mapping import NOT_OURS, Reading
from gridhall_residents.settings import categories
from gridhall_residents.words import _

from . import given

TEMPLATE = "residents/import/source.jinja2"
ROUTE = "residents.import.source"
VALUES = {"sex": labels.SEX, "relation": labels.RELATION, "use": labels.USE}


@dataclass(frozen=True)
class ColumnField:
    """A column, and the field of the form that says what it becomes."""

    name: str
    header: str
    value: str
    examples: tuple[str, ...]
    never: bool
    """It is never kept, so nothing is asked."""


@dataclass(frozen=True)
class Word:
    """A word of the file whose meaning is asked."""

    name: str
    """Of the form's field; the word itself stands in the field ``written-<name>``."""
    written: str
    value: str


@dataclass(frozen=True)
class WordsOf:
    """The words of one column."""

    title: str
    options: list[tuple[str, str]]
    words: list[Word]


@dataclass(frozen=True)
class SourcePage:
    """``residents/import/source.jinja2``."""

    title: str
    action: str
    back: str
    file_name: str
    kinds: list[tuple[str, str, bool]]
    """``(title, href, current)``; empty where the kind stands fast."""
    reading: Reading
    category_options: list[tuple[str, str]]
    options: list[tuple[str, str]]
    """What a column can become."""
    columns: list[ColumnField]
    words: list[WordsOf]
    errors: dict[str, str] = field(default_factory=dict)


@view_config(route_name=ROUTE, permission=permissions.IMPORT, request_method="GET", renderer=TEMPLATE)
def ask(request: Request) -> SourcePage:
    """The form, filled with what usual names of columns suggest."""
    return _page(request, _Asked.of(request), {})


@view_config(route_name=ROUTE, permission=permissions.IMPORT, request_method="POST", renderer=TEMPLATE)
def keep(request: Request) -> Any:
    """Remember it, unless the file holds words of which nobody has said what they mean."""
    asked = _Asked.of(request)
    reading = _posted(request, asked)
    with faults.told():
        unknown = mapping.unknown_words(asked.table, mapping.answered(reading, _answers(request)))
    if unknown:
        first = {"": request.words(_("Say what the words at the end of this page mean."))}
        return _page(request, asked.saying(reading), first)
    reading = mapping.answered(reading, _answers(request))
    profile: SourceProfile
    with attempt(request) as tried:
        profile = mapping.remember(
            request.scope, reading, language=request.words.language, known=asked.profile
        )
    if not tried.done:
        return _page(request, asked.saying(reading), tried.errors)
    request.flash("good", request.words(_("How this file is read is remembered.")))
    query = {"source": profile.key} | ({"sheet": asked.sheet} if asked.sheet else {})
    return see_other(request.route_path("residents.import.file", upload=asked.upload, _query=query))


@dataclass(frozen=True)
class _Asked:
    """The file that is spoken of, and what is said of it."""

    upload: str
    file_name: str
    sheet: str | None
    table: Table
    columns: tuple[Column, ...]
    profile: SourceProfile | None
    """The source that is said anew; None: a new one."""
    reading: Reading

    @classmethod
    def of(cls, request: Request) -> "_Asked":
        scope, folder = request.scope, given.passing(request)
        upload = uploads.get(scope, folder, given.uuid_of(request, "upload"))
        sheet, key = request.params.get("sheet") or None, request.params.get("source") or None
        profile = sources.profile_of(scope, key) if key else None
        if profile is not None and not sources.may_change(scope, profile.key):
            raise Conflict(_("How this source is read stands in the city's files, and is changed there."))
        seen = look(scope, uploads.path_in(folder, upload.id), source=key, sheet=sheet)
        kind: Kind | None = next((k for k in get_args(Kind) if k == request.params.get("kind")), None)
        reading = (
            mapping.of_profile(seen.table, profile, request.words.language)
            if profile
            else mapping.proposed(seen.table, kind)
        )
        return cls(str(upload.id), upload.file_name, sheet, seen.table, seen.columns, profile, reading)

    def saying(self, reading: Reading) -> "_Asked":
        return _Asked(
            self.upload, self.file_name, self.sheet, self.table, self.columns, self.profile, reading
        )


def _posted(request: Request, asked: _Asked) -> Reading:
    posted = request.POST
    return Reading(
        kind=asked.reading.kind,
        title=posted.get("title", ""),
        department=posted.get("department", ""),
        category=posted.get("category", ""),
        columns={
            header: posted.get(f"column-{index}", "") for index, header in enumerate(asked.table.columns)
        },
        words=asked.reading.words,
    )


def _answers(request: Request) -> dict[str, dict[str, str]]:
    """What was answered of words, by field; "" where rows with the word are to be rejected."""
    found: dict[str, dict[str, str]] = {}
    for name, written in request.POST.items():
        which = name.removeprefix("written-")
        if which != name:
            meaning = request.POST.get(which, "")
            field_name = which.split("-")[1]
            found.setdefault(field_name, {})[written] = meaning if meaning in VALUES[field_name] else ""
    return found


def _page(request: Request, asked: _Asked, errors: Mapping[str, str]) -> SourcePage:
    words, reading = request.words, asked.reading
    query = {"sheet": asked.sheet} if asked.sheet else {}
    back = {**query, "source": asked.profile.key} if asked.profile else query
    action = {**back, "kind": reading.kind}

    def path(route: str, more: dict[str, str]) -> str:
        return request.route_path(route, upload=asked.upload, _query=more)

    return SourcePage(
        title=words(_("Change how it is read") if asked.profile else _("Describe this file")),
        action=path(ROUTE, action),
        back=path("residents.import.file", back),
        file_name=asked.file_name,
        kinds=[]
        if asked.profile
        else [
            (words(title), path(ROUTE, {**query, "kind": kind}), kind == reading.kind)
            for kind, title in given.KIND.items()
        ],
        reading=reading,
        category_options=[(each.key, each.title(words.language)) for each in categories(request.city)]
        if reading.kind == "resident"
        else [],
        options=[
            *((name, words(given.FIELD.get(name, name))) for name in HEADERS[reading.kind]),
            (NOT_OURS, words(_("Not ours to keep"))),
        ],
        columns=[
            ColumnField(
                name=f"column-{index}",
                header=column.header,
                value=reading.columns.get(column.header, ""),
                examples=column.examples,
                never=mapping.is_never_ours(column.header),
            )
            for index, column in enumerate(asked.columns)
        ],
        words=_words(request, asked),
        errors=dict(errors),
    )


def _words(request: Request, asked: _Asked) -> list[WordsOf]:
    with faults.told():
        unknown = mapping.unknown_words(asked.table, asked.reading)
    answers = _answers(request) if request.method == "POST" else {}
    return [
        WordsOf(
            title=request.words(given.FIELD[name]),
            options=[(value, request.words(text)) for value, text in VALUES[name].items()],
            words=[
                Word(f"word-{name}-{number}", written, answers.get(name, {}).get(written, ""))
                for number, written in enumerate(words)
            ],
        )
        for name, words in unknown.items()
    ]


def includeme(config: Any) -> None:
    """Add the page."""
    config.add_route(ROUTE, "/residents/import/files/{upload}/source")
    config.scan(__name__)
