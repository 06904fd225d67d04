"""Adding people, and changing what is known of them."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from gridhall.access import Scope
from gridhall.errors import Invalid
from gridhall_residents.fields import PLACE
from gridhall_residents.files.identity import birth_date_of, sex_of
from gridhall_residents.files.text import key as name_key
from gridhall_residents.models import Resident
from gridhall_residents.services import records
from gridhall_residents.words import _

from . import places, unique
from .current import only_new, said_of, values_of
from .destination import Destination, find
from .following import follow, follow_categories, index_name
from .namesakes import require_no_namesake
from .saying import Said, names_of, say
from .sent import Sent, Stale
from .typed import Reading, Value, read


def add(
    scope: Scope,
    typed: Mapping[str, str],
    where: Destination,
    *,
    form_id: UUID,
    is_namesake: bool = False,
) -> int:
    """Add a person; return the id. The same form sent again gives the id of the first time.

    :param typed: by the keys of ``fields.py``
    :param form_id: of the form, made when it was opened
    :param is_namesake: whether it is somebody else than whoever is called so in the same village
    :raises Invalid: a value cannot be used
    :raises unique.Taken: somebody else has the identity number
    :raises Namesake: somebody is called so in the same village, and may be the same person
    """
    values = _checked(read(scope, typed), {})
    said = said_of(scope, values)
    made = unique.made_by(scope, Resident, form_id)
    if made is not None and made.name_key == said.values["name_key"]:
        return made.id
    _require_free(scope, said)
    found = find(scope, where)
    if found.household is not None:
        require_one_head(scope, found.household.id, values.get("relation"))
    if not is_namesake:
        require_no_namesake(scope, said, found.grid_id)
    typed_in = {key: value for key, value in said.values.items() if value not in (None, False)}
    there = {key: value for key, value in found.said().values.items() if value is not None}
    said.values = there | typed_in
    row = Resident(
        household_id=found.household and found.household.id, form_id=form_id if made is None else None
    )
    follow(scope, row, said)
    scope.db.add(row)
    unique.flush(scope)
    index_name(scope, row.id, row.name_key)
    follow_categories(scope, row.id, said)
    say(scope, "resident", {row.id: said})
    scope.audit("residents.add", f"resident:{row.id}")
    return row.id


def save(scope: Scope, person_id: int, sent: Sent) -> bool:
    """Change what was changed in a form; say whether anything was new.

    :raises Stale: somebody else has changed the person since the form was opened
    :raises Invalid: a value cannot be used, or the identity number is taken (:class:`unique.Taken`)
    """
    row = records.locked(scope, Resident, person_id)
    now = values_of(scope, row)
    values = read(scope, sent.changed)
    for key in sent.take_backs():
        values.values[key] = None
    if sent.changed.get(PLACE) and row.household_id is None:
        values.values[PLACE] = places.require(scope, sent.changed[PLACE])
    said = only_new(said_of(scope, _checked(values, _known(scope, row))), now)
    if not said.values:
        return False
    if row.version != sent.version:
        raise Stale
    _require_free(scope, said, row.id)
    if row.household_id is not None and "relation" in said.values:
        require_one_head(scope, row.household_id, said.values["relation"], besides=row.id)
    follow(scope, row, said)
    unique.flush(scope)
    if "name_key" in said.values:
        index_name(scope, row.id, row.name_key)
    follow_categories(scope, row.id, said)
    say(scope, "resident", {row.id: said})
    scope.audit("residents.change", f"resident:{row.id}", fields=names_of(said))
    return True


def require_one_head(
    scope: Scope, household_id: int, relation: object, *, besides: int | None = None
) -> None:
    """Refuse a second head of a household.

    :raises Invalid: naming the first
    """
    if relation != "head":
        return
    query = scope.select(Resident.name).where(
        Resident.household_id == household_id,
        Resident.relation == "head",
        Resident.id != (besides or 0),
        Resident.deleted_at.is_(None),
    )
    head = scope.db.scalar(query.limit(1))
    if head is not None:
        text = _("{name} is the head already. Who is the head is said on the page of the household.")
        raise Invalid(text, field="relation", name=head)


def _require_free(scope: Scope, said: Said, person_id: int | None = None) -> None:
    index = said.values.get("identity_number")
    if index is not None:
        unique.require_free_identity(scope, bytes.fromhex(str(index)), besides=person_id)


def _known(scope: Scope, row: Resident) -> dict[str, Value]:
    number = scope.keys.decrypt(row.identity_enc) if row.identity_enc else None
    return {"identity_number": number, "sex": row.sex, "birth_date": row.birth_date}


def _checked(found: Reading, known: Mapping[str, Value]) -> dict[str, Value]:
    """What was read, with what follows from it: the key of the name, and what an identity number says.

    :param known: ``identity_number``, ``sex`` and ``birth_date`` as they were
    :raises Invalid: saying all that is wrong
    """
    faults = [Invalid(text, field=key) for key, text in found.faults.items()]
    if not faults:
        faults = _agree_with_number(found.values, known)
    if faults:
        raise Invalid.all_of(faults)
    if found.values.get("name"):
        found.values["name_key"] = name_key(str(found.values["name"]))
    return found.values


def _agree_with_number(values: dict[str, Value], known: Mapping[str, Value]) -> list[Invalid]:
    """Fill in sex and birth date from the number; what contradicts it is a fault.

    A contradiction that a department has brought is left alone until one of the three is changed.
    """
    if not values.keys() & {"identity_number", "sex", "birth_date"}:
        return []
    number = {**known, **values}.get("identity_number")
    if number is None:
        return []
    faults = []
    born, sex = birth_date_of(str(number)), sex_of(str(number))
    if {**known, **values}.get("birth_date") is None:
        values["birth_date"] = born
    elif {**known, **values}["birth_date"] != born:
        faults.append(_contradiction(_("The identity number says {date}."), "birth_date", date=born))
    if {**known, **values}.get("sex") is None:
        values["sex"] = sex
    elif {**known, **values}["sex"] != sex:
        text = _("The identity number says male.") if sex == "male" else _("The identity number says female.")
        faults.append(_contradiction(text, "sex"))
    return faults


def _contradiction(text: str, field: str, **params: date) -> Invalid:
    return Invalid(text, field=field, **params)
