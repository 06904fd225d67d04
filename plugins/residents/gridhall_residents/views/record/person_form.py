"""The form of a person, new or known."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gridhall.web.request import Request
from gridhall_residents import labels
from gridhall_residents.fields import CATEGORY
from gridhall_residents.settings import categories

from . import forms

FORM = "residents/person_form.jinja2"
OWN = ("name", "identity_number", "sex", "birth_date", "phone", "relation", "address", "note")


@dataclass(frozen=True)
class Choices:
    """``(value, text)`` of what can be chosen."""

    sexes: list[tuple[str, str]]
    relations: list[tuple[str, str]]
    categories: list[tuple[str, str]]
    """With the name of the field as the value."""


@dataclass(frozen=True, kw_only=True)
class PersonForm:
    """``residents/person_form.jinja2``."""

    title: str
    action: str
    back: str
    is_new: bool
    hidden: Mapping[str, str]
    """Fields that nobody sees: the form's id or the record's version, and what had stood in the form."""
    values: Mapping[str, str]
    where: str | None = None
    """The home or household that a new person comes into, in words."""
    households: list[tuple[str, str]] = field(default_factory=list)
    """``(value, text)`` of the households that they can belong to; empty where that is settled."""
    place: forms.PlaceChoice | None
    """None: the home or the household says it."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """Sensitive values that are known, masked: they stay where nothing is typed."""
    choices: Choices
    errors: Mapping[str, str] = field(default_factory=dict)
    known: str | None = None
    """Where the record is shown that has the number, or the name, already."""
    asks_namesake: bool = False
    """Whether to ask if it is somebody else than the one who is called so: the field ``is_namesake``."""
    meanwhile: list[forms.Meanwhile] = field(default_factory=list)


def keys(request: Request) -> list[str]:
    """The fields that the form holds whatever it is for."""
    own_categories = (CATEGORY + each.key for each in categories(request.city))
    return [*OWN, *own_categories]


def choices(request: Request) -> Choices:
    """What can be chosen for sex, relation and categories."""
    words = request.words
    return Choices(
        [(key, words(text)) for key, text in labels.SEX.items()],
        [(key, words(text)) for key, text in labels.RELATION.items()],
        forms.category_choices(request),
    )
