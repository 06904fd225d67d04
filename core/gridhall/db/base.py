"""The declarative base of every table, of core and of plugins.

Write relationships with ``lazy="raise"``: a query then loads what it needs by name
(``selectinload``), and a page that forgot raises at once in its test instead of sending
one query a row in production.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

NAMING_CONVENTION = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
"""Every constraint has a name that a migration can say, the same in each city."""


class Base(DeclarativeBase):
    """Base of all models. No schema is named: the role's ``search_path`` is the city's schema."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: DateTime(timezone=True),
        str: Text(),
        dict[str, Any]: JSONB(),
        dict[str, object]: JSONB(),
    }
    """Times carry their zone (stored in UTC); text has no length that a name could exceed."""
