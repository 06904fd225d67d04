from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, MetaData, UniqueConstraint
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.schema import CreateTable

from gridhall.db import Base


class OwnBase(DeclarativeBase):
    """The same rules without adding tables to the platform's metadata."""

    metadata = MetaData(naming_convention=Base.metadata.naming_convention)
    type_annotation_map = Base.type_annotation_map


class Visit(OwnBase):
    """A table with each kind of thing."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("place", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    place: Mapped[str] = mapped_column(index=True)
    before_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    detail: Mapped[dict[str, Any]]


def test_types_and_names_follow_the_house() -> None:
    ddl = str(CreateTable(Visit.__table__).compile(dialect=postgresql.dialect()))  # type: ignore[arg-type,no-untyped-call]
    for part in (
        "at TIMESTAMP WITH TIME ZONE NOT NULL",
        "place TEXT NOT NULL",
        "detail JSONB NOT NULL",
        "CONSTRAINT pk_visit PRIMARY KEY",
        "CONSTRAINT uq_visit_place_at UNIQUE",
        "CONSTRAINT fk_visit_before_id_visit FOREIGN KEY",
    ):
        assert part in ddl
    assert [index.name for index in Visit.__table__.indexes] == ["ix_visit_place"]  # type: ignore[attr-defined]
