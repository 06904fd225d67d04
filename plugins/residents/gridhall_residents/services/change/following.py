"""A record follows what is said of it: columns, categories, and the index that finds names."""

import base64
from datetime import date
from decimal import Decimal

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from gridhall.access import Scope
from gridhall_residents.fields import CATEGORY, DWELLING, PLACE, RESIDENT, Field
from gridhall_residents.models import Dwelling, NameSuffix, Resident, ResidentCategory
from gridhall_residents.models.record import Record

from .saying import Said, staff_source


def follow(scope: Scope, row: Resident | Dwelling, said: Said) -> None:
    """Change a record; the session refuses a place outside one's grids when it is flushed."""
    for field in RESIDENT if isinstance(row, Resident) else DWELLING:
        if field.key in said.values:
            setattr(row, field.column, _stored(field, said.values[field.key]))
            if field.cipher_column:
                secret = said.secrets.get(field.key)
                setattr(row, field.cipher_column, base64.b64decode(str(secret)) if secret else None)
    if PLACE in said.values:
        row.grid_id = int(str(said.values[PLACE]))
    touch(scope, row)


def touch(scope: Scope, row: Record) -> None:
    """Say that a record has changed."""
    row.version = (row.version or 0) + 1
    row.updated_at = scope.now


def _stored(field: Field, value: object) -> object:
    if value is None or field.kind == "text":
        return value
    if field.kind == "date":
        return date.fromisoformat(str(value))
    return Decimal(str(value)) if field.kind == "numeric" else bytes.fromhex(str(value))


def follow_categories(scope: Scope, resident_id: int, said: Said) -> None:
    """Put somebody into the categories that are said, and out of those that are denied."""
    for key, value in said.values.items():
        if not key.startswith(CATEGORY):
            continue
        category = key.removeprefix(CATEGORY)
        if value:
            row = insert(ResidentCategory).values(
                resident_id=resident_id, category=category, since=scope.today, source_id=staff_source(scope)
            )
            scope.db.execute(row.on_conflict_do_nothing())
        else:
            scope.db.execute(
                delete(ResidentCategory).where(
                    ResidentCategory.resident_id == resident_id, ResidentCategory.category == category
                )
            )


def index_name(scope: Scope, resident_id: int, name_key: str) -> None:
    """Let somebody be found by any part of the name, as ``importing.applying.index_names`` does for many."""
    scope.db.execute(delete(NameSuffix).where(NameSuffix.resident_id == resident_id))
    small = name_key.lower()
    endings = {small[start:] for start in range(max(len(small) - 1, 1))}
    scope.db.add_all(NameSuffix(suffix=ending, resident_id=resident_id) for ending in sorted(endings))
