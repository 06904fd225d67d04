"""What people typed in a form, read by the rules by which cells of files are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gridhall.access import Scope
from gridhall.words import Message
from gridhall_residents import labels
from gridhall_residents.fields import CATEGORY
from gridhall_residents.files import areas, dates, identity, phones, text
from gridhall_residents.files.reasons import RefusedError
from gridhall_residents.importing import faults
from gridhall_residents.settings import phone_country
from gridhall_residents.words import _

Value = str | int | date | Decimal | None
MOST_LETTERS = {"name": 100, "owner_name": 100, "address": 300, "note": 4_000, "code": 64}


@dataclass
class Reading:
    """What was made of a form."""

    values: dict[str, Value] = field(default_factory=dict)
    """By the keys of ``fields.py``; None where nothing was typed."""
    faults: dict[str, Message] = field(default_factory=dict)
    """What is wrong, by key. Empty: all can be used."""


def read(scope: Scope, typed: Mapping[str, str]) -> Reading:
    """Read fields of a form.

    :param typed: by the keys of ``fields.py``; keys that are none are left alone
    """
    found = Reading()
    for key, given in typed.items():
        reader = _reader(scope, key)
        if reader is None:
            continue
        try:
            found.values[key] = reader(given) if text.clean(given) else None
        except RefusedError as refused:
            found.faults[key] = faults.ROW[refused.reason]
        if len(given) > MOST_LETTERS.get(key, len(given)):
            found.faults[key] = _("This is too long.")
        if key == "name" and found.values.get(key) is None:
            found.faults.setdefault(key, faults.ROW["name_missing"])
        if key.startswith(CATEGORY):
            found.values[key] = bool(given)
    return found


def _reader(scope: Scope, key: str) -> Callable[[str], Value] | None:
    if key.startswith(CATEGORY):
        return bool
    if key in ("identity_number", "owner_identity_number"):
        return lambda given: identity.identity_number(given, scope.today)
    if key == "birth_date":
        return lambda given: dates.past_date(given, scope.today)
    if key == "phone":
        return lambda given: phones.e164(given, phone_country(scope.city))
    return _READERS.get(key)


def _one_of(choices: Mapping[str, Message]) -> Callable[[str], str]:
    def choose(given: str) -> str:
        if given not in choices:
            raise RefusedError("value_unknown")
        return given

    return choose


_READERS: Mapping[str, Callable[[str], Value]] = {
    "name": text.one_line,
    "owner_name": text.one_line,
    "address": text.one_line,
    "note": lambda given: text.clean(given.replace("\r\n", "\n")),
    "code": lambda given: text.key(given).upper(),
    "sex": _one_of(labels.SEX),
    "relation": _one_of(labels.RELATION),
    "use": _one_of(labels.USE),
    "area_m2": areas.area_m2,
}
