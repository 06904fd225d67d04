"""The parts that the pages of a home, a household and a person have in common."""

from dataclasses import dataclass
from datetime import date

from gridhall.web.request import Request
from gridhall_residents import labels
from gridhall_residents.fields import CATEGORY, HOUSEHOLD, PLACE
from gridhall_residents.services.ages import age
from gridhall_residents.services.show.pages import HouseholdShown
from gridhall_residents.services.show.shown import Shown
from gridhall_residents.words import _

from .facts import Fact, Older, Teller

MEMBER = (
    "name",
    "relation",
    "sex",
    "birth_date",
    "identity_number",
    "phone",
    "address",
    "note",
    PLACE,
    HOUSEHOLD,
)


@dataclass(frozen=True)
class MemberBox:
    """Somebody of a household."""

    name: Fact
    href: str
    relation: Fact
    sex: Fact
    birth: Fact
    age: str | None
    categories: tuple[Fact, ...]
    identity: Fact
    phone: Fact
    address: Fact | None
    """None: that of the home."""
    note: Fact
    older: tuple[tuple[str, Older], ...]
    """What else was said of the person: the label of the field, and what."""


@dataclass(frozen=True)
class HouseholdBox:
    """A household with its people."""

    title: str
    href: str
    code: str
    members: tuple[MemberBox, ...]
    add_href: str | None
    move_href: str | None
    edit_href: str | None


@dataclass(frozen=True)
class DeletedBox:
    """That a record was deleted, and where it is restored."""

    text: str
    restore: str


def member(request: Request, teller: Teller, person: Shown, address: object) -> MemberBox:
    """Somebody of a household.

    :param address: of the home; the same is not said once more
    """
    reveal = request.route_path("residents.person.reveal", id=person.id)
    by_key = {key: teller.fact(person, key, reveal) for key in MEMBER}
    own = tuple(teller.fact(person, CATEGORY + key) for key in person.categories)
    every = (*by_key.values(), *teller.facts(person, _ever_category(person)))
    return MemberBox(
        name=by_key["name"],
        href=request.route_path("residents.person", id=person.id),
        relation=by_key["relation"],
        sex=by_key["sex"],
        birth=by_key["birth_date"],
        age=age_of(request, person),
        categories=own,
        identity=by_key["identity_number"],
        phone=by_key["phone"],
        address=by_key["address"] if person.now["address"] not in (None, address) else None,
        note=by_key["note"],
        older=tuple((fact.label, older) for fact in every for older in fact.older),
    )


def _ever_category(person: Shown) -> list[str]:
    """The keys of categories that somebody ever spoke of, also of those that the person is out of."""
    keys = {told.key for event in person.telling.events for told in event.told}
    return sorted(key for key in keys if key.startswith(CATEGORY))


def age_of(request: Request, person: Shown) -> str | None:
    """The age in words; None where the birth date is not known."""
    born = person.now["birth_date"]
    if born is None:
        return None
    years = age(date.fromisoformat(str(born)), request.scope.today)
    return request.words.plural(_("{n} year old"), _("{n} years old"), years)


def about(teller: Teller, person: Shown) -> str:
    """Relation to the head and age in words."""
    relation = teller.value(person, "relation", person.now["relation"])
    return " · ".join(part for part in (relation, age_of(teller.request, person)) if part)


def household(
    request: Request, teller: Teller, found: HouseholdShown, address: object = None
) -> HouseholdBox:
    """A household with its people.

    :param address: of the home
    """
    itself, path = found.household, request.route_path
    may = itself.may_edit and itself.deletion is None
    return HouseholdBox(
        title=household_title(request, found),
        href=path("residents.household", id=itself.id),
        code=str(itself.now["code"]),
        members=tuple(member(request, teller, person, address) for person in found.people),
        add_href=path("residents.person.add", _query={"household": itself.id}) if may else None,
        move_href=path("residents.household.move", id=itself.id) if may and found.people else None,
        edit_href=path("residents.household.edit", id=itself.id) if may and found.people else None,
    )


def household_title(request: Request, found: HouseholdShown) -> str:
    """``Household of Li Lei``, or its code."""
    if found.head is not None:
        return request.words(_("Household of {name}"), name=found.head.name)
    return request.words(_("Household {code}"), code=str(found.household.now["code"]))


def deleted(request: Request, shown: Shown, route: str) -> DeletedBox | None:
    """What is said of a deleted record; None of one that is not."""
    if shown.deletion is None:
        return None
    words, by = request.words, shown.deletion
    reason = labels.reason(by.reason)
    text = words(
        _("Deleted on {date} by {name}. Reason: {reason}."),
        date=request.formats.date(by.at),
        name=by.by or "–",
        reason=words(reason) if reason in labels.REASON.values() else reason,
    )
    return DeletedBox(text, request.route_path(f"{route}.restore", id=shown.id))


def purposes(request: Request) -> list[tuple[str, str]]:
    """What a value may be shown for."""
    return [(key, request.words(text)) for key, text in labels.PURPOSE.items()]
