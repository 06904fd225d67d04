"""Sources in the database: each statement names its own."""

from sqlalchemy.dialects.postgresql import insert

from gridhall.access import Scope
from gridhall_residents.models import Source


def ensure_source(scope: Scope, key: str, title: dict[str, str], department: str) -> int:
    """The id of a source, added when it is new; its title and department follow the profile."""
    known = scope.db.execute(
        scope.select(Source.id, Source.title, Source.department).where(Source.key == key)
    ).one_or_none()
    if known is not None and (known.title, known.department) == (title, department):
        return int(known.id)
    row = insert(Source).values(key=key, title=title, department=department)
    row = row.on_conflict_do_update(
        index_elements=[Source.key], set_={"title": title, "department": department}
    )
    return int(scope.db.execute(row.returning(Source.id)).scalar_one())
