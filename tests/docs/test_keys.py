"""Every key of every file that a deployment writes is documented, with its default."""

from __future__ import annotations

import re
import typing
from pathlib import Path

import pytest
from pydantic import BaseModel

from gridhall.settings import Settings, Tenant
from gridhall.web.themes import Theme
from gridhall_residents.files.profile import SourceProfile
from gridhall_residents.settings import ResidentsSettings

from .pages import Page, names
from .project import code, page, pages

if typing.TYPE_CHECKING:
    from pydantic.fields import FieldInfo

OPERATORS = page("docs/operators.md")
VARIABLE = re.compile(r"\bGRIDHALL_[A-Z_]+\b")
NONE = "–"
NEEDED = "needed"


def keys(
    model: type[BaseModel], prefix: str = "", *, without: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Each key of a file, e.g. ``web.port``, with its default as the documentation writes it."""
    found: dict[str, str] = {}
    for name, field in model.model_fields.items():
        inner, several = _model_in(field.annotation)
        if prefix + name in without:
            continue
        if inner is not None and inner.__name__ != "Palette":
            found |= keys(inner, f"{prefix}{name}.{'<name>.' if several == 'named' else ''}")
        else:
            found[prefix + name] = _default(field)
    return found


def _model_in(annotation: object) -> tuple[type[BaseModel] | None, str]:
    """The model that a field holds: itself, several of it, or several by name."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation, ""
    kind = typing.get_origin(annotation)
    if kind in (tuple, dict):
        inner = typing.get_args(annotation)[kind is dict]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            return inner, "named" if kind is dict else "in order"
    return None, ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return NEEDED
    value = field.get_default(call_default_factory=False)
    return NONE if value is None or value == {} else f"`{_toml(value)}`"


def _toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str() | Path():
            return f'"{value}"'
        case tuple():
            return f"[{', '.join(_toml(each) for each in value)}]"
    return str(value)


def documented(text: Page) -> dict[str, str]:
    """The keys of the first tables of a section, with their defaults."""
    return {key: row[1] for row in text.rows() if len(row) > 2 for key in names(row[0])}


@pytest.mark.parametrize(
    ("section", "model"),
    [("gridhall.toml", Settings), ("Sources", SourceProfile), ("Themes and emblem", Theme)],
)
def test_every_key_is_documented(section: str, model: type[BaseModel]) -> None:
    assert documented(OPERATORS.section(section)) == keys(model)


def test_every_key_of_a_city_is_documented() -> None:
    own = keys(Tenant, without=frozenset({"folder"}))
    assert documented(OPERATORS.section("tenant.toml")) == own | keys(ResidentsSettings)


def test_every_variable_of_the_environment_is_documented() -> None:
    said = {name for text in pages() for name in VARIABLE.findall(text.text)}
    read = {name for text in code().values() for name in VARIABLE.findall(text)}
    assert read - said == set()


class Wharf(BaseModel):
    boats: tuple[str, ...] = ("a", "b")
    depth: int
    gate: str | None = None


class Harbour(BaseModel):
    name: str = "x"
    wharf: Wharf
    wharves: tuple[Wharf, ...] = ()
    by_name: dict[str, Wharf] = {}
    words: dict[str, str] = {}


def test_keys_are_found_in_models_within_models() -> None:
    inner = {"boats": '`["a", "b"]`', "depth": NEEDED, "gate": NONE}
    assert keys(Harbour, without=frozenset({"words"})) == {
        "name": '`"x"`',
        **{
            f"{at}.{key}": value
            for at in ("wharf", "wharves", "by_name.<name>")
            for key, value in inner.items()
        },
    }


def test_what_the_table_says_is_read() -> None:
    text = "| key | default | what |\n|---|---|---|\n| `a`, `b` | `1` | x |\n| `c` | needed | y |\n"
    assert documented(Page("a.md", text)) == {"a": "`1`", "b": "`1`", "c": NEEDED}
