"""Compares a city's tables with the models, so that a forgotten migration is found by a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from gridhall.db.migrate import as_owner

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine, MetaData

    from gridhall.db.place import Place


def differences(
    admin: Engine, city: Place, metadata: MetaData, *, tables: Callable[[str], bool] = lambda _name: True
) -> list[Any]:
    """Return what alembic would change to make the city's tables those of the metadata; [] if nothing.

    :param tables: says by name which tables count, e.g. ``lambda name: name.startswith("diary_")``
        for the tables of one plugin
    """

    def counts(name: str | None, kind: str, parents: object) -> bool:
        del parents
        return kind != "table" or (
            name is not None and not name.startswith("alembic_version_") and tables(name)
        )

    def counts_in_models(
        _object: object, name: str | None, kind: str, reflected: object, other: object
    ) -> bool:
        del reflected, other
        return kind != "table" or (name is not None and tables(name))

    with as_owner(admin, city) as connection:
        options = {"include_name": counts, "include_object": counts_in_models, "compare_type": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))
