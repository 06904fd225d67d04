"""Rows that need a person's decision, and what was decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, ForeignKey, Index, Integer, func
from sqlalchemy.orm import Mapped, mapped_column

from gridhall.access import InGrid
from gridhall.db import Base
from gridhall_residents import permissions


class Review(InGrid, Base):
    """A row of a file that may belong to several records, or to one that was deleted."""

    __tablename__ = "residents_review"
    __table_args__ = (
        CheckConstraint("reason IN ('several', 'deleted')", name="reason"),
        Index(
            "uq_residents_review_waiting",
            "source_id",
            "match_key",
            unique=True,
            postgresql_where="decided_at IS NULL",
        ),
    )

    __view_permission__ = permissions.EDIT
    __edit_permission__ = permissions.EDIT

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """``resident`` or ``dwelling``."""
    reason: Mapped[str]
    """``several``: several known people may be meant; ``deleted``: its record was deleted here."""
    source_id: Mapped[int] = mapped_column(ForeignKey("residents_source.id"))
    run_id: Mapped[UUID] = mapped_column(ForeignKey("residents_import_run.id"))
    row_number: Mapped[int]
    """As a spreadsheet counts."""
    match_key: Mapped[int] = mapped_column(BigInteger)
    values: Mapped[dict[str, Any]]
    """As in :class:`Statement`."""
    secrets: Mapped[dict[str, Any]]
    candidates: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """Ids of the records that may be meant."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    decision: Mapped[str | None]
    """``same``, ``new``, ``nobody``, ``restored`` or ``kept``."""


class KnownRow(Base):
    """Whom a row without a number means, once it is settled.

    It means the same person next time, though that person may since have moved or been joined by a namesake.
    """

    __tablename__ = "residents_known_row"

    source_id: Mapped[int] = mapped_column(ForeignKey("residents_source.id"), primary_key=True)
    match_key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    """A hash of name, birth date and village as the file has them."""
    resident_id: Mapped[int | None] = mapped_column(ForeignKey("residents_resident.id"), index=True)
    """None: somebody decided that it means nobody."""
